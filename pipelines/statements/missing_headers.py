"""What a list lacks of the columns that its register needs, with the lines to paste that would provide them."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest

from pipelines.deliveries.notes import ELLIPSIS
from pipelines.reading.candidate import Candidate
from pipelines.reading.labels import Label
from pipelines.reading.levels import find_levels
from pipelines.reading.money_headers import has_words_of_its_own, stage_words
from pipelines.reading.proposals import (
    header_line,
    holds,
    is_so_far,
    is_turned,
    likeliest,
    may_be_money,
)
from pipelines.reading.vocabularies import terms_in, terms_of_code
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.registers.contract import Register, share_rows
from pipelines.rules import Violation
from pipelines.statements.candidates import SheetCandidates
from pipelines.statements.evidence import end_in_title
from pipelines.statements.layouts import unreadable

_LONGEST_HEADER, _MOST_HEADERS = 12, 15
_TWO_NUMBERS = re.compile(r"\s*\d+[户人]?\s*[/／、]\s*\d+[户人]?\s*")
_MOST_TERMS = 8
_IN_WORDS = {"year": "四位年份"}
_BOTH_WAYS = {"收入", "支出"}
"""What a column says of the amounts beside it, of which some came in and some went out."""
_SAME_FOR_ALL = {"code", "year", "area"}
"""Kinds of columns that may have one value for a whole sheet."""


def unreadable_or_missing(sheet: SheetCandidates, candidate: Candidate) -> Violation | None:
    """Why the sheet cannot be read as the candidate's register: its layout, else the columns that it lacks."""
    violation = unreadable(candidate, sheet.headers.rows)
    if violation is None and candidate.missing(sheet.supplied):
        return missing_header(sheet, candidate)
    return violation


def missing_header(sheet: SheetCandidates, nearest: Candidate) -> Violation:
    """Required columns are missing: with the headers that are there, the one that may be meant with the line that maps it,
    and the line for delivery.yml that states one value for the sheet."""
    rows = sheet.headers.rows
    register = nearest.register
    missing = nearest.missing(sheet.supplied)
    titles = tuple("/".join(register.by_name[name].title for name in names) for names in missing)
    fields: dict[str, object] = {"register": register.name, "title": register.title, "missing": titles}
    fields["headers"] = _headers_shown(nearest, rows)
    columns = [register.by_name[name] for names in missing for name in names]
    elsewhere = _read_beside(sheet, nearest)
    free = [pair for pair in cells_by_label(nearest, rows).items() if pair[0].name not in elsewhere]
    fields["doubled"] = tuple(label.name for label, cells in free if _have_two_numbers(cells))
    if register.counts == "flow":
        # amounts so far are no events, and renamed they would count again and again
        fields["so_far"] = tuple(label.name for label, _ in free if is_so_far(label.name))
        free = [(label, cells) for label, cells in free if not is_so_far(label.name)]
    # money without a word of its stage may be of any: to propose the one of the likest name would be a guess
    staged = any(column.stage_words for column in columns)
    named = {
        label.name: cells for label, cells in free if not (staged and may_be_money(label.name, label.unit))
    }
    if split := _split_without_stage(nearest):
        fields |= split
    elif (proposed := likeliest(named, columns)) and (rivals := _rivals(named, *proposed)):
        fields |= {"rivals": rivals, "rival_of": proposed[0].title}
    elif proposed:
        column, label = proposed
        line = header_line(column, label)
        fields |= {"likeliest": label, "wanted": column.title, "column": column.name, "line": line}
    else:
        fields |= _unread_money(sheet, columns, free)
    headers = [label.name for label, _ in free]
    meant = _meant(sheet, nearest)
    fields["meant"] = meant and meant.title
    chosen = [] if meant else _of_whole_sheet(register, missing, nearest.columns, headers)
    fields |= _value_for_all(sheet, nearest, chosen, fields.get("wanted"))
    return Violation("missing_header", fields)


def _read_beside(sheet: SheetCandidates, nearest: Candidate) -> set[str]:
    """Headers of columns of registers that a row of the sheet may feed as well: 入股金额 of a list of dividends."""
    sharing = [one for one in sheet.by_register.values() if share_rows(one.register, nearest.register)]
    return {
        one.labels[index - 1].name for one in sharing for index in {*one.columns.values()} - nearest.taken
    }


