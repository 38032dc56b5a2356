"""Values: what the text of one cell means as the semantic type of its column, in Python and in SQL, and what may be shown of it.

Cells in their sheet belong to cleaning.
"""
