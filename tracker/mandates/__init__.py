"""What must be done, by whom and by when."""
