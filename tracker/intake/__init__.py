"""Everything that comes in. Has commands and no models."""
