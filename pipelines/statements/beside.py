"""The money of other registers that stands beside a register's own in the rows of a sheet."""

from collections.abc import Mapping

from pipelines.reading.candidate import Candidate
from pipelines.reading.match import Match, MoneyBeside
from pipelines.registers.contract import share_rows


def money_beside(match: Match, candidates: Mapping[str, Candidate]) -> tuple[MoneyBeside, ...]:
    """The money of those registers that share the rows of the match's; `candidates` are each register as the sheet would be
    it."""
    own = {*match.columns.values()}
    return tuple(
        MoneyBeside(column, is_stated)
        for other in candidates.values()
        if share_rows(match.register, other.register)
        for is_stated in [
            any(
                one.kind == "money" and other.columns.get(one.name, 0) not in {0, *own}
                for one in other.register.columns
            )
        ]
        for column in other.register.columns
        if column.heeds_remark
    )
