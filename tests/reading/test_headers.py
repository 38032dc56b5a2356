"""Every header list that public exports show is recognised, whatever is around it."""

import pytest

from tests.support.statements import FORM_25, FORM_27, FORM_32, match_of
from tests.synthetic.forms import words

LOCAL_EXTRAS = words("长号码 短号码 用户照片 帮扶责任人手机号 定位")


@pytest.mark.parametrize(
    ("headers", "mapped"),
    [(FORM_27, 27), (FORM_25, 25), (FORM_32, 30), ((*FORM_27, *LOCAL_EXTRAS), 27)],
    ids=["27 columns", "25 columns", "32 columns", "27 columns and local extras"],
)
def test_forms_of_the_national_registry(tmp_path, headers, mapped):
    match = match_of(tmp_path, headers)
    assert match.register.name == "persons"
    assert len(match.columns) == mapped
    assert match.unmapped == ()


@pytest.mark.parametrize("headers", [FORM_27, FORM_25, FORM_32], ids=["27", "25", "32"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda header: header.replace("(", "（").replace(")", "）"),
        lambda header: header[:2] + "\n" + header[2:],
        lambda header: f" {header[:1]} {header[1:]}\u3000",
        lambda header: header.translate(
            str.maketrans("县户编号码数与脱贫属险时间风", "縣戶編號碼數與脫貧屬險時間風")
        ),
    ],
    ids=["full-width brackets", "line break", "spaces", "traditional"],
)
def test_forms_however_they_are_typed(tmp_path, headers, spoil):
    plain, spoiled = match_of(tmp_path, headers), match_of(tmp_path, [spoil(header) for header in headers])
    assert spoiled.columns == plain.columns


def test_a_header_that_another_sheet_has_in_another_row_is_assigned_once(tmp_path, monkeypatch):
    header = [*FORM_27, "某年新增列"]  # no other test has read it
    first = match_of(tmp_path, header)
    monkeypatch.setattr("pipelines.reading.headers.assign_columns", lambda *_: pytest.fail("assigned again"))
    lower = match_of(tmp_path, [], header)
    assert (first.header_row, lower.header_row) == (1, 2)
    assert lower.columns == first.columns and len(first.columns) == 27


def test_columns_in_any_order_with_blank_ones_between(tmp_path):
    match = match_of(tmp_path, ["", *reversed(FORM_27), "", ""])
    assert match.columns["county"] == 28
    assert len(match.columns) == 27


@pytest.mark.parametrize(
    "area",
    [
        ("县", "乡", "村"),
        ("县(市、区、旗)", "乡(镇)", "行政村"),
        ("行政县", "乡镇", "行政村"),
        ("县（市、区）", "乡（镇、街道）", "村(居)"),
        ("区县", "乡镇街道", "村(社区)"),
    ],
)
def test_area_headers_in_all_forms(tmp_path, area):
    match = match_of(tmp_path, [*area, "总户数", "总人口数", "是否贫困村"])
    assert match.register.name == "villages"
    assert [match.columns[level] for level in ("county", "township", "village")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("总投资(万元)", "planned_yuan"),
        ("投资概算(万元)", "planned_yuan"),
        ("计划投入资金(万元)", "planned_yuan"),
        ("到位资金(万元)", "allocated_yuan"),
        ("累计拨付(万元)", "disbursed_yuan"),
        ("已使用资金(万元)", "paid_yuan"),
        ("已支付资金(万元)", "paid_yuan"),
        ("未使用资金(万元)", "unspent_yuan"),
    ],
)
def test_stages_of_money_as_published_tables_name_them(tmp_path, header, column):
    match = match_of(
        tmp_path,
        ["工程名称", "实施村", "资金文号", "下达金额(万元)" if "位" not in header else "支出", header],
    )
    assert (match.register.name, match.columns[column]) == ("fund_ledger", 5)


PLAN_2026 = "县(市、区) 项目名称 项目类型 建设性质 实施地点 建设内容 投资概算(万元) 预期绩效目标 联农带农机制 实施期限 责任单位"
TODAY = [  # the headers of published tables and real exports: what each of them is a column of
    ("fund_ledger", PLAN_2026, "county project_name category - place content planned_yuan - - - implementing_unit"),
    (
        "fund_ledger",
        "项目名称 项目类别 建设性质 实施地点 时间进度 责任单位 建设任务 资金规模和筹资方式 受益对象 绩效目标",
        "project_name category - place - implementing_unit content planned_yuan - -",
    ),
    (
        "fund_ledger",
        "县名 乡镇名 村名 专项名称 项目名称 批复文号 实施单位 到县资金(万元) 审核状态",
        "county township village fund_source project_name document_number implementing_unit allocated_yuan -",
    ),
    (
        "fund_ledger",
        "县区 所属乡 实施村 工程名称 分配金额(元) 投资规模(元) 总拨款金额(元) 已使用资金(元) 未使用资金(元)",
        "county township village project_name allocated_yuan planned_yuan disbursed_yuan paid_yuan unspent_yuan",
    ),
    (
        "fund_ledger",
        "所属县 所属乡 所属村 工程名称 项目实施地点 资金规模(元) 到位资金(元) 总报账金额(元)",
        "county township village project_name place planned_yuan allocated_yuan settled_yuan",
    ),
    (
        "dividend_payouts",
        "乡(镇)街 所属村 户主 户主身份证号 企业名称 应分红(元) 实分红(元)",
        "township village head_name head_person_id partner due_yuan paid_yuan",
    ),
    (
        "capital_contributions",
        "乡(镇)街 村名 经营主体名称 入股年份 投入资金(万元) 分红比例(%)",
        "township village partner invested_year capital_yuan contract_rate",
    ),
    (
        "persons",
        "户编号 家庭成员姓名 证件号码 家庭人口 与户主的关系 是否脱贫 脱贫时间",
        "household_id person_name person_id household_size_persons relation exit_status exit_year",
    ),
    (
        "persons",
        "乡(镇) 行政村 户编号 姓名 证件号码 人数 与户主关系 脱贫情况 务工所在地 人均纯收入（元） 是否危房户 是否解决安全饮用水",
        """township village household_id person_name person_id household_size_persons relation exit_status work_place
        net_income_per_person_yuan has_dangerous_house has_safe_water""",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("register", "headers", "columns"), TODAY)
def test_headers_of_today(tmp_path, register, headers, columns):
    match = match_of(tmp_path, headers.split())
    read = {index: name for name, index in match.columns.items()}
    assert match.register.name == register
    assert [read.get(index, "-") for index in range(1, len(headers.split()) + 1)] == columns.split()


@pytest.mark.parametrize(
    "header", ["合作社名称", "企业名称", "公司名称", "经营主体名称", "合作社(企业)名称", "龙头企业"]
)
def test_partners_by_any_name(tmp_path, header):
    match = match_of(tmp_path, ["行政村", "户主姓名", header, "分红金额(元)"])
    assert (match.register.name, match.columns["partner"]) == ("dividend_payouts", 3)
