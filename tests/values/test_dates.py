"""Years, months and days in every spelling of which only one reading is possible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse
from tests.support.catalogues import all_registers
from tests.support.values import AS_TYPED, rule, value


@given(st.dates(date(1958, 1, 1), date(2089, 12, 31)), AS_TYPED)
def test_dates(day, typed):
    forms = [
        day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{day:%Y年%m月%d日}", f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", f"{day} 00:00:00",
        str((day - date(1899, 12, 30)).days),
    ]  # fmt: skip
    for form in forms:
        assert value("date", typed(form)) == day.isoformat(), form
        assert value("month", typed(form)) == day.isoformat()[:8] + "01", form


def test_a_day_may_state_its_half():
    assert value("date", "2022年2月15日上午") == "2022-02-15"
    assert rule("date", "15日上午") == "not_a_date"


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), AS_TYPED)
def test_months(day, typed):
    first = day.isoformat()[:8] + "01"
    forms = [
        f"{day:%Y%m}",
        f"{day:%Y-%m}",
        f"{day:%Y/%m}",
        f"{day:%Y年%m月}",
        f"{day.year}年{day.month}月",
        f"{day:%Y年%m月份}",
    ]
    if day.month != 10:
        forms += [f"{day:%Y.%m}", *([f"{day.year}.{day.month}"] if day.month != 1 else [])]
    for form in forms:
        assert value("month", typed(form)) == first, form
        assert value("year", typed(form)) == str(day.year), form


def test_ambiguous_months():
    assert rule("month", "2018.1") == "ambiguous_month"
    assert value("month", "2018.10") == "2018-10-01"
    for text in ("20181", "2018-13", "2018", "11月下旬", "2018年上半年", "12"):
        assert rule("month", text) == "not_a_month"


@given(st.integers(1949, 2099), AS_TYPED)
def test_years(year, typed):
    for form in (f"{year}", f"{year}年", f"{year}年度", f"{year}.0", f"{year}-12-31"):
        assert value("year", typed(form)) == str(year), form


@pytest.mark.parametrize(
    ("text", "year"),
    [("2016年底", "2016"), ("2016 年年底", "2016"), ("2017年末", "2017"),
     ("17年", "2017"), ("20 年", "2020"), ("10年度", "2010"), ("26年底", "2026")],
)  # fmt: skip
def test_years_that_are_plain_in_other_words(text, year):
    assert value("year", text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019年脱贫", "2019"),
        ("2018年已脱贫", "2018"),
        ("19年底脱贫", "2019"),
        ("二〇一九年退出", "2019"),
        ("2019年度脱贫", "2019"),
    ],
)
def test_years_with_the_word_of_their_column(text, year):
    column = Column(
        name="exit_year", type="year", title="脱贫年度", headers=("退出时间",), description="A column."
    )
    assert parse(column, text, ParseContext()) == year
    assert rule("year", text) == "not_a_year"


def test_chinese_dates():
    assert value("date", "二〇一八年十二月三日") == "2018-12-03"
    assert value("date", "二零二〇年十月三十一日") == "2020-10-31"
    assert value("month", "二〇一八年一月") == "2018-01-01"
    assert value("year", "二〇一八年") == "2018"
    assert rule("date", "二〇一八年二月三十日") == "not_a_date"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("2014-2015", "range_value"),
        ("2016年—2018年", "range_value"),
        ("1905", "not_a_year"),
        ("18", "not_a_year"),
        ("09年", "not_a_year"),
        ("27年", "not_a_year"),
        ("2018年前后", "not_a_year"),
        ("20118", "not_a_year"),
        ("十三五", "not_a_year"),
    ],
)
def test_years_that_are_none(text, broken):
    assert rule("year", text) == broken


@pytest.mark.parametrize("text", ["2018-02-30", "12/31/2018", "31/12/2018", "2018年12月", "6月1-4日", "去年"])
def test_dates_that_are_none(text):
    assert rule("date", text) == "not_a_date"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年6月", "2022-06-01", "2022-06-30"),
        ("2024.02", "2024-02-01", "2024-02-29"),
        ("202212", "2022-12-01", "2022-12-31"),
        ("2022年1月15日", "2022-01-15", "2022-01-15"),
        ("2022.1-2023.10", "2022-01-01", "2023-10-31"),
        ("2022年7月至12月", "2022-07-01", "2022-12-31"),
        ("2022-05-01--2023-04-30", "2022-05-01", "2023-04-30"),
        ("2022.1-至今", "2022-01-01", None),
    ],
)
def test_a_month_is_its_first_or_its_last_day_where_the_contract_says_so(text, first, last):
    for of_month, day in (("first", first), ("last", last)):
        fields = {"name": "x", "type": "date", "title": "列", "description": "A column."}
        dated = Column.model_validate(fields | {"of_month": of_month})
        assert parse(dated, text, ParseContext()) == day


@pytest.mark.parametrize(("text", "first", "last"), [("2022年6月底", None, "2022-06-30"), ("2022.6月末", None, "2022-06-30"),
    ("2022年6月初", "2022-06-01", None)])  # fmt: skip
def test_an_edge_of_a_month_is_its_day_where_the_contract_wants_that_edge(text, first, last):
    for of_month, day in (("first", first), ("last", last)):
        fields = {
            "name": "x",
            "type": "date",
            "title": "列",
            "description": "A column.",
            "of_month": of_month,
        }
        dated = Column.model_validate(fields)
        if day:
            assert parse(dated, text, ParseContext()) == day
        else:
            with pytest.raises(InvalidValue):
                parse(dated, text, ParseContext())


def test_a_loan_may_be_due_in_a_month():
    due_on = all_registers()["loans"].by_name["due_on"]
    assert parse(due_on, "2024-03", ParseContext()) == "2024-03-31"


def test_what_goes_on_has_no_last_day():
    fields = {
        "name": "x",
        "type": "date",
        "title": "离任日期",
        "description": "A column.",
        "of_month": "last",
    }
    assert parse(Column.model_validate(fields), "至今", ParseContext()) is None


QUARTER, TWO_YEARS = (date(2021, 4, 1), date(2021, 6, 30)), (date(2020, 1, 1), date(2021, 12, 31))


def test_a_month_and_a_day_are_of_the_year_in_which_the_period_has_them():
    assert value("date", "4月3日", days=QUARTER) == "2021-04-03"
    assert value("date", "5月1号", days=QUARTER) == "2021-05-01"


@pytest.mark.parametrize("days", [None, TWO_YEARS, (date(2021, 7, 1), date(2021, 9, 30))])
def test_a_month_and_a_day_of_no_certain_year_are_no_day(days):
    assert rule("date", "4月3日", days=days) == "not_a_date"


@pytest.mark.parametrize("day", ["1900-01-00", "1900-01-01", "1899-12-31"])
def test_days_0_and_1_of_excel_are_not_days(day):
    assert rule("date", day) == "not_a_date"
