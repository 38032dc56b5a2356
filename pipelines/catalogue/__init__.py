"""All tables of a release: registers, marts and quality tables, their dictionary, lineage and areas.

The meaning of a single register or mart belongs to `registers` and `marts`; this package brings them together.
"""
