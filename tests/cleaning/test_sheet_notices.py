"""Headers that nothing reads and a year that only words state are reported."""

import pytest

from tests.support.desk import LEDGER, PERSONS, person
from tests.support.ledgers import ROAD


def test_unknown_and_repeated_headers_are_findings(desk):
    header = [*LEDGER, "下达资金总额(元)", "下达资金(元)", "饲养员"]
    desk.csv("表.csv", [header, [*ROAD, "1", "1000", "甲"]])
    outcome = desk.clean()
    assert {finding["rule"]: finding["rows"] for finding in outcome.findings} == {
        "unknown_header": None,
        "unread_column": None,
        "repeated_amount": None,
    }
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000]
    severities = {finding["rule"]: finding["severity"] for finding in outcome.findings}
    assert severities == {"unknown_header": "info", "unread_column": "warning", "repeated_amount": "warning"}


def test_a_column_that_may_be_wanted_is_a_warning(desk):
    header = [*PERSONS, "年人均纯收入", "子女情况", "亲属", "养老金(元)"]
    rows = [[*person(n), "4000", "无", person(n + 4)[6], "1200"] for n in (1, 2)]
    desk.csv("名单.csv", [header, *rows])
    told = {f["message_zh"][:11]: f["severity"] for f in desk.clean().findings}
    assert told == {
        "列“年人均纯收入”未读": "warning",
        "列“子女情况”不在台账": "info",
        "列“亲属”未读取；其中": "warning",
        "列“养老金”未读取；其": "warning",
    }


def test_figures_and_answers_that_nothing_reads_are_told_once(desk):
    header = ["村", "排查户数", "存在问题户数", "已解决户数", "是否公示", "年龄", "邮编", "组长"]
    rows = [
        ["薛宅村", "40", "3", "2", "是", "51", "571700", "甲"],
        ["赤坎村", "30", "1", "", "否", "48", "571700", "乙"],
    ]
    desk.csv("饮水排查.csv", [["木棠镇2018年饮水安全排查统计"], header, *rows])
    told = {f["message_zh"]: f["rule"] for f in desk.clean().findings if f["rule"].startswith("un")}
    [facts] = [said for said, rule in told.items() if rule == "unread_facts"]
    assert facts.startswith("列“已解决户数、是否公示”里填的是数或是否，“排查核验台账”没有读取")
    assert [said[:4] for said, rule in told.items() if rule == "unknown_header"] == [
        "列“年龄",
        "列“邮编",
        "列“组长",
    ]


def test_columns_that_another_register_of_the_sheet_reads_are_not_unread(desk):
    header = ["乡镇", "行政村", "户编号", "户主", "合作企业", "入股年度", "入股金额(元)", "约定分红比例",
              "分红年度", "应分红(元)", "实发分红(元)", "饲养员"]  # fmt: skip
    desk.csv("分红.csv", [header, ["木棠镇", "薛宅村", "46900300001", "王甲一", "某企业", "2018", "5000", "6%",
                                 "2018", "300", "300", "甲"]])  # fmt: skip
    outcome = desk.clean()
    assert {sheet["register"] for sheet in outcome.sheets} == {"capital_contributions", "dividend_payouts"}
    assert [finding["message_zh"][:5] for finding in outcome.findings] == ["列“饲养员"]


YEARLESS = ["项目名称", "行政村", "计划资金(元)"]


def test_the_year_of_a_title_or_name_counts_without_a_column_of_it(desk):
    """100 of 2016 by its title, 200 of 2017 by its sheet's name; the delivery is of 2018, which is reported."""
    desk.named_sheets(
        "台账.xlsx",
        {
            "路": [["木棠镇2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]],
            "2017年": [["扶贫资金项目台账"], YEARLESS, ["桥", "薛宅村", "200"]],
        },
    )
    outcome = desk.clean()
    years, planned = (outcome.column("fund_ledger", name) for name in ("year", "planned_yuan"))
    assert sorted(zip(years, planned, strict=True)) == [(2016, 100), (2017, 200)]
    assert [finding["rule"] for finding in outcome.findings] == ["year_from_words"] * 2
    assert "取表名或文件名中的2016年；报送期是2018" in outcome.findings[0]["message_zh"]


def test_totals_of_persons_beside_villages_are_named(desk):
    header = ["行政村", "总人口", "建档立卡户数", "建档立卡人数", "未脱贫户数", "备注"]
    desk.csv("各村贫困人口统计表.csv", [header, ["薛宅村", "1000", "50", "160", "2", ""]])
    told = [f for f in desk.clean().findings if f["rule"] == "unread_totals"]
    assert [(f["severity"], f["message_zh"][:23]) for f in told] == [
        ("warning", "列“建档立卡户数、建档立卡人数、未脱贫户数”是")
    ]


@pytest.mark.parametrize(
    ("above", "told"),
    [
        (
            [["村名", "脱贫户数", "脱贫人数"], ["一村", "10", "32"], ["二村", "8", "1,025"]],
            "以上有 2 行填了数（第 3、4 行），没有读取",
        ),
        ([["总户数", "320", "总人口", "1000.5"]], "以上有 1 行填了数（第 2 行），没有读取"),
        ([["单位：元", "2018", "2019"]], None),
        ([["栏次", "1", "2", "3"]], None),
        ([["联系电话", "0898"], ["填报日期", "2018-12-31"]], None),
    ],
)
def test_figures_above_the_header_are_told(desk, above: list[list[str]], told: str | None) -> None:
    desk.csv("表.csv", [["木棠镇2018年扶贫资金项目台账"], *above, LEDGER, ROAD])
    outcome = desk.clean()
    found = [finding["message_zh"] for finding in outcome.findings if finding["rule"] == "figures_above"]
    assert found == ([f"表头（第 {len(above) + 2} 行）{told}"] if told else [])
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000]
