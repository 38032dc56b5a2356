"""The keys of a row and of its household: no two places share one, and nobody is counted where none is named."""

import duckdb

from pipelines.registers.row_keys import row_keys

HEAD = {"household_id", "head_person_id", "head_name"}
PLACES = """(values ('镇', '2018', '表.xlsx', '表1', 12, null, null, '王某'),
    ('镇', '2018', '表.xlsx', '表11', 2, null, null, '王某'),
    ('镇', '2018', '表.csv', '', 2, 'h1', 'k1', '王某'), ('镇', '2018', '表.csv', '', 3, null, 'k1', '王某'),
    ('镇', '2018', '表.csv', '', 4, null, null, null))
    as rows(unit, period, file, sheet, row, household_id, head_person_id, head_name)"""


def _keys(name: str) -> list[str | None]:
    sql, _ = row_keys(HEAD, is_stock=True)[name]
    with duckdb.connect() as connection:
        return [key for (key,) in connection.execute(f"select {sql} from {PLACES}").fetchall()]


def test_a_place_has_a_key_of_its_own() -> None:
    assert _keys("row_key") == [
        "镇/2018/表.xlsx/表1/12", "镇/2018/表.xlsx/表11/2", "镇/2018/表.csv//2", "镇/2018/表.csv//3", "镇/2018/表.csv//4",
    ]  # fmt: skip


def test_a_household_is_its_number_else_its_head_else_the_row_that_names_one() -> None:
    assert _keys("household_key") == ["镇/2018/表.xlsx/表1/12", "镇/2018/表.xlsx/表11/2", "h1", "k1", None]


def test_of_events_nobody_knows_whether_heads_of_one_name_are_one() -> None:
    assert [*row_keys(HEAD, is_stock=False)] == ["row_key"]


def test_a_register_without_heads_has_no_key_of_households() -> None:
    assert [*row_keys({"household_id", "person_id"}, is_stock=True)] == ["row_key"]
