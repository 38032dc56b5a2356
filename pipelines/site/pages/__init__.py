"""HTML of each page, one module per kind of page. Text from outside is escaped where it is put into a page, and nowhere else."""
