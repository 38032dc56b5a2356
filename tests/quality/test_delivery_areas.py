"""A delivery is of the area of its unit, and of those that its rows name."""

from tests.support.county import County
from tests.support.desk import PERSONS, person


def test_units_of_two_counties_may_have_places_of_one_name(county: County) -> None:
    """The folder of 乙县's 和平镇 bears another name; 双河镇's county is stated by its row alone."""
    rows = {"和平镇": ("甲县", "和平镇"), "和平镇(乙县)": ("乙县", "和平镇")}
    for number, (unit, (name, township)) in enumerate(rows.items(), start=1):
        desk = county.desk(unit, area=f"county: {name}\ntownship: {township}\n")
        desk.csv("花名册.csv", [PERSONS, person(number, 县=name, 乡镇=township)])
    county.desk("双河镇", area="township: 双河镇\n").csv(
        "花名册.csv", [PERSONS, person(5, 县="乙县", 乡镇="双河镇")]
    )
    found = county.select().delivery_areas
    assert [(row["unit"], row["county"], row["township"], row["village"]) for row in found] == [
        ("双河镇", "乙县", None, None),
        ("双河镇", None, "双河镇", None),
        ("和平镇", "甲县", None, None),
        ("和平镇(乙县)", "乙县", None, None),
    ]
