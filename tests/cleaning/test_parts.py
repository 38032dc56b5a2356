"""Amounts split into adjacent columns become rows, and are set aside where they disagree with the whole."""

import pytest

from tests.support.ledgers import amounts

BELOW = [
    ["行政村", "项目名称", "资金规模(元)", "", "", "", "责任单位"],
    ["", "", "合计", "中央", "省级", "县级", ""],
]


def test_levels_below_a_parent_make_a_row_each(desk):
    desk.csv(
        "账.csv",
        [*BELOW, ["薛宅村", "道路", 100, 60, 30, 10, "某局"], ["薛宅村", "桥", 50, 50, "", "", "某局"]],
    )
    outcome = desk.clean()
    assert amounts(outcome, "project_name", "fund_level", "planned_yuan") == [
        ("桥", "中央", 50), ("道路", "中央", 60), ("道路", "县级", 10), ("道路", "省级", 30),
    ]  # fmt: skip
    assert outcome.sheet["accepted"] == 2


LATER = [
    ["行政村", "项目名称", "下达资金(元)", "", "", "支出资金(元)"],
    ["", "", "中央", "省级", "县级", ""],
]


def test_what_is_not_split_stands_beside_the_only_level_or_beside_none(desk):
    """Of 58 paid for a project of 50 and 10 nobody knows the level; all 88 paid for the other are central."""
    rows = [
        ["薛宅村", "水渠", 50, 10, "", 58],
        ["薛宅村", "电站", 88, 0, "", 88],
        ["薛宅村", "桥", "", "", "", 3],
    ]
    desk.csv("账.csv", [*LATER, *rows])
    outcome = desk.clean()
    columns = ("project_name", "allocated_yuan", "paid_yuan", "fund_level")
    counted = [tuple(row[name] for name in columns) for row in outcome.rows("fund_ledger")]
    assert sorted(counted, key=str) == [
        ("桥", None, 3, None),
        ("水渠", 10, None, "省级"),
        ("水渠", 50, None, "中央"),
        ("水渠", None, 58, None),
        ("电站", 88, 88, "中央"),
    ]
    assert outcome.sheet["accepted"] == 3
    [told] = [one for one in outcome.findings if one["rule"] == "unsplit_amounts"]
    assert told["rows"] == 1 and "“支出资金”没有按资金级次分列" in told["message_zh"]


def test_a_budget_that_is_stated_for_all_levels_keeps_the_row_whole(desk):
    """What was allocated is the budget: the levels of the plan before it are not those of the budget."""
    header = [
        ["行政村", "项目名称", "计划资金(元)", "", "", "下达资金(元)"],
        ["", "", "小计", "中央", "省级", ""],
    ]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 90, 60, 30, 80]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "allocated_yuan") == [(None, 90, 80)]


def test_levels_of_two_amounts_meet_in_one_row(desk):
    header = [
        ["行政村", "项目名称", "计划资金(元)", "", "支出资金(元)", ""],
        ["", "", "中央", "省级", "中央", "省级"],
    ]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 60, 30, 55, 20]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "paid_yuan") == [
        ("中央", 60, 55),
        ("省级", 30, 20),
    ]


def test_levels_that_do_not_add_up_to_the_whole_set_the_row_aside(desk):
    rows = [["薛宅村", "道路", 100, 60, 30, 1, "某局"], ["薛宅村", "桥", 50, 50, "", "", ""]]
    desk.csv("账.csv", [*BELOW, *rows])
    outcome = desk.clean()
    assert outcome.marks == [(None, "parts_disagree")]
    assert amounts(outcome, "project_name", "planned_yuan") == [("桥", 50)]


BENEFITS = ["村名", "户主姓名", "耕地地力保护补贴", "农村低保金", "丧葬补助", "高龄补贴", "合计(元)"]
PAID = ("head_name", "programme", "paid_yuan")


def paid(desk, header, *rows, title="木棠镇2018年惠民惠农补贴一卡通发放表"):
    """Outcome, and payments of a sheet below a title."""
    desk.csv("一卡通.csv", [[title], header, *rows])
    outcome = desk.clean()
    return outcome, amounts(outcome, *PAID, register="benefit_payments")


def test_programmes_in_columns_make_a_row_each_in_the_unit_of_their_whole(desk):
    outcome, rows = paid(
        desk,
        [*BENEFITS[:4], *BENEFITS[5:]],
        ["薛宅村", "王甲一", 810, 4680, "", 5490],
        ["薛宅村", "李乙二", "", "", 600, 600],
    )
    assert rows == [
        ("李*", "高龄津贴", 600),
        ("王*", "农村低保", 4680),
        ("王*", "耕地地力保护补贴", 810),
    ]
    assert outcome.marks == []
    assert outcome.column("benefit_payments", "beneficiary_group") == [None] * 3


