"""The level of a fund is that of the words of its source, where they name one and no column states it."""

import pytest

HEADER = ["行政村", "项目名称", "资金来源", "计划资金(元)"]


def levels(desk, *sources, header=HEADER, more=()):
    rows = [["薛宅村", f"道路{n}", source, str(1000 + 7 * n), *more] for n, source in enumerate(sources)]
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    return outcome.column("fund_ledger", "fund_level"), [finding["rule"] for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "level"),
    [
        ("中央财政专项扶贫资金", "中央"),
        ("2018年 省级 财政扶贫资金", "省级"),
        ("市本级财政专项扶贫资金", "市级"),
        ("市财政结余资金", "市级"),
        ("县本级配套资金", "县级"),
        ("中央企业帮扶资金", "其他"),
        ("中央和省级资金", "中央和省级"),
        ("省级资金、县级配套", None),
        ("贫困县统筹整合资金", None),
        ("财政专项扶贫资金", None),
        ("", None),
    ],
)
def test_the_one_level_that_the_source_names(desk, source, level):
    assert levels(desk, source, "中央财政资金") == ([level, "中央"], ["term_from_words"])


def test_a_column_of_levels_states_the_level(desk):
    found = levels(desk, "中央财政资金", "中央财政资金", header=[*HEADER, "资金级次"], more=[""])
    assert found == ([None, None], [])


def test_whether_a_village_is_poor_stands_in_the_words_of_its_kind(desk):
    desk.csv(
        "村.csv",
        [
            ["行政村", "村属性", "农业人口"],
            ["薛宅村", "深度贫困村", "980"],
            ["长老村", "贫困村", "760"],
            ["铁匠村", "非贫困村", "1200"],
            ["大域村", "", "640"],
        ],
    )
    outcome = desk.clean()
    assert outcome.column("villages", "is_poor_village") == [True, True, False, None]
    assert outcome.column("villages", "is_deep_poverty_village") == [True, None, False, None]


def test_a_team_is_of_the_kind_that_its_name_says(desk):
    desk.csv(
        "作战体系.csv",
        [
            ("层级", "队伍名称", "职务", "姓名"),
            ("镇级", "镇攻坚大队", "大队长", "王甲一"),
            ("镇级", "镇攻坚大队", "副大队长", "王甲二"),
            ("村级", "石桥村中队", "中队长", "王甲三"),
        ],
    )
    outcome = desk.clean()
    kinds = [(row["team_type"], row["staff_role"]) for row in outcome.rows("staff")]
    assert (kinds, outcome.marks) == ([("大队", "队长"), ("大队", "副队长"), ("中队", "队长")], [])


def test_whether_who_was_warned_of_is_monitored_stands_in_the_result(desk):
    results = [
        "已纳入边缘易致贫户",
        "不符合纳入条件",
        "已消除，不纳入",
        "正在核查",
        "拟纳入监测",
        "已纳入低保",
    ]
    header = ["村", "姓名", "身份证号", "推送部门", "预警时间", "预警内容", "核查结果"]
    rows = [
        ["薛宅村", f"王{n}", "", "医保局", "2018年3月", "自付较高", result]
        for n, result in enumerate(results)
    ]
    desk.csv("表.csv", [["木棠镇2018年部门预警信息核查台账"], header, *rows])
    expected = [True, False, False, None, False, False]
    assert desk.clean().column("warning_checks", "is_admitted") == expected


def test_the_nature_of_money_may_be_its_level(desk):
    found, _ = levels(desk, "中央", "省级", header=[*HEADER[:2], "资金性质", HEADER[3]])
    assert found == ["中央", "省级"]
