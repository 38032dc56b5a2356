"""A mart that is not as it should be is named, with what to mend."""

from pathlib import Path

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.marts.loading import load_marts

COUNTING = """
title: 表
description: 一张表。
grain: 一行
key: []
computed: 数出来。
columns:
  - {name: households, title: 户数, type: BIGINT, unit: 户, description: 户数。}
  - {name: year, title: 年度, type: INTEGER, description: 年度。}
"""
DESCRIBED = "{title: 表, description: 一张表。, grain: 一行, key: [], computed: 数出来。, columns: []}"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.sql": "select 1"}, r"a\.sql has no description; expected a\.yml beside it\.$"),
        ({"a.sql": "select 1", "a.yml": "title: 表"}, r"a\.yml: description: Field required\.$"),
        ({"a.sql": "select 1", "a.yml": "{"}, r"a\.yml: not a description of a mart \(.+\)\.$"),
        (
            {"a.sql": "select 1\nfrom b where (c = 1\ngroup by c", "a.yml": DESCRIBED},
            r"a\.sql: not a SELECT \(line 3: syntax error at or near \"group\"\)\.$",
        ),
        ({"a.sql": "select 'a", "a.yml": DESCRIBED}, r"a\.sql: not a SELECT \(.+\)\.$"),
        (
            {"x/a.sql": "select 1", "x/a.yml": DESCRIBED, "y/a.sql": "select 2", "y/a.yml": DESCRIBED},
            r"y/a\.sql: another group has a mart a; expected a name of its own\.$",
        ),
        (
            {"groups.yml": "x: 甲\nz: 丙", "y/a.sql": "select 1", "y/a.yml": DESCRIBED},
            r"y/a\.sql: expected in a folder that groups\.yml names: x, z\.$",
        ),
        (
            {"groups.yml": "x: 甲", "a.sql": "select 1", "a.yml": DESCRIBED},
            r"a\.sql: expected in a folder that groups\.yml names: x\.$",
        ),
        (
            {"x/a.sql": "select * from steps.b", "x/a.yml": DESCRIBED},
            r"a\.sql reads steps\.b; expected steps/b\.sql in a group\.$",
        ),
        (
            {"a.sql": "select * from steps.b", "a.yml": DESCRIBED, "steps/b.sql": "select * from steps.b"},
            r"a\.sql reads steps\.b; expected steps/b\.sql in a group\.$",
        ),
        (
            {"a.sql": "select 1", "a.yml": DESCRIBED.replace("[]}", "[{use: bogus}]}")},
            r"a\.yml: not a description of a mart \(columns\.yml has no bogus\)\.$",
        ),
        (
            {"a.sql": "select 1", "a.yml": DESCRIBED.replace("[]}", "[{use: year, title: 资金年度}]}")},
            r"a\.yml: not a description of a mart \(title of year is set in columns\.yml\)\.$",
        ),
        (
            {"a.sql": "from b", "b.sql": "from a", "a.yml": DESCRIBED, "b.yml": DESCRIBED},
            r"^The marts a, b read each other in a circle\.$",
        ),
    ],
)
def test_a_faulty_mart_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_marts(tmp_path)


