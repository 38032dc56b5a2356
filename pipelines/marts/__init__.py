"""What analysts read: one SELECT and one description per mart, side by side in the folder of a group.

No logic in Python belongs here beyond the loader; dependencies are read from the SELECT itself. Marts read
clean.*, policy.* and other marts, in SQL that runs on DuckDB and, through sqlglot, on Spark.
"""
