"""The year that a statement is about by its title, the sheet's name or the file's."""

import re
from collections.abc import Iterable
from datetime import date

from pipelines.deliveries.period import year_in_digits

_RANGE = re.compile(r"(20\d\d)年?度?(?:[-—–~～至到、和及]|－)(20)?\d\d年?")
_DOCUMENT = re.compile(r"[〔\[（(【]20\d\d[〕\]）)】]\s*第?\d+号")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年度?(?!\d{1,2}月|[一二三四五六七八九十]{1,2}月)|(?=\D*$)|(?=[^\d年.\-/]))"
)
"""A year that is not part of a date: 2016年, 2016年度, 台账2016; not 2018年12月31日."""
_SPAN = re.compile(r"(20\d\d)年?度?(?:[-—–~～至到]|－)(20\d\d|\d\d)年?")
_SENT = re.compile(r"(填报|制表|填表|打印|报送|上报|报告|审核|签发)(日期|时间)?[:：]?\s*20\d\d[\d年月日./-]*")
_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:年\d{1,2}月|[.．]\d{1,2}(?=[)）]|$))")
_SHORT = re.compile(r"(?<!\d)(1[3-9]|2\d)(?=年度)")
"""20年度 for 2020年度, since the poor are registered."""
_DAY = re.compile(r"(?<!\d)(20\d\d)[-./年]?(0?[1-9]|1[0-2])[-./月]?(0?[1-9]|[12]\d|3[01])(?!\d)")
_REGISTERED = 2014
"""When the poor were registered: the list of that name is sent in later years, too."""
_INVESTED = re.compile(r"20\d\d年?度?[^年]{0,6}?(入股|入社|投入|投资|注资)(?!\S{0,4}(分红|红利|收益))")


def _plain(text: str) -> str:
    """With years in four digits: 二〇二〇年, 20年度."""
    return _SHORT.sub(r"20\1", year_in_digits(text))


def without_signing(text: str) -> str:
    """With years in four digits, and without the day on which it was filled in, printed or sent."""
    return _SENT.sub("", _plain(text))


def stated_years(words: Iterable[str]) -> tuple[int, ...]:
    """The years that the words name, each once, in order; none of words that name a span of years (2019-2020年)."""
    found = set()
    for word in words:
        text = _DOCUMENT.sub("", _plain(word))
        if not _RANGE.search(text):
            found |= {int(year) for year in _YEAR.findall(text)}
    return tuple(sorted(found))


def names_years(text: str) -> bool:
    """Whether the text names a year or a span of them."""
    return bool(re.search(r"(?<!\d)20\d\d年|20\d\d[-—–~～至]20\d\d", _plain(text)))


def year_of(words: tuple[str, ...]) -> tuple[int, ...]:
    """The year of a statement: of its titles and its sheet's name, else of its file's, the last of the words.

    One year, none, or several where nothing decides which holds: the ends of a span, too. A month or day in a title is
    of the year where no year stands by itself (2020年12月支出情况表, 截至2020年12月31日), unless it is when it was written.
    """
    return stated_years(words[:-1]) or _spanned_or_months(words[:-1]) or stated_years(words[-1:])


def event_year_of(words: tuple[str, ...]) -> tuple[int, ...]:
    """The year of the events that a statement lists: that of its words, but for those in which something was invested."""
    return year_of(tuple(_INVESTED.sub("", _plain(word)) for word in words))


def list_year_of(words: tuple[str, ...], starts_on: date, ends_on: date) -> int | None:
    """The year that a list of the period is of, by its words, where they state one that may be another.

    A day on which it was exported is of an earlier year, or says nothing.
    """
    if years := {*year_of(words)} - {_REGISTERED}:
        return ends_on.year if ends_on.year in years else max(years)
    days = [int(year) for word in words for year, *_ in _DAY.findall(without_signing(word))]
    return max(days) if days and max(days) < starts_on.year else None


def _spanned_or_months(titles: Iterable[str]) -> tuple[int, ...]:
    texts = [_DOCUMENT.sub("", without_signing(title)) for title in titles]
    spans = [span for text in texts for span in _SPAN.findall(text)]
    months = {int(year) for text in texts for year in _MONTH.findall(text)}
    ends = {year for first, last in spans for year in (int(first), 2000 + int(last[-2:]))}
    return tuple(sorted(ends or months))
