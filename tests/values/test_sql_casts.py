"""Plain values are cast in SQL as the parser would parse them."""

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.registers.columns import SQL_TYPES
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from pipelines.values.sql_casts import MACROS, sql_cast
from tests.support.values import births, column
from tests.synthetic.people import with_check_digit


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        yield connection


KINDS = [*sorted(set(SQL_TYPES) - {"code", "measure"}), "measure(months)", "code(relations)"]


texts = st.one_of(
    st.text(st.sampled_from("0123456789.,-+%元万户人年月日X*()=#E' 一二十村无约"), max_size=20),
    st.integers(0, 10**20).map(str),
    st.decimals(0, 10**13, places=2).map(lambda number: f"{number:f}"),
    st.dates().map(str),
    st.text(max_size=8),
    st.builds(
        lambda area, day, tail: with_check_digit(f"{area}{day:%Y%m%d}{tail:03}"),
        st.integers(110000, 659999), births, st.integers(0, 999),
    ),
)  # fmt: skip


@pytest.mark.parametrize("money_unit", ["元", "万元", None])
@given(text=texts)
def test_plain_forms_agree_with_the_parser(sql, text, money_unit):
    """What SQL casts by itself equals the parser's value; the parser's value always casts."""
    text = text.strip(" \t\u3000\u00a0")
    assume(text and "\0" not in text)
    context = ParseContext(money_unit=money_unit)
    parsed, casts, forms = [text], [], []
    for number, kind in enumerate(KINDS, start=2):
        of = column(kind, digits=(7, 11) if kind == "phone" else ())
        try:
            parsed.append(parse(of, text, context))
        except InvalidValue:
            parsed.append(None)
        casts.append(f"${number}::{of.sql_type}")
        form = sql_cast(of, "raw", context)
        forms.append(form.value_or_null if form else "null")
    answer = sql.execute(f"select {', '.join(forms + casts)} from (select $1 as raw)", parsed).fetchone()
    for kind, by_sql, by_parser in zip(KINDS, answer, answer[len(KINDS) :], strict=False):
        assert by_sql is None or by_sql == by_parser, (kind, text)
