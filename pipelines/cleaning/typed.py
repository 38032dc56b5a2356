"""The plain forms of values in SQL: what needs no thought is cast inside DuckDB.

Each expression gives the value as DuckDB types it, or NULL for `values.parse` to decide. It accepts a strict
part of what `values.parse` accepts, and gives the same value; a property test holds that.
"""

from pipelines.cleaning.values import FREE_KINDS, TEXT_BLANKS
from pipelines.registers.contract import Column
from pipelines.sql import literal

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_BLANKS = ", ".join(literal(blank) for blank in sorted(TEXT_BLANKS))

MACROS = [
    f"""create or replace temp macro id_check_digit(body) as
        substr('10X98765432', (({" + ".join(f"(body // {10 ** (16 - i)} % 10) * {w}" for i, w in enumerate(_ID_WEIGHTS))})
        % 11)::integer + 1, 1)""",
    """create or replace temp macro is_id_number(raw) as
        regexp_full_match(raw, '[1-8]\\d{5}(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|1\\d|2[0-8])\\d{3}[0-9X]')
        and id_check_digit(try_cast(substr(raw, 1, 17) as bigint)) = substr(raw, 18, 1)""",
    """create or replace temp macro cell_address(row, place) as
        if(place > 702, chr(65 + ((place - 703) // 676)::integer), '')
        || if(place > 26, chr(65 + (((place - 27) // 26) % 26)::integer), '')
        || chr(65 + ((place - 1) % 26)::integer) || row""",
]


def plain(column: Column, raw: str, money_unit: str | None) -> str | None:
    """SQL for the plain form of the column's values read from the expression `raw`; None where there is none."""
    kind = column.kind
    if kind in ("household_id", "phone", "bank_account") or column.pii:
        return f"case when regexp_full_match({raw}, '\\d{{4,20}}') then {raw} end"
    if kind in FREE_KINDS:
        return (
            f"case when not contains('#=E''', {raw}[1]) and not contains({raw}, chr(65533)) "
            f"and {raw} not in ({_BLANKS}) then {raw} end"
        )
    if kind == "money" and money_unit == "元":
        return (
            f"case when regexp_full_match({raw}, '\\d{{1,12}}(\\.\\d{{1,2}})?') then {raw}::decimal(18,2) end"
        )
    if kind == "money" and money_unit == "万元":
        return (
            f"case when regexp_full_match({raw}, '\\d{{1,8}}(\\.\\d{{1,6}})?') "
            f"then ({raw}::decimal(18,6) * 10000)::decimal(18,2) end"
        )
    if kind == "count":
        return f"case when regexp_full_match({raw}, '\\d{{1,9}}') then {raw}::bigint end"
    if kind == "measure":
        return (
            f"case when regexp_full_match({raw}, '\\d{{1,12}}(\\.\\d{{1,6}})?') then {raw}::decimal(24,6) end"
        )
    if kind == "year":
        return f"case when regexp_full_match({raw}, '(19[5-9]|20\\d)\\d') then {raw}::integer end"
    if kind == "person_id_number":
        return f"case when is_id_number({raw}) then {raw} end"
    return None
