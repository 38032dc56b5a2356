"""Lists that lack too much of those they would replace are held back, with lines that decide as they say."""

import pytest

from tests.support.county import County
from tests.support.desk import LEDGER, PERSONS, ledger, person

VILLAGE = "county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n"
XUEZHAI = [person(n, 人数="1", 行政村="薛宅村", 户编号=f"46900300{n:05}") for n in (1, 2, 3)]
CHANGLING = [person(n, 人数="1", 行政村="长岭村", 户编号=f"46900300{n:05}") for n in (5, 6)]


@pytest.fixture
def county(tmp_path):
    """The township lists three persons of 薛宅村 and two of 长岭村 in June."""
    county = County(tmp_path)
    county.desk(period="2018-06").csv("名单.csv", [PERSONS, *XUEZHAI, *CHANGLING])
    return county


def persons_of_2018(selection) -> list[tuple]:
    """Village and persons of the registry of 2018."""
    found: dict[str, int] = {}
    for row in selection.registry:
        if row["area_level"] == "village" and row["year"] == 2018:
            found[row["village"]] = found.get(row["village"], 0) + row["persons"]
    return sorted(found.items())


def undecided(selection) -> dict[str, str]:
    """Rule → advice of the statements that are held back."""
    return {one["rule"]: one["reason_en"] for one in selection.statements if one["status"] == "undecided"}


ALL = [("薛宅村", 3), ("长岭村", 2)]


@pytest.mark.parametrize(
    ("unit", "area", "note"),
    [
        ("薛宅村", VILLAGE, ""),
        ("木棠镇", None, "sheets: [{file: 村.csv, role: part}]"),
        ("薛宅村", VILLAGE, "sheets: [{file: 村.csv, role: part}]"),
    ],
    ids=["of a village", "stated a part", "of a village, stated a part"],
)
def test_part_with_less_than_half_of_the_rows_of_its_village_is_held_back(county, unit, area, note):
    """One of the three of 薛宅村 comes again in December: the others have not left, as far as anybody says."""
    desk = county.desk(unit, "2018-12", area)
    desk.csv("村.csv", [PERSONS, XUEZHAI[0]])
    desk.write("delivery.yml", note)
    selection = county.select()
    assert [*undecided(selection)] == ["short_part"]
    assert persons_of_2018(selection) == ALL


@pytest.mark.parametrize(("decision", "xuezhai"), [("counts: true", 1), ("role: correction", 3)])
def test_lines_printed_for_a_short_part_decide(county, decision, xuezhai):
    """It is all of its village, or it only updates one household."""
    desk = county.desk("薛宅村", "2018-12", VILLAGE)
    desk.csv("村.csv", [PERSONS, XUEZHAI[0]])
    line = f"sheets: [{{file: 村.csv, {decision}}}]"
    assert line in undecided(county.select())["short_part"]
    desk.write("delivery.yml", line)
    assert persons_of_2018(county.select()) == [("薛宅村", xuezhai), ("长岭村", 2)]


def test_part_that_replaces_rows_of_a_list_of_its_own_day_is_held_back_where_it_is_short(tmp_path):
    county = County(tmp_path)
    desk = county.desk()
    desk.csv("名单.csv", [PERSONS, *XUEZHAI, *CHANGLING])
    desk.csv("村.csv", [PERSONS, XUEZHAI[0]])
    desk.write("delivery.yml", "sheets: [{file: 村.csv, role: part, replaces: 名单.csv}]")
    selection = county.select()
    assert undecided(selection).keys() == {"short_part", "beside_undecided"}
    assert persons_of_2018(selection) == []
    line = "sheets: [{file: 村.csv, role: part, counts: true, replaces: {file: 名单.csv}}]"
    assert line in undecided(selection)["short_part"]
    desk.write("delivery.yml", line)
    assert persons_of_2018(county.select()) == [("薛宅村", 1), ("长岭村", 2)]


def test_list_of_a_township_after_that_of_its_county_is_compared_with_it(tmp_path):
    """The county lists five persons of the township, the township later two of one village: it is no whole list."""
    county = County(tmp_path)
    county.desk("儋州市", "2018-06", "county: 儋州市\n").csv("名单.csv", [PERSONS, *XUEZHAI, *CHANGLING])
    county.desk(period="2018-12").csv("镇.csv", [PERSONS, *XUEZHAI[:1]])
    selection = county.select()
    assert "role: part, counts: true" in undecided(selection)["short_list"]
    assert persons_of_2018(selection) == ALL


def test_county_that_sends_other_townships_later_leaves_this_one_alone(county):
    county.desk("儋州市", "2018-12", "county: 儋州市\n").csv(
        "县.csv", [PERSONS, person(9, 人数="1", 乡镇="中和镇", 行政村="七里村", 户编号="4690030000009")]
    )
    selection = county.select()
    assert undecided(selection) == {}
    assert persons_of_2018(selection) == [("七里村", 1), *ALL]


