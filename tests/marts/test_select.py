"""The tables of a SELECT are those that it names, wherever it names them."""

import pytest
import sqlglot
from sqlglot import exp

from pipelines.catalogue.tables import Catalogue
from pipelines.marts.select import NotASelect, tables_read


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("select 1", set()),
        ("from clean.persons", {"clean.persons"}),
        ("select * from a join policy.b on a.x = b.x, c", {"a", "policy.b", "c"}),
        ("with a as (select * from b) select * from a, clean.a", {"b", "clean.a"}),
        ("with a as (with b as (from c) from b) select (select max(n) from d) from a", {"c", "d"}),
        ("select 1 where exists (from a where x in (select x from b)) union all by name from c", {"a", "b", "c"}),
        ("with recursive a as (select 1 as n union all select n + 1 from a, b) from a", {"b"}),
        ("""select '"type":"BASE_TABLE"' as text, 'from x' as 乙 from "乙"  -- from y""", {"乙"}),
    ],
)  # fmt: skip
def test_tables_are_those_of_every_part(sql: str, tables: set[str]) -> None:
    assert tables_read(sql) == tables


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1\nfrom b where (c = '甲'\ngroup by c", 'line 3: syntax error at or near "group"'),
        ("select 1,\n 'a", "line 2: unterminated"),
        ("select 1; select 2", "2 statements"),
        ("create table a as select 1", "Only SELECT"),
        ("", "0 statements"),
    ],
)
def test_what_is_no_select_is_named_with_its_line(sql: str, message: str) -> None:
    with pytest.raises(NotASelect, match=message):
        tables_read(sql)


def test_sqlglot_finds_the_same_in_every_mart(catalogue: Catalogue) -> None:
    """By it marts come to Spark, and columns to the dictionary."""
    for mart in [*catalogue.marts.values(), catalogue.reconciliation, catalogue.scorecard]:
        tree = sqlglot.parse_one(mart.sql, dialect="duckdb")
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        named = {f"{one.db}.{one.name}".lstrip(".") for one in tree.find_all(exp.Table)}
        assert tables_read(mart.sql) == named - own, mart.name
