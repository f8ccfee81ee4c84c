"""What the words refer to: organs, their sessions, addressees."""
