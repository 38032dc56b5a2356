"""What a sheet is: of the registers whose headers it has, the one that the evidence is for."""

from collections.abc import Mapping

from pipelines.reading.headers import Candidate, Headers, find_headers, match_columns
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register
from pipelines.rules import Notice, Violation
from pipelines.statements.layouts import missing_header, on_its_side, side_by_side, two_tables, years_across
from pipelines.statements.statement import Statement


def identify_sheet(
    sheet: Sheet, registers: Mapping[str, Register], supplied_columns: set[str]
) -> tuple[Statement, ...]:
    """The statements that the sheet makes: one for each register that its rows feed, or one that says why none.

    `supplied_columns` are columns that the delivery's notes provide.
    """
    headers = find_headers(sheet, registers, supplied_columns)
    fitting = sorted(
        (one for one in headers.candidates.values() if one.score and not one.missing(supplied_columns)),
        key=lambda candidate: -candidate.score,
    )
    if violation := two_tables(fitting) or _ambiguous(fitting):
        return (Statement("rejected", violation),)
    nearest = max(
        headers.candidates.values(),
        key=lambda candidate: (candidate.score, candidate.score / len(candidate.register.columns)),
    )
    # a long list that lacks one column is not the short list that a few of its columns would make
    if fitting and nearest.score < 2 * fitting[0].score:
        return (_read(fitting[0], headers),)
    return (_not_read(headers, nearest, registers, supplied_columns),)


def _ambiguous(fitting: list[Candidate]) -> Violation | None:
    if len(fitting) < 2 or fitting[0].score != fitting[1].score:
        return None
    first, second = fitting[0].register, fitting[1].register
    return Violation(
        "ambiguous_register",
        {
            "first": first.name,
            "first_title": first.title,
            "second": second.name,
            "second_title": second.title,
            "columns": fitting[0].score,
        },
    )


def _read(candidate: Candidate, headers: Headers) -> Statement:
    register = candidate.register
    if violation := side_by_side(candidate):
        return Statement("rejected", violation, register.name)
    reason = Notice(
        "identified_by_headers",
        {"register": register.name, "title": register.title, "columns": candidate.score},
    )
    return Statement("list", reason, register.name, match=match_columns(candidate, headers.rows))


def _not_read(
    headers: Headers, nearest: Candidate, registers: Mapping[str, Register], supplied_columns: set[str]
) -> Statement:
    if turned := on_its_side(headers, registers):
        return Statement("rejected", *turned)
    if violation := years_across(headers):
        return Statement("rejected", violation)
    if nearest.score < 2:
        return Statement("other", Violation("not_a_register"))
    return Statement("rejected", missing_header(nearest, supplied_columns), nearest.register.name)
