"""A list without a column that it needs is refused with what is there, and the lines to paste."""

from pipelines.deliveries.notes import Notes
from tests.support.statements import FORM_27, identify, match_of


def test_missing_header_names_the_likeliest_and_the_line_to_paste(tmp_path):
    headers = ["居民身份证号" if header == "证件号码" else header for header in FORM_27]
    (statement,) = identify(tmp_path, headers)
    assert statement.role == "rejected"
    assert (statement.reason.rule, statement.register) == ("missing_header", "persons")
    assert "最相近的列是“居民身份证号”" in statement.reason.zh
    assert (
        "name it 证件号码, or write in registers/persons.yml under person_id: headers: "
        "[身份证号, 身份证号码, 公民身份号码, 居民身份证号]" in statement.reason.en
    )


def test_money_whose_stage_no_word_states_is_named(tmp_path):
    (statement,) = identify(
        tmp_path, ["项目名称", "行政村", "建设内容", "补助资金(万元)"], ["棚", "甲村", "x", "4"]
    )
    assert (statement.role, statement.reason.rule) == ("rejected", "missing_header")
    assert "列“补助资金”像是金额，无法确定是哪个环节，没有读取" in statement.reason.zh


def test_a_number_of_persons_is_not_proposed_as_money(tmp_path):
    header = ["村", "收益来源", "人(户)数", "金额(元)"]
    notes = Notes.model_validate({"sheets": [{"file": "表.xlsx", "register": "collective_incomes"}]})
    (statement,) = identify(tmp_path, header, ["甲村", "公益岗", "12", "6000"], notes=notes)
    assert "columns: {金额: 收益金额}" in statement.reason.zh
    assert "人(户)数: " not in statement.reason.zh


def test_who_was_visited_is_not_proposed_as_who_visits(tmp_path):
    header = ["走访日期", "走访人", "村", "走访户主", "走访内容"]
    title = ["某镇帮扶干部入户走访台账"]
    row = ["2021-04-03", "王甲一", "甲村", "李乙二", "看望"]
    (statement,) = identify(tmp_path, title, header, row)
    assert "the likeliest column is 走访户主: if it is, name it 户主姓名" in statement.reason.en


def test_an_amount_so_far_is_no_payout(tmp_path):
    header = ["村名", "户主姓名", "身份证号", "合作社", "累计发放金额(元)"]
    (statement,) = identify(
        tmp_path, ["甲镇2020年分红累计发放表"], header, ["甲村", "王甲一", "", "某社", "700"]
    )
    assert (statement.register, statement.reason.rule) == ("dividend_payouts", "missing_header")
    assert "列“累计发放金额”是累计数" in statement.reason.zh and "把列名改成" not in statement.reason.zh


def test_money_is_proposed_as_the_stage_that_its_header_names(tmp_path):
    title, header = ["某乡2024年1月衔接资金支出明细"], ["项目名称", "村", "资金级次", "本月支出(万元)"]
    (statement,) = identify(tmp_path, title, header, ["棚", "甲村", "中央", "4"])
    assert "若“本月支出”是支出资金，请把列名改成“支出资金”" in statement.reason.zh
    assert "columns: {本月支出: 支出资金}" in statement.reason.zh


def test_no_value_for_all_is_printed_where_a_column_may_have_them(tmp_path):
    title = ["某乡2026年防止返贫致贫对象统计"]
    header = ["村", "对象类别", "户数", "人数"]
    (statement,) = identify(tmp_path, title, header, ["甲村", "脱贫不稳定户", "3", "9"])
    assert "最相近的列是“对象类别”" in statement.reason.zh
    assert "defaults" not in statement.reason.zh


