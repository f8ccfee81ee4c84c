"""What programs see: the same filters and the same commands as the pages, versioned, described by OpenAPI."""
