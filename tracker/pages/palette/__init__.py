"""The palette: go anywhere by a few letters."""
