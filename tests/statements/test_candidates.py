"""Of registers whose columns a sheet has, title, file name and rows decide."""

import pytest

from tests.support.statements import FORM_27, FORM_32, identify

MONEY = ["序号", "行政村", "户主姓名", "身份证号", "发放金额(元)"]


def test_long_list_without_its_key_is_not_taken_for_a_shorter_one(tmp_path):
    headers = [header for header in FORM_27 if header != "证件号码"] + ["发放金额"]
    (statement,) = identify(tmp_path, headers)
    assert statement.role == "rejected"
    assert statement.register == "persons"


def monitored(kind):
    row = {"户编号": "1001", "姓名": "某甲", "易返贫致贫户(监测对象)类型": kind}
    return [row.get(header, "") for header in FORM_32]


def test_the_full_form_is_of_the_monitored_by_its_name_and_every_row(tmp_path):
    title, some = ["监测对象名单"], monitored("脱贫不稳定户")
    (other,) = identify(tmp_path, title, FORM_32, some, some)
    (named_only,) = identify(tmp_path, title, FORM_32, some, monitored(""))
    (filled_only,) = identify(tmp_path, ["脱贫人口名单"], FORM_32, some, some)
    found = [one.register for one in (other, named_only, filled_only)]
    assert found == ["monitored_households", "persons", "persons"]


WATCHED = [
    "序号",
    "村",
    "户编号",
    "户主姓名",
    "身份证号",
    "家庭人口",
    "户类型",
    "监测对象类别",
    "风险是否消除",
]


@pytest.mark.parametrize(
    ("title", "header", "rows", "found"),
    [
        ("防返贫监测对象名单", FORM_32, [monitored("脱贫不稳定户")], "monitored_households"),
        ("边缘易致贫户台账", WATCHED, [], "monitored_households"),
        ("石桥镇三类户名单", [*WATCHED, "帮扶措施", "监测员"], [], "monitored_households"),
        ("", [one for one in WATCHED if one != "户类型"], [], "monitored_households"),
        ("户人名单", FORM_32, [monitored("脱贫不稳定户")], "persons"),
        ("建档立卡脱贫户名单", WATCHED, [], "persons"),
    ],
)
def test_a_list_of_monitored_households_is_not_the_registry_of_the_poor(tmp_path, title, header, rows, found):
    """The national export has columns of monitoring too: its title, or that every row fills them, decides."""
    (statement,) = identify(tmp_path, [title], header, *rows)
    assert (statement.register, statement.role) == (found, "list")


@pytest.mark.parametrize("title", ["监测对象公益性岗位补贴发放表", "监测户小额信贷台账"])
def test_a_list_of_other_facts_on_monitored_households_is_not_theirs(tmp_path, title):
    (statement,) = identify(tmp_path, [title], [*WATCHED, "金额(元)"])
    assert statement.register != "monitored_households" or statement.match is None


PARTNER = [*MONEY, "合作企业"]


@pytest.mark.parametrize(
    ("title", "file", "kind"),
    [
        ("某合作社2019年到期入股本金退还发放表", "表.xlsx", "股金退还发放表"),
        ("某镇2019年退股花名册", "表.xlsx", "股金退还发放表"),
        ("某镇2019年土地流转租金发放表", "表.xlsx", "土地流转租金发放表"),
        ("某镇2019年土地流转费发放表", "表.xlsx", "土地流转租金发放表"),
        ("某镇2019年发放表", "退股.xlsx", "股金退还发放表"),
    ],
)
def test_a_column_of_partners_does_not_hold_against_a_title_of_other_money(tmp_path, title, file, kind):
    (statement,) = identify(tmp_path, [title], PARTNER, file=file)
    assert (statement.role, statement.kind) == ("other", kind)


@pytest.mark.parametrize(
    ("title", "amount", "role"),
    [
        ("某镇2019年土地流转入股分红发放表", "发放金额(元)", "list"),
        ("某镇2019年按入股本金8%分红发放表", "发放金额(元)", "list"),
        ("种粮农民合作社2019年发放表", "发放金额(元)", "list"),
        ("某镇2019年土地流转户发放表", "分红金额(元)", "list"),
        ("某镇2019年分红和工资发放表", "发放金额(元)", "rejected"),
        ("某镇2019年退股及分红发放表", "发放金额(元)", "rejected"),
        ("某镇2019年土地租金发放表", "分红金额(元)", "rejected"),
    ],
)
def test_what_names_the_dividend_holds_but_for_words_that_take_it_back(tmp_path, title, amount, role):
    (statement,) = identify(tmp_path, [title], [*PARTNER[:4], amount, "合作企业"])
    assert statement.role == role
    if role == "rejected":
        assert statement.reason.rule == "contradicting_evidence"


def test_a_list_of_refunds_is_no_list_of_capital(tmp_path):
    header = ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)"]
    (invested,) = identify(tmp_path, ["某镇2018年产业补助资金入股台账"], header)
    (refunded,) = identify(tmp_path, ["某镇2019年退股台账"], header)
    assert (invested.role, refunded.reason.rule) == ("list", "contradicting_evidence")


@pytest.mark.parametrize("header", ["务工天数", "流转面积(亩)"])
def test_partner_who_pays_by_days_or_by_area_pays_no_dividends(tmp_path, header):
    paid = ["村名", "户主姓名", "身份证号", "合作社", header, "发放金额(元)"]
    row = ["薛宅村", "某甲", "469003197501019901", "富民合作社", "20", "2000"]
    registers = [
        [one.register for one in identify(tmp_path, *title, paid, row) if one.match]
        for title in ([], [["2020年入股分红发放表"]])
    ]
    assert ["dividend_payouts" in found for found in registers] == [False, True]
