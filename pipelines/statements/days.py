"""The day that a statement is as of by its title, the sheet's name or the file's: 截至2018年6月30日, 2018-06-30导出, 6月底."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from pipelines.statements.years import without_signing

_DAY = re.compile(
    r"(?<!\d)(20\d\d)(?:年(\d{1,2})月(\d{1,2})日?|([-./])(\d{1,2})\4(\d{1,2})|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?![\d月])"
)
_MONTH_END = re.compile(
    r"(?:(?<!\d)(20\d\d)年?)?(?:截[至止]到?(?:(?<!\d)(20\d\d)年)?(\d{1,2})月(?!\d)|(?<!\d)(\d{1,2})月份?[底末])"
)


def stated_day(words: tuple[str, ...], year: int) -> date | None:
    """The last day that titles and sheet's name state, else the file's name, the last of the words; the last of its month
    where they state that, of `year` where they state none. When it was signed says nothing."""
    return max(_days(words[:-1], year), default=None) or max(_days(words[-1:], year), default=None)


def _days(words: Iterable[str], year: int) -> Iterator[date]:
    for word in words:
        text = without_signing(word)
        for stated, *parts in _DAY.findall(text):
            month, day = (int(part) for part in parts if part.isdigit())
            if 1 <= month <= 12 and 1 <= day <= monthrange(int(stated), month)[1]:
                yield date(int(stated), month, day)
        for before, within, of, end in _MONTH_END.findall(text):
            month, stated_year = int(of or end), int(within or before or year)
            if 1 <= month <= 12:
                yield date(stated_year, month, monthrange(stated_year, month)[1])
