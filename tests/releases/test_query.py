"""One SELECT on a release is answered; all else is refused in a sentence."""

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.releases.query import answer


@pytest.mark.parametrize(
    "sql", ["select 42", "from (values (42))", "with a as (select 42) from a", "values (42)"]
)
def test_a_query_is_answered(sql: str) -> None:
    with duckdb.connect() as release, answer(release, sql) as rows:
        assert rows.fetchall() == [(42,)]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select 1; select 2", "2 statements; expected one SELECT"),
        ("", "0 statements"),
        ("create table t (n integer)", "found CREATE. Nothing was changed"),
        ("selec 1", "was not understood"),
        ("from nowhere", "was not understood"),
    ],
)
def test_all_else_is_one_sentence(sql: str, message: str) -> None:
    with (
        duckdb.connect() as release,
        pytest.raises(UserError, match=message),
        answer(release, sql) as rows,
    ):
        rows.fetchall()


def test_files_are_out_of_reach() -> None:
    with (
        duckdb.connect(config={"enable_external_access": "false"}) as release,
        pytest.raises(UserError, match="reaches for a file"),
        answer(release, "from read_csv('/etc/hostname')") as rows,
    ):
        rows.fetchall()
