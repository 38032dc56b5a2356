"""Terms that stand in the headings above rows."""

from tests.support.desk import Desk


def categories(desk: Desk, header, *rows):
    desk.csv("2018年项目计划表.csv", [["2018年扶贫资金项目计划表（元）"], header, *rows])
    found = desk.clean().rows("fund_ledger")
    return [(row["project_name"], row["category"], row["planned_yuan"]) for row in found]


NUMBERED = ("序号", "项目名称", "行政村", "计划资金")


def test_a_numbered_heading_states_the_category_of_the_rows_below_it(desk: Desk):
    """Headings below it that name no category leave it as it is, one of its level ends it; a total says nothing."""
    rows = [
        ("一", "产业发展", "", "14"), ("（一）", "生产项目", "", "14"), ("1", "油茶园", "石桥村", "6"),
        ("2", "鱼塘", "柳河村", "8"), ("二", "乡村建设行动", "", "5"), ("1", "产业路", "石桥村", "5"),
        ("三", "杂项", "", "1"), ("1", "标识牌", "石桥村", "1"), ("", "合计", "", "20"),
    ]  # fmt: skip
    assert categories(desk, NUMBERED, *rows) == [
        ("油茶园", "产业", 6),
        ("鱼塘", "产业", 8),
        ("产业路", "乡村建设行动", 5),
        ("标识牌", None, 1),
    ]


def test_what_a_row_states_itself_holds(desk: Desk):
    header = ("项目名称", "项目类型", "行政村", "计划资金")
    rows = [
        ("一、产业发展", "", "", "6"), ("油茶园", "", "石桥村", "2"), ("夜校", "培训", "柳河村", "4"),
        ("二、基础设施", "", "", "5"), ("路", "", "石桥村", "5"),
    ]  # fmt: skip
    assert categories(desk, header, *rows) == [
        ("油茶园", "产业", 2),
        ("夜校", "技术培训", 4),
        ("路", "基础设施", 5),
    ]


def test_a_project_that_has_a_category_s_name_is_no_heading(desk: Desk):
    rows = [("1", "培训", "石桥村", "6"), ("2", "路", "柳河村", "8")]
    assert categories(desk, NUMBERED, *rows) == [("培训", None, 6), ("路", None, 8)]
