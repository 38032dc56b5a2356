"""Lists of some of a register's objects: with facts of one subject, of some persons, or of those that a title selects."""

from collections.abc import Iterable, Sequence
from itertools import chain

from pipelines.reading.candidate import Candidate
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import AMOUNTS
from pipelines.registers.contract import Register
from pipelines.rules import Violation
from pipelines.statements.candidates import SheetCandidates
from pipelines.statements.evidence import Voices, headers_of_kinds, kind_of, names_kind
from pipelines.statements.kinds import Kind, load_kinds
from pipelines.statements.rows_below import RowsBelow, heads
from pipelines.statements.statement import Statement

_FACTS = {*AMOUNTS, "code", "flag", "year", "month", "date"}
_FEWEST_ALIKE = 3
"""Rows that do not share a need by chance."""
_FEWEST_SINGLE = 3
"""Households of which one person each is listed by no slip."""
_COMPLETE = 10
"""So many facts on its objects make a list the register itself, in a form of its own, whatever its name."""


def extract_of(rows: RowsBelow, voices: Voices, words: tuple[str, ...], line: str) -> Statement | None:
    """The statement of a list with facts of one subject on objects that are listed elsewhere, if it is such a one.

    `words` are those of titles and names, `line` the one for delivery.yml by which it would be the register.
    """
    register, need = rows.register, _shared_need(rows)
    kind = need or kind_of(voices)
    is_named = kind is not None and names_kind(voices, kind)
    if is_named and kind and kind.kind in register.evidence.kinds:
        return None
    households, headless = rows.households()
    is_of_members = 2 * headless > households
    is_of_some = is_of_members or need is not None or _is_one_of_each(rows)
    is_selected = is_named and kind is not None and (kind.is_change or kind.is_selection)
    if not (is_of_some or is_selected or _is_on_one_subject(rows, kind if is_named else None)):
        return None
    name = kind.kind if kind else (voices.titles or voices.file)[0]
    fields: dict[str, object] = {
        "kind": name, "register": register.name, "title": register.title, "line": line,
    }  # fmt: skip
    if is_of_members:
        fields |= {"households": households, "headless": headless}
    return Statement(
        "extract",
        Violation("member_changes" if kind and kind.is_change else "extract", fields),
        register.name,
        rows.candidate.grain,
        kind=name,
        words=words,
        confidence="likely",
    )


def extract_from(sheet: SheetCandidates, candidate: Candidate) -> Statement | None:
    """The statement of a sheet with the candidate's header as such a list, if it is one."""
    line = sheet.note(f"register: {candidate.register.name}")
    return extract_of(sheet.rows_below(candidate), sheet.voices(candidate), sheet.words, line)


def _is_on_one_subject(rows: RowsBelow, named: Kind | None) -> bool:
    """Whether a list of whole households, or of one form with them, has facts of one subject alone. `named` is the kind that
    title or names say that it is."""
    register, candidate = rows.register, rows.candidate
    facts = sum(register.by_name[name].kind in _FACTS for name in candidate.columns)
    if facts >= _COMPLETE:
        return bool(named and named.filled and all(all(rows.texts(name)) for name in named.filled))
    if candidate.grain != next(iter(register.grains)):
        return named is not None
    own = facts - len(_core(register) & candidate.columns.keys())
    sizes = {grain.size for grain in register.grains.values()}
    on_a_subject = headers_of_kinds(candidate.free_labels)
    is_on_a_subject = on_a_subject > 0 and (on_a_subject > own or not sizes & candidate.columns.keys())
    others = _other_headers(candidate)
    if any(lacked in candidate.columns for lacked in _structure(register)):
        ids = rows.household_ids
        is_single = len(set(ids)) == len(ids)  # whole households have members
        return (named is not None and others > 0) or (is_on_a_subject and is_single)
    return named is not None or others >= max(facts, 2) or is_on_a_subject


def _is_one_of_each(rows: RowsBelow) -> bool:
    """Whether it lists one person of each household, not its head alone, and most of them state a size of several."""
    ids = rows.household_ids
    sizes = [grain.size for grain in rows.register.grains.values() if grain.size]
    several = sum(text.isdigit() and int(text) > 1 for size in sizes for text in rows.texts(size))
    are_heads = all({*rows.terms(name)} <= {head, None} for name, head in heads(rows.register))
    return not are_heads and len({*ids}) == len(ids) >= _FEWEST_SINGLE and 2 * several > len(ids)


def _shared_need(rows: RowsBelow) -> Kind | None:
    """The kind of list of which all rows have what one of them selects: no safe water."""
    for kind in load_kinds():
        for column, words in kind.alike.items():
            if _are_alike(rows.texts(column), words) and _are_alike(rows.all_texts(column), words):
                return kind
    return None


def _are_alike(texts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether all texts are one of the words, but for notes below the data, which have none in the column."""
    stated = [text for text in texts if text]
    return (
        len(stated) >= _FEWEST_ALIKE
        and {*stated} <= {*words}
        and len(texts) - len(stated) <= len(stated) // 3
    )


def _core(register: Register) -> set[str]:
    """Columns that say who is on the register, and no more."""
    sizes = {grain.size for grain in register.grains.values() if grain.size}
    marks = {register.past_year, *(one.column for one in register.selections), *chain(*register.require_any)}
    return sizes | {*_structure(register)} | {name for name in marks if name}


def _structure(register: Register) -> Iterable[str]:
    """Columns that only the register's own form has."""
    return [column for grain in register.grains.values() for column in grain.lacks]


def _other_headers(candidate: Candidate) -> int:
    """The number of headers that match no column of the register."""
    ignored = {normalise(header) for header in candidate.register.ignored_headers}
    return sum(not ignored & set(label.readings) for label in candidate.free_labels)
