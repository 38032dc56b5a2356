"""A whole and the list of its parts: 共30户,其中甲12户,乙18户. Each column of the list is an identity of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from pydantic import RootModel

from pipelines.audit.identity import Identity, is_exact, rounding, shown, tolerance_of
from pipelines.audit.mentions import Mention
from pipelines.audit.slips import find_slip
from pipelines.common.yaml_files import read_yaml

_OPENER = re.compile(r"其中|分别(?:是|为)?|包括")
_TOTAL = re.compile("(?:以上|各项)?(?:合计|共计|总计)(?:为|达|是)?")
_MEMBERS = ("households", "persons")
_MOST_WHOLES = 12
_MOST_PARTS = 200
_MOST_ROWS_BEHIND = 2


@cache
def _partitions() -> list[list[str]]:
    path = Path(__file__).parent / "partitions.yml"
    return RootModel[list[list[str]]].model_validate(read_yaml(path)).root


def find_lists(text: str, mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Identities of every whole with a list behind it that adds up, or that has to add up and does not."""
    for first in range(1, len(mentions)):
        opening = text[mentions[first - 1].figure.at[1] : mentions[first].figure.at[0]]
        opens_bracket = mentions[first].depth > mentions[first - 1].depth and opening.lstrip().startswith("(")
        if _OPENER.search(opening) or opens_bracket or opening.lstrip().startswith((":", "：")):
            wholes = _wholes(mentions, first)
            parts = _parts(text, mentions, first)
            closing = next(
                (place for place, part in enumerate(parts) if _TOTAL.fullmatch(part.clause.strip())), None
            )
            if closing is not None:
                yield from _closed(parts[:closing], parts[closing])
                parts = parts[:closing]
            if wholes and len(parts) > 1:
                yield from _of_list(wholes, parts)


def _wholes(mentions: Sequence[Mention], first: int) -> list[Mention]:
    """The figures before the list in its sentence, or in the one before where the list begins a sentence."""
    sentence = mentions[first - 1].sentence
    if sentence < mentions[first].sentence - 1:
        return []
    before = [
        mention for mention in mentions[max(0, first - _MOST_WHOLES) : first] if mention.sentence == sentence
    ]
    return before[::-1]


def _parts(text: str, mentions: Sequence[Mention], first: int) -> list[Mention]:
    """The figures of the list: up to the bracket that closes it, or the end of its sentence."""
    begin = mentions[first]
    is_bracket = begin.depth > mentions[first - 1].depth
    parts: list[Mention] = []
    for mention in mentions[first : first + _MOST_PARTS]:
        if mention.sentence != begin.sentence or mention.depth < begin.depth:
            break
        if is_bracket and parts and ")" in text[parts[-1].figure.at[1] : mention.figure.at[0]]:
            break
        parts.append(mention)
    return [part for part in parts if part.depth == begin.depth]


def _closed(parts: Sequence[Mention], total: Mention) -> Iterator[Identity]:
    """The identity of a list that ends with its total: 其中甲12户、乙18户,合计30户."""
    figures = [part.figure for part in parts]
    if len(figures) > 1 and all(
        is_exact(one) and one.unit == total.figure.unit for one in [*figures, total.figure]
    ):
        identity = _sum(parts, total)
        apart = f"各项合计是 {shown(identity.left, total.figure.unit)}"
        yield identity if identity.holds else replace(identity, explanation=apart)


def _of_list(wholes: Sequence[Mention], parts: Sequence[Mention]) -> Iterator[Identity]:
    columns, is_table = _columns(parts)
    sums = [(column, _summed(column, wholes, is_table)) for column in columns]
    added_up = [identity.figures for _, identity in sums if identity]
    taken = {figures[-1] for figures in added_up}
    rows = len(added_up[0]) - 1 if is_table and added_up else None
    for column, identity in sums:
        if identity:
            yield identity
        elif whole := _whole_of(column, [one for one in wholes if one.number not in taken]):
            yield from _broken(column[:rows], whole, rows is not None)


