"""Lists that are named the opposite of a register, as `directions.yml` has them: what was not paid, who has left, what is
yet to come. They are of the register's kind, and their rows are none of its rows."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from pipelines.common.yaml_files import read_yaml
from pipelines.reading.match import Match
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.statements.statement import Statement

_REASON = "原因"
_REMARK = re.compile(r"[(（][^()（）]*([含及和与除已后]|包括)[^()（）]*[)）]|(包含|包括|含)[^()（）,，、]*")
"""What a title says of rows that its list has, too: 花名册(含离岗人员)."""
_AROUND_NAME = re.compile(
    r"^(?:已经?|本年|当年)|(?:的|人员|对象|学员|学生|项目|农?户|人|名单|花名册|名册|台账|明细|清单|表|\d+)+$"
)
"""What the name of a sheet may have around what its rows have in common: 已退出人员, 放弃搬迁户."""


class Direction(BaseModel):
    """One way in which a list is the opposite of a register; fields as `directions.yml` describes them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    direction: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    not_beside: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()

    def word_in(self, text: str) -> str | None:
        """The word of the text that says so, the longest of several; a remark on some of its rows says nothing."""
        text = _REMARK.sub("", text)
        for program in self.programs:
            text = text.replace(program, "")
        found = [word for word in self.words if word in text]
        return None if _has(text, self.unless) else max(found, key=len, default=None)

    def name_in(self, text: str) -> str | None:
        """The text, if it says nothing else: the sheet 死亡 beside the sheet 在册."""
        return text if _AROUND_NAME.sub("", text) in self.names else None


@cache
def load_directions() -> tuple[Direction, ...]:
    """Every direction, in the order in which they are looked for."""
    entries = read_yaml(Path(__file__).parent / "directions.yml", "not directions of lists")
    return tuple(TypeAdapter(list[Direction]).validate_python(entries))


def opposite_of(statement: Statement, sheet: Sheet) -> tuple[Direction, str] | None:
    """The direction of a statement that is not its register, by its words or by its headers, and what says so."""
    match = statement.match
    headers = _headers(match, sheet) if match else []
    for direction in load_directions():
        if match is None and (mark := _together_in_a_row(direction, sheet)):
            return direction, mark
        if statement.register in direction.taken_by:
            continue
        if match and match.columns.keys() & {*direction.told_by} and len(_money(match)) > 1:
            continue
        if any(_has(header, direction.not_beside) for header in headers):
            continue
        if mark := (
            _first(map(direction.word_in, statement.words))
            or _first(map(direction.name_in, statement.words[:-1]))  # the last is the file's
            or _together(direction, headers)
            or _reasons(direction, match, sheet)
        ):
            return direction, mark
    return None


def _money(match: Match) -> list[str]:
    return [column.name for column in match.mapped if column.kind == "money"]


def _headers(match: Match, sheet: Sheet) -> list[str]:
    return [normalise(cell) for row in sheet.head()[: match.header_row] for cell in row]


def _together(direction: Direction, headers: Sequence[str]) -> str | None:
    """The parts of headers that stand together on such lists alone, where all of them do."""
    are_there = [any(part in header for header in headers) for part in direction.headers]
    return "、".join(direction.headers) if are_there and all(are_there) else None


def _together_in_a_row(direction: Direction, sheet: Sheet) -> str | None:
    """The parts of headers that stand together on such lists alone, in one row of a sheet of which no header is read."""
    rows = ([normalise(cell) for cell in row] for row in sheet.head())
    return _first(_together(direction, row) for row in rows)


def _reasons(direction: Direction, match: Match | None, sheet: Sheet) -> str | None:
    """The header of reasons for it that most rows fill."""
    if match is None:
        return None
    for header in match.unmapped:
        if header.label.endswith(_REASON) and direction.word_in(header.label.removesuffix(_REASON)):
            rows = [row for row in sheet.rows_below(match.header_row) if any(cell.strip() for cell in row)]
            filled = sum(len(row) >= header.index and bool(row[header.index - 1].strip()) for row in rows)
            if 2 * filled > len(rows):
                return header.label
    return None


def _first(found: Iterable[str | None]) -> str | None:
    return next(filter(None, found), None)


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)
