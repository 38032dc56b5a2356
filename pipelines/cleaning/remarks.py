"""Step: apply remarks and comments. An amount does not count if its row's remark, or a comment on a cell, takes it
back, or states another."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.cleaning.faults import cells_of, level_of
from pipelines.cleaning.merges import shared_amounts
from pipelines.cleaning.parsing import Irregular
from pipelines.cleaning.restated import amounts_commented, amounts_restated
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.states import state_columns, unclear_states
from pipelines.cleaning.subjects import Subjects, heeding
from pipelines.common.sql import literal
from pipelines.reading.levels import part_of
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation
from pipelines.values.taken_back import (
    BELOW_0,
    RETURNED,
    UNPAID,
    VOID,
    WORDS,
    months_alive,
    not_yet,
    taken_back,
)

_A_NUMBER = "[1-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_Found = tuple[int, str, str, str]
"""Row, column, rule, and the words that take the amount back."""


def find_amounts_taken_back(
    source: SheetSource, cells: str, irregular: Irregular, void_rows: str | None, denials: Mapping[int, str]
) -> str | None:
    """Cells, and the answers by which rows deny their fact → taken_back(row, level, column_index, header, rule, reason_zh,
    reason_en, raw, name, is_unpaid): amounts that these, a remark or a comment take back, and whether they were not paid
    for certain; None where none does.

    There is nothing to take where the amount is 0, or below it as what came back is, or the row is void as a whole, or where
    it is blank, unless the words say for certain that nothing was paid of what was due. A row without an amount that it needs
    does not count.
    """
    found = [
        *{
            one[:2]: one
            for one in (
                *((row, name, "merged_amount", rows) for row, name, rows in shared_amounts(source, cells)),
                *(
                    (row, name, "remark_states_another", words)
                    for row, name, words in amounts_restated(source, cells)
                ),
                *(
                    (row, name, "comment_states_another", words)
                    for row, name, words in amounts_commented(source, cells)
                ),
                *_by_answer(source, denials),
                *_by_comment(source),
                *_by_state(source, cells),
                *_by_remark(source, cells),
            )
        }.values()
    ]
    if not found:
        return None
    selects, holds = [], f"and row not in (select row from {void_rows})" if void_rows else ""
    for column in {name: source.register.by_name[name] for _, name, *_ in found}.values():
        amount = f"concat_ws(' ', {', '.join(cells_of(source, column))})"
        level = level_of(source, irregular, column, "remark_takes_back")
        is_amount = f"regexp_matches({amount}, '{_A_NUMBER}') and not regexp_matches({amount}, '{BELOW_0}')"
        if column.open_beside or column.heeds_remark == "any":
            is_amount = f"({is_amount} or (is_unpaid and not regexp_matches({amount}, '[0零]')))"
        selects.append(
            f"""select row, {level}, {source.match.columns[column.name]}, {literal(column.title)},
                    rule, zh, en, null, name, is_unpaid
                from {cells} join found_words using (row)
                where name = '{column.name}' and class = 'data' and {is_amount}
                    and not regexp_matches({amount}, '{WORDS}') {holds}"""
        )
    reasons = [
        (*one[:3], *Violation(one[2], {"found": one[3]}).sentences, _is_unpaid(source, *one[1:]))
        for one in found
    ]
    source.make(
        "found_words (row, name, rule, zh, en, is_unpaid)",
        """select unnest($1::bigint[]), unnest($2::varchar[]), unnest($3::varchar[]), unnest($4::varchar[]),
            unnest($5::varchar[]), unnest($6::boolean[])""",
        [list(values) for values in zip(*reasons, strict=True)],
    )
    return source.make(
        "taken_back (row, level, column_index, header, rule, reason_zh, reason_en, raw, name, is_unpaid)",
        " union all ".join(selects),
    ).partition(" ")[0]


def _is_unpaid(source: SheetSource, name: str, rule: str, words: str) -> bool:
    """Whether nothing was paid for certain, or, where nothing else is known to be due, nothing was kept."""
    certain = UNPAID if source.register.by_name[name].open_beside else f"{UNPAID}|{RETURNED}"
    return rule == "fact_denied" or bool(re.fullmatch(certain, words))


def unheeded_remarks(
    source: SheetSource, cells: str, taken: str | None, void_rows: str | None
) -> Iterator[Notice]:
    """A notice on rows of what was paid or sold whose remark says that it came back, and whose amounts all count."""
    money = [column.name for column in source.mapped if column.kind == "money" and not column.is_per_unit]
    is_stock = source.register.counts == "stock"
    if not (money and source.match.remark) or (is_stock and not source.match.beside):
        return
    subjects = Subjects(source)
    apart = [f"and row not in (select row from {name})" for name in (taken, void_rows) if name]
    rows = source.db.execute(
        f"""select row, remark from {cells}
            where class = 'data' and regexp_matches(remark, '{RETURNED}') {" ".join(apart)}
                and regexp_matches(concat_ws(' ', {", ".join(money)}), '{_A_NUMBER}')
                and not regexp_matches(concat_ws(' ', {", ".join(money)}), '{BELOW_0}') order by row"""
    ).fetchall()
    unheeded = {
        row: words
        for row, remark in rows
        if (
            words := taken_back(
                remark,
                as_a_whole=True,
                words=RETURNED,
                is_of_it=lambda one: not subjects.are_of_others(one),
            )
        )
    }
    if unheeded:
        found = "、".join(dict.fromkeys(unheeded.values()))
        yield Notice("remark_not_applied", {"numbers": [*unheeded][:10], "found": found}, len(unheeded))


def _by_remark(source: SheetSource, cells: str) -> Iterator[_Found]:
    amounts = heeding(source)
    if not (amounts and source.match.remark):
        return
    subjects, topic, months = Subjects(source), source.match.remark_topic, source.register.months
    paid_months = months if months in source.match.columns else "null"
    rows = source.db.execute(
        f"""select row, remark, {paid_months}, {", ".join(f"{column.name} is null" for column in amounts)}
            from {cells} where class = 'data' and regexp_matches(remark, '{WORDS}')"""
    )
    for row, remark, paid_for, *are_blank in rows.fetchall():
        if paid_for and paid_for == months_alive(remark):
            continue
        blank = [column.name for column, is_blank in zip(amounts, are_blank, strict=True) if is_blank]
        for column in amounts:
            if words := _heeded(subjects, f"{topic}:{remark}", column, blank):
                yield row, column.name, "remark_takes_back", words


def _by_state(source: SheetSource, cells: str) -> Iterator[_Found]:
    """A column of states is one of remarks; where it says of other rows that they were paid, each is to say so."""
    amounts, columns = heeding(source), state_columns(source)
    if not (amounts and columns):
        return
    subjects = Subjects(source)
    texts = source.texts(cells, [one.index for one in columns])
    for place, header in enumerate(columns):
        said = {row: found[place] for row, found in texts.items()}
        unclear = unclear_states(header.label, said)
        for row, text in said.items():
            for column in amounts:
                if words := _heeded(subjects, f"{header.label}:{text}", column):
                    yield row, column.name, "remark_takes_back", words
                elif row in unclear and column.heeds_remark != "returned":
                    yield row, column.name, "remark_takes_back", f"{header.label}:{text}"


def _by_comment(source: SheetSource) -> Iterator[_Found]:
    """A comment is a remark of its row, and where it voids an amount, one of the cell that it is on."""
    subjects = Subjects(source)
    for row, index, comment in source.sheet.comments:
        on = (
            one.name
            for one in source.mapped
            if source.match.columns[one.name] == index and one.kind == "money"
        )
        voided = {part_of(name) for name in on if taken_back(comment, as_a_whole=True, words=VOID)}
        heeded = {column.name for column in heeding(source) if _heeded(subjects, comment, column)}
        for name in sorted(voided | heeded):
            words = taken_back(comment, as_a_whole=False)
            assert words
            yield row, name, "comment_takes_back", words


def _by_answer(source: SheetSource, denials: Mapping[int, str]) -> Iterator[_Found]:
    for row, answer in denials.items():
        yield from ((row, column.name, "fact_denied", answer) for column in heeding(source))


def _heeded(subjects: Subjects, remark: str, column: Column, blank: Sequence[str] = ()) -> str | None:
    """The words of the remark by which the column's amount does not count."""
    if column.heeds_remark == "returned":
        own = [not_yet(column.stage_words)] if column.stage_words else []
        kinds = ["|".join([RETURNED, *own])]
    else:
        kinds = [UNPAID, WORDS]
    found = (
        taken_back(
            remark,
            as_a_whole=column.heeds_remark != "any",
            words=words,
            is_of_it=lambda one: subjects.are_of(column, one, blank),
        )
        for words in kinds
    )
    return next(filter(None, found), None)
