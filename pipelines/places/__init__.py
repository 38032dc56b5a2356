"""Which place a sheet or a row is of: by titles and names, and by the names that the unit itself lists."""