def test_a_header_that_names_the_amount_too_is_one_of_several_programmes(desk):
    """低保金 alone is what was paid; beside another programme it is a part of that."""
    outcome, rows = paid(
        desk, ["村名", "户主姓名", "低保金(元)", "物价补贴(元)"], ["薛宅村", "王甲一", 400, 30]
    )
    assert rows == [("王*", "价格临时补贴", 30), ("王*", "农村低保", 400)]
    assert outcome.marks == []


def test_an_unread_programme_among_the_parts_sets_rows_aside_that_have_it_and_is_named(desk):
    outcome, rows = paid(
        desk,
        BENEFITS,
        ["薛宅村", "王甲一", 810, "", 50, "", 860],
        ["薛宅村", "李乙二", "", "", 50, "", 50],
        ["薛宅村", "赵丙三", 100, "", "", 20, 120],
    )
    assert rows == [("赵*", "耕地地力保护补贴", 100), ("赵*", "高龄津贴", 20)]
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (3, "parts_disagree"),
        (4, "parts_disagree"),
    ]
    assert all("列“丧葬补助”没有读取" in fault["reason_zh"] for fault in outcome.faults)


def test_marks_below_names_of_programmes_are_no_amounts(desk):
    header = ["村名", "户主姓名", "低保", "特困", "临时救助金(元)"]
    outcome, rows = paid(desk, header, ["薛宅村", "王甲一", "是", "否", 500], title="2018年临时救助发放表")
    assert rows == [("王*", "临时救助", 500)]
    assert outcome.marks == []


@pytest.mark.parametrize("stages", [("计划", "支出"), ("计划资金", "支出资金")])
def test_amounts_below_levels_are_the_parts_of_each(desk, stages):
    header = [
        ["项目名称", "行政村", "中央资金(元)", "", "省级资金(元)", "", "合计(元)", ""],
        ["", "", *stages * 3],
    ]
    desk.csv(
        "账.csv",
        [*header, ["棚", "薛宅村", 40, 30, 10, 10, 50, 40], ["桥", "薛宅村", 7, 1, "", "", 9, 1]],
    )
    outcome = desk.clean()
    assert amounts(outcome, "fund_level", "planned_yuan", "paid_yuan") == [("中央", 40, 30), ("省级", 10, 10)]
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [(4, "parts_disagree")]


@pytest.mark.parametrize(
    "header",
    [
        [["行政村", "务工人数", "其中", "", "劳动力人数"], ["", "", "省外", "县内", ""]],
        [["行政村", "务工人数", "其中:省外", "其中:县内", "劳动力人数"]],
        [["行政村", "务工人数", "省外务工人数", "县内务工人数", "劳动力人数"]],
    ],
    ids=["below 其中", "beside 其中", "by themselves"],
)
def test_workers_of_each_region_make_a_row_and_the_rest_is_of_none(desk, header):
    """Two of ten are of no region that is listed; of five no seven can be of two."""
    rows = [
        ["薛宅村", 10, 3, 5, 14],
        ["长岭村", 7, 4, 3, 9],
        ["河东村", 5, 3, 4, 9],
        ["前湾村", 2, "", "", 4],
    ]
    desk.csv("务工就业统计表.csv", [["务工就业统计表"], *header, *rows])
    outcome = desk.clean()
    found = [
        (row["village"], row["work_region"], row["worker_count"], row["labour_force_persons"])
        for row in outcome.rows("worker_counts")
    ]
    assert sorted(found, key=str) == [
        ("前湾村", None, 2, 4), ("薛宅村", "县内", 5, None), ("薛宅村", "省外", 3, None), ("薛宅村", None, 2, None),
        ("薛宅村", None, None, 14), ("长岭村", "县内", 3, None), ("长岭村", "省外", 4, None), ("长岭村", None, None, 9),
    ]  # fmt: skip
    assert [fault["rule"] for fault in outcome.faults] == ["parts_disagree"]


@pytest.mark.parametrize(
    "form",
    [
        [
            ["行政村", "项目名称", "资金总额(元)", "其中:", "", "责任单位"],
            ["", "", "", "中央资金", "省级资金", ""],
        ],
        [["行政村", "项目名称", "资金总额(元)", "其中:中央资金", "省级资金", "责任单位"]],
    ],
)
def test_levels_under_其中_are_of_the_amount_before_them_and_may_leave_a_rest(desk, form):
    """Of 100 are 60 central and 30 provincial, of 10 nobody knows the level."""
    desk.csv("账.csv", [*form, ["松村", "道路", 100, 60, 30, "某局"], ["松村", "桥", 50, 50, "", "某局"]])
    outcome = desk.clean()
    assert amounts(outcome, "project_name", "planned_yuan", "fund_level") == [
        ("桥", 50, "中央"), ("道路", 10, None), ("道路", 30, "省级"), ("道路", 60, "中央"),
    ]  # fmt: skip
    assert outcome.marks == []


