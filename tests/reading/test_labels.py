"""Headers in several rows are read together, and a merged parent belongs to the columns that it spans."""

import pytest

from pipelines.reading.labels import is_data
from tests.support.statements import match_of


def test_two_row_header_with_merged_parents(tmp_path):
    rows = (
        ["序号", "行政村", "项目名称", "资金(万元)", "", "", "备注"],
        ["", "", "", "下达", "拨付", "支出", ""],
    )
    merged = [(1, 4, 1, 6), *((1, place, 2, place) for place in (1, 2, 3, 7))]
    match = match_of(tmp_path, *rows, ["1", "薛宅村", "道路", "10", "8", "5", ""], merged=merged)
    assert match.header_row == 2
    assert {"allocated_yuan": 4, "disbursed_yuan": 5, "paid_yuan": 6}.items() <= match.columns.items()
    assert match.units == {"allocated_yuan": "万元", "disbursed_yuan": "万元", "paid_yuan": "万元"}


def test_three_row_header(tmp_path):
    match = match_of(
        tmp_path,
        ["基本情况", "", "脱贫计划", ""],
        ["乡镇", "行政村", "计划脱贫", "计划脱贫"],
        ["", "", "年度", "户数"],
        ["木棠镇", "薛宅村", "2018", "10"],
        merged=[(1, 1, 1, 2), (1, 3, 1, 4), (2, 1, 3, 1), (2, 2, 3, 2)],
    )
    assert (match.register.name, match.header_row) == ("exit_plans", 3)
    assert match.columns == {"township": 1, "village": 2, "exit_year": 3, "planned_households": 4}


def test_parent_alone_does_not_name_its_children(tmp_path):
    match = match_of(
        tmp_path,
        ["行政村", "项目名称", "资金", "", ""],
        ["", "", "下达", "经办人", "复核"],
        merged=[(1, 3, 1, 5), (1, 1, 2, 1), (1, 2, 2, 2)],
    )
    assert "planned_yuan" not in match.columns


def test_what_a_group_adds_to_the_money_that_it_is_of(tmp_path):
    match = match_of(
        tmp_path,
        ["行政村", "项目名称", "资金规模(万元)", "", "支付情况(万元)", ""],
        ["", "", "计划", "到位", "已支付", "未支付"],
        ["薛宅村", "道路", "60", "60", "45", "15"],
        merged=[(1, 3, 1, 4), (1, 5, 1, 6), (1, 1, 2, 1), (1, 2, 2, 2)],
    )
    assert {"planned_yuan": 3, "allocated_yuan": 4, "paid_yuan": 5}.items() <= match.columns.items()
    assert 6 not in match.columns.values()


SIGNED = ["行政村", "常住人口数", "签约人数", "", "签约医生"]


@pytest.mark.parametrize("whole", ["合计", "总签约人数"])
def test_a_count_of_all_has_the_name_of_its_group(tmp_path, whole):
    below = ["", "", whole, "其中:脱贫人口", ""]
    merged = [(2, 3, 2, 4), (2, 1, 3, 1), (2, 2, 3, 2), (2, 5, 3, 5)]
    match = match_of(
        tmp_path,
        ["某镇家庭医生签约统计表", "", "", "", ""],
        SIGNED,
        below,
        ["石桥村", "320", "300", "40", "王医生"],
        merged=merged,
    )
    assert (match.register.name, match.header_row) == ("health_services", 3)
    assert match.columns["beneficiary_persons"] == 3
    assert [header.label for header in match.unmapped] == ["常住人口数", "签约人数其中:脱贫人口"]


