"""Lists of some of a register's objects, by their facts, their rows or their title, are never the register."""

import pytest

from tests.support.statements import FORM_27, FORM_32, PUPILS, WHO, heads, identify, pupils


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("已外出务工信息", ["户编号", "证件号码", "户类型", "是否已务工", "务工所在县", "就业渠道"]),
        ("某镇教育保障台账", ["行政村", "户编号", "学生姓名", "证件号码", "脱贫属性", "就读学校", "年级"]),
        ("某镇慢性病患者名单", ["行政村", "户编号", "姓名", "证件号码", "户类型", "病种", "签约医生"]),
        ("疫苗接种情况", ["行政村", "户编号", "姓名", "证件号码", "户类型", "第一针", "第二针"]),
    ],
)
def test_a_list_of_persons_with_facts_of_one_subject_is_an_extract(tmp_path, title, header):
    (statement,) = identify(tmp_path, [title], header)
    assert (statement.role, statement.register, statement.match) == ("extract", "persons", None)


def test_persons_of_households_without_their_heads_are_an_extract(tmp_path):
    (statement,) = identify(tmp_path, ["某镇建档立卡贫困户名单"], PUPILS, *pupils("之子", "之女", "户主"))
    assert (statement.role, statement.kind) == ("extract", "义务教育和在校生台账")
    assert "3 户中有 2 户没有户主" in statement.reason.zh


def test_the_full_form_without_heads_is_an_extract(tmp_path):
    def row(number, relation):
        cells = {"户编号": number, "姓名": "某甲", "与户主关系": relation, "户类型": "脱贫户"}
        return [cells.get(header, "") for header in FORM_32]

    (members,) = identify(tmp_path, FORM_32, row("1001", "之子"), row("1002", "配偶"))
    (roll,) = identify(tmp_path, FORM_32, row("1001", "户主"), row("1001", "之子"), row("1002", "户主"))
    (unclear,) = identify(tmp_path, FORM_32, row("1001", ""), row("1001", "之子"), row("1002", "家长"))
    assert [one.role for one in (members, roll, unclear)] == ["extract", "list", "list"]


def test_one_row_for_each_household_with_facts_of_one_subject_is_an_extract(tmp_path):
    (statement,) = identify(tmp_path, PUPILS, *pupils("户主", "户主", "户主"))
    assert statement.role == "extract"


def test_whole_households_with_facts_of_a_subject_are_a_roll(tmp_path):
    rows = pupils("户主", "户主") + pupils("之子")
    (statement,) = identify(tmp_path, PUPILS, *rows)
    assert statement.role == "list"


def test_facts_of_one_subject_without_relation_or_size_are_an_extract(tmp_path):
    header = ["户编号", "姓名", "证件号码", "学校", "脱贫属性", "脱贫年度", "主要致贫原因"]
    (extract,) = identify(tmp_path, header)
    (roll,) = identify(tmp_path, [header[0], "家庭人口", *header[1:]])
    assert (extract.role, roll.role) == ("extract", "list")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ([*WHO, "务工企业", "月收入(元)"], heads("3", "某厂", "3000")),
        ([*WHO, "安置点", "搬迁时间"], heads("1", "某小区", "2019-12")),
        ([*WHO, "贫困户属性", "低保金(元)"], heads("1", "低保贫困户", "400")),
        ([*WHO, "健康状况"], heads("1", "残疾")),
        ([*WHO, "是否解决安全饮用水"], heads("3", "否")),
        (WHO, heads("3", relations=("户主", "之子", "户主", "之女"))),
    ],
    ids=["workers", "relocated", "dibao", "disabled", "without water", "two of three missing"],
)
def test_list_of_some_persons_in_the_form_of_a_register_is_not_the_register(tmp_path, header, rows):
    """Without a title, beside all that says who is on the register."""
    found = identify(tmp_path, header, *rows, file="附件2.xlsx", name="Sheet1")
    assert "persons" not in [one.register for one in found if one.match]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (WHO, heads("3")),
        (WHO, heads("1", relations=("户主", "之子", "户主", "之女"))),
        ([*WHO, "健康状况"], [*heads("1", "残疾")[:3], *heads("1", "健康")[3:]]),
        (
            [*WHO, "劳动技能", "主要致贫原因", "人均纯收入", "安置点"],
            heads("1", "普通劳动力", "因病", "9000", ""),
        ),
        ([*WHO, "贫困户属性"], [*20 * heads("1", "低保贫困户"), *heads("1", "一般贫困户")]),
    ],
    ids=["heads with the size", "sizes that fit", "one who is well", "a column more", "one after many"],
)
def test_register_without_a_title_is_read(tmp_path, header, rows):
    found = identify(tmp_path, header, *rows, file="附件2.xlsx", name="Sheet1")
    assert [(one.register, one.role) for one in found] == [("persons", "list")]


@pytest.mark.parametrize(
    "title",
    [
        "2020年因病致贫户名单",
        "60岁以上老人名单",
        "易地扶贫搬迁户花名册",
        "参加医保名单",
        "脱贫攻坚普查抽查户名单",
    ],
)
def test_title_that_selects_some_makes_the_full_form_an_extract(tmp_path, title):
    (statement,) = identify(tmp_path, [title], FORM_27)
    assert (statement.role, statement.register, statement.match) == ("extract", "persons", None)
