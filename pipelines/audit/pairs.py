"""Households and their persons: 30户98人. Nobody lives in two households."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity
from pipelines.audit.mentions import Mention


def find_pairs(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Persons are as many as households, or more."""
    for persons in mentions:
        if persons.pair is None or persons.figure.unit != "persons":
            continue
        households = mentions[persons.pair]
        if households.figure.unit == "households":
            left, right = persons.figure.value, households.figure.value
            explanation = "" if left >= right else f"{persons.figure.text} 少于 {households.figure.text}"
            numbers = (persons.number, households.number)
            yield Identity("pair", numbers, left, right, Decimal(0), left >= right, explanation)
