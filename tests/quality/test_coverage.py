"""What figures rest on, of deliveries laid out so that it can be counted by hand."""

from tests.support.county import County
from tests.support.coverage import VILLAGES, figures, roll
from tests.support.desk import PERSONS, person


def test_a_village_whose_register_cannot_be_read_has_not_reported(county: County) -> None:
    desk = county.desk()
    desk.csv("行政村.csv", VILLAGES)
    roll(desk, "薛宅村", 1, 2)
    roll(desk, "长岭村", 3)
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (2, 3, 1, 0, 0)
    assert figures(found, "儋州市") == (1, 1, 1, 0, 0)
    assert figures(found, "儋州市/木棠镇/李坊村")[:2] == (0, 1)
    assert figures(found, "儋州市/木棠镇/薛宅村") == (1, 1, None, None, None), (
        "the file may be of any village"
    )


def test_without_a_list_of_villages_nobody_knows_whether_there_is_another(county: County) -> None:
    desk = county.desk()
    roll(desk, "薛宅村", 1)
    roll(desk, "长岭村", 2)
    assert figures(county.select(), "儋州市/木棠镇") == (2, 2, 0, 0, 0)
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    assert figures(county.select(), "儋州市/木棠镇") == (2, None, 1, 0, 0)


def test_a_village_without_rows_has_nobody_where_the_registry_is_whole(county: County) -> None:
    """Two villages of three have rows: 0 persons in the third, unless a file that cannot be read may be its own."""
    desk = county.desk()
    desk.csv("行政村.csv", VILLAGES)
    roll(desk, "薛宅村", 1)
    roll(desk, "长岭村", 5)
    found = county.select()
    assert figures(found, "儋州市/木棠镇") == (3, 3, 0, 0, 0)
    assert found.marts()["poverty_incidence"].count(("village", 0, 0)) == 1
    desk.write("花名册李坊村.xlsx", b"PK torn off")
    assert county.select().marts()["poverty_incidence"].count(("village", None, None)) == 1


def test_a_file_that_may_be_of_either_register_behind_a_mart_is_one_sheet(county: County) -> None:
    """Incidence rests on the registry and the list of villages."""
    desk = county.desk()
    desk.csv("行政村.csv", VILLAGES)
    roll(desk, "薛宅村", 1)
    desk.write("新建.xlsx", b"PK torn off")
    desk.csv(
        "花名册长岭村.csv", [PERSONS, person(5, 行政村="长岭村"), person(6, 行政村="长岭村", 证件号码="1")]
    )
    rests_on = {
        (row["area_level"], row["sheets_set_aside"], row["rows_set_aside"])
        for row in county.select().incidence
        if row["area_level"] != "village"
    }
    assert rests_on == {("county", 1, 1), ("township", 1, 1)}
