"""Reject a sheet that cannot be read as a list of a register: its evidence is against it, or columns are missing."""

import re
from collections.abc import Mapping, Sequence

from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import FEWEST_COLUMNS
from pipelines.reading.normalise import normalise
from pipelines.reading.proposals import may_be_money
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.contract import Register
from pipelines.rules import Violation
from pipelines.statements.candidates import SheetCandidates
from pipelines.statements.evidence import (
    end_in_title,
    is_meant,
    is_named,
    kind_of,
    names_kind,
    names_register,
    spoken_against,
    spoken_for,
)
from pipelines.statements.extracts import extract_from
from pipelines.statements.kinds import Kind
from pipelines.statements.layouts import (
    blocks_beside,
    count_headers,
    counts_of_events,
    figures_down,
    groups_unread,
    months_across,
    on_its_side,
    partners_across,
    places_across,
    quarters_across,
    summary_by_area,
    summary_by_kind,
    totals_by_area,
    unreadable,
    years_across,
)
from pipelines.statements.missing_headers import unreadable_or_missing
from pipelines.statements.statement import Statement

_MEASURE = re.compile("面积|亩|长度|公里|平方米|立方米")
_PAGE = re.compile("封面|目录|说明|须知|填报要求|填表要求")
_PAGE_NUMBER = re.compile("页码|页次|页数")
_OF_PIVOT = re.compile("[行列]标签|(求和|计数|平均值|最大值|最小值|乘积)项:.+")
_BLANKS_OF_PIVOT = {"(空白)", "总计"}
_MOST_WORDS = 4
"""Of a register that a refusal names: examples."""


def without_evidence(sheet: SheetCandidates, complete: list[Candidate]) -> Statement:
    """Reject a sheet that has the columns of these registers, but is not of any of them by all other evidence."""
    contradicted = [one for one in complete if sheet.verdict(one) == "both"]
    candidate, *others = contradicted or complete
    register = candidate.register
    names = [register.name, *(one.register.name for one in others)]
    fields: dict[str, object] = {
        "register": register.name,
        "title": register.title,
        "line": sheet.either(names),
        "line_zh": sheet.either(names, "或"),
    }
    if contradicted:
        if layout := unreadable(candidate, sheet.headers.rows):  # with any title its rows could not be read
            return Statement("rejected", layout, register.name, words=sheet.words)
        fields |= _argued(sheet, candidate, names)
        return Statement("rejected", Violation("contradicting_evidence", fields), words=sheet.words)
    if kind := kind_of(sheet.voices(candidate)):
        return _of_kind(sheet, kind) or _other_ledger(sheet, kind)
    if counts := _counts_of_meant_roll(sheet, candidate):
        return counts
    evidence, titles = register.evidence, sheet.voices(candidate).titles
    fields |= {
        "found": tuple(
            register.by_name[name].title for name in candidate.columns if name in register.by_name
        ),
        "named": titles[0] if titles else None,
        "wanted": _examples(evidence.pro or evidence.names),
    }
    return Statement("rejected", Violation("no_evidence", fields), words=sheet.words)


def _counts_of_meant_roll(sheet: SheetCandidates, candidate: Candidate) -> Statement | None:
    """Numbers of households and persons by what the first column says, in a table that is named for a roll: 2016年脱贫户."""
    has_money = any(may_be_money(label.name, label.unit) for label in candidate.labels)
    if count_headers(candidate) < 2 or has_money:
        return None
    first = next(label.name for label in candidate.labels if label.readings and label.name != "序号")
    rolls = (one for one in sheet.by_register.values() if one.register.is_roll)
    meant = next((one.register for one in rolls if is_meant(one.register, sheet.voices(candidate))), None)
    return _summary(sheet, meant, "summary_by_kind", column=first) if meant else None


