"""Money: its units, and how many yuan each of them is."""

MONEY_FACTORS = {
    "元": 1, "千元": 1_000, "万元": 10_000, "万": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "亿": 100_000_000,
}  # fmt: skip
"""Unit as people write it → yuan."""

WAN = MONEY_FACTORS["万元"]
"""Yuan in one 万元, the unit of reports; round amounts are multiples of it."""
