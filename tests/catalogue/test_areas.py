"""Areas are named by their levels, and hold the rows of what lies in them."""

import duckdb

from pipelines.catalogue.areas import Area


def test_an_area_is_of_the_lowest_level_that_is_named() -> None:
    village = Area("儋州市", "木棠镇", "薛宅村")
    assert (village.level, village.name, village.label) == ("village", "薛宅村", "儋州市·木棠镇·薛宅村")
    assert (Area("", "木棠镇").level, Area("", "木棠镇").is_top) == ("township", True)
    assert not village.is_top


def test_an_area_holds_its_own_rows_and_those_below() -> None:
    rows = """(values ('儋州市', '木棠镇', '薛宅村'), ('儋州市', '木棠镇', null), ('儋州市', null, null),
        (null, '木棠镇', null)) as t(county, township, village)"""

    def held(area: Area) -> int:
        condition, values = area.holds()
        with duckdb.connect() as connection:
            [(count,)] = connection.execute(
                f"select count(*) from {rows} where {condition}", values
            ).fetchall()
        return count

    assert held(Area("儋州市")) == 3
    assert held(Area("儋州市", "木棠镇")) == 2
    assert held(Area("", "木棠镇")) == 1, "a township of no known county is another"
