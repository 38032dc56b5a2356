"""The day of a list, as its title or a name states it."""

from datetime import date

import pytest

from pipelines.statements.days import stated_day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (("资金台账(截至2018年6月30日)", "台账1"), date(2018, 6, 30)),
        (("2018-06-30导出",), date(2018, 6, 30)),
        (("花名册20181231",), date(2018, 12, 31)),
        (("花名册2018.6.30",), date(2018, 6, 30)),
        (("Sheet1", "资金截至6月底"), date(2018, 6, 30)),
        (("2019年2月末台账", "表"), date(2019, 2, 28)),
        (("截止到2018年9月", "表"), date(2018, 9, 30)),
        (("2018年1月1日至2018年6月30日", "表20190105"), date(2018, 6, 30)),
        (("填报日期:2018年7月5日", "台账"), None),
        (("2018年1-9月支出", "台账"), None),
        (("2018年13月32日", "2018年度", "20181301"), None),
        (("2018年6月低保金", "6月"), None),
    ],
)
def test_the_last_day_that_titles_state_else_the_name_of_the_file(words, day):
    assert stated_day(words, 2018) == day
