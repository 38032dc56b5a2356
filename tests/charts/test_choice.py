"""The area and the year of which a release knows most."""

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.charts.choice import choose

ROWS = """
create table poverty_incidence as select * from (values
    ('village', '甲县', '小镇', 2019, 0.1), ('village', '甲县', '小镇', 2018, 0.1), ('village', '甲县', '小镇', 2020, null),
    ('village', '甲县', '大镇', 2017, 0.2), ('village', '甲县', '大镇', 2018, 0.2), ('county', '甲县', null, 2019, 0.1),
    ('village', null, '远镇', 2021, 0.3)
) as t(area_level, county, township, year, incidence_rate);
create table exits_by_year as select area_level, county, township, year as exit_year, 1 as households
    from poverty_incidence where township = '大镇';
create table fund_execution as select 'county' as area_level, '甲县' as county, null::varchar as township, 2019 as year,
    5 as paid_yuan;
create table dividend_payouts as select area_level, county, township, year as payout_year, 1 as paid_yuan
    from poverty_incidence where false;
"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(ROWS)
        yield con


@pytest.mark.parametrize(
    ("mart", "known", "given", "chosen"),
    [
        # 小镇 has more rows of incidence; 大镇 has rows in two of the headline marts
        ("poverty_incidence", "incidence_rate", (None, None, None), ("甲县", "大镇", 2018)),
        ("poverty_incidence", "incidence_rate", (None, "小镇", None), (None, "小镇", 2019)),
        ("poverty_incidence", "incidence_rate", (None, "小镇", 2018), (None, "小镇", 2018)),
        ("poverty_incidence", "incidence_rate", ("甲县", None, None), ("甲县", None, 2019)),
        ("fund_execution", "paid_yuan", (None, None, None), ("甲县", None, 2019)),
        ("dividend_payouts", "paid_yuan", (None, None, None), (None, None, None)),
    ],
)
def test_what_nobody_chose_is_what_is_known_best(
    con: duckdb.DuckDBPyConnection, mart: str, known: str, given: tuple, chosen: tuple
) -> None:
    by = "payout_year" if mart == "dividend_payouts" else "year"
    assert choose(con, mart, known, *given, by=by) == chosen


def test_what_was_chosen_is_told(con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]) -> None:
    assert choose(con, "exits_by_year", "households", by=None) == ("甲县", "大镇", None)
    choose(con, "dividend_payouts", "paid_yuan", by="payout_year")
    told, nothing = capsys.readouterr().out.splitlines()
    assert told.startswith("显示的是 甲县 大镇；") and "没有" in nothing
