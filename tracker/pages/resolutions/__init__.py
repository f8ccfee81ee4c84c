"""Resolutions: the list, and each document as adopted."""
