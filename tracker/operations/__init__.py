"""What keeps the program running."""
