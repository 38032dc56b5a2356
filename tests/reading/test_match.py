"""A match says which columns are read, and of the others what they may be."""

from tests.support.statements import FORM_27, FORM_32, match_of


def test_row_that_numbers_the_columns_belongs_to_the_header(tmp_path):
    match = match_of(
        tmp_path, ["行政村", "项目名称", "下达资金(元)"], ["1", "2", "3"], ["薛宅村", "道路", "10"]
    )
    assert match.header_row == 2


def test_repeated_and_unknown_headers_differ(tmp_path):
    match = match_of(tmp_path, [*FORM_32, "风险识别时间", "人均纯收入额", "饲养员"])
    reported = {header.label: header for header in match.unmapped}
    assert reported["风险识别时间"].is_repeated
    assert match.columns["risk_identified_month"] == 31
    assert reported["饲养员"].proposal is None


def test_unknown_header_gets_the_likeliest_free_column(tmp_path):
    headers = ["家庭总人数" if header == "人数" else header for header in FORM_27]
    match = match_of(tmp_path, headers)
    (header,) = match.unmapped
    assert header.proposal is not None
    assert header.proposal.name == "household_size_persons"


def test_levels_below_a_merged_parent_are_parts_of_its_amount(tmp_path):
    rows = (
        ["序号", "行政村", "项目名称", "计划资金(万元)", "", "", "备注"],
        ["", "", "", "合计", "中央", "省级", ""],
    )
    merged = [(1, 4, 1, 6), *((1, place, 2, place) for place in (1, 2, 3, 7))]
    match = match_of(tmp_path, *rows, ["1", "薛宅村", "道路", "10", "8", "2", ""], merged=merged)
    (parts,) = match.parts
    assert (parts.column, parts.whole, dict(parts.terms)) == ("planned_yuan", 4, {"中央": 5, "省级": 6})
    assert match.units["planned_yuan_part_1"] == "万元"


def test_amounts_of_a_time_that_are_not_read_may_be_wanted(tmp_path):
    """Months of work are numbers too, and no money."""
    match = match_of(
        tmp_path,
        ["行政村", "项目名称", "计划资金(元)", "一季度支出", "二季度支出", "施工月份", "合计"],
        ["薛宅村", "路", "50", "10", "20", "3", "30"],
    )
    rules = [header.notice(match.register).rule for header in match.unmapped]
    assert rules == ["unread_column", "unread_column", "unknown_header", "unknown_header"]


def test_an_amount_so_far_is_not_proposed_as_what_was_paid(tmp_path):
    match = match_of(
        tmp_path,
        ["松口镇2023年6月农村低保金发放汇总表"],
        ["行政村", "保障户数", "保障人数", "本月发放金额(元)", "本年累计发放金额(元)"],
        ["松村", "18", "40", "300", "900"],
    )
    proposals = {header.label: header.proposal and header.proposal.name for header in match.unmapped}
    assert proposals == {"本年累计发放金额": None}


def test_amounts_of_parts_that_are_not_read_are_told(tmp_path):
    match = match_of(
        tmp_path,
        ["行政村", "项目名称", "资金总额(元)", "县级资金(元)", "备注2"],
        ["甲村", "路", "30", "10", ""],
    )
    notices = {header.label: header.notice(match.register) for header in match.unmapped}
    assert notices["县级资金"].rule == "unread_column"
    assert "其中填的是合计里其中一级的金额" in notices["县级资金"].zh
    assert "可能就是" not in notices["县级资金"].zh
    assert notices["备注2"].rule == "unknown_header"


def test_a_header_that_names_a_programme_alone_is_no_part_of_a_whole(tmp_path):
    match = match_of(
        tmp_path,
        ["某镇2023年农村低保发放花名册"],
        ["村", "户主姓名", "保障人口", "季低保金额(元)"],
        ["甲村", "王甲一", "2", "900"],
    )
    [header] = match.unmapped
    assert "一级" not in header.notice(match.register).zh


def of_incomes(tmp_path, *headers: str):
    """A household with two incomes below these headers."""
    header = ["村", "户编号", "户主姓名", "身份证号", "家庭人口", "脱贫属性", *headers]
    row = ["甲村", "469003001", "王甲一", "469003196002104990", "3", "已脱贫", "8200", "10100"]
    return match_of(tmp_path, ["某镇贫困户收入台账"], header, row)


def test_of_amounts_of_several_years_the_last_is_proposed(tmp_path):
    match = of_incomes(tmp_path, "2019年人均纯收入", "2020年人均纯收入")
    rules = {one.label: one.notice(match.register).rule for one in match.unmapped}
    assert rules == {"2019年人均纯收入": "unknown_header", "2020年人均纯收入": "unread_column"}


def test_of_two_columns_that_may_be_one_neither_is_proposed(tmp_path):
    match = of_incomes(tmp_path, "系统人均纯收入", "核实人均纯收入")
    notices = [one.notice(match.register) for one in match.unmapped]
    assert "都可能是“人均纯收入”，无法判断是哪一列" in notices[0].zh, notices
    assert [notice.rule for notice in notices] == ["rival_columns", "unknown_header"]


def test_an_amount_of_what_another_column_names_is_not_proposed(tmp_path):
    header = ["安置点名称", "安置户数", "安置人数", "后扶产业项目", "项目投资(万元)"]
    match = match_of(tmp_path, ["某镇易地搬迁安置点情况"], header, ["甲点", "12", "40", "车间", "80"])
    assert {one.label: one.proposal for one in match.unmapped} == {"后扶产业项目": None, "项目投资": None}


def test_what_a_budget_consists_of_is_split_by_level(tmp_path):
    header = ["项目名称", "村", "资金构成(万元)", "", "", ""]
    below = ["", "", "小计", "中央", "省级", "县级"]
    match = match_of(tmp_path, ["某镇资金使用情况表"], header, below, ["路", "甲村", "90", "60", "20", "10"])
    assert match.columns["planned_yuan"] == 3
    assert match.split == ["planned_yuan"]
