"""What townships send: one contract per register, and the vocabularies of its coded columns.

Here belongs all knowledge of a register's columns and headers. How a value is parsed belongs to `values`.
"""
