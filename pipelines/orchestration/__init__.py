"""Dagster objects, one kind per module, built from the catalogue.

Nothing here knows a register or a mart by name, and nothing outside this package (but `definitions` and `cli`)
imports Dagster.
"""
