"""What the meaning of a cell depends on beyond its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

EXCEL_EPOCH = date(1899, 12, 30)
MACINTOSH_EPOCH = date(1904, 1, 1)


@dataclass(frozen=True)
class ParseContext:
    """What the meaning of a cell depends on beyond its text.

    `money_unit` is what the header, a unit line or the delivery's notes state; `ratio_divisor` is 100 or 1000 where the
    header contains % or ‰; `measure_unit` is what the header of a measure states; `terms` the vocabulary, normalised
    synonym → term; `areas` the delivering unit's own county, township and village; `epoch` the day 0 of numbers of days;
    `days` are the first and the last day of what a column of events is sent for, which give a month and a day their year;
    `has_unit_beside`: another column holds the number's unit, which may stand behind the number as well;
    `own_places` are the names of the unit's own places that terms stand for, the narrowest first;
    `contradicted` are units that formats of the column's cells write behind numbers that its header states in `money_unit`.
    """

    money_unit: str | None = None
    ratio_divisor: int = 1
    terms: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str | None] = field(default_factory=dict)
    epoch: date = EXCEL_EPOCH
    contradicted: frozenset[str] = frozenset()
    measure_unit: str | None = None
    days: tuple[date, date] | None = None
    has_unit_beside: bool = False
    own_places: Mapping[str, str] = field(default_factory=dict)