def _argued(sheet: SheetCandidates, candidate: Candidate, names: list[str]) -> dict[str, object]:
    """The words for the candidate's register and against it, what those against it are of, and the lines that decide."""
    register, voices = candidate.register, sheet.voices(candidate)
    against, kind = spoken_against(register, voices)
    takers = [one.register for one in sheet.by_register.values() if kind in one.register.evidence.kinds]
    either = dict.fromkeys([*names, *(one.name for one in takers)])
    return {
        "speaking": spoken_for(register, voices),
        "against": against,
        "other": tuple(one.title for one in takers) or kind,
        "line": sheet.either(either),
        "line_zh": sheet.either(either, "或"),
    }


def _examples(words: Sequence[str]) -> tuple[str, ...]:
    """A few of the words that argue for a register, from all of the list: words for one thing stand beside each other."""
    return tuple(words[:: max(1, len(words) // _MOST_WORDS)][:_MOST_WORDS])


def without_columns(
    sheet: SheetCandidates, nearest: Candidate, registers: Mapping[str, Register]
) -> Statement:
    """Reject a sheet that has the columns of no register: for its layout, what else it is, or the columns that the
    nearest lacks."""
    return (
        _page_without_rows(sheet, nearest)
        or _pivot_table(sheet)
        or _laid_out_across(sheet, registers)
        or _summary_of_roll(sheet)
        or _summary_of_events(sheet, nearest)
        or _of_no_register(sheet, nearest)
        or _extract_by_name(sheet, nearest)
        or _with_partners_across(sheet)
        or _totals_of(sheet, nearest)
        or _of_things(sheet, nearest)
        or _lacking_columns(sheet, nearest)
    )


def _page_without_rows(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """A cover or notes that are called so, with one cell in a row, a list of contents, or the options of drop-downs."""
    filled = [cells for row in sheet.headers.rows if (cells := [cell for cell in row if cell.strip()])]
    if not filled:
        return None
    is_called = any(map(_PAGE.search, (sheet.sheet.name, filled[0][0])))
    is_page = is_called and all(len(cells) == 1 for cells in filled)
    is_contents = any(_PAGE_NUMBER.fullmatch(cell.strip()) for cell in filled[0])
    if not (is_page or is_contents or _lists_options(sheet, nearest)):
        return None
    return Statement("other", Violation("page_without_rows"), words=sheet.words)


def _pivot_table(sheet: SheetCandidates) -> Statement | None:
    """A pivot table, by what spreadsheets write into one."""
    cells = {normalise(cell) for row in sheet.headers.rows for cell in row if cell.strip()}
    if not (any(map(_OF_PIVOT.fullmatch, cells)) or cells >= _BLANKS_OF_PIVOT):
        return None
    return Statement("other", Violation("pivot_table"), words=sheet.words)


def _lists_options(sheet: SheetCandidates, nearest: Candidate) -> bool:
    """Whether each column has terms of the register's codes, and none of them twice."""
    codes = [nearest.register.by_name[name] for name in nearest.columns]
    if nearest.free_labels or not codes or any(column.kind != "code" for column in codes):
        return False
    below = [sheet.rows_below(nearest).all_texts(column.name) for column in codes]
    options = [[text for text in texts if text] for texts in below]
    return all(
        len({*texts}) == len(texts) > 1 and {*texts} <= terms_of_code(column).keys()
        for column, texts in zip(codes, options, strict=True)
    )


def _laid_out_across(sheet: SheetCandidates, registers: Mapping[str, Register]) -> Statement | None:
    """Reject a table with its header in a column, or with a column for each year, quarter, month or place."""
    headers = sheet.headers
    if violation := figures_down(headers):
        return Statement("rejected", violation, words=sheet.words)
    if turned := on_its_side(headers, registers):
        return Statement("rejected", *turned, words=sheet.words)
    if violation := (
        years_across(headers) or quarters_across(headers) or months_across(headers) or places_across(headers)
    ):
        return Statement("rejected", violation, words=sheet.words)
    return None


def _summary_of_roll(sheet: SheetCandidates) -> Statement | None:
    """Counts of a register's objects by area or by kind, which no register of counts takes."""
    candidates = sheet.by_register.values()
    if any(one.score >= 2 and not one.register.is_roll and sheet.is_meant(one) for one in candidates):
        return None
    for candidate in sheet.by_register.values():
        if summary_by_area(candidate) and sheet.is_for(candidate):
            return _summary(sheet, candidate.register, "summary_by_area")
        if column := summary_by_kind(candidate):
            return _summary(sheet, candidate.register, "summary_by_kind", column=column.title)
    return None


def _summary_of_events(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """Numbers of what a register lists one by one, each with its day: 受理件数, 办结件数."""
    voices = sheet.voices(nearest)
    for one in sheet.by_register.values():
        is_nearest = nearest.score < FEWEST_COLUMNS or one is nearest
        counts = counts_of_events(one, nearest.labels, sheet.supplied) if is_nearest else ()
        if counts and spoken_for(one.register, voices):
            grain = next(iter(one.register.grains.values())).title
            return _summary(sheet, one.register, "summary_of_events", counts=counts, grain=grain)
    return None


def _of_no_register(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """A ledger of another kind, by its name or its headers, or no ledger at all."""
    voices = sheet.voices(nearest)
    is_other = not nearest.register.is_roll and sheet.is_opposed(nearest)
    kind = kind_of(voices)
    is_open = is_other or sheet.verdict(nearest) != "for"
    if nearest.score >= 2 and is_open and kind and (names_kind(voices, kind) or voices.headers):
        named = _titled_last(sheet, kind) or _named_only(sheet, kind)
        # who gets the money (学生) is no kind of list beside the word for the money itself
        is_own = sheet.is_meant(nearest) and not _takers(sheet, kind)
        return named or (_lacking_columns(sheet, nearest) if is_own else _other_ledger(sheet, kind))
    if nearest.score < 2 or (sheet.verdict(nearest) == "silent" and sheet.is_doubtful(nearest)):
        return (
            _named_only(sheet)
            or (_other_ledger(sheet, kind) if kind and sheet.has_figures(nearest) else None)
            or Statement("other", Violation("not_a_register"), words=sheet.words)
        )
    return None


def _titled_last(sheet: SheetCandidates, kind: Kind) -> Statement | None:
    """Reject a list of the register that its title ends in, behind the word for the kind (扶贫资产收益分红), and whose columns it
    has."""
    of_kind = _takers(sheet, kind)
    others = [
        one
        for one in sheet.by_register.values()
        if one not in of_kind
        and one.score >= FEWEST_COLUMNS
        and sheet.is_for(one)
        and unreadable_or_missing(sheet, one)
    ]

    def end(one: Candidate) -> tuple[int, bool, int]:
        voices = sheet.voices(one)
        return end_in_title(one.register, voices), is_named(one.register, voices), one.score

    last = max(others, key=end, default=None)
    ends_as_kind = last is None or any(end(one)[0] >= end(last)[0] for one in of_kind)
    return _lacking_columns(sheet, last) if last and of_kind and not ends_as_kind else None


def _named_only(sheet: SheetCandidates, kind: Kind | None = None) -> Statement | None:
    """Reject a table of figures that is named for a register, whatever else of it is not read: for one that takes ledgers of
    the kind, where it is of one."""
    named = [
        one
        for one in sheet.by_register.values()
        if one.score
        and one.missing(sheet.supplied)
        and sheet.is_meant(one)
        and sheet.has_figures(one)
        and (kind is None or kind.kind in one.register.evidence.kinds)
    ]
    best = max(named, key=lambda one: (one.score, -len(one.register.columns)), default=None)
    return _lacking_columns(sheet, best) if best else None


def _extract_by_name(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """A list of some of a roll's objects by its title or name, whatever columns of the roll it lacks."""
    voices = sheet.voices(nearest)
    kind = kind_of(voices)
    is_some = kind is not None and (kind.is_selection or kind.is_change) and names_kind(voices, kind)
    return extract_from(sheet, nearest) if nearest.register.is_roll and is_some else None


def _with_partners_across(sheet: SheetCandidates) -> Statement | None:
    """Reject a table that is named for its register and has a column for each partner."""
    for candidate in sheet.by_register.values():
        is_meant = is_named(candidate.register, sheet.voices(candidate))
        if is_meant and (violation := partners_across(candidate)):
            return Statement("rejected", violation, candidate.register.name, words=sheet.words)
    return None


def _totals_of(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """Totals of the register's amounts by area."""
    if totals_by_area(nearest, sheet.supplied):
        return _summary(sheet, nearest.register, "totals_by_area")
    return None


def _of_things(sheet: SheetCandidates, nearest: Candidate) -> Statement | None:
    """A table of what was built, in mu or metres, or without any figure (照片), where the nearest register is of money, of which
    neither its columns nor its title speak."""
    by_name, voices = nearest.register.by_name, sheet.voices(nearest)
    lacks_money = any(
        all(by_name[name].kind == "money" for name in names) for names in nearest.missing(sheet.supplied)
    )
    is_of_money = names_register(nearest.register, voices) or any(
        may_be_money(label.name, label.unit) for label in nearest.free_labels
    )
    measured = any(label.unit for label in nearest.labels) or any(
        map(_MEASURE.search, (*voices.headers, *voices.titles))
    )
    is_of_else = 2 * len(nearest.free_labels) > len(nearest.labels) and not sheet.has_figures(nearest)
    if not (lacks_money and (measured or is_of_else)) or is_of_money:
        return None
    kind = (voices.titles or voices.file)[0]
    return Statement("other", Violation("other_ledger", {"kind": kind}), kind=kind, words=sheet.words)


def _lacking_columns(sheet: SheetCandidates, nearest: Candidate) -> Statement:
    """Reject a list of the register without columns that it needs."""
    if column := summary_by_kind(nearest):
        fields = {"register": nearest.register.name, "title": nearest.register.title, "column": column.title}
        return Statement(
            "summary", Violation("summary_by_kind", fields), fields["register"], words=sheet.words
        )
    violation = (
        blocks_beside(nearest)
        or unreadable(nearest, sheet.headers.rows)
        or groups_unread(nearest, sheet.headers)
        or unreadable_or_missing(sheet, nearest)
    )
    assert violation, "a candidate that lacks nothing is complete"
    return Statement("rejected", violation, nearest.register.name, words=sheet.words)


def _summary(sheet: SheetCandidates, register: Register, rule: str, **fields: object) -> Statement:
    """The statement of figures that another sheet details."""
    reason = Violation(rule, {"register": register.name, "title": register.title, **fields})
    return Statement("summary", reason, register.name, words=sheet.words, confidence="likely")


def _of_kind(sheet: SheetCandidates, kind: Kind) -> Statement | None:
    """A list of the register that takes ledgers of this kind, by its evidence, without columns that it needs."""
    takers = _takers(sheet, kind)
    meant = [one for one in takers if sheet.is_for(one) and one.score >= FEWEST_COLUMNS]
    best = max(meant, key=lambda one: one.score, default=None)
    return _lacking_columns(sheet, best) if best and unreadable_or_missing(sheet, best) else None


def _takers(sheet: SheetCandidates, kind: Kind) -> list[Candidate]:
    """The registers that take ledgers of this kind."""
    return [one for one in sheet.by_register.values() if kind.kind in one.register.evidence.kinds]


def _other_ledger(sheet: SheetCandidates, kind: Kind) -> Statement:
    """The statement of a ledger of no register, or of one that takes such ledgers and cannot read this one."""
    takers = _takers(sheet, kind)
    if not takers:
        return Statement(
            "other", Violation("other_ledger", {"kind": kind.kind}), kind=kind.kind, words=sheet.words
        )
    nearest = max(takers, key=lambda one: one.score)
    register, missing = nearest.register, nearest.missing(sheet.supplied)
    fields = {
        "kind": kind.kind,
        "register": register.name,
        "title": register.title,
        "missing": tuple("/".join(register.by_name[name].title for name in names) for names in missing),
        "against": None if missing else spoken_against(register, sheet.voices(nearest))[0],
        "line": None if missing else sheet.note(f"register: {register.name}"),
    }
    return Statement("other", Violation("unread_ledger", fields), kind=kind.kind, words=sheet.words)
