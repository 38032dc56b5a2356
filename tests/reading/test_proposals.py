"""Which column an unknown header may mean: what is alike in letters alone is not proposed."""

import pytest

from pipelines.reading.proposals import likeliest, may_be_money
from pipelines.registers.columns import Column
from tests.support.catalogues import all_registers

REGISTERS = all_registers()


def proposed(label: str, register: str, cells: tuple[str, ...] = ()) -> str | None:
    found = likeliest({label: cells}, REGISTERS[register].columns)
    return found[0].name if found else None


@pytest.mark.parametrize(
    ("label", "register", "column"),
    [
        ("下达资金总额", "fund_ledger", "allocated_yuan"),
        ("实际支出金额", "fund_ledger", "paid_yuan"),
        ("居民身份证号", "persons", "person_id"),
        ("全村总人口数", "villages", "total_persons"),
        ("项目工程名称", "fund_ledger", "project_name"),
        ("资金拨付率", "fund_ledger", "stated_rate"),
        ("项目数", "fund_ledger", "projects"),
    ],
)
def test_what_is_alike_and_of_one_kind_is_proposed(label, register, column):
    assert proposed(label, register) == column


@pytest.mark.parametrize(
    ("label", "register"),
    [
        ("贷款金额", "dividend_payouts"),
        ("中标单位", "fund_ledger"),
        ("残疾人口数", "villages"),
        ("脱贫人数", "persons"),
        ("资金年度计划数", "fund_ledger"),
        ("饲养员", "persons"),
    ],
)
def test_what_is_of_another_kind_or_of_another_thing_is_not(label, register):
    assert proposed(label, register) is None


def test_the_pair_that_is_most_alike_is_proposed():
    columns = [
        Column(name="a", type="text", title="项目名称", description="A."),
        Column(name="b", type="text", title="实施单位", description="B."),
    ]
    found = likeliest({"工程实施单位": [], "项目的名称": []}, columns)
    assert found and (found[0].name, found[1]) == ("a", "项目的名称")


def test_an_amount_of_all_is_none_of_each():
    assert proposed("年补贴", "post_holders") == "yearly_pay_yuan"
    assert proposed("年补贴金额", "post_holders") == "year_total_yuan"


@pytest.mark.parametrize(("label", "register"), [("非农人口", "villages"), ("未支出资金", "fund_ledger")])
def test_the_opposite_is_not_proposed(label, register):
    assert proposed(label, register) != {"villages": "rural_persons", "fund_ledger": "paid_yuan"}[register]


@pytest.mark.parametrize(
    ("label", "register", "cells", "column"),
    [
        ("排查人", "screenings", ("王甲一", "李乙二"), None),
        ("排查人数量", "screenings", ("12", "30人"), "persons"),
        ("督查村", "inspections", ("甲村", "乙村"), "village"),
        ("工程进度", "fund_ledger", ("已完工", "在建"), None),
        ("资金支出进度", "fund_ledger", ("80%", "0.5"), "stated_rate"),
        ("走访户主", "visits", ("王甲一", "李乙二"), "head_name"),
        ("项目的名称", "fund_ledger", ("1", "2"), None),
        ("帮扶措施", "support_plans", ("养母鸡50只;上岗1人", "务农"), None),
        ("帮扶措施数量", "support_plans", ("约2条", "3"), "plan_measures"),
    ],
)
def test_what_the_cells_cannot_be_is_not_proposed(label, register, cells, column):
    assert proposed(label, register, cells) == column


@pytest.mark.parametrize(
    ("label", "cells", "title", "kind"),
    [
        ("在岗人数", ["12"], "在岗月数", "count"),
        ("流转户主", ["云山茶叶公司", "云山养蜂合作社"], "户主姓名", "person_name"),
    ],
)
def test_another_thing_that_is_counted_and_an_organisation_are_not_proposed(label, cells, title, kind):
    assert likeliest({label: cells}, [Column(name="a", type=kind, title=title, description="A.")]) is None


@pytest.mark.parametrize(
    ("label", "register"),
    [
        ("追缴金额", "benefit_payments"),
        ("拟补助金额", "benefit_payments"),
        ("核减金额", "benefit_payments"),
        ("捐款金额", "produce_sales"),
        ("预计收益金额", "collective_incomes"),
        ("全年补贴", "benefit_payments"),
    ],
)
def test_an_amount_of_another_direction_is_not_proposed(label, register):
    assert proposed(label, register, ("500", "600")) is None


@pytest.mark.parametrize(
    ("label", "register", "cells"),
    [
        ("日期", "fund_ledger", ("2023-05-04", "2023年6月")),
        ("村小学数", "villages", ("1", "0")),
        ("实参保人数", "benefit_payments", ("120", "80")),
        ("家庭月保障金", "benefit_payments", ("900", "1250")),
        ("管护面积", "benefit_payments", ("1200", "900")),
        ("务工所在县", "workers", ("义乌市", "甲县")),
        ("务工所在省", "workers", ("浙江省", "云岭省")),
    ],
)
def test_what_only_sounds_alike_is_not_proposed(label, register, cells):
    """A bare day is of anything; what is counted, and what a header ends in, is the same or nothing is."""
    assert proposed(label, register, cells) is None


@pytest.mark.parametrize(
    ("label", "cells", "title", "kind"),
    [
        ("项目实施单位", ("青溪村委会", "云山村委会"), "项目实施地点", "text"),
        ("开工", ("12", "8"), "开工日期", "date"),
    ],
)
def test_a_unit_is_no_place_and_a_count_no_day(label, cells, title, kind):
    assert likeliest({label: cells}, [Column(name="a", type=kind, title=title, description="A.")]) is None


def test_a_day_with_what_happened_then_is_proposed():
    assert proposed("资金下达的日期", "fund_ledger", ("2023-05-04",)) == "allocated_on"
    assert proposed("竣工的日期", "housing_renovations", ("2023-05-04",)) == "finished_on"


def test_a_count_with_brackets_is_no_money():
    assert not may_be_money("人(户)数", None)
    assert may_be_money("金额", "元")


def test_what_things_are_counted_in_is_no_name():
    assert proposed("单位", "benefit_payments", ("头", "亩", "头")) is None
    assert proposed("单位", "benefit_payments", ("某基金", "某公司")) is not None


def test_cells_of_several_places_or_months_are_of_no_one_place_or_month():
    assert proposed("督查村", "inspections", ("甲村、乙村", "全部9个村")) is None
    assert proposed("督查村", "inspections", ("甲村", "平等村")) == "village"
    assert proposed("发放月份(起止)", "benefit_payments", ("1-12月", "3月至6月")) is None
    assert proposed("发放月份(起止)", "benefit_payments", ("2023年5月", "2023-6月")) is not None
