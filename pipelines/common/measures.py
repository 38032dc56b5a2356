"""Units of measures as people write them, each in units of the columns of its kind: 400 米 are 0.4 km."""

from decimal import Decimal

MEASURE_UNITS: dict[str, dict[str, Decimal]] = {
    "months": {"个月": Decimal(1), "月": Decimal(1)},
    "mu": {"亩": Decimal(1), "万亩": Decimal(10_000), "公顷": Decimal(15)},
    "km": {
        "公里": Decimal(1),
        "千米": Decimal(1),
        "km": Decimal(1),
        "米": Decimal("0.001"),
        "m": Decimal("0.001"),
    },
    "m2": {"平方米": Decimal(1), "平米": Decimal(1), "m2": Decimal(1), "㎡": Decimal(1)},
    "km2": {"平方公里": Decimal(1), "平方千米": Decimal(1), "km2": Decimal(1), "k㎡": Decimal(1)},
    "kw": {"千瓦": Decimal(1), "kW": Decimal(1), "KW": Decimal(1), "kw": Decimal(1), "兆瓦": Decimal(1000)},
}
"""Argument of the semantic type `measure` → unit → its factor."""

SHOWN_UNITS = {"mu": "亩", "km": "公里", "months": "月", "m2": "平方米", "km2": "平方公里", "kw": "千瓦"}
"""Suffix of a column's name → the unit of its values."""
