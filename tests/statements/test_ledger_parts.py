"""Later ledgers of the year that list, by their names, some projects alone."""

import pytest
import yaml

from pipelines.statements.ledger_parts import names_part
from tests.support.catalogues import all_registers
from tests.support.decided import decided, reasons
from tests.support.desk import ledger
from tests.support.profiles import profile

FUNDS = all_registers()["fund_ledger"]
ROAD, BRIDGE, WELL = (
    ["木棠镇", "薛宅村", "2018", name, amount]
    for name, amount in (("道路", "1000"), ("桥", "2000"), ("井", "300"))
)
TITLE = [["未完工项目清单"]]


@pytest.mark.parametrize(
    ("title", "is_part"),
    [("扶贫资金未完工项目清单", True), ("结转项目台账", True), ("扶贫资金项目台账", False)],
)
def test_a_title_says_that_it_lists_some_alone(title, is_part):
    assert names_part(FUNDS, profile(naming=(title, ""))) == is_part


@pytest.fixture
def december(county):
    """After a ledger of September with three projects of 3300 yuan."""
    county.desk(period="2018-09").csv("台账.csv", ledger(ROAD, BRIDGE, WELL))
    return county.desk(period="2018-12")


def of_year(selection):
    return sorted((row["project_name"], int(row["allocated_yuan"])) for row in selection.rows("fund_ledger"))


def test_it_amends_those_that_it_lists(county, december):
    """Two of three were not finished, and got more: together more than all three had in September."""
    december.csv("未完工.csv", TITLE + ledger([*BRIDGE[:-1], "2500"], [*WELL[:-1], "1700"]))
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    assert of_year(selection) == [("井", 1700), ("桥", 2500), ("道路", 1000)]


def test_it_amends_nothing_alone_where_it_lists_others_and_the_line_decides(county, december):
    school = [*WELL[:3], "校舍", "4000"]
    december.csv("未完工.csv", TITLE + ledger([*BRIDGE[:-1], "2500"], school))
    selection = county.select()
    assert selection.statuses == {"台账.csv": "counted", "未完工.csv": "undecided"}
    assert of_year(selection) == [("井", 300), ("桥", 2000), ("道路", 1000)]
    [reason] = [one["reason_en"] for one in selection.statements if one["rule"] == "ledger_part"]
    line = reason.split("write in delivery.yml: ")[1].split("; where")[0]
    assert yaml.safe_load(line)["sheets"][0]["role"] == "correction"
    december.write("delivery.yml", line)
    assert of_year(county.select()) == [("井", 300), ("校舍", 4000), ("桥", 2500), ("道路", 1000)]


@pytest.mark.parametrize(
    ("title", "year", "is_held"),
    [
        ("扶贫资金结转项目台账", None, True),
        ("上年度结转项目台账", None, True),
        ("2018年结转项目台账", 2018, True),
        ("2017年结转项目台账", 2017, False),
        ("扶贫资金台账含上年结转", None, False),
    ],
)
def test_what_was_carried_over_without_its_year_is_no_money_of_this_one(title, year, is_held):
    listed = profile(
        naming=(title, ""), supplied=("village", "project_name", "planned_yuan"), title_year=year
    )
    rules = [rule for status, rule, _ in decided(listed)[0].values() if status == "undecided"]
    assert rules == (["carried_over_without_year"] if is_held else [])
    assert not reasons(profile(naming=(title, ""), title_year=year))  # it has the column with the year
