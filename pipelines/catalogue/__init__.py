"""All tables of a release: registers, marts and quality tables, their dictionary, lineage and areas.

What a single register or mart says belongs to `registers` and `marts`; this package brings them together.
"""
