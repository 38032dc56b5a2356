"""Step: set aside rows whose amounts are in 万元 among rows in yuan: 30 among 400000 and 350000."""

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.common.money import WAN
from pipelines.rules import Violation

_GAP = 1_000
"""So many times the largest amount in 万元 is the smallest in yuan: amounts in yuan alone have no such gap."""
_SPREAD = 3
"""So many times beyond the others may an amount in 万元 lie, once it is read as such."""


def find_amounts_in_wan(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → amounts_in_wan(row, rule, reason_zh, reason_en): rows of which the largest amount is a thousandth of that of
    all others, of which there are no fewer, and as many 万元 would be one of theirs. None where there are none.

    Amounts that a row can do without say nothing, nor do those that state their unit themselves.
    """
    columns = [
        column
        for column in source.mapped
        if column.kind == "money"
        and column.name in source.register.essential
        and not column.is_per_unit
        and source.contexts[column.name].money_unit == "元"
    ]
    if not columns:
        return None
    amounts = ", ".join(
        f"if(regexp_full_match(cells.{one.name}, '[0-9,.]+'), {value_sql(source, irregular, one, is_data=True)}, null)"
        for one in columns
    )
    largest = source.make(
        "largest_amounts",
        f"""select row, amount from (
                select cells.row, greatest({amounts}) as amount from {cells} as cells {irregular.joins} where class = 'data'
            ) where amount > 0""",
    )
    limit = source.db.execute(
        f"""select amount from (select amount, lead(amount) over (order by amount) as next from {largest})
            where next >= {_GAP} * amount order by amount limit 1"""
    ).fetchone()
    if limit is None:
        return None
    reason = reason_columns(Violation("amount_in_wan", {"titles": tuple(one.title for one in columns)}))
    return source.make(
        "amounts_in_wan",
        f"""with sides as (select *, amount <= {limit[0]} as is_small from {largest}),
            others as (
                select min(amount) / {_SPREAD} as least, max(amount) * {_SPREAD} as most, count(*) as rows
                from sides where not is_small
            )
            select row, {reason} from sides, others
            where is_small and amount * {WAN} between least and most
                and (select count(*) from sides where is_small) <= others.rows""",
    )
