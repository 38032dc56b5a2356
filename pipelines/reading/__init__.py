"""A file becomes rows of text, each knowing its file, sheet and row.

Here belong file formats, encodings, header finding and the recognition of registers. What a value means, and
DuckDB, do not.
"""
