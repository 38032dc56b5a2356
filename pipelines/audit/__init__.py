"""The figures of a written report: found in its text with their places, and checked against each other.

Here belongs how a report is read and what its words say of a number. What the marts answer belongs to `reconciling`; the
tables that units send belong to `reading`.
"""
