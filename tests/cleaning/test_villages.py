"""Names of villages against the list that the unit itself delivers."""

import pytest

from tests.cleaning.desk import Desk, ledger

VILLAGES = [
    ["行政村", "总人口数"],
    ["薛宅村", "859"],
    ["长岭村", "1200"],
    ["大域村", "700"],
    ["城东社区", "90"],
]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def deliver(desk, *names):
    desk.csv("台账.csv", ledger(*(["木棠镇", name, "2018", f"项目{n}", "5"] for n, name in enumerate(names))))
    return desk.clean()


def test_close_but_unequal_names_are_set_aside_with_the_suggestion(desk):
    desk.csv("名单.csv", VILLAGES)
    outcome = deliver(desk, "薛宅", "薛宝村", "长岭村委会", "長嶺村")
    assert outcome.marks == [("B3", "unknown_village")]
    assert "薛宅村" in outcome.faults[0]["reason_zh"]
    assert outcome.column("fund_ledger", "village") == ["薛宅村", "长岭村", "长岭村"]


def test_name_close_to_none_is_only_said(desk):
    desk.csv("名单.csv", VILLAGES)
    outcome = deliver(desk, "薛宅村", "吉安坡")
    assert outcome.marks == []
    assert [(f["rule"], f["rows"]) for f in outcome.findings] == [("unlisted_village", 1)]


def test_without_a_list_every_name_is_taken(desk):
    outcome = deliver(desk, "薛宅村", "薛宝村")
    assert (outcome.marks, outcome.findings) == ([], [])


def test_list_with_faults_is_no_measure(desk):
    desk.csv("名单.csv", [*VILLAGES, ["薛宝村", "约800"]])
    outcome = deliver(desk, "薛宅村", "薛宝村")
    assert [rule for _, rule in outcome.marks] == ["approximate_value"]


def test_village_that_stands_in_the_place_of_a_project_is_the_same_village(desk):
    desk.csv("名单.csv", [*VILLAGES, ["永丰村", "800"]])
    header = ["项目名称", "实施地点", "资金年度", "下达资金(元)"]
    desk.csv(
        "台账.csv",
        [
            header,
            ["路", "木棠镇永豐村", "2018", "1"],
            ["桥", "长岭村、薛宅村", "2018", "1"],
            ["井", "木棠镇", "2018", "1"],
        ],
    )
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["永丰村", None, None]
    assert outcome.marks == []
