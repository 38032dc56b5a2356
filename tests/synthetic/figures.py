"""Figures that reports and tables state, as a unit lists them beside its ledgers."""

import csv
from pathlib import Path

from tests.synthetic.forms import Row, Table

_FIGURES = Path(__file__).parent / "figures.csv"
_HEADER = [
    "数据编号",
    "县",
    "乡镇",
    "行政村",
    "数据期间",
    "主题",
    "指标",
    "维度",
    "数值",
    "计量单位",
    "性质",
    "来源",
]


def reported(unit: str, period: str) -> Table:
    """The figures of `figures.csv` that belong to the delivery."""
    with _FIGURES.open(encoding="utf-8", newline="") as lines:
        rows: list[Row] = [
            list(row.values())[2:]
            for row in csv.DictReader(lines)
            if (row["unit"], row["period_folder"]) == (unit, period)
        ]
    return Table("报告数据", [_HEADER], rows)
