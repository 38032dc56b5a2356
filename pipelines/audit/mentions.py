"""What the words around a figure say of it: its label, its sentence, and how deep in brackets it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.audit.figures import Figure

_SENTENCE_END = re.compile(r"[。!！?？]\s*|(?<![;；,，、:：\n])\n")
LABEL_END = re.compile(r"[,，;；。:：、()!！?？\n\t|]")
_ENDS = re.compile(r"\s*(?:[,，;；。:：、()!！?？\n]|$)")
_IN_ALL = re.compile("[、,，]?(?:共?计|合计|共)")
LINE_END = re.compile(r"[;；]\s*\n")
_LIST = re.compile("其中|分别|包括")
_NO_LABEL = re.compile(
    r"其中|分别|截[止至](?:到)?(?:目前)?|目前|今年以来|现在|以及|另有|还有|[\s“”\"‘’《》]|(?:共有?|共?计|总计|[为是达至到有])+$"
)


_OF_ALL_OF_ROW = re.compile(r"(?:现已|现|目前)?(?:已?全部|均|都|也|全都)[^,，。;；:：、()\d\n]{2,20}")
_GROUP = re.compile("(?:户|人口|人员|对象|群众|学生|劳动力|家庭|人)$")
_ROW = re.compile(r"[,，、和及]?[^,，。;；:：、()\d\n]{1,14}")


@dataclass(frozen=True)
class Mention:
    """A figure in its text.

    number: place among the figures of the text, from 0. label: the words that lead up to it, without those that only
    introduce; clause: the same as written. A figure that follows another without a word (30户98人) has the label of that
    one, whose number is `pair`. sentence: number of the sentence; depth: how many brackets are open.
    """

    number: int
    figure: Figure
    label: str
    clause: str
    sentence: int
    depth: int
    pair: int | None

    @property
    def head(self) -> int:
        """The number of the figure whose label it has."""
        return self.number if self.pair is None else self.pair


def find_mentions(text: str, figures: list[Figure]) -> list[Mention]:
    """A mention for each figure; `text` is the folded one."""
    mentions: list[Mention] = []
    before, sentence, depth = 0, 0, 0
    for number, figure in enumerate(figures):
        start, end = figure.at
        between = text[before:start]
        ends = len(_SENTENCE_END.findall(between))
        sentence, depth = sentence + ends, max(0, depth + between.count("(") - between.count(")"))
        follows = bool(mentions) and not ends and _follows(mentions[-1].figure, figure, text)
        clause = mentions[-1].clause if follows else _clause(between)
        label = _NO_LABEL.sub("", clause)
        pair = number - 1 if follows else None
        mentions.append(Mention(number, figure, label, clause, sentence, depth, pair))
        before = end
    return mentions


def _follows(before: Figure, figure: Figure, text: str) -> bool:
    """Whether no word stands between the figures, or the second are the persons of the households (30户、98人)."""
    between = text[before.at[1] : figure.at[0]].strip()
    units = (before.unit, figure.unit)
    if units == ("households", "persons") and _IN_ALL.fullmatch(between):
        return True
    if between in ("、", ",", "，") and units == ("households", "persons") and figure.value >= before.value:
        return bool(_ENDS.match(text, figure.at[1]))
    return not between


def _clause(between: str) -> str:
    """The words that lead up to a figure; of one that alone begins a bracket, those before the bracket."""
    return LABEL_END.split(between.rstrip().removesuffix("("))[-1]


def find_predicates(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int] | None]:
    """Start and end of what is said of all figures of a row, behind the last of them: 脱贫人口30人,低保户20户均已参保."""
    found: list[tuple[int, int] | None] = [None] * len(mentions)
    for last in mentions:
        predicate = _OF_ALL_OF_ROW.match(text, last.figure.at[1])
        number = last.number
        while predicate and _GROUP.search(mentions[mentions[number].head].label):
            found[number] = predicate.span()
            if not number or not _is_row(text, mentions[number - 1], mentions[number]):
                break
            number -= 1
    return found


def _is_row(text: str, before: Mention, mention: Mention) -> bool:
    """Whether two figures stand in a row of those who are counted, with nothing said of the first alone."""
    between = text[before.figure.at[1] : mention.figure.at[0]]
    is_pair = mention.pair is not None
    return (before.sentence, before.depth) == (mention.sentence, mention.depth) and bool(
        (is_pair and not between.strip(" 、,，")) or _ROW.fullmatch(between)
    )


def find_wholes(text: str, mentions: Sequence[Mention]) -> list[int | None]:
    """The figure that each is listed under (其中, in brackets), by its number; behind a bracket the list before it goes on."""
    wholes: list[int | None] = []
    outside: dict[int, int | None] = {}
    for mention in mentions:
        whole = _whole(text, mentions, mention, wholes[-1] if wholes else None, outside)
        outside[mention.depth] = whole
        wholes.append(whole)
    return wholes


def _is_in_clauses(text: str, mentions: Sequence[Mention], mention: Mention) -> bool:
    """Whether a comma parts the figure from the one before it: then its line is no item of a list by lines."""
    return bool(re.search("[,，]", text[mentions[mention.number - 1].figure.at[1] : mention.figure.at[0]]))


def _whole(
    text: str,
    mentions: Sequence[Mention],
    mention: Mention,
    whole: int | None,
    outside: Mapping[int, int | None],
) -> int | None:
    """`whole` is that of the figure before, `outside` those of the last figures at each depth."""
    if not mention.number:
        return None
    before = mentions[mention.number - 1]
    between = text[before.figure.at[1] : mention.figure.at[0]]
    head = before.head
    if _LIST.search(between) or mention.depth > before.depth:
        # a sentence may begin with 其中 and go on from words instead of a figure
        is_continued = mention.sentence == before.sentence or mention.figure.unit in (
            before.figure.unit,
            mentions[head].figure.unit,
        )
        return head if is_continued else None
    if mention.sentence != before.sentence:
        return None
    if LINE_END.search(between) and whole != before.number - 1 and _is_in_clauses(text, mentions, before):
        return None
    return whole if mention.depth == before.depth else outside.get(mention.depth)
