"""Years in titles, names of sheets and of files."""

import pytest

from pipelines.statements.years import year_of


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
        (("2019-2020年项目库", "Sheet1", "项目库.xlsx"), ()),
        (("2016年至2020年项目库", "Sheet1", "项目库.xlsx"), ()),
        (("项目台账（截至2018年12月31日）", "Sheet1", "台账.xlsx"), ()),
        (("项目台账", "填报日期：2018年9月", "台账.xlsx"), ()),
        (("项目台账", "Sheet1", "名册_20181231.csv"), ()),
        (("项目台账", "Sheet1", "名册2018-12-31.csv"), ()),
        (("湘财农〔2018〕25号", "Sheet1", "台账.xlsx"), ()),
        (("项目台账", "Sheet1", "台账.xlsx"), ()),
    ],
)
def test_the_year_is_that_of_the_title_or_else_of_a_name(words, years):
    assert year_of(words) == years
