"""A township's name without its kind is of the one township that the sheet or the list of villages has in full."""

from tests.support.desk import Desk

HEADER = ["乡镇", "项目名称", "资金级次", "下达资金(元)"]
EAST = [["石湾镇", "小计", "", 45], ["石湾镇", "泵站", "中央", 30], ["石湾镇", "大棚", "省级", 15]]
WEST = [["柳湾镇", "小计", "", 10], ["柳湾", "作坊", "省级", 10], ["县农业农村局", "培训", "县级", 5]]


def county(tmp_path, *rows) -> Desk:
    desk = Desk(tmp_path, unit="某局")
    desk.write("../unit.yml", "county: 儋州市\n")
    desk.csv("账.csv", [["儋州市2018年衔接资金下达情况表"], HEADER, *rows])
    return desk


def test_a_short_name_is_of_the_township_that_the_sheet_has_in_full(tmp_path):
    """And a total of a place is that of its rows, wherever they stand."""
    outcome = county(tmp_path, *EAST, *WEST, ["合计", "", "", 60]).clean()
    counted = [(row["township"], row["allocated_yuan"]) for row in outcome.rows("fund_ledger")]
    assert counted[:3] == [("石湾镇", 30), ("石湾镇", 15), ("柳湾镇", 10)]
    assert not [one for one in outcome.findings if one["rule"] == "total_disagrees"]


def test_the_total_of_a_place_is_compared_with_its_rows(tmp_path):
    outcome = county(tmp_path, *EAST, ["柳湾镇", "小计", "", 12], *WEST[1:]).clean()
    [told] = [one for one in outcome.findings if one["rule"] == "total_disagrees"]
    assert "12" in told["message_zh"] and "10" in told["message_zh"] and "45" not in told["message_zh"]


def test_a_name_that_two_townships_have_in_full_stays_as_it_is(tmp_path):
    rows = [["柳湾镇", "泵站", "中央", 1], ["柳湾乡", "大棚", "省级", 2], ["柳湾", "作坊", "省级", 3]]
    assert county(tmp_path, *rows).clean().column("fund_ledger", "township") == ["柳湾镇", "柳湾乡", "柳湾"]
