"""What a build costs: `python -m tests.benchmarks` (`make bench`) measures one against bare DuckDB doing the same work.

`registry` makes the deliveries, `floor` is the yardstick, `measuring` watches a process and all that it starts;
`workbook` measures what one large workbook costs to read.
"""
