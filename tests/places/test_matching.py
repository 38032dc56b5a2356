"""Names of townships and villages compared with those that the unit itself lists."""

from pipelines.places.matching import match_places
from tests.support.desk import LEDGER, Desk, ledger

VILLAGES = [
    ["行政村", "总人口数"],
    ["薛宅村", "859"],
    ["长岭村", "1200"],
    ["大域村", "700"],
    ["城东社区", "90"],
]


def deliver(desk, *names):
    desk.csv("台账.csv", ledger(*(["木棠镇", name, "2018", f"项目{n}", "5"] for n, name in enumerate(names))))
    return desk.clean()


def test_close_but_unequal_names_are_set_aside_with_the_suggestion(desk):
    desk.csv("名单.csv", VILLAGES)
    outcome = deliver(desk, "薛宅", "薛宝村", "长岭村委会", "長嶺村")
    assert outcome.marks == [("B3", "unknown_village")]
    assert "薛宅村" in outcome.faults[0]["reason_zh"]
    assert outcome.column("fund_ledger", "village") == ["薛宅村", "长岭村", "长岭村"]


def test_name_close_to_none_is_only_reported(desk):
    desk.csv("名单.csv", VILLAGES)
    outcome = deliver(desk, "薛宅村", "吉安坡")
    assert outcome.marks == []
    assert [(f["rule"], f["rows"]) for f in outcome.findings] == [("unlisted_village", 1)]


def test_a_list_of_a_village_has_no_rows_of_another_one(desk):
    """Close to its own name or not: 七里坡 is none of its hamlets, as far as anybody says."""
    desk.write("../unit.yml", "county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n")
    outcome = deliver(desk, "薛宅村", "薛宅村委会", "七里坡")
    assert outcome.marks == [("B4", "unknown_village")]
    assert outcome.column("fund_ledger", "village") == ["薛宅村", "薛宅村"]


def test_without_a_list_every_name_is_taken(desk):
    outcome = deliver(desk, "薛宅村", "薛宝村")
    assert (outcome.marks, outcome.findings) == ([], [])


def test_list_with_faults_is_not_compared_with(desk):
    desk.csv("名单.csv", [*VILLAGES, ["薛宝村", "约800"]])
    outcome = deliver(desk, "薛宅村", "薛宝村")
    assert [rule for _, rule in outcome.marks] == ["approximate_value"]


def test_village_named_as_the_place_of_a_project_is_the_same_village(desk):
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


COUNTY_VILLAGES = [
    ["乡镇", "行政村", "总人口数"],
    ["木棠镇", "薛宅村", "859"],
    ["中和镇", "长岭村", "1200"],
    ["那大镇", "大域村", "700"],
]


def deliver_of(desk, *townships):
    rows = ([name, "薛宅村", "2018", f"项目{n}", "5"] for n, name in enumerate(townships))
    desk.csv("台账.csv", ledger(*rows))
    return desk.clean()


def test_townships_against_the_unit_itself(desk):
    outcome = deliver_of(desk, "木棠镇", "木棠", "木棠镇人民政府", "木堂镇", "", "排浦镇")
    assert outcome.marks == [("A5", "unknown_township")]
    assert "木棠镇" in outcome.faults[0]["reason_zh"] and outcome.faults[0]["header"] == "乡镇"
    assert outcome.column("fund_ledger", "township") == [*["木棠镇"] * 4, "排浦镇"]
    assert [(f["rule"], f["rows"]) for f in outcome.findings] == [("unlisted_township", 1)]


def test_townships_of_a_county_against_its_list_of_villages(desk):
    desk.write("../unit.yml", "county: 儋州市\n")
    desk.csv("名单.csv", COUNTY_VILLAGES)
    outcome = deliver_of(desk, "那大", "中和镇", "中禾镇")
    assert outcome.marks == [("A4", "unknown_township")]
    assert outcome.column("fund_ledger", "township") == ["那大镇", "中和镇"]


def test_rows_that_differ_only_in_how_they_spell_the_township_are_one(desk):
    desk.write("../unit.yml", "county: 儋州市\n")
    desk.csv("名单.csv", COUNTY_VILLAGES)
    plans = [
        ["乡镇", "行政村", "脱贫年度", "计划脱贫户数"],
        ["那大", "大域村", "2018", "5"],
        ["那大镇", "大域村", "2018", "5"],
        ["中和", "长岭村", "2018", "3"],
        ["中和镇", "长岭村", "2018", "4"],
    ]
    desk.csv("计划.csv", plans)
    outcome = desk.clean()
    assert outcome.column("exit_plans", "township") == ["那大镇"]
    assert outcome.marks == [("A4", "conflicting_key"), ("A5", "conflicting_key")]
    assert [(f["rule"], f["rows"]) for f in outcome.findings] == [("repeated_rows", 1)]