POOR = [
    person(n, 人数="1", 行政村="薛宅村", 户编号=f"46900300{n:05}", 脱贫属性="未脱贫", 脱贫年度="")
    for n in (11, 12)
]
LEFT = [person(n, 人数="1", 行政村="薛宅村", 户编号=f"46900300{n:05}") for n in (11, 12)]


@pytest.mark.parametrize(
    ("december", "rules"),
    [(XUEZHAI, ["short_part"]), ([*XUEZHAI, *LEFT], []), ([*XUEZHAI, POOR[0]], [])],
    ids=["gone", "left poverty", "one is gone"],
)
def test_list_of_a_village_whose_poor_are_all_gone_is_held_back(tmp_path, december, rules):
    """Three that have left poverty, and in June two that had not."""
    county = County(tmp_path)
    county.desk("薛宅村", "2018-06", VILLAGE).csv("名单.csv", [PERSONS, *XUEZHAI, *POOR])
    county.desk("薛宅村", "2018-12", VILLAGE).csv("名单.csv", [PERSONS, *december])
    assert [*undecided(county.select())] == rules


# -- ledgers of the year ------------------------------------------------------------------------------------------

PAID = [*LEDGER[:-1], "支出资金(元)"]


def spent(project: str, amount: int) -> list[str]:
    return ["木棠镇", "薛宅村", "2018", project, str(amount)]


@pytest.mark.parametrize(
    ("later", "rule"),
    [
        ([spent("道路", 60), spent("井", 50)], "fallen_ledger"),
        ([spent("道路", 60), spent("桥", 40)], None),
        ([spent("道路", 60), spent("桥(二期)", 50)], None),
        ([spent("井", 10)], None),
    ],
    ids=["120 fell to 110", "100 stays", "renamed", "new ones alone"],
)
def test_later_ledger_in_which_less_was_paid_is_held_back(tmp_path, later, rule):
    """By June 60 and 40 yuan were paid, or 60 and 60."""
    county = County(tmp_path)
    bridge = 60 if rule else 40
    county.desk(period="2018-06").csv("账.csv", [PAID, spent("道路", 60), spent("桥", bridge)])
    county.desk(period="2018-12").csv("账.csv", [PAID, *later])
    selection = county.select()
    assert [*undecided(selection)] == ([rule] if rule else [])
    if rule:
        assert sum(selection.column("fund_ledger", "paid_yuan")) == 120


@pytest.mark.parametrize(("june", "paid"), [(None, 110), ("sheets: [{file: 账.csv, counts: true}]", 230)])
def test_lines_printed_for_a_fallen_ledger_decide(tmp_path, june, paid):
    """It is of the whole year, or it holds new payments alone."""
    county = County(tmp_path)
    first, later = county.desk(period="2018-06"), county.desk(period="2018-12")
    first.csv("账.csv", [PAID, spent("道路", 60), spent("桥", 60)])
    later.csv("账.csv", [PAID, spent("道路", 60), spent("井", 50)])
    line = "sheets: [{file: 账.csv, counts: true}]"
    reason = undecided(county.select())["fallen_ledger"]
    assert f"木棠镇/2018-06/delivery.yml: {line}; 木棠镇/2018-12/delivery.yml: {line}" in reason
    later.write("delivery.yml", line)
    if june:
        first.write("delivery.yml", june)
    assert sum(county.select().column("fund_ledger", "paid_yuan")) == paid


def test_later_ledger_of_renamed_projects_is_held_back(tmp_path):
    """The well of June and that of December cost the same: one of two names, or two."""
    county = County(tmp_path)
    county.desk(period="2018-06").csv("账.csv", [PAID, spent("井", 60), spent("桥", 40)])
    county.desk(period="2018-12").csv("账.csv", [PAID, spent("机井", 60), spent("桥(一期)", 45)])
    assert undecided(county.select()).keys() == {"alike_rows"}


@pytest.mark.parametrize("unit", ["薛宅村", "木棠镇"])
def test_line_printed_for_a_part_of_what_another_delivery_has_keeps_the_rest(tmp_path, unit):
    """The township has 100 of 薛宅村 and 300 of 长岭村; by the other statement, which holds, 薛宅村 has 90."""
    county = County(tmp_path)
    area = VILLAGE if unit == "薛宅村" else None
    county.desk().csv("镇账.csv", ledger(spent("道路", 100), ["木棠镇", "长岭村", "2018", "井", "300"]))
    desk = county.desk(unit, "2018" if unit == "薛宅村" else "2018H2", area)
    desk.csv("村账.csv", ledger(spent("道路", 90)))
    if unit == "木棠镇":
        desk.write("delivery.yml", "sheets: [{file: 村账.csv, role: part}]")
        assert county.select().statuses["村账.csv"] == "undecided"
    role = "" if unit == "薛宅村" else "role: part, "
    line = f"sheets: [{{file: 村账.csv, {role}counts: true}}]"
    assert f"{unit}/{desk.period}/delivery.yml: {line}" in str(undecided(county.select()))
    desk.write("delivery.yml", line)
    assert sum(county.select().column("fund_ledger", "allocated_yuan")) == 390
