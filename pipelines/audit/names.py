"""Names around a figure that say which one it is of: a partner, a course, a post, a fund, a project."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from pipelines.audit.mentions import Mention

Kind = Literal["organisation", "course", "meeting", "source", "fund", "project", "title", "counted"]
"""How a name is told from other words."""

_SEGMENT_END = re.compile(r"[;；。\n]")
_BEHIND_END = re.compile(r"[;；。\n]|其中|分别")
_REACH_BEFORE, _REACH_BEHIND, _REACH_OF_TITLE = 160, 60, 600
_BRACKETS = re.compile(r"\([^()]*\)")
_OF_NAME = "[^\\W\\d_与和由向对在从及将为是的户个期次共]"
"""A letter of a name: none of those that lead up to it."""
_ORGANISATION = re.compile(f"{_OF_NAME}{{2,20}}?(?:有限责任公司|有限公司|公司|合作社|银行|信用社)")
_FUND = re.compile(
    f"(?:中央|[省市县区镇])级?{_OF_NAME}{{0,8}}?资金"
    f"|{_OF_NAME}{{2,10}}?(?:专项|财政|协作|衔接|结余|帮扶|统筹|整合|捐赠)资金|{_OF_NAME}{{2,10}}?基金"
)
_WORK = "道路|公路|桥|水渠|沟渠|管网|网络|广场|产业园|采摘园|粮仓|电站|大棚|车间"
_PROJECT = re.compile(
    f"({_OF_NAME}{{2,16}}?(?:{_WORK})(?![一-龥]?资金))(?:建设|改造|硬化)?(?:工程|项目)?"
    f"|({_OF_NAME}{{2,16}}?工程)|({_OF_NAME}{{2,16}}?)(?:建设)?项目"
)
_NO_PROJECT = re.compile(
    "资金|^(?:建设|实施|其他|到村|到户|该|各类|产业|重点|申报|工程|本工程|该工程|建设工程)$"
)
_COURSE = re.compile(f"((?:{_OF_NAME}{{2,8}}、)*{_OF_NAME}{{2,12}}?)(?:技能(?=等))?等?培训")
_SOURCE = re.compile(
    f"(?:中央|国家|省|市|县)?{_OF_NAME}{{0,4}}?(?:巡视|巡察|督查|考核|审计|评估|自查|摸排|排查|查漏补缺|[一二三四五]项整改)(?:回头看)?"
)
_BASE = re.compile(
    f"(?:打造|建设|建成|新建|建起)({_OF_NAME}{{2,12}}?(?:基地|产业园|园区|工厂|加工厂|车间|养殖中心|养殖场))"
)
_TITLE = re.compile(r"(?:[一二三四五六七八九十]是|\d[.、])([^,，。;；:：\d\n]{2,16})[。:：]")
_OF_BASE = re.compile("(?:基地|园区?|厂|车间|中心|养殖场|农场|林场|合作社|种植|养殖|加工)$")
_PARAGRAPH_END = re.compile(r"(?<![;；,，、:：\n])\n")
_VERB_LAST = re.compile("(?:设置|设立|提供|安排|开发|聘用|聘请|发放|的)$")
_MEETING = re.compile(f"(?:召开|举行|组织)(?:了)?({_OF_NAME}{{2,14}}?会)(?!议?室|员)")
_LEADING = re.compile(
    "^(?:万元|元|年|资金(?!互助)|扶贫(?=产业)|申请|该|深入|全面|开展|进行|对照|针对|通过|目前|其中|中(?!央)|一|分别|全镇|全村|通过|委托|利用|用于|投入|投资|入股|股|实施|完成|组织|开展|举办|参加|进行|系统性|发放|制作"
    "|制定|张贴|悬挂|印发|印制|设置|设立|聘用|聘请|安排|开发|新建|购置|了)+"
)


def find_names(
    text: str, mentions: Sequence[Mention], kinds: Sequence[Mapping[str, Kind]]
) -> list[dict[str, str]]:
    """For each figure dimension → the name that its kind finds around it, else that of the figure before it in its sentence;
    `kinds` are those of its measure."""
    found: list[dict[str, str]] = []
    for mention, of_measure in zip(mentions, kinds, strict=True):
        head = mentions[mention.head]
        names = {dimension: _FINDERS[kind](text, head) for dimension, kind in of_measure.items()}
        before = found[-1] if found and mentions[mention.number - 1].sentence == mention.sentence else {}
        found.append(
            before
            | {dimension: name for dimension, name in names.items() if name or dimension not in _GOING_ON}
        )
    return [
        {dimension: names[dimension] for dimension in of_measure if names.get(dimension)}
        for names, of_measure in zip(found, kinds, strict=True)
    ]


def _segments(text: str, mention: Mention) -> tuple[str, str]:
    """The words of the figure's segment before and behind it, without brackets before."""
    start, end = mention.figure.at
    before = _SEGMENT_END.split(text[max(0, start - _REACH_BEFORE) : start])[-1]
    behind = _BEHIND_END.split(text[end : end + _REACH_BEHIND])[0]
    return _BRACKETS.sub("", before), behind


def _nearest(pattern: re.Pattern[str]) -> Callable[[str, Mention], str]:
    """The last name before the figure, else the first behind it."""

    def find(text: str, mention: Mention) -> str:
        before, behind = _segments(text, mention)
        names = list(_named(pattern, before)) or list(_named(pattern, behind))[:1]
        return names[-1] if names else ""

    return find


def _named(pattern: re.Pattern[str], words: str) -> Iterator[str]:
    """The names in the words: what the pattern captures, else all of it."""
    for match in pattern.finditer(words):
        name = _LEADING.sub("", next(filter(None, match.groups()), match[0]))
        if len(name) > 1 and not (pattern is _PROJECT and _NO_PROJECT.search(name)):
            yield name.replace("、", "/")


def _title(text: str, mention: Mention) -> str:
    """The title that the item of the figure's paragraph begins with (一是花椒园。), else what was built (建成花椒基地)."""
    before = _PARAGRAPH_END.split(
        text[max(0, mention.figure.at[0] - _REACH_OF_TITLE) : mention.figure.at[0]]
    )[-1]
    found = _TITLE.findall(before)
    name = found[-1].removeprefix("特色").replace("园区", "园") if found else ""
    return name if _OF_BASE.search(name) else _nearest(_BASE)(text, mention)


def _counted(_: str, mention: Mention) -> str:
    """What is counted: the words that lead up to the figure, without the verb."""
    name = _LEADING.sub("", mention.label)
    return "" if _VERB_LAST.search(name) else name


def _meeting(text: str, mention: Mention) -> str:
    """The meeting that was held so often: 召开推进会3次, 先后2次召开党委扩大会."""
    behind = _MEETING.match(text, mention.figure.at[1])
    if not behind and mention.label.endswith("会"):
        return _LEADING.sub("", mention.label).removeprefix("召开")
    return behind[1] if behind else _nearest(_MEETING)(text, mention)


_FINDERS: dict[Kind, Callable[[str, Mention], str]] = {
    "organisation": _nearest(_ORGANISATION),
    "fund": _nearest(_FUND),
    "project": _nearest(_PROJECT),
    "course": _nearest(_COURSE),
    "meeting": _meeting,
    "source": _nearest(_SOURCE),
    "title": _title,
    "counted": _counted,
}
_GOING_ON = frozenset({"source", "fund", "project", "partner", "course"})
"""Dimensions whose name goes on in its sentence until another is named."""
