"""What goes out: the dashboard, its pictures as files, and documents for governing bodies."""
