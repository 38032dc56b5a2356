"""Columns, and values as they are typed."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from pipelines.registers.contract import Column
from pipelines.values.parse import ParseContext, parse


def column(kind: str, name: str = "x", digits: tuple[int, ...] = ()) -> Column:
    return Column(name=name, type=kind, title="列", description="A column.", digits=digits)


def value(kind: str, text: str, **context) -> str | None:
    return parse(column(kind), text, ParseContext(**context))


def number(kind: str, text: str, **context) -> Decimal:
    parsed = value(kind, text, **context)
    assert parsed is not None
    return Decimal(parsed)


births = st.dates(date(1900, 1, 1), date(2024, 12, 31))
