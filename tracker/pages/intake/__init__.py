"""Taking in a resolution: paste or drop, review, confirm."""
