"""The money of other registers that stands beside a register's own in the rows of a sheet."""

from collections.abc import Mapping
from dataclasses import replace

from pipelines.reading.headers import find_headers
from pipelines.reading.match import MoneyBeside
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register, share_rows
from pipelines.statements.statement import Statement


def with_money_beside(
    statement: Statement, sheet: Sheet, registers: Mapping[str, Register], supplied_columns: set[str]
) -> Statement:
    """The statement, whose match knows the money of registers that share its rows."""
    match = statement.match
    others = {name: one for name, one in registers.items() if match and share_rows(match.register, one)}
    if not (match and others):
        return statement
    own = {*match.columns.values()}
    beside = tuple(
        MoneyBeside(column, is_stated)
        for other in find_headers(sheet, others, supplied_columns).candidates.values()
        for is_stated in [
            any(
                one.kind == "money" and other.columns.get(one.name, 0) not in {0, *own}
                for one in other.register.columns
            )
        ]
        for column in other.register.columns
        if column.heeds_remark
    )
    return replace(statement, match=replace(match, beside=beside))
