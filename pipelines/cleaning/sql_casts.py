"""The plain forms of values in SQL: what needs no thought is cast inside DuckDB.

A plain text is a strict part of what `values.parse` accepts, and has the same value there; a property test holds
that. The others are left for `values.parse` to decide.
"""

from dataclasses import dataclass

from pipelines.cleaning.values import FREE_KINDS, TEXT_BLANKS, Setting
from pipelines.common.sql import literal
from pipelines.registers.contract import Column

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_BLANKS = ", ".join(literal(blank) for blank in sorted(TEXT_BLANKS))

MACROS = [
    f"""create or replace temp macro id_check_digit(body) as
        substr('10X98765432', (({" + ".join(f"(body // {10 ** (16 - i)} % 10) * {w}" for i, w in enumerate(_ID_WEIGHTS))})
        % 11)::integer + 1, 1)""",
    """create or replace temp macro is_id_number(raw) as
        regexp_full_match(raw, '[1-8]\\d{5}(19|20)\\d{2}(02(0[1-9]|1\\d|2[0-8])|(0[469]|11)(0[1-9]|[12]\\d|30)|'
            || '(0[13578]|1[02])(0[1-9]|[12]\\d|3[01]))\\d{3}[0-9X]')
        -- a lambda, because inside AND the cast would be done again for every digit
        and list_transform([try_cast(substr(raw, 1, 17) as bigint)], lambda body: id_check_digit(body))[1]
            = substr(raw, 18, 1)""",
    """create or replace temp macro cell_address(row, place) as
        if(place > 702, chr(65 + ((place - 703) // 676)::integer), '')
        || if(place > 26, chr(65 + (((place - 27) // 26) % 26)::integer), '')
        || chr(65 + ((place - 1) % 26)::integer) || row""",
]


@dataclass(frozen=True)
class Plain:
    """SQL that tells whether a text is plain, and SQL for the value of one that is."""

    test: str
    value: str

    @property
    def value_or_null(self) -> str:
        return f"case when {self.test} then {self.value} end"


def plain(column: Column, raw: str, setting: Setting) -> Plain | None:
    """The plain form of the column's values read from the expression `raw`; None where there is none."""
    kind = column.kind
    if kind in ("household_id", "phone", "bank_account") or column.pii:
        lengths = "|".join(rf"\d{{{digits}}}" for digits in column.digits)
        return _matching(raw, lengths or r"\d{4,20}")
    if kind in FREE_KINDS:
        test = f"not contains('#=E''', {raw}[1]) and not contains({raw}, chr(65533)) and {raw} not in ({_BLANKS})"
        return Plain(test, raw)
    if kind == "money" and setting.money_unit == "元":
        return _matching(raw, r"\d{1,12}(\.\d{1,2})?", "decimal(18, 2)")
    if kind == "money" and setting.money_unit == "万元":
        test = _matching(raw, r"\d{1,8}(\.\d{1,6})?").test
        return Plain(test, f"({raw}::decimal(18, 6) * 10000)::decimal(18, 2)")
    if kind == "count":
        return _matching(raw, r"\d{1,9}", "bigint")
    if kind == "measure":
        return _matching(raw, r"\d{1,12}(\.\d{1,6})?", "decimal(24, 6)")
    if kind == "year":
        return _matching(raw, r"(19[5-9]|20\d)\d", "integer")
    if kind == "person_id_number":
        return Plain(f"is_id_number({raw})", raw)
    if kind == "flag":
        return Plain(f"{raw} in ('是', '否')", f"{raw} = '是'")
    if kind == "code":
        terms = [literal(term) for synonym, term in setting.terms.items() if synonym == term]
        return Plain(f"{raw} in ({', '.join(terms)})", raw) if terms else None
    return None


def _matching(raw: str, pattern: str, sql_type: str = "varchar") -> Plain:
    return Plain(f"regexp_full_match({raw}, '{pattern}')", f"{raw}::{sql_type}")
