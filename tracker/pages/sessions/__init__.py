"""The calendar: organs, their sessions, and what falls due there."""