def test_amounts_in_and_out_in_one_column_are_not_proposed_as_income(tmp_path):
    title, header = ["某镇2023年光伏收益收支表"], ["村", "收益项目", "收入/支出", "金额(元)"]
    rows = ["甲村", "光伏电站", "收入", "68000"], ["甲村", "光伏电站", "支出", "36000"]
    (statement,) = identify(tmp_path, title, header, *rows)
    assert statement.register == "collective_incomes"
    assert "列“收入/支出”里既有收入又有支出" in statement.reason.zh
    assert "columns" not in statement.reason.zh


def test_no_line_makes_a_roll_of_a_list_that_its_title_says_is_another(tmp_path):
    header = ["村", "户主", "身份证号", "家庭人口", "住房安全", "饮水安全"]
    row = ["松村", "王甲一", "469003196002104990", "3", "安全", "安全"]
    (statement,) = identify(tmp_path, ["松口镇2023年“三保障”排查到户表"], header, row)
    assert (statement.register, statement.reason.rule) == ("persons", "missing_header")
    assert "表名像是“排查核验台账”" in statement.reason.zh and "defaults" not in statement.reason.zh


def test_levels_of_no_stage_are_told_to_lack_it(tmp_path):
    """No line would make a plan of the central part alone."""
    header = ["项目名称", "地点", "级次(万元)", "", "", "实施进度"], ["", "", "中央", "省级", "县级", ""]
    merged = [(2, 3, 2, 5)]
    row = ["辣椒", "石桥村", "50", "10", "", "已完工"]
    (statement,) = identify(tmp_path, ["某镇2024年衔接资金项目实施进度表"], *header, row, merged=merged)
    assert statement.reason.rule == "missing_header"
    assert "列“中央、省级、县级”只分了级次，没有写明是哪个环节" in statement.reason.zh
    assert "columns:" not in statement.reason.zh


def test_of_two_amounts_that_may_be_the_one_none_is_proposed(tmp_path):
    header = ["村", "集中电站收益(元)", "户用电站收益(元)", "分配户数"]
    (statement,) = identify(
        tmp_path, ["某镇光伏收益分配到户统计"], header, ["石桥村", "86000", "60000", "20000"]
    )
    assert "列“集中电站收益、户用电站收益”都可能是“收益金额”，无法判断是哪一列" in statement.reason.zh
    assert "最相近" not in statement.reason.zh


def test_no_value_for_all_is_printed_where_headings_state_several(tmp_path):
    header = ["村", "户主姓名", "身份证号", "家庭人口", "识别时间"]
    upper = ["甲村", "王甲一", "469003196002104990", "4", "2021.5"]
    lower = ["乙村", "李乙二", "469003197103125006", "3", "2022.3"]
    blocks = [["一、脱贫不稳定户"], header, upper, ["二、边缘易致贫户"], header, lower]
    (statement,) = identify(tmp_path, ["某镇防返贫监测对象台账"], *blocks)
    assert "“监测对象类别”在标题行里写了几个值（脱贫不稳定户、边缘易致贫户）" in statement.reason.zh
    assert "defaults" not in statement.reason.zh + statement.reason.en
    (alone,) = identify(tmp_path, ["某镇防返贫监测对象台账"], *blocks[:3])
    assert "defaults: {监测对象类别: 脱贫不稳定户}" in alone.reason.zh


def test_no_village_is_printed_for_rows_of_several_townships(tmp_path):
    header = ["乡镇", "摊位", "支出资金(万元)"]
    rows = ["甲镇", "3", "100"], ["乙镇", "4", "80"]
    notes = Notes.model_validate({"sheets": [{"file": "表.xlsx", "register": "fund_ledger"}]})
    (several,) = identify(tmp_path, ["某县资金台账"], header, *rows, notes=notes)
    assert several.reason.rule == "missing_header" and "defaults" not in several.reason.zh
    (one,) = identify(tmp_path, ["某县资金台账"], header, rows[0], notes=notes)
    assert "defaults: {行政村: …}" in one.reason.zh


