"""The queue of what the program suggests about mandates."""
