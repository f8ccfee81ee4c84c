"""Read resolutions: bytes in, resolutions with directives out. Knows no Django and no database.

The way of the data, stage by stage: formats → structure → citations, addressees, deadlines → directives → reader.
"""
