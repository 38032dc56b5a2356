"""How long a list holds: villages that report in turn, parts of a list, lists of partners."""

import pytest

from tests.support.county import County
from tests.support.desk import PERSONS, person

VILLAGE = "county: 儋州市\ntownship: 木棠镇\nvillage: {}\n"


def registered(county: County) -> dict[tuple[str, int], int]:
    """Persons of the registry by level and year."""
    found: dict[tuple[str, int], int] = {}
    for row in county.select().registry:
        key = row["village"] or row["township"] or row["county"], row["year"]
        found[key] = found.get(key, 0) + row["persons"]
    return found


def send(county: County, village: str, period: str, *numbers: int, **notes) -> None:
    """The roll of one village, sent by the village itself: one person for each number."""
    desk = county.desk(village, period, VILLAGE.format(village))
    desk.csv(
        "名单.csv",
        [PERSONS, *(person(n, 人数="1", 行政村=village, 户编号=f"46900300{n:05}") for n in numbers)],
    )


def test_villages_that_report_in_different_months_make_up_their_township(county):
    """薛宅村 lists two in June, 长岭村 one in December: three persons are on the township's registry."""
    send(county, "薛宅村", "2018-06", 1, 2)
    send(county, "长岭村", "2018-12", 5)
    assert registered(county) == {
        ("薛宅村", 2018): 2, ("长岭村", 2018): 1, ("木棠镇", 2018): 3, ("儋州市", 2018): 3,
    }  # fmt: skip


def test_village_that_reports_after_its_township_replaces_its_own_rows_alone(county):
    """The township lists two villages with two persons each in June; in December 薛宅村 has only one of its two."""
    rows = [person(n, 人数="1", 行政村=village, 户编号=f"46900300{n:05}") for village, n in
            (("薛宅村", 1), ("薛宅村", 2), ("长岭村", 5), ("长岭村", 6))]  # fmt: skip
    county.desk(period="2018-06").csv("名单.csv", [PERSONS, *rows])
    send(county, "薛宅村", "2018-12", 1)
    assert registered(county)["木棠镇", 2018] == 3


def test_township_that_reports_after_its_village_replaces_the_village_too(county):
    """By December nobody of 薛宅村 is left on the township's list, as its notes say; the village's own list of June holds no
    longer."""
    send(county, "薛宅村", "2018-06", 1, 2)
    desk = county.desk(period="2018-12")
    desk.csv("名单.csv", [PERSONS, person(5, 行政村="长岭村")])
    desk.write("delivery.yml", "sheets: [{file: 名单.csv, counts: true}]\n")
    assert registered(county) == {("长岭村", 2018): 1, ("木棠镇", 2018): 1, ("儋州市", 2018): 1}


def test_township_that_reports_without_a_village_that_reported_is_held_back(county):
    send(county, "薛宅村", "2018-06", 1, 2)
    county.desk(period="2018-12").csv("镇名单.csv", [PERSONS, *JUNE[2:]])
    assert county.select().statuses == {"名单.csv": "counted", "镇名单.csv": "undecided"}


def test_household_that_two_villages_list_in_turn_counts_in_the_later(county):
    send(county, "薛宅村", "2018-06", 1, 2)
    send(county, "长岭村", "2018-12", 2, 5)
    assert registered(county) == {
        ("薛宅村", 2018): 1, ("长岭村", 2018): 2, ("木棠镇", 2018): 3, ("儋州市", 2018): 3,
    }  # fmt: skip


JUNE = [person(n, 人数="1", 行政村=village, 户编号=f"46900300{n:05}") for village, n in
        (("薛宅村", 1), ("薛宅村", 2), ("长岭村", 5), ("长岭村", 6))]  # fmt: skip


@pytest.mark.parametrize("rows", [JUNE[:2], JUNE[:1]], ids=["a village is missing", "most is missing"])
def test_later_list_without_a_village_is_held_back_until_the_notes_decide(county, rows):
    county.desk(period="2018-06").csv("名单.csv", [PERSONS, *JUNE])
    county.desk(period="2018-12").csv("十二月.csv", [PERSONS, *rows])
    selection = county.select()
    assert selection.statuses == {"名单.csv": "counted", "十二月.csv": "undecided"}
    [reason] = [one["reason_en"] for one in selection.statements if one["rule"] == "short_list"]
    assert "without 长岭村 (1 villages)" in reason
    assert "sheets: [{file: 十二月.csv, role: part}]" in reason
    assert "sheets: [{file: 十二月.csv, counts: true}]" in reason


@pytest.mark.parametrize(("message", "persons"), [("role: part", 3), ("counts: true", 1)])
def test_notes_decide_whether_a_short_list_is_a_part_or_the_whole(county, message, persons):
    """One of 薛宅村's two persons is gone: beside the two of 长岭村, or alone."""
    county.desk(period="2018-06").csv("名单.csv", [PERSONS, *JUNE])
    later = county.desk(period="2018-12")
    later.csv("十二月.csv", [PERSONS, JUNE[0]])
    later.write("delivery.yml", f"sheets: [{{file: 十二月.csv, {message}}}]\n")
    assert registered(county)["木棠镇", 2018] == persons


def test_list_of_a_later_year_that_lacks_a_village_is_held_back_too(county):
    county.desk(period="2018").csv("名单.csv", [PERSONS, *JUNE])
    county.desk(period="2019").csv("名单.csv", [PERSONS, *JUNE[:2]])
    assert registered(county) == {
        ("薛宅村", 2018): 2, ("长岭村", 2018): 2, ("木棠镇", 2018): 4, ("儋州市", 2018): 4,
    }  # fmt: skip


def test_fewer_persons_in_a_village_are_a_later_list(county):
    county.desk(period="2018-06").csv("名单.csv", [PERSONS, *JUNE])
    county.desk(period="2018-12").csv("名单.csv", [PERSONS, *JUNE[:3]])
    assert registered(county)["木棠镇", 2018] == 3


def test_household_that_is_written_under_two_villages_is_one_of_its_township(county):
    """One of three members is listed under 长岭村 by mistake: one household, three persons."""
    members = [person(1, 行政村=village, 证件号码=person(n)[6]) for n, village in
               ((1, "薛宅村"), (2, "薛宅村"), (3, "长岭村"))]  # fmt: skip
    county.desk().csv("名单.csv", [PERSONS, *members])
    figures = {
        (row["area_level"], row["village"]): (row["households"], row["persons"])
        for row in county.select().registry
    }
    assert figures["village", "薛宅村"] == (1, 3)
    assert figures["township", None] == (1, 3)
    assert figures["county", None] == (1, 3)
