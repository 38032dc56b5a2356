"""The figures of a written report: found in its text, with the place where each stands.

Here belongs how a report is read and what its words say of a number. What the marts answer belongs to `reconciling`; the
tables that units send belong to `reading`.
"""
