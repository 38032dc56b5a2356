"""Text becomes typed rows, or quarantined rows with reasons; no row is lost on the way.

Here belong classes of rows, totals, identities, duplicates and the accounting of rows. Which column is which
belongs to `reading`, how a value is parsed to `values`, names of places to `places`, and what a figure means to `marts`.
"""