def test_levels_under_其中_of_another_amount_are_not_those_of_the_plan(desk):
    form = [
        ["行政村", "项目名称", "计划资金(元)", "支出资金(元)", "其中:", ""],
        ["", "", "", "", "中央", "省级"],
    ]
    desk.csv("账.csv", [*form, ["松村", "道路", 100, 90, 60, 30]])
    outcome = desk.clean()
    assert amounts(outcome, "fund_level", "planned_yuan", "paid_yuan") == [(None, 100, 90)]


def test_households_and_persons_of_types_side_by_side_are_a_row_each(desk):
    """4 and 11 in all are 3 households with 9 persons, and 1 with 2; whose risk has gone is not known by type."""
    rows = [
        ["木棠镇2018年防返贫监测对象统计表"],
        ["行政村", "监测对象总数", "", "脱贫不稳定户", "", "边缘易致贫户", "", "其中：风险未消除户数"],
        ["", *["户", "人"] * 3, ""],
        ["合计", 4, 11, 3, 9, 1, 2, 1],
        ["薛宅村", 4, 11, 3, 9, 1, 2, 1],
    ]
    desk.xlsx("统计.xlsx", rows, merged=["A1:H1", "B2:C2", "D2:E2", "F2:G2"])
    outcome = desk.clean()
    assert amounts(outcome, "monitored_type", "households", "persons", register="monitoring_counts") == [
        ("脱贫不稳定户", 3, 9), ("边缘易致贫户", 1, 2),
    ]  # fmt: skip
    assert outcome.faults == []
    [told] = [one for one in outcome.findings if one["rule"] == "unsplit_left_out"]
    assert told["message_zh"].startswith("“风险未消除户数”没有按监测对象类别分列")


def test_types_that_do_not_make_up_the_whole_set_the_row_aside(desk):
    rows = [
        ["木棠镇2018年防返贫监测对象统计表"],
        ["行政村", "监测对象总数", "", "脱贫不稳定户", "", "边缘易致贫户", ""],
        ["", *["户", "人"] * 3],
        ["薛宅村", 5, 12, 3, 9, 1, 2],
    ]
    desk.xlsx("统计.xlsx", rows, merged=["B2:C2", "D2:E2", "F2:G2"])
    outcome = desk.clean()
    assert (outcome.rows("monitoring_counts"), outcome.marks) == ([], [(None, "parts_disagree")])


def test_changes_that_count_persons_alone_state_no_households(desk):
    rows = [
        ["木棠镇2018年贫困人口动态调整情况统计表"],
        ["村", "新增户", "", "返贫户", "", "自然增加", "自然减少"],
        ["", "户", "人", "户", "人", "人", "人"],
        ["薛宅村", 2, 7, 1, 3, 5, 4],
    ]
    desk.xlsx("动态调整.xlsx", rows, merged=["B2:C2", "D2:E2"])
    outcome = desk.clean()
    assert amounts(outcome, "change_type", "households", "persons", register="registry_changes") == [
        ("新识别", 2, 7), ("自然减少", None, 4), ("自然增加", None, 5), ("返贫", 1, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("register", "title", "header", "row", "column", "amount", "parts"),
    [
        (
            "post_holders", "木棠镇2018年公益性岗位开发情况统计", ["村", "岗位总数", "护林员", "保洁员", "其他"],
            ["薛宅村", 9, 5, 3, 1], "post_type", "post_count", [("其他", 1), ("卫生保洁员", 3), ("护林员", 5)],
        ),
        (
            "rectification_items", "木棠镇2018年反馈问题整改情况统计",
            ["问题来源", "反馈问题数", "已完成整改", "正在整改", "长期坚持"],
            ["省级督查", 6, 4, 0, 2], "issue_status", "issue_count", [("已完成", 4), ("长期坚持", 2)],
        ),
        (
            "collective_incomes", "木棠镇2018年村集体经济收入统计表（元）",
            ["村", "光伏发电收益", "土地流转收益", "资产租赁收益", "入股分红", "合计"],
            ["薛宅村", 60, 10, 20, 5, 95], "income_kind", "income_yuan",
            [("分红", 5), ("发电收益", 60), ("租金", 10), ("租金", 20)],
        ),
    ],
)  # fmt: skip
def test_counts_and_kinds_side_by_side_are_a_row_each(
    desk, register, title, header, row, column, amount, parts
):
    """The rents of land and of houses are one kind, and add up to the whole with the others."""
    desk.csv("统计.csv", [[title], header, row])
    outcome = desk.clean()
    assert amounts(outcome, column, amount, register=register) == parts
    assert outcome.faults == []
