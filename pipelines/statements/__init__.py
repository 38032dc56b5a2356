"""Statements: what each sheet of a delivery is, by evidence, between reading and cleaning.

Rows and values belong to cleaning; what a header means to reading.
"""
