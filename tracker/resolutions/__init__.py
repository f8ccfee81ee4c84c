"""The text as adopted."""
