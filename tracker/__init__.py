"""The mandate tracker: from a resolution's words to a followed-up mandate."""
