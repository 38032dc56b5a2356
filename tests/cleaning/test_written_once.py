"""A place that is written once above its rows is that of the rows below, where nothing else may be meant."""

import pytest


def rules(outcome):
    return {one["rule"]: one["rows"] for one in outcome.findings}


COUNTY = ("乡镇", "行政村", "项目名称", "下达资金(元)")


@pytest.mark.parametrize(
    ("townships", "found"),
    [
        (("癸笺镇", "", "癸墨乡", "", ""), ["癸笺镇", "癸笺镇", "癸墨乡", "癸墨乡", None]),
        (("癸笺镇", "", "癸墨乡", "癸笺镇", ""), ["癸笺镇", None, "癸墨乡", "癸笺镇", None]),
        (("", "癸笺镇", "", "", ""), [None, "癸笺镇", None, None, None]),
    ],
    ids=["once above its villages", "in two runs", "not in the first row"],
)
def test_a_township_that_a_county_writes_once_is_that_of_the_villages_below(desk, townships, found):
    """The last row names no village: it may be of the county."""
    desk.write("../unit.yml", "county: 儋州市\n")
    villages = ("东沟村", "西沟村", "南沟村", "北沟村", "")
    rows = [
        (township, village, f"路{number}", "10")
        for number, (township, village) in enumerate(zip(townships, villages, strict=True))
    ]
    desk.csv("资金分配表.csv", [COUNTY, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "township") == found
    assert ("township_carried" in {one["rule"] for one in outcome.findings}) == (
        found[1] == "癸笺镇" == found[0]
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((("癸笺镇", "中央"), ("", "省级"), ("癸墨乡", "中央"), ("", "省级")), ["癸笺镇", "癸笺镇", "癸墨乡", "癸墨乡"]),
        ((("癸笺镇", "中央"), ("癸墨乡", "中央"), ("", "省级")), ["癸笺镇", "癸墨乡", None]),
        ((("癸笺镇", "中央"), ("", "中央"), ("癸墨乡", "中央"), ("", "省级")), ["癸笺镇", None, "癸墨乡", None]),
    ],
    ids=["of each the same terms", "one may be the county's", "a term twice"],
)  # fmt: skip
def test_a_township_written_once_is_that_of_its_terms_below(desk, rows, found):
    desk.write("../unit.yml", "county: 儋州市\n")
    lines = [(township, level, "衔接资金", str(10 + number)) for number, (township, level) in enumerate(rows)]
    desk.csv("资金分配表.csv", [("乡镇", "资金级次", "资金来源", "下达资金(元)"), *lines])
    assert desk.clean().column("fund_ledger", "township") == found


def test_villages_and_projects_written_once_go_on_below(desk):
    rows = [
        ("五村", "茶园", "中央", "10"), ("", "", "省级", "5"),
        ("六村", "道路", "县级", "7"), ("", "桥梁", "县级", "9"),
    ]  # fmt: skip
    desk.csv("资金分配表.csv", [("行政村", "项目名称", "资金级次", "下达资金(元)"), *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["五村", "五村", "六村", "六村"]
    assert outcome.column("fund_ledger", "project_name") == ["茶园", "茶园", "道路", "桥梁"]
    assert rules(outcome)["village_carried"] == 2


def test_a_row_alone_without_a_village_is_told(desk):
    rows = [("五村", "茶园", "中央", "10"), ("六村", "道路", "县级", "7"), ("", "桥梁", "县级", "9")]
    desk.csv("资金分配表.csv", [("行政村", "项目名称", "资金级次", "下达资金(元)"), *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["五村", "六村", None]
    assert rules(outcome)["village_left_open"] == 1
