"""The marts keep to SQL that means the same on Spark, and each construct that does not is found."""

import re

import pytest
import sqlglot

from pipelines.marts.loading import FOLDER
from pipelines.marts.mart import Mart
from pipelines.marts.portable import unportable
from tests.support.catalogues import all_marts

FORBIDDEN = [
    ("PIVOT", "pivot t on a using sum(b)"),
    ("PIVOT", "unpivot t on a, b into name n value v"),
    ("ASOF", "select * from a asof join b on a.day >= b.day"),
    ("COLUMNS", "select columns('.*_yuan') from t"),
    (r"\* REPLACE", "select * replace (a + 1 as a) from t"),
    ("quantile_cont", "select quantile_cont(a, 0.5) from t"),
    ("VALUES", "select a, b from t cross join (values (1), (2)) as u (b)"),
    ("SAMPLE", "select * from t using sample 10%"),
    ("same names", "select a, b from t union all select b, a from t"),
    ("same names", "select a from t union all select b as a from t union all select 1 from t"),
    ("fractions", "select sum(a * 1e0 / nullif(b, 0)) from t"),
    ("avg", "select avg(a) from t"),
    ("//", "select a // 2 from t"),
    ("exact numbers", "select sum(a) / nullif(sum(b), 0) from t"),
    ("denominator", "select sum(a) * 1e0 / sum(b) from t"),
    ("cast to an integer", "select cast(a * 1e0 / nullif(b, 0) as integer) from t"),
    ("USING", "select a, t.b from t join u using (b)"),
    ("USING", "select t.*, c from t join u using (b)"),
    ("NULL of no type", "select null as a, b from t union all select a, b from u"),
    ("NULLs", "select a from t order by a nulls first, b"),
    ("NULLs", "select rank() over (partition by a order by b desc) from t order by a nulls last"),
    ("NULLs", "select sum(b) over (order by coalesce(a, b) rows between 1 preceding and current row) from t"),
    ("NULLs", "select a from t order by a limit 1"),
]

ALLOWED = [
    "select *, b, t.a from t join u using (b)",
    "select t.*, t.b, cast(null as bigint) as d from t join u on t.b = u.b",
    "select a, b from t union all select b as a, null as b from t",
    "select sum(a) * 1e0 / nullif(sum(b), 0) from t",
    "select cast(a as double) / nullif(b, 0), a * 1e0 / 4 from t",
    "select cast(round(a * 1e0 / nullif(b, 0)) as integer) from t",
    "select percentile_cont(0.5) within group (order by a nulls last) from t",
    "select sum(a) over (partition by b order by coalesce(c, d) asc nulls first, e nulls last) from t",
    "select a from t order by case when b then a end desc nulls last, a nulls first limit 1",
]


@pytest.mark.parametrize("mart", all_marts().values(), ids=all_marts())
def test_a_mart_is_portable(mart: Mart) -> None:
    assert unportable(mart.select) == []
    assert sqlglot.transpile(
        mart.select, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )


@pytest.mark.parametrize(("named", "sql"), FORBIDDEN)
def test_what_spark_answers_otherwise_is_found(named: str, sql: str) -> None:
    found = unportable(sql)
    assert len(found) == 1, found
    assert re.search(named, found[0]), found


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_means_the_same_is_allowed(sql: str) -> None:
    assert unportable(sql) == []


def test_a_mart_is_short() -> None:
    """A SELECT, or one of its steps, is read on one screen."""
    lines = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in FOLDER.rglob("*.sql")}
    assert {name: count for name, count in lines.items() if count > 60} == {}
    assert sum(lines.values()) <= 75 * len(all_marts()), "what marts have in common belongs into one step"