def test_ending_that_two_places_have_is_not_guessed(desk):
    desk.write("../unit.yml", "county: 儋州市\n")
    desk.csv("名单.csv", [*COUNTY_VILLAGES, ["那大乡", "城东社区", "90"]])
    assert deliver_of(desk, "那大").marks == [("A2", "unknown_township")]


def test_row_with_two_strange_names_is_set_aside_once(desk):
    desk.csv("名单.csv", VILLAGES)
    desk.csv("台账.csv", ledger(["木堂镇", "薛宝村", "2018", "项目", "5"]))
    outcome = desk.clean()
    assert outcome.marks == [("A2", "unknown_township"), ("B2", "unknown_village")]
    assert [sheet["quarantined"] for sheet in outcome.sheets] == [1, 0]


def test_strange_name_in_the_place_of_a_project_is_shown_there(desk):
    desk.csv("名单.csv", VILLAGES)
    header = ["项目名称", "实施地点", "资金年度", "下达资金(元)"]
    desk.csv("台账.csv", [header, ["路", "木棠镇薛宝村", "2018", "1"]])
    assert desk.clean().marks == [("B2", "unknown_village")]


def test_strange_name_that_the_notes_supply_is_in_no_cell(desk):
    desk.write("delivery.yml", "defaults: {township: 木堂镇}\n")
    desk.csv("台账.csv", ledger(["薛宅村", "2018", "项目", "5"], header=LEDGER[1:]))
    assert desk.clean().marks == [(None, "unknown_township")]


def test_a_renamed_township_is_read_by_the_list_of_places(desk):
    rows = ledger(["贞山乡", "薛宅村", "2018", "路", "5"], ["贞山镇", "薛宅村", "2018", "桥", "7"])
    desk.write("../unit.yml", "county: 临江县\ntownship: 贞山镇\n")
    desk.csv("台账.csv", rows)
    assert [rule for _, rule in desk.clean().marks] == ["unknown_township"]
    desk.write("../../places.yml", "- {township: 贞山镇, formerly: [{name: 贞山乡, until: 2017-06-30}]}\n")
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "township") == ["贞山镇", "贞山镇"]


def test_the_former_name_behind_a_village_is_left_out(desk):
    outcome = deliver(desk, "新村(原旧村)", "大域村（原名小域村）", "小坪村(现大坪村)")
    assert outcome.column("fund_ledger", "village") == ["新村", "大域村", "大坪村"]


def test_money_of_many_places_stays_at_the_level_above(desk):
    """500 for five townships is the county's, 20 of some villages the township's; 10 is the village's."""
    desk.csv(
        "台账.csv",
        [
            ["项目名称", "建设地点", "资金年度", "下达资金(元)"],
            ["甲", "木棠镇等5个乡镇", "2018", "500"],
            ["乙", "3个贫困村", "2018", "20"],
            ["丙", "木棠镇薛宅村", "2018", "10"],
        ],
    )
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "township") == [None, "木棠镇", "木棠镇"]
    assert outcome.column("fund_ledger", "village") == [None, None, "薛宅村"]


def test_office_of_a_street_is_the_street_where_both_are_named():
    """Without a list, 城关办事处 alone may be a place of its own."""
    found = match_places(["城关街道", "城关办事处", "城北办事处"], [], {})
    assert [(place.name, place.meant) for place in found] == [("城关办事处", "城关街道")]


def test_a_county_counts_the_offices_of_a_street_as_one(tmp_path):
    """10 + 20 + 30 + 5 yuan of one street, under four names."""
    desk = Desk(tmp_path, "云岭县", "2018")
    desk.write("../unit.yml", "county: 云岭县\n")
    names = ["城关街道", "城关街道办事处", "城关办事处", "城关街道办"]
    rows = [[name, "石桥村", "2018", f"项目{n}", amount]
            for n, (name, amount) in enumerate(zip(names, ["10", "20", "30", "5"], strict=True))]  # fmt: skip
    desk.csv("资金.csv", ledger(*rows))
    assert {row["township"] for row in desk.clean().rows("fund_ledger")} == {"城关街道"}
