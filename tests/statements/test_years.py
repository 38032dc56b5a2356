"""Years in titles, names of sheets and of files."""

from datetime import date

import pytest

from pipelines.statements.years import event_year_of, list_year_of, year_of


@pytest.mark.parametrize(
    ("words", "years"),
    [
        (("辛水镇2016年扶贫资金项目台账", "Sheet1", "台账.xlsx"), (2016,)),
        (("项目台账", "2017年", "台账.xlsx"), (2017,)),
        (("二〇一七年度分红发放表", "Sheet1", "表.xls"), (2017,)),
        (("项目台账", "Sheet1", "2018年台账.xlsx"), (2018,)),
        (("项目台账", "Sheet1", "资金台账2018.xlsx"), (2018,)),
        (("2016年台账", "Sheet1", "2018年汇总.xlsx"), (2016,)),
        (("2016年台账", "2017年", "台账.xlsx"), (2016, 2017)),
        (("2019-2020年项目库", "Sheet1", "项目库.xlsx"), (2019, 2020)),
        (("2016年至2020年项目库", "Sheet1", "项目库.xlsx"), (2016, 2020)),
        (("项目台账（截至2018年12月31日）", "Sheet1", "台账.xlsx"), (2018,)),
        (("2018年12月资金支出情况表", "Sheet1", "台账.xlsx"), (2018,)),
        (("2017年项目台账（截至2018年3月）", "Sheet1", "台账.xlsx"), (2017,)),
        (("项目台账", "2018", "台账.xlsx"), (2018,)),
        (("项目台账(2018.12)", "Sheet1", "台账.xlsx"), (2018,)),
        (("二0一八年项目台账", "Sheet1", "台账.xlsx"), (2018,)),
        (("18年度项目台账", "Sheet1", "台账.xlsx"), (2018,)),
        (("2016-18年度项目库", "Sheet1", "台账.xlsx"), (2016, 2018)),
        (("2018.5万元项目台账", "Sheet1", "台账.xlsx"), ()),
        (("项目台账", "填报日期：2018年9月", "台账.xlsx"), ()),
        (("项目台账", "Sheet1", "名册_20181231.csv"), ()),
        (("项目台账", "Sheet1", "名册2018-12-31.csv"), ()),
        (("湘财农〔2018〕25号", "Sheet1", "台账.xlsx"), ()),
        (("项目台账", "Sheet1", "台账.xlsx"), ()),
    ],
)
def test_the_year_is_that_of_the_title_or_else_of_a_name(words, years):
    assert year_of(words) == years


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2018年度入股分红发放表", (2018,)),
        ("2018年第四季度分红发放表", (2018,)),
        ("2017年入股2018年分红发放表", (2018,)),
        ("2016年投入产业资金发放表", ()),
    ],
)
def test_the_year_of_payments_is_not_that_of_the_investment(title, years):
    assert event_year_of((title, "Sheet1", "表.xlsx")) == years


@pytest.mark.parametrize(
    ("words", "year"),
    [
        (("2019年花名册", "Sheet1", "册.xlsx"), 2019),
        (("2021年花名册", "Sheet1", "册.xlsx"), 2021),
        (("花名册（截至2019年12月31日）", "Sheet1", "册.xlsx"), 2019),
        (("2019年度花名册（2020年6月更新）", "2020年", "册.xlsx"), 2020),
        (("2014年建档立卡贫困人口花名册", "Sheet1", "册.xlsx"), None),
        (("花名册", "导出时间:2019-12-31", "册.xlsx"), 2019),
        (("花名册", "Sheet1", "花名册_20191231.xlsx"), 2019),
        (("数据日期:20191231", "花名册", "Sheet1", "册.xlsx"), 2019),
        (("年度:2019", "花名册", "Sheet1", "册.xlsx"), 2019),
        (("数据日期:20210105", "花名册", "Sheet1", "册.xlsx"), None),
        (("花名册", "Sheet1", "花名册_20210105.xlsx"), None),
        (("花名册", "填报日期:2019年12月3日", "册.xlsx"), None),
        (("花名册", "Sheet1", "册.xlsx"), None),
    ],
)
def test_the_year_of_a_list_of_2020(words, year):
    """A day of export says that a list is not of a later year, and no more."""
    assert list_year_of(words, date(2020, 1, 1), date(2020, 12, 31)) == year
