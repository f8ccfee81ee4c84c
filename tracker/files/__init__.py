"""Bytes that came in or go out, kept once under their digest."""