def _value_for_all(
    sheet: SheetCandidates, nearest: Candidate, chosen: Sequence[Column], wanted: object
) -> dict[str, object]:
    """The line that states one value of each of the columns, where the rows may have it in common; else the several values
    that headings and names state. `wanted` is the title of a column that a header may be."""
    rows = sheet.headers.rows
    named = {column: _named_terms(column, (*sheet.words, *_lines_alone(rows))) for column in chosen}
    if several := next((column for column, terms in named.items() if len(terms) > 1), None):
        return {"several": tuple(named[several]), "several_of": several.title}
    if not chosen or any(one.title == wanted or _differs(nearest, rows, one) for one in chosen):
        return {}
    values = {column: next(iter(terms), ELLIPSIS) for column, terms in named.items()}
    stated = ", ".join(f"{column.title}: {value}" for column, value in values.items())
    is_open = (column for column, value in values.items() if value == ELLIPSIS)
    return {"default": sheet.note(f"defaults: {{{stated}}}"), "open": tuple(map(_options, is_open))}


def _have_two_numbers(cells: Sequence[str]) -> bool:
    """Whether most cells have two numbers, as 12/30 below 户数/人数."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and 2 * sum(map(bool, map(_TWO_NUMBERS.fullmatch, filled))) > len(filled)


def _meant(sheet: SheetCandidates, nearest: Candidate) -> Register | None:
    """The register that titles or names are of, where the sheet has but the columns of a roll, which they are not of, or that
    the title ends in: one value for all rows would make it the nearest one."""
    others = [one for one in sheet.by_register.values() if one.register is not nearest.register]
    meant = [one for one in others if sheet.is_meant(one)]
    if nearest.register.is_roll and not sheet.is_meant(nearest):
        return next((one.register for one in meant), None)
    ends = {one.register: end_in_title(one.register, sheet.voices(one)) for one in meant}
    last = max(ends, key=lambda register: ends[register], default=None)
    own = end_in_title(nearest.register, sheet.voices(nearest))
    return last if last and 0 < own < ends[last] else None


def _split_without_stage(nearest: Candidate) -> dict[str, object]:
    """Columns that are parts of an amount, of which no word says what was done with it: 中央, 省级, 县级 below 级次."""
    register = nearest.register
    found = sorted(find_levels(register, [label.parts for label in nearest.labels]) - nearest.taken)
    if len(found) < 2 or not stage_words(register) or register.across is None:
        return {}
    names = tuple(nearest.labels[index - 1].name for index in found)
    return {"split": names, "stage_above": register.by_name[register.across.amount].title}


def _rivals(labels: Mapping[str, Sequence[str]], column: Column, label: str) -> tuple[str, ...]:
    """The label and another that is as well the amount: of two nobody knows which."""
    others = {name: cells for name, cells in labels.items() if name != label}
    other = likeliest(others, [column]) if column.kind in AMOUNTS else None
    return (label, other[1]) if other else ()


def _unread_money(
    sheet: SheetCandidates, columns: Sequence[Column], free: Sequence[tuple[Label, list[str]]]
) -> dict[str, object]:
    """What may be the missing money, and the line that states its stage: that which a header names, or that of the one amount
    that there is."""
    stages = [column for column in columns if column.kind == "money"]
    unread = [
        label.name
        for label, cells in free
        if stages
        and may_be_money(label.name, label.unit)
        and holds(stages[0], cells)
        and not is_turned(label.name, "")
    ]
    if not unread:
        return {}
    if both := next((label.name for label, cells in free if {*cells} >= _BOTH_WAYS), None):
        return {"both": both}
    named = [(label, one) for label in unread for one in stages if _names_stage(label, one)]
    if not named and len(unread) == 1:
        named = _alone(unread[0], next(cells for label, cells in free if label.name == unread[0]), stages)
    if len(named) != 1:  # to state one of several, or of a contract, would be a guess
        return {"unread": tuple(unread)}
    ((label, stage),) = named
    line = sheet.note(f"columns: {{{label}: {stage.title}}}")
    return {"unread": tuple(unread), "stage_header": label, "stage": stage.title, "columns": line}


def _alone(label: str, cells: Sequence[str], stages: Sequence[Column]) -> list[tuple[str, Column]]:
    """The one amount of a sheet with its stage: the first one, but where there are several to choose from and the header has
    words of its own (合同金额, 估算投资), the one that it is alike."""
    if not any(one.stage_words for one in stages) or not has_words_of_its_own(label):
        return [(label, stages[0])]
    alike = likeliest({label: cells}, stages)
    return [(label, alike[0])] if alike else []


def _names_stage(label: str, stage: Column) -> bool:
    """Whether the header has a word of the stage, or what its title says of the money: 收益 of 收益金额."""
    return any(word in label for word in stage.stage_words or (stage.title.removesuffix("金额"),))


def cells_by_label(candidate: Candidate, rows: list[list[str]]) -> dict[Label, list[str]]:
    """The headers that match no column of the register, each with its cells in the rows of the sheet's head."""
    free, below = candidate.free_labels, rows[candidate.header_row :]
    return {
        label: [row[index] for row in below if len(row) > index]
        for index, label in enumerate(candidate.labels)
        if label in free
    }