@pytest.mark.parametrize(
    "first",
    [["石桥村", "320", "甲", "乙", "王医生"], ["", "", "300", "40", ""]],
    ids=["cells beside it", "numbers"],
)
def test_data_below_a_merged_header_are_no_header(tmp_path, first):
    header = ["行政村", "签约人数", "情况", "", "签约医生"]
    match = match_of(tmp_path, header, first, ["柳河村", "1", "2", "3", "李医生"], merged=[(1, 3, 1, 4)])
    assert match.header_row == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["5", "大棚", "双桥村", "33.5"], True),
        (["-1,200", "40%", ""], True),
        (["2019", "2020", "村"], False),
        (["村", "1"], False),
        (["一村", "户主", "46000319620630123X"], True),
        (["发放1月", "发放2月"], False),
    ],
)
def test_a_row_of_several_numbers_that_are_no_years_is_of_data(row, expected):
    assert is_data(row) is expected


def test_amounts_in_figures_are_those_beside_amounts_in_words(tmp_path):
    match = match_of(
        tmp_path,
        ["项目名称", "行政村", "资金来源", "支付金额(小写，元)", "支付金额(大写)"],
        ["道路", "薛宅村", "中央", "23000", "贰万叁仟元整"],
    )
    assert (match.columns["paid_yuan"], match.units["paid_yuan"]) == (4, "元")


def test_words_below_several_headings_are_read_with_their_own(tmp_path):
    match = match_of(
        tmp_path,
        [
            "项目名称",
            "行政村",
            "资金来源",
            "计划资金(元)",
            "第一次支付",
            "",
            "第二次支付",
            "",
            "累计支付(元)",
        ],
        ["", "", "", "", "日期", "金额(元)", "日期", "金额(元)", ""],
        ["道路", "薛宅村", "中央", "300000", "2023-05-01", "100000", "2023-09-01", "150000", "250000"],
        merged=[*((1, place, 2, place) for place in (1, 2, 3, 4, 9)), (1, 5, 1, 6), (1, 7, 1, 8)],
    )
    money = {name: index for name, index in match.columns.items() if name.endswith("_yuan")}
    assert money == {"planned_yuan": 4, "paid_yuan": 9}
    assert [header.label for header in match.unmapped] == [
        "第一次支付日期", "第一次支付金额", "第二次支付日期", "第二次支付金额",
    ]  # fmt: skip


def test_a_part_is_read_with_its_heading_and_the_whole_without(tmp_path):
    match = match_of(
        tmp_path,
        ["乡镇", "监测对象类别", "户数", "人数", "其中：风险未消除", ""],
        ["", "", "", "", "户数", "人数"],
        ["木棠镇", "边缘易致贫户", "20", "70", "13", "46"],
        merged=[*((1, place, 2, place) for place in range(1, 5)), (1, 5, 1, 6)],
    )
    counts = {
        name: index for name, index in match.columns.items() if name.endswith(("households", "persons"))
    }
    assert sorted(counts.values()) == [3, 4, 5, 6]
    assert (counts["risk_not_eliminated_households"], counts["risk_not_eliminated_persons"]) == (5, 6)


def test_a_part_alone_is_not_the_whole(tmp_path):
    match = match_of(
        tmp_path,
        ["乡镇", "补贴项目", "保障户数", "保障人数", "其中：脱贫户", "", "发放金额(元)"],
        ["", "", "", "", "户数", "人数", ""],
        ["木棠镇", "农村低保", "120", "260", "80", "170", "78000"],
        merged=[*((1, place, 2, place) for place in (1, 2, 3, 4, 7)), (1, 5, 1, 6)],
    )
    counts = {
        name: index for name, index in match.columns.items() if name.endswith(("households", "persons"))
    }
    assert sorted(counts.values()) == [3, 4]
    assert [header.label for header in match.unmapped] == ["其中:脱贫户户数", "其中:脱贫户人数"]


def test_a_header_over_two_days_is_of_the_first_and_the_last(tmp_path):
    match = match_of(
        tmp_path,
        ["某镇公益性岗位补贴发放表", "", "", "", ""],
        ["行政村", "姓名", "协议起止时间", "", "补贴金额(元)"],
        ["石桥村", "王甲一", "2023-05-01", "2024-04-30", "600"],
        merged=[(1, 1, 1, 5), (2, 3, 2, 4)],
    )
    assert {"agreement_from_on": 3, "agreement_until_on": 4, "paid_yuan": 5}.items() <= match.columns.items()
