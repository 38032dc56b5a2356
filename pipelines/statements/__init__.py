"""Statements: what each sheet of a delivery is, by evidence, before it is cleaned; and which of them count, after it.

Rows and values belong to cleaning; what a header means to reading.
"""
