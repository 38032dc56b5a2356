"""Names around a figure that say which one it is of: a partner, a course, a post, a fund, a project."""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from pipelines.audit.mentions import Mention

Kind = Literal["organisation", "course", "fund", "project", "title", "counted"]
"""How a name is told from other words."""

_SEGMENT_END = re.compile(r"[;；。\n]")
_REACH_BEFORE, _REACH_BEHIND = 160, 60
_BRACKETS = re.compile(r"\([^()]*\)")
_OF_NAME = "[^\\W\\d_与和由向对在从及将为是的户个期次共]"
"""A letter of a name: none of those that lead up to it."""
_ORGANISATION = re.compile(f"{_OF_NAME}{{2,20}}?(?:有限责任公司|有限公司|公司|合作社|银行|信用社)")
_FUND = re.compile(f"(?:中央|[省市县区镇])级?{_OF_NAME}{{0,8}}?资金")
_PROJECT = re.compile(f"{_OF_NAME}{{2,16}}?(?:道路|工程|产业园|采摘园|粮仓|项目)")
_COURSE = re.compile(f"({_OF_NAME}{{2,12}}?)培训")
_TITLE = re.compile(r"(?:[一二三四五六七八九十]是|\d[.、])([^,，。;；:：\d\n]{2,16})[。:：]")
_LEADING = re.compile(
    "^(?:其中|中(?!央)|一|分别|全镇|全村|通过|委托|利用|用于|投入|投资|入股|股|实施|完成|组织|开展|举办|参加|进行|系统性|发放|制作"
    "|制定|张贴|悬挂|印发|印制|设置|设立|聘用|聘请|安排|开发|新建|购置|了)+"
)


def find_names(text: str, mention: Mention, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Dimension → the name that its kind finds around the figure."""
    found = {dimension: _FINDERS[kind](text, mention) for dimension, kind in kinds.items()}
    return {dimension: name for dimension, name in found.items() if name}


def _segments(text: str, mention: Mention) -> tuple[str, str]:
    """The words of the figure's segment before and behind it, without brackets before."""
    start, end = mention.figure.at
    before = _SEGMENT_END.split(text[max(0, start - _REACH_BEFORE) : start])[-1]
    behind = _SEGMENT_END.split(text[end : end + _REACH_BEHIND])[0]
    return _BRACKETS.sub("", before), behind


def _nearest(pattern: re.Pattern[str]) -> Callable[[str, Mention], str]:
    """The last name before the figure, else the first behind it."""

    def find(text: str, mention: Mention) -> str:
        before, behind = _segments(text, mention)
        found = list(pattern.finditer(before)) or list(pattern.finditer(behind))[:1]
        return _LEADING.sub("", found[-1][pattern.groups]) if found else ""

    return find


def _title(text: str, mention: Mention) -> str:
    """The title that the item of the figure's paragraph begins with (一是花椒园。)."""
    start = mention.figure.at[0]
    found = _TITLE.findall(text[text.rfind("\n", 0, start) + 1 : start])
    return found[-1].removeprefix("特色").replace("园区", "园") if found else ""


def _counted(_: str, mention: Mention) -> str:
    """What is counted: the words that lead up to the figure, without the verb."""
    return _LEADING.sub("", mention.label)


_FINDERS: dict[Kind, Callable[[str, Mention], str]] = {
    "organisation": _nearest(_ORGANISATION),
    "fund": _nearest(_FUND),
    "project": _nearest(_PROJECT),
    "course": _nearest(_COURSE),
    "title": _title,
    "counted": _counted,
}
