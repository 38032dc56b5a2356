"""Compare what names say of statements beyond marks of a copy: equal sheets that differ in it may be two statements.

No list of what may tell statements apart (batches, departments, documents) is complete. So whatever is no mark of a copy
tells them apart; such marks are those of version, days, serial numbers of copies, and words for the form or the whole.
"""

import re
from collections.abc import Iterable, Iterator

from pipelines.deliveries.period import year_in_digits
from pipelines.statements.versions import without_marks

_MONTH, _DATE = "(1[0-2]|0?[1-9])", "(3[01]|[12]\\d|0?[1-9])"
_DAY = re.compile(
    rf"20\d\d[-./年_]?{_MONTH}[-./月_]?{_DATE}(?!\d)[日号]?|(?<!\d){_MONTH}[.月]{_DATE}(?!\d)[日号]?|\d{{9,}}"
)
"""A day, or the moment at which a program saved the file."""
_VERSION = re.compile(
    r"[(（]\d{1,2}[)）]|(?<![a-z])v\d+(\.\d+)*|第?[一二三四五\d]+[稿版]|(打印|上报|报送|报县|盖章|电子|正式|审核|公示|最)?(终|新)?[稿版]"
    r"|(?<![a-z])(copy|backup|bak|final|new)(?![a-z])|备份|新建|已?审核?后?|sheet\d*|工作表\d*",
    re.IGNORECASE,
)
_WRITTEN = re.compile("^(填报|制表|填表|打印|报送|导出|金额|单位|审核|联系|负责).*")
"""A line on who wrote the sheet, when and in what unit."""
_FORM = re.compile(
    "(汇总|总|明细|一览|登记|统计|情况)表|总?台账|花?名册|清单|汇总|全部|合计|财政|专项|扶贫|资金|项目|使用|情况|[表册]$"
)
"""Words for the form of a list, for all of something, or for money as such."""
_WHEN = re.compile(r"\d+|[一二三四]季度?|[上下]半年|年度?|季度?|月份?|截[至止]|[底末初]")
_PART = re.compile("[上下续]+")
_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z\d]+")
_SAYING = re.compile(r"[\u4e00-\u9fff\d]")


def own_words(name: str, areas: Iterable[str]) -> str:
    """What the name says, without the marks of a copy and the names of the sender's areas; empty where that is nothing."""
    text = without_marks(year_in_digits(name))
    for area in sorted(areas, key=len, reverse=True):
        text = text.replace(area, "")
    for marks in (_WRITTEN, _DAY, _VERSION, _SIGNS):
        text = marks.sub("", text)
    return text if _SAYING.search(text) else ""


def naming(words: tuple[str, ...], areas: Iterable[str]) -> tuple[str, ...]:
    """What the titles with the sheet's name say, and what the file's name does, the last of the words."""
    areas = tuple(areas)
    titles = "".join(own_words(word, areas) for word in words[:-1])
    return titles, "".join(own_words(word, areas) for word in words[-1:])


def are_named_apart(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether titles or files of two statements say different things; one without words contradicts nothing."""
    return any(one != other for one, other in _named_by_both(some, others))


def name_other_things(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether each of two statements is named what the other is not; the funds of 产业 are some of the funds."""
    return any(
        not (_is_within(one, other) or _is_within(other, one)) for one, other in _named_by_both(some, others)
    )


def are_titled_apart(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists are called something else, whenever they are of, by their titles, or else by their files' names."""
    return next(
        (_WHEN.sub("", one) != _WHEN.sub("", other) for one, other in _named_by_both(some, others)), False
    )


def _named_by_both(some: tuple[str, ...], others: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What both say, without words for the form."""
    for one, other in zip(some, others, strict=False):
        if one and other:
            yield _own(one), _own(other)


def _own(name: str) -> str:
    """What is left without words for the form; 上 and 下 are parts of one list."""
    text = _FORM.sub("", name)
    return "" if _PART.fullmatch(text) else text


def _is_within(short: str, long: str) -> bool:
    signs = iter(long)
    return all(sign in signs for sign in short)
