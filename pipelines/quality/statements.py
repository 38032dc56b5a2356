"""The statements of a release: what every sheet was taken for, and whether it counts."""

from dataclasses import dataclass

import duckdb

from pipelines.quality.gaps import RULES as GAPS

MAGNITUDES = (
    "amount_is_plausible",
    "stages_are_of_one_magnitude",
    "amount_does_not_slip",
    "total_does_not_slip",
)
_MOST_REASONS = 3
_ROWS_SET_ASIDE = f"""
    with read as (from quality.statements where status in ('counted', 'empty')),
    rows_out as (
        from quality.quarantine semi join read using (unit, period, file, sheet)
        where level = 'row' and rule <> 'unread_state_of_row' -- told with its column
    ),
    reasons as (
        select unit, period, header, count(distinct (file, sheet, row)) as number,
            arg_min({{zh: reason_zh, en: reason_en, raw: raw}}, (file, sheet, row)) as said,
            row_number() over (partition by unit, period order by number desc, header, rule) as rank
        from rows_out group by unit, period, header, rule qualify rank <= {_MOST_REASONS}
    ),
    told as (
        select unit, period,
            string_agg(concat('列“' || header || '”', said.zh, '，如“' || said.raw || '”', '（', number, ' 行）'), '；'
                order by rank) as zh,
            string_agg(concat(header || ': ', said.en, ', as ' || said.raw, ' (', number, ' rows)'), '; '
                order by rank) as en
        from reasons group by all
    ),
    counted as (select unit, period, count(distinct (file, sheet, row)) as rows from rows_out group by all)
    select unit, period, null as file, null as sheet,
        rows || ' 行没有计入：' || zh as zh, rows || ' rows were set aside: ' || en as en
    from told join counted using (unit, period)"""
"""The rows that are set aside in each delivery, and the commonest reasons with what a cell says."""
_WHERE = "concat_ws('/', unit, period, file) || if(coalesce(sheet, '') = '', '', '·' || sheet)"


@dataclass(frozen=True)
class SheetNote:
    """What is reported of a sheet; `where` is its unit, period, file and sheet."""

    where: str
    zh: str
    en: str


def all_statements(release: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A row for each sheet that was delivered and each register that it feeds."""
    return release.execute(
        """select unit, period, file, sheet, register, role, status, rows, reason_zh, reason_en, replaces, replaced_by, sums
        from quality.statements order by unit, period, file, sheet, register"""
    )


def uncounted(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets that were read and do not count, and why; not those that could not be read, are held back, or came back
    mended."""
    return _notes(
        release,
        """reason_zh, reason_en from quality.statements
        where not counts and rows > 0 and status not in ('rejected', 'undecided', 'held_back')
            and rule <> 'replaced_by_feedback'""",
    )


def came_back(release: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Delivery → its sheets that a feedback workbook, sent back beside them, replaces."""
    return release.execute(
        """select concat_ws('/', unit, period),
            string_agg(file || if(sheet = '', '', '·' || sheet), '、' order by file, sheet)
        from quality.statements where rule = 'replaced_by_feedback' and rows > 0 group by unit, period order by all"""
    ).fetchall()


def unreadable(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Files and sheets that could not be read, and why."""
    return _notes(
        release, "message_zh, message from quality.deliveries where status = 'unreadable' and file <> ''"
    )


def unread_columns(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Columns of sheets that were read without them, though they may be wanted."""
    return _notes(
        release,
        """message_zh, message_en from quality.findings
        where rule in ('unread_column', 'rival_columns', 'unread_facts', 'unread_state', 'unread_totals')""",
    )


def rows_set_aside(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Deliveries with rows that are set aside in sheets that are read, and the commonest reasons."""
    return _notes(release, f"zh, en from ({_ROWS_SET_ASIDE})")


def amounts_left_out(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets whose amounts do not count as paid: by title or headers they are not paid yet, or nobody knows for how many
    months they are."""
    return _notes(
        release,
        "message_zh, message_en from quality.findings where rule in ('not_done_yet', 'months_unknown')",
    )


def empty_lists(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets with the header of a register, or of two, and no row of data."""
    return _notes(
        release,
        """message_zh, message_en from quality.findings where rule = 'no_rows'
        qualify row_number() over (partition by unit, period, file, sheet order by register) = 1""",
    )


def struck_rows(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets of which rows that are struck out were read as any other."""
    return _notes(release, "message_zh, message_en from quality.findings where rule = 'struck_rows'")


def figures_above(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets with figures above the header, which were not read, once for each sheet."""
    return _notes(
        release,
        """message_zh, message_en from quality.findings where rule = 'figures_above'
        qualify row_number() over (partition by unit, period, file, sheet order by register) = 1""",
    )


def foreign_townships(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets of which rows are of a township that is not the unit's, and count there."""
    return _notes(
        release,
        """format('{} ({} 行)', message_zh, rows), format('{} ({} rows)', message_en, rows)
        from quality.findings where rule = 'unlisted_township'""",
    )


def disagreeing_totals(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Totals of sheets that are not the sums of their rows, which count all the same."""
    return _notes(release, "message_zh, message_en from quality.findings where rule = 'total_disagrees'")


def doubtful_units(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Deliveries with amounts of a size that 元 in place of 万元 gives, or the other way round, which were published as
    they were sent."""
    return _notes(
        release,
        f"""format('{{}} ({{}} 行)', message_zh, rows), format('{{}} ({{}} rows)', message_en, rows)
        from quality.findings where rule in {MAGNITUDES} and rows > coalesce(waived, 0) + coalesce(dismissed, 0)""",
    )


def gaps(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Lists of an earlier year than those beside them, and units of no county."""
    return _notes(release, f"message_zh, message_en from quality.findings where rule in {GAPS}")


def unused_notes(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """What delivery.yml states of sheets that were not sent, or of columns that there are not."""
    return _notes(
        release,
        "message_zh, message_en from quality.findings where rule in ('unused_note', 'unknown_default')",
    )


def _notes(release: duckdb.DuckDBPyConnection, selected: str) -> list[SheetNote]:
    found = release.execute(f"select {_WHERE}, {selected} order by unit, period, file, sheet")
    return [SheetNote(*row) for row in found.fetchall()]


def commented_cells(release: duckdb.DuckDBPyConnection) -> list[SheetNote]:
    """Sheets with comments on cells of data, of which only those that take an amount back are read."""
    return _notes(release, "message_zh, message_en from quality.findings where rule = 'comments'")