@pytest.mark.parametrize(
    ("disclosure", "message"),
    [
        (
            "",
            r"a\.yml: as a whole: households counts 户, 人 or 户次; expected disclosure, \{\} where its counts follow ",
        ),
        (
            "disclosure: {never: [persons]}",
            r"a\.yml: as a whole: disclosure names persons, which is not a column\.$",
        ),
        ("disclosure: {none: [households]}", r"a\.yml: disclosure\.none: Extra inputs are not permitted\.$"),
        ("disclosure: {after: {gone: year}}", r"^a\.yml: disclosure names gone, which is not a mart\.$"),
        (
            "disclosure: {sums: [{mart: b, by: [year], columns: {households: persons}}]}",
            r"^a\.yml: disclosure names persons, which is not a column of b\.$",
        ),
    ],
)
def test_a_mart_that_counts_states_what_may_be_disclosed(
    tmp_path: Path, disclosure: str, message: str
) -> None:
    """It names existing columns and marts."""
    for name, text in {"a": disclosure, "b": "disclosure: {}"}.items():
        (tmp_path / f"{name}.sql").write_text("select 1", encoding="utf-8")
        (tmp_path / f"{name}.yml").write_text(COUNTING + text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_marts(tmp_path)


def test_every_mart_with_counts_has_disclosure() -> None:
    counting = {
        name: mart.disclosure
        for name, mart in load_marts().items()
        if any(column.unit in ("户", "人", "户次") for column in mart.columns)
    }
    assert {"exits_by_year", "dividend_payouts"} <= counting.keys() and None not in counting.values()


@pytest.mark.parametrize(
    "sql", ["with c as (select n + 1 as n from steps.b)\nselect n from c", "select n + 1 as n from steps.b"]
)
def test_a_step_becomes_part_of_the_select(tmp_path: Path, sql: str) -> None:
    (tmp_path / "x" / "steps").mkdir(parents=True)
    (tmp_path / "x" / "a.sql").write_text(sql, encoding="utf-8")
    (tmp_path / "x" / "a.yml").write_text(DESCRIBED, encoding="utf-8")
    (tmp_path / "x" / "steps" / "b.sql").write_text(
        "-- two\nselect n + 1 as n from steps.d", encoding="utf-8"
    )
    (tmp_path / "x" / "steps" / "d.sql").write_text("select 40 as n", encoding="utf-8")
    mart = load_marts(tmp_path)["a"]
    with duckdb.connect() as db:
        assert db.execute(mart.sql).fetchall() == [(42,)]
    assert mart.reads == frozenset()


def test_a_name_has_one_title_unit_and_type() -> None:
    message: dict[str, set[tuple]] = {}
    for mart in load_marts().values():
        for column in mart.columns:
            message.setdefault(column.name, set()).add((column.title, column.unit, column.type))
    assert {name: reported for name, reported in message.items() if len(reported) > 1} == {}


def test_a_title_names_one_column_of_a_mart() -> None:
    """The views in Chinese name their columns by titles."""
    for mart in load_marts().values():
        titles = [column.title for column in mart.columns]
        assert len(titles) == len({*titles}), mart.name


def test_a_step_that_two_marts_read_is_a_table_of_both(tmp_path: Path) -> None:
    """b and d are read by both, e by one alone."""
    (tmp_path / "x" / "steps").mkdir(parents=True)
    steps = {
        "b": "select n + 1 as n from steps.d",
        "d": "select 40 as n",
        "e": "select n + 2 as n from steps.b",
    }
    for name, sql in steps.items():
        (tmp_path / "x" / "steps" / f"{name}.sql").write_text(sql, encoding="utf-8")
    for name, sql in {"a": "select n + 1 as n from steps.b", "c": "select n from steps.e"}.items():
        (tmp_path / "x" / f"{name}.sql").write_text(sql, encoding="utf-8")
        (tmp_path / "x" / f"{name}.yml").write_text(DESCRIBED, encoding="utf-8")
    marts = load_marts(tmp_path)
    assert [[step.name for step in mart.steps] for mart in marts.values()] == [["d", "b"]] * 2
    assert {mart.query.reads for mart in marts.values()} == {frozenset({"steps.b"})}
    with duckdb.connect() as db:
        assert [db.execute(mart.sql).fetchall() for mart in marts.values()] == [[(42,)], [(43,)]]
        db.execute("create schema steps")
        for step in marts["a"].steps:
            db.execute(f"create view {step.table} as {step.sql}")
        assert [db.execute(mart.own_sql).fetchall() for mart in marts.values()] == [[(42,)], [(43,)]]
