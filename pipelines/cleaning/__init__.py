"""Text becomes typed rows, or quarantined rows with reasons; no row is lost on the way.

Here belong values, identities, names of places, duplicates and the accounting of rows. Which column is which
belongs to `reading`; what a figure means belongs to `marts`.
"""
