"""The key of an area is never NULL, and no two areas share one."""

import duckdb

from pipelines.registers.areas import AREA_KEY_COLUMNS, areas_of


def test_keys_of_rows_with_and_without_names() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""select {AREA_KEY_COLUMNS} from (values ('县', '镇', '村'), (null, '镇', null), (null, null, null),
                ('县', '镇/村', null)) as t(county, township, village)"""
        ).fetchall()
    assert rows == [
        ("县/镇/村", "县/镇", "县"),
        ("-/镇/-", "-/镇", "-"),
        ("-/-/-", "-/-", "-"),
        ("县/镇／村/-", "县/镇／村", "县"),
    ]


def test_every_level_that_a_row_names_is_an_area_once() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"""create schema clean; create view clean.people as select *, {AREA_KEY_COLUMNS}
                from (values ('县', '镇', '村'), ('县', '镇', null), ('县', '镇', '村')) as t(county, township, village)"""
        )
        found = connection.execute(areas_of(["people"])).fetchall()
    assert sorted((row[0], row[1]) for row in found) == [
        ("县", "county"), ("县/镇", "township"), ("县/镇/村", "village"),
    ]  # fmt: skip
