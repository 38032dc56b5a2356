"""A file becomes rows of text, each knowing its file, sheet and row.

Here belong file formats, encodings and headers: which columns of each register a header has. Of which register a
sheet is belongs to `statements`, what a value means to `values`.
"""
