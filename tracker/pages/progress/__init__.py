"""Logging progress, from wherever a mandate is shown."""
