"""The year that a statement is about by its title, the sheet's name or the file's."""

import re
from collections.abc import Iterable

from pipelines.deliveries.period import year_in_digits

_RANGE = re.compile(r"(20\d\d)年?度?(?:[-—–~～至到、和及]|－)(20)?\d\d年?")
_DOCUMENT = re.compile(r"[〔\[（(【]20\d\d[〕\]）)】]\s*第?\d+号")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年度?(?!\d{1,2}月|[一二三四五六七八九十]{1,2}月)|(?=\D*$)|(?=[^\d年.\-/]))"
)
"""A year that is not part of a date: 2016年, 2016年度, 台账2016; not 2018年12月31日."""


def stated_years(words: Iterable[str]) -> tuple[int, ...]:
    """The years that the words name, each once, in order; none of words that name a span of years (2019-2020年)."""
    found = set()
    for word in words:
        text = _DOCUMENT.sub("", year_in_digits(word))
        if not _RANGE.search(text):
            found |= {int(year) for year in _YEAR.findall(text)}
    return tuple(sorted(found))


def names_years(text: str) -> bool:
    """Whether the text names a year or a span of them."""
    return bool(re.search(r"(?<!\d)20\d\d年|20\d\d[-—–~～至]20\d\d", year_in_digits(text)))


def year_of(words: tuple[str, ...]) -> tuple[int, ...]:
    """The year of a statement: of its titles and its sheet's name, else of its file's, the last of the words.

    One year, none, or several where nothing decides which holds.
    """
    return stated_years(words[:-1]) or stated_years(words[-1:])
