"""Casts of regular spellings in SQL; irregular ones are left for `values.parse`, once for each spelling.

A regular spelling is a strict part of what `values.parse` accepts, and has the same value there; a property test holds
that.
"""

from dataclasses import dataclass

from pipelines.common.measures import MEASURE_UNITS
from pipelines.common.money import WAN
from pipelines.common.private_numbers import ID_WEIGHTS, MAY_BE_PRIVATE, OLD_ID
from pipelines.common.sql import literal
from pipelines.registers.columns import Column
from pipelines.values.context import ParseContext
from pipelines.values.parse import FREE_KINDS, QUOTES, SHOWN_KINDS, TEXT_BLANKS

_NO_FIRST = literal(f"#=E＇{QUOTES}")
"""What an error, a formula or a quote in front of a text begins with."""

MACROS = [
    f"""create or replace macro id_check_digit(body) as
        substr('10X98765432', (({" + ".join(f"(body // {10 ** (16 - i)} % 10) * {w}" for i, w in enumerate(ID_WEIGHTS))})
        % 11)::integer + 1, 1)""",
    """create or replace macro is_id_number(raw) as
        regexp_full_match(raw, '[1-8]\\d{5}(19|20)\\d{2}(02(0[1-9]|1\\d|2[0-8])|(0[469]|11)(0[1-9]|[12]\\d|30)|'
            || '(0[13578]|1[02])(0[1-9]|[12]\\d|3[01]))\\d{3}[0-9X]')
        -- a lambda, because inside AND the cast would be done again for every digit
        and list_transform([try_cast(substr(raw, 1, 17) as bigint)], lambda body: id_check_digit(body))[1]
            = substr(raw, 18, 1)""",
    """create or replace macro is_luhn_number(raw) as
        list_sum(list_transform(string_split(reverse(raw), ''), lambda digit, place: if(place % 2 = 1,
            try_cast(digit as integer), try_cast(digit as integer) * 2 // 10 + try_cast(digit as integer) * 2 % 10)))
            % 10 = 0""",
    f"""create or replace macro is_private_number(raw) as case len(raw)
        when 11 then regexp_full_match(raw, '1[3-9]\\d{{9}}')
        when 15 then regexp_full_match(raw, '{OLD_ID}')
        when 18 then is_id_number(upper(raw)) or (starts_with(raw, '62') and is_luhn_number(raw))
        else len(raw) between 16 and 19 and starts_with(raw, '62') and is_luhn_number(raw) end""",
    # a number that each village, or each township, counts for itself
    """create or replace macro is_local_number(raw) as regexp_full_match(raw, '[0-9]{1,4}(\\.0)?')""",
    """create or replace macro cell_address(row, column_index) as
        if(column_index > 702, chr(65 + ((column_index - 703) // 676)::integer), '')
        || if(column_index > 26, chr(65 + (((column_index - 27) // 26) % 26)::integer), '')
        || chr(65 + ((column_index - 1) % 26)::integer) || row""",
]


@dataclass(frozen=True)
class SqlCast:
    """SQL for whether a spelling is regular, and SQL for its value."""

    test: str
    value: str

    @property
    def value_or_null(self) -> str:
        return f"case when {self.test} then {self.value} end"


def sql_cast(column: Column, raw: str, context: ParseContext) -> SqlCast | None:
    """The cast of the column's regular spellings in the expression `raw`; None where every spelling is irregular."""
    kind = column.kind
    if kind in ("household_id", "phone", "bank_account") or column.pii:
        lengths = "|".join(rf"\d{{{digits}}}" for digits in column.digits)
        return _matching(raw, lengths or r"\d{4,20}")
    if kind in FREE_KINDS and not column.is_name:  # a name may need its characters simplified
        blanks = ", ".join(map(literal, sorted(TEXT_BLANKS.union(column.blanks))))
        test = f"not contains({_NO_FIRST}, {raw}[1]) and not contains({raw}, chr(65533)) and {raw} not in ({blanks})"
        if kind in SHOWN_KINDS:
            test += f" and not (len({raw}) >= 10 and regexp_matches({raw}, '{MAY_BE_PRIVATE}'))"
        return SqlCast(test, raw)
    if kind == "money" and context.money_unit == "元":
        return _matching(raw, r"\d{1,12}(\.\d{1,2})?", "decimal(18, 2)")
    if kind == "money" and context.money_unit == "万元":
        test = _matching(raw, r"\d{1,8}(\.\d{1,6})?").test
        return SqlCast(test, f"({raw}::decimal(18, 6) * {WAN})::decimal(18, 2)")
    if kind == "count":
        return _matching(raw, r"\d{1,9}", "bigint")
    if (
        kind == "measure"
        and MEASURE_UNITS.get(column.argument or "", {}).get(context.measure_unit or "", 1) == 1
    ):
        return _matching(raw, r"\d{1,12}(\.\d{1,6})?", "decimal(24, 6)")
    if kind == "year":
        return _matching(raw, r"(19[5-9]|20\d)\d", "integer")
    if kind == "person_id_number":
        return SqlCast(f"is_id_number({raw})", raw)
    if kind == "flag":
        return SqlCast(f"{raw} in ('是', '否')", f"{raw} = '是'")
    if kind == "code":
        terms = [literal(term) for synonym, term in context.terms.items() if synonym == term]
        return SqlCast(f"{raw} in ({', '.join(terms)})", raw) if terms else None
    return None


def _matching(raw: str, pattern: str, sql_type: str = "varchar") -> SqlCast:
    return SqlCast(f"regexp_full_match({raw}, '{pattern}')", f"{raw}::{sql_type}")
