"""Makes the sample deliveries in data/raw.

Every row and every person is synthetic; the sums of the rows are figures that reports and governments published.
What is here writes files as units send them and knows nothing of the pipeline. The same code always gives the
same bytes: each unit draws from its own generator, seeded by its name.
"""
