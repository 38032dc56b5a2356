"""Lines of ledgers, and what became of them."""

from tests.support.desk import Outcome

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]


def amounts(outcome: Outcome, *columns: str, register: str = "fund_ledger") -> list[tuple]:
    """The rows of the register by these columns, amounts as whole yuan."""
    return sorted(
        tuple(
            int(row[name]) if name.endswith("yuan") and row[name] is not None else row[name]
            for name in columns
        )
        for row in outcome.rows(register)
    )
