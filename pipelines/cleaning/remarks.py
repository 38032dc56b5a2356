"""The step that heeds remarks: an amount that its row's remark takes back does not count."""

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.rules import Violation
from pipelines.values.numbers import TAKEN_BACK

_PAID_AFTER_ALL = "补发|已发|已付|已领|已到账|已兑|已支付|重发|代领"


def find_amounts_taken_back(source: SheetSource, cells: str) -> str | None:
    """Cells → taken_back(row, rule, reason_zh, reason_en): rows whose remark takes their amount back; None where none does.

    A remark that it was paid after all takes nothing back, nor is there anything to take where the amount is 0.
    """
    amounts = [column.name for column in source.mapped if column.heeds_remark]
    if not (amounts and source.match.remark):
        return None
    states = " or ".join(f"not regexp_full_match(coalesce({name}, '0'), '0+([.]0+)?')" for name in amounts)
    where = f"""class = 'data' and regexp_matches(remark, '{TAKEN_BACK}')
        and not regexp_matches(remark, '{_PAID_AFTER_ALL}') and ({states})"""
    found = scalar(
        source.db, f"select min(regexp_extract(remark, '{TAKEN_BACK}')) from {cells} where {where}"
    )
    if not found:
        return None
    sentences = Violation("remark_takes_back", {"header": "备注", "found": found}).sentences
    return source.make(
        "taken_back (row, rule, reason_zh, reason_en)",
        f"select row, 'remark_takes_back', {', '.join(map(literal, sentences))} from {cells} where {where}",
    ).partition(" ")[0]