def _headers_shown(nearest: Candidate, rows: list[list[str]]) -> tuple[str, ...]:
    """The first headers; none where the row may be one of data, with names in it: one word alone is known, or one occurs
    again below itself, as 户主 does in a list without a header."""
    header, below = rows[max(nearest.header_row - 1, 0)], rows[nearest.header_row :]
    is_again = any(
        text.strip() and text in column for text, *column in zip_longest(header, *below, fillvalue="")
    )
    headers = [label.name[:_LONGEST_HEADER] for label in nearest.labels if label.readings]
    more = ["…"] if len(headers) > _MOST_HEADERS else []
    return (*headers[:_MOST_HEADERS], *more) if nearest.score > 1 and not is_again else ()


def _of_whole_sheet(
    register: Register, missing: list[tuple[str, ...]], columns: Collection[str], headers: Sequence[str]
) -> list[Column]:
    """What may have one value for the whole sheet in the place of each missing column; nothing where rows differ in one of
    them by their nature, or by what another of the `columns` that are there says, or where unread `headers` have its terms
    (已完成数, 正在整改数)."""
    chosen = [
        next(
            (
                register.by_name[name]
                for name in names
                if register.by_name[name].kind in _SAME_FOR_ALL or name == register.listed_by
            ),
            None,
        )
        for names in missing
    ]
    found = [column for column in chosen if column]
    if len(found) < len(missing) or any(one.told_by and one.told_by.column in columns for one in found):
        return []
    return [] if any(_terms_in_headers(column, headers) for column in found) else found


def _options(column: Column) -> str:
    """What may stand for an ellipsis, for people."""
    terms = list(dict.fromkeys(terms_of_code(column).values()))
    more = "…" if len(terms) > _MOST_TERMS else ""
    choice = "、".join(terms[:_MOST_TERMS]) + more if terms else _IN_WORDS.get(column.kind, "全称")
    return f"{column.title}:{choice}"


def _terms_in_headers(column: Column, headers: Sequence[str]) -> bool:
    """Whether several headers have terms of the column, each another one."""
    terms = terms_of_code(column)
    return len({term for header in headers for term in terms_in(header, terms)}) > 1


def _named_terms(column: Column, texts: Collection[str]) -> list[str]:
    """The terms of the column that the texts name, in their order."""
    terms = {word: term for word, term in terms_of_code(column).items() if len(word) > 1}
    pattern = "|".join(re.escape(word) for word in sorted(terms, key=len, reverse=True))
    found = (terms[word] for text in texts for word in re.findall(pattern, text)) if terms else ()
    return list(dict.fromkeys(found))


def _lines_alone(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with one cell: headings, of which each says something of the rows below it."""
    filled = ([cell for cell in row if cell.strip()] for row in rows)
    return [cells[0] for cells in filled if len(cells) == 1]


def _differs(nearest: Candidate, rows: Sequence[Sequence[str]], column: Column) -> bool:
    """Whether the rows are of several wider areas, which have no one place in common."""
    if column.kind != "area":
        return False
    wider = AREA_LEVELS[: AREA_LEVELS.index(column.name)]
    below = rows[nearest.header_row :]
    return any(
        len({row[index - 1].strip() for row in below if len(row) >= index and row[index - 1].strip()}) > 1
        for name in wider
        if (index := nearest.columns.get(name))
    )
