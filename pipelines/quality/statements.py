"""The statements of a release: what every sheet was taken for, and whether it counts."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Uncounted:
    """A sheet with rows that count nowhere; `where` is its unit, period, file and sheet."""

    where: str
    status: str
    reason_zh: str
    reason_en: str


def all_statements(release: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A row for each sheet that was delivered and each register that it feeds."""
    return release.execute(
        """select unit, period, file, sheet, register, role, status, rows, sums, replaces, replaced_by, reason_zh, reason_en
        from quality.statements order by unit, period, file, sheet, register"""
    )


def uncounted(release: duckdb.DuckDBPyConnection) -> list[Uncounted]:
    """Sheets that were read and do not count, what is held back first; those that could not be read are not among them."""
    found = release.execute(
        """select concat_ws('/', unit, period, file) || if(sheet = '', '', '·' || sheet), status, reason_zh, reason_en
        from quality.statements
        where not counts and rows > 0 and status <> 'rejected'
        order by status <> 'held_back', unit, period, file, sheet"""
    )
    return [Uncounted(*row) for row in found.fetchall()]