def test_no_stage_is_printed_for_one_of_several_amounts_or_for_one_that_says_what_it_is(tmp_path):
    title, header = ["某镇项目合同台账"], ["项目名称", "村", "中标单位", "合同金额(元)"]
    (of_contracts,) = identify(tmp_path, title, header, ["路", "甲村", "某公司", "5000"])
    assert "列“合同金额”像是金额，无法确定是哪个环节，没有读取" in of_contracts.reason.zh
    (of_several,) = identify(
        tmp_path, title, [*header, "补助资金(元)"], ["路", "甲村", "某公司", "5000", "4000"]
    )
    assert "列“合同金额、补助资金”像是金额" in of_several.reason.zh
    assert "columns" not in of_contracts.reason.zh + of_several.reason.zh


def test_what_a_contract_was_paid_is_read_and_what_it_is_of_is_not(tmp_path):
    header = ["项目名称", "村", "资金来源", "合同金额(万元)", "已付款(万元)", "未付款(万元)"]
    match = match_of(tmp_path, ["某镇项目合同台账"], header, ["路", "甲村", "中央资金", "100", "70", "30"])
    money = {name: at for name, at in match.columns.items() if name.endswith("_yuan")}
    assert money == {"paid_yuan": 5}


def test_an_allocation_to_townships_is_a_total_whatever_its_document(tmp_path):
    header = ["乡镇", "中央", "省级", "县级", "合计", "文号"]
    rows = ["甲镇", "100", "50", "20", "170", "某财农〔2023〕11号"], ["乙镇", "80", "30", "10", "120", ""]
    (statement,) = identify(tmp_path, ["某县2023年第一批财政衔接资金分配表"], header, *rows)
    assert (statement.role, statement.reason.rule) == ("summary", "totals_by_area")


def test_no_value_is_printed_that_makes_another_register_of_what_the_title_ends_in(tmp_path):
    header = ["村", "监测户数", "已发放手册数", "填写完整", "未核对"]
    title = ["某镇《防返贫监测帮扶手册》填写核对情况表"]
    (statement,) = identify(tmp_path, title, header, ["甲村", "30", "29", "25", "1"])
    assert "表名像是“手册录入核对表”" in statement.reason.zh
    assert "defaults" not in statement.reason.zh + statement.reason.en


def test_dividends_of_assets_lack_what_was_paid_and_are_no_list_of_assets(tmp_path):
    header = ["村", "户主", "身份证号", "合作社", "入股金额", "分红比例", "应分红", "代扣医保", "实际到手"]
    row = ["甲村", "王甲一", "469003196002104990", "某社", "5000", "6%", "300", "200", "100"]
    (statement,) = identify(tmp_path, ["某镇2023年度扶贫资产收益分红发放花名册"], header, row)
    assert (statement.register, statement.reason.rule) == ("dividend_payouts", "missing_header")
    assert "缺少必需的列“发放金额”" in statement.reason.zh
    assert "列“入股金额" not in statement.reason.zh


def test_the_one_amount_of_a_register_without_stages_has_its_line(tmp_path):
    header = ["村", "户主", "身份证号", "困难类型", "慰问金(元)", "慰问物资"]
    row = ["甲村", "王甲一", "469003196002104990", "大病", "500", "米一袋"]
    (statement,) = identify(tmp_path, ["某镇春节慰问困难户花名册"], header, row)
    assert "columns: {慰问金: 发放金额}" in statement.reason.zh


def test_of_several_amounts_the_one_that_has_the_word_of_the_column_has_its_line(tmp_path):
    header = ["乡镇", "村", "投入资金(万元)", "按投入资金6%收益(万元)", "已兑付(万元)"]
    (statement,) = identify(
        tmp_path, ["某县2023年村集体经济收益分配表"], header, ["甲镇", "甲村", "100", "6", "6"]
    )
    assert statement.register == "collective_incomes"
    assert "columns: {按投入资金6%收益: 收益金额}" in statement.reason.zh