def _columns(parts: Sequence[Mention]) -> tuple[list[list[Mention]], bool]:
    """The parts by what they state, and whether they make up a table: by their places in a row that repeats (新增 户, 人,
    减少 户, 人), else by unit."""
    kinds: list[Callable[[Mention], object]] = [
        lambda part: (part.figure.unit, part.label[-2:]),
        lambda part: part.figure.unit,
    ]
    for kind in kinds:
        row = [kind(part) for part in parts]
        for length in range(1, len(row) // 2 + 1):
            if len(row) % length == 0 and row == row[:length] * (len(row) // length):
                return [list(parts[place::length]) for place in range(length)], True
    by_unit = sorted(parts, key=lambda part: part.figure.unit)
    return [list(column) for _, column in groupby(by_unit, key=lambda part: part.figure.unit)], False


def _summed(column: Sequence[Mention], wholes: Sequence[Mention], is_table: bool) -> Identity | None:
    """The identity of the column with the whole that it adds up to; figures of something else may follow in the sentence."""
    shortest = max(2, len(column) - _MOST_ROWS_BEHIND) if is_table else 2
    for length in range(len(column), shortest - 1, -1):
        parts = column[:length]
        for whole in wholes:
            identity = _sum(parts, whole)
            if identity.holds and whole.figure.unit == parts[0].figure.unit:
                return identity
    return None


def _sum(parts: Sequence[Mention], whole: Mention, explanation: str = "") -> Identity:
    total = sum((part.figure.value for part in parts), Decimal(0))
    tolerance = tolerance_of([*(part.figure for part in parts), whole.figure])
    holds = abs(total - whole.figure.value) <= tolerance
    numbers = (*(part.number for part in parts), whole.number)
    return Identity("sum", numbers, total, whole.figure.value, tolerance, holds, explanation)


def _whole_of(column: Sequence[Mention], wholes: Sequence[Mention]) -> Mention | None:
    """The figure before the list that has the unit of the column, or that of several that shares a word with it; None where
    more than one may be meant."""
    fitting = [
        whole for whole in wholes if whole.figure.unit == column[0].figure.unit and not whole.figure.per
    ]
    if len(fitting) > 1:
        fitting = [whole for whole in fitting if _words(whole.label) & _words(column[-1].label)]
    return fitting[0] if len(fitting) == 1 else None


def _words(label: str) -> set[str]:
    return {label[place : place + 2] for place in range(len(label) - 1)}


def _broken(column: Sequence[Mention], whole: Mention, is_complete: bool) -> Iterator[Identity]:
    """The identity that has to hold and does not: where another column of the list adds up, where the labels leave nothing
    out, or where one slip of the pen would make it true."""
    figures = [part.figure for part in column]
    if len(column) < 2 or not all(map(is_exact, [*figures, whole.figure])):
        return
    slip = find_slip(figures, whole.figure, tolerance_of([*figures, whole.figure]))
    difference = sum((figure.value for figure in figures), Decimal(0)) - whole.figure.value
    apart = f"各项合计与 {whole.figure.text} 相差 {shown(abs(difference), whole.figure.unit)}"
    if is_complete or _leaves_nothing_out(column):
        reason = slip.words if slip else "各项应为全部"
        if not slip and whole.figure.unit == "households" and difference > 0:
            reason = "可能是户次（一户参加几项）误作户数"
        yield _sum(column, whole, f"{apart}；{reason}")
        yield from _counted_once(column, whole) if whole.figure.unit in _MEMBERS and difference > 0 else ()
    elif slip and slip.is_telling:
        yield _sum(column, whole, f"{apart}；{slip.words}")
    elif (
        figures[0].value > whole.figure.value + rounding(whole.figure)
        and not figures[0].per
        and column[0].sentence == whole.sentence
    ):
        yield Identity(
            "part", (column[0].number, whole.number), figures[0].value, whole.figure.value,
            tolerance_of([figures[0], whole.figure]), False, f"部分 {figures[0].text} 多于全部 {whole.figure.text}",
        )  # fmt: skip


def _counted_once(column: Sequence[Mention], whole: Mention) -> Iterator[Identity]:
    """The sum where parts of one size are the same households, if it is still too much."""
    once = list({part.figure.value: part for part in reversed(column)}.values())[::-1]
    identity = _sum(once, whole)
    if 1 < len(once) < len(column) and identity.left > identity.right:
        words = (
            f"一样多的只算一次，各项合计也比 {whole.figure.text} 多 {shown(identity.left - identity.right)}"
        )
        yield replace(identity, explanation=words, assuming="一样多的几项是同一批户")


def _leaves_nothing_out(column: Sequence[Mention]) -> bool:
    labels = [part.label for part in column]
    if re.match("其他|其它|其余", labels[-1]):
        return True
    return any(
        len(words) == len(labels) and all(any(word in label for label in labels) for word in words)
        for words in _partitions()
    )
