"""A mart's SELECT is brought to Spark's dialect: names of tables, texts put together, windows and QUALIFY."""

import sys
from unittest.mock import MagicMock

import pytest
import sqlglot

from pipelines.common.errors import UserError
from pipelines.engines.spark import SPARK, in_spark
from pipelines.marts.mart import Mart, Query
from tests.support.catalogues import all_marts


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select persons.a from clean.persons", "SELECT persons.a FROM clean__persons AS persons"),
        ("select p.a from clean.persons as p", "SELECT p.a FROM clean__persons AS p"),
        ("with own as (select 1 as a) select a from own", "WITH own AS (SELECT 1 AS a) SELECT a FROM own"),
        (
            "select sum(a) over w as s from clean.persons as p window w as (partition by b)",
            "SELECT SUM(a) OVER (PARTITION BY b) AS s FROM clean__persons AS p",
        ),
        (
            "select max(a) over (w order by c nulls first) as m from clean.persons as p window w as (partition by b)",
            "SELECT MAX(a) OVER (PARTITION BY b ORDER BY c) AS m FROM clean__persons AS p",
        ),
        (
            "select a from clean.persons as p qualify b = 1 order by a nulls first",
            "SELECT a FROM (SELECT a, b = 1 AS is_kept_0 FROM clean__persons AS p) AS chosen WHERE is_kept_0 ORDER BY a",
        ),
        (
            "with a as (select * from clean.p qualify b) select b from a",
            "WITH a AS (SELECT * FROM (SELECT *, b AS is_kept_1 FROM clean__p AS p) AS chosen WHERE is_kept_1) SELECT b FROM a",
        ),
    ],
)
def test_a_select_in_sparks_dialect(sql: str, expected: str) -> None:
    assert in_spark(sql, frozenset({"clean.persons", "clean.p"})) == expected


def test_a_number_in_a_text_is_written_out() -> None:
    """Spark takes the empty text that stands for NULL beside a number for a number, and fails."""
    assert "COALESCE(CAST(b AS STRING), '')" in in_spark("select concat('a', b) from t", frozenset())


@pytest.mark.parametrize("mart", all_marts().values(), ids=all_marts())
def test_a_mart_keeps_nothing_that_spark_does_not_know(mart: Mart) -> None:
    for query in (mart.query, *(step.query for step in mart.steps)):
        tree = sqlglot.parse_one(in_spark(query.select, query.reads), dialect="spark")
        for select in tree.find_all(sqlglot.exp.Select):
            assert not select.args.get("qualify")
            assert not select.args.get("windows")


def test_a_machine_without_spark_is_told_how_to_get_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UserError, match="make spark"):
        SPARK.write(Query("a", "select 1 as a", frozenset()), MagicMock(), tmp_path / "a")
