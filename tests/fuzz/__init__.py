"""Damaged documents for the reading core: whatever the bytes, a reading or a reason in words, within the limits."""
