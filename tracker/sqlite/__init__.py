"""Django's backend for SQLite, with a line in which those who write wait for their turn."""
