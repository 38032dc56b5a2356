"""Which small counts are withheld where figures leave the office, and views of what may be shown.

Pages and workbooks read these views; marts and SQL show everything.
"""
