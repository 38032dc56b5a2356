"""Lines of ledgers."""

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]
