"""Text becomes typed rows, or quarantined rows with reasons; no row is lost on the way.

Here belong values, identities, names of places, duplicates and the accounting of rows. Which column is which
is told by `reading`; what a figure means is told by `marts`.
"""
