"""From the bytes of one file format to blocks. Each module knows one format and no other."""
