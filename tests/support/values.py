"""Columns, and values as they are typed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse


def column(kind: str, name: str = "x", digits: tuple[int, ...] = ()) -> Column:
    return Column(name=name, type=kind, title="列", description="A column.", digits=digits)


def value(kind: str, text: str, **context) -> str | None:
    return parse(column(kind), text, ParseContext(**context))


def number(kind: str, text: str, **context) -> Decimal:
    parsed = value(kind, text, **context)
    assert parsed is not None
    return Decimal(parsed)


def rule(kind: str, text: str, **context) -> str:
    """The rule that the text breaks in a column of the kind."""
    with pytest.raises(InvalidValue) as refusal:
        parse(column(kind), text, ParseContext(**context))
    return refusal.value.violation.rule


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spaced(text: str) -> str:
    return f"\u3000 {text} \u00a0"


AS_TYPED = st.sampled_from([str, full_width, spaced])
"""Ways in which the same text is typed."""
births = st.dates(date(1900, 1, 1), date(2024, 12, 31))
