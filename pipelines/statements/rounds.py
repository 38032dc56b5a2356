"""What a statement says it is of by its title, its sheet's name or its file's: a round of payments (第一季度, 3月, 第二批), a
level of funds, the year of what was invested. Equal statements of two of them are no copies; `naming` compares all words."""

import re
from collections.abc import Iterable

from pipelines.deliveries.period import Period, year_in_digits
from pipelines.reading.vocabularies import terms_of

_ORDINALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_NUMBERS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
_NUMBER = r"(十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])"
_FORMS = {
    "quarter": re.compile(rf"(?:(?<!前)第?{_NUMBER}季度?|(?<![A-Za-z])[Qq]([1-4])(?!\d))"),
    "half": re.compile(r"([上下])半年"),
    "month": re.compile(rf"(?<![\d一二三四五六七八九十]){_NUMBER}月份?(?!\d|[一二三四五六七八九十]|末|底)"),
    "round": re.compile(rf"第{_NUMBER}[批次期轮]"),
    "level": re.compile(
        r"(中央|省级|自治区|市级|州级|县级|区级|[省市县区]本级)(?:(?:资金)?$|(?![^资]*(?:村|户|项目))[^资、和及与]{0,8}资金)"
    ),
    "invested": re.compile(r"(20\d\d)年?度?(?=入股)"),
    "increment": re.compile("([当本单])(?:月|季度?)(?!.*累计)"),
}
_SEVERAL_MONTHS = re.compile(rf"{_NUMBER}月?份?[-—~～至到、和及]{{1,2}}{_NUMBER}月|全年")
_SPAN_OF_MONTHS = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_NUMBER}月?份?[-—~～至到]{{1,2}}{_NUMBER}月份?(?!\d|末|底)"
)
_SO_FAR = (
    (re.compile(rf"前{_NUMBER}个?季度"), 3),
    (re.compile(rf"前{_NUMBER}个?月"), 1),
    (re.compile(rf"截[至止]到?(?:20\d\d年)?{_NUMBER}月?[份末底]?(?:\d\d?日)?.*累计"), 1),
)
"""What a title has of a span from January, and how many months each that it names has: 前三季度, 截至6月底累计."""
_MONTHS = {"quarter": 3, "half": 6, "month": 1}
"""Kind of round → how many months it has."""


def stated_rounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """The rounds that the titles and the sheet's name state, else the file's name, the last of the words; each once."""
    return _rounds(map(year_in_digits, words[:-1])) or _rounds(map(year_in_digits, words[-1:]))


def _rounds(words: Iterable[str]) -> tuple[str, ...]:
    found = set()
    for word in words:
        for first, last in _SPAN_OF_MONTHS.findall(word):
            span = range(int(_NUMBERS.get(first, first)), int(_NUMBERS.get(last, last)) + 1)
            found |= {f"month {month}" for month in span}
        for form, length in _SO_FAR:
            for last in form.findall(word):
                found |= {f"month {month}" for month in range(1, length * int(_NUMBERS.get(last, last)) + 1)}
        for kind, form in _FORMS.items():
            for match in form.findall(word):
                number = next(filter(None, match)) if isinstance(match, tuple) else match
                number = (
                    terms_of("fund_level").get(number, number)
                    if kind == "level"
                    else _NUMBERS.get(number, number)
                )
                found.add(f"{kind} {number}")
    return tuple(sorted(found))


def stated_levels(words: tuple[str, ...]) -> tuple[str, ...]:
    """The levels of funds that the titles or names state."""
    return tuple(sorted(_by_kind(stated_rounds(words)).get("level", ())))


def are_apart(some: tuple[str, ...], others: tuple[str, ...], *, in_time: bool = True) -> bool:
    """Whether two statements say that they are of other things; those of rounds in time alone only where they are asked for.

    A month is no other round than its quarter. Rounds that nothing relates, a month and a batch, are other ones.
    """
    one, other = _by_kind(some), _by_kind(others)
    if any(one[kind].isdisjoint(other[kind]) for kind in (one.keys() & other.keys()) - _MONTHS.keys()):
        return True
    months = months_of(some), months_of(others)
    if months[0] and months[1]:
        return in_time and months[0].isdisjoint(months[1])
    return in_time and bool(one and other) and not one.keys() & other.keys()


def months_of(rounds: tuple[str, ...]) -> set[int]:
    """The months of the rounds that are spans of time, 1 to 12."""
    found: set[int] = set()
    for kind, names in _by_kind(rounds).items():
        if length := _MONTHS.get(kind):
            for name in names:
                last = length * (["上", "下"].index(name) + 1 if kind == "half" else int(name))
                found |= set(range(last - length + 1, last + 1))
    return found


def are_of_one_month(words: tuple[str, ...], period: Period) -> bool:
    """Whether a title or name says that the statement is of one month, or else the delivery's period."""
    if any(_SEVERAL_MONTHS.search(word) for word in words):
        return False
    if rounds := months_of(stated_rounds(words)):
        return len(rounds) == 1
    return (period.starts_on.year, period.starts_on.month) == (period.ends_on.year, period.ends_on.month)


def _by_kind(rounds: tuple[str, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mark in rounds:
        kind, _, name = mark.partition(" ")
        if kind != "increment":
            found.setdefault(kind, set()).add(name)
    return found
