"""Terms that stand side by side, of which each row ticks one."""

import pytest

from tests.support.desk import Desk
from tests.support.statements import identify

HEADER = ["村", "姓名", "身份证号", "务工区域", "", "", "月收入（元）"]
REGIONS = ["", "", "", "省外", "县外省内", "县内", ""]


def rows(*marks):
    return [
        ["木棠镇2018年脱贫劳动力外出务工台账"],
        HEADER,
        REGIONS,
        *(["薛宅村", f"王{n}", "", *of_row, "5000"] for n, of_row in enumerate(marks)),
    ]


def test_the_term_that_is_ticked_is_the_code(tmp_path):
    desk = Desk(tmp_path)
    marks = [("√", "", ""), ("", "√", "×"), ("", "", "√"), ("√", "", "√"), ("", "", "")]
    total = ["合计", "5人", "", "2", "1", "2", ""]
    desk.xlsx("表.xlsx", [*rows(*marks), total], merged=["D2:F2"])
    outcome = desk.clean()
    regions = outcome.column("workers", "work_region")
    assert regions == ["省外", "省内市外", "县内", "未识别", None]
    assert outcome.marks == [("D7", "unknown_term")]


@pytest.mark.parametrize(
    ("regions", "marks"),
    [
        (REGIONS, [("3", "2", "1"), ("1", "", "")]),
        ([*REGIONS[:5], "其他地方", ""], [("√", "", ""), ("", "", "√")]),
    ],
    ids=["numbers", "a word that is no term"],
)
def test_what_is_no_ticked_term_is_not_read(tmp_path, regions, marks):
    table = rows(*marks)
    table[2] = regions
    (statement,) = identify(tmp_path, *table, merged=[(2, 4, 2, 6)])
    assert statement.match is None or "work_region" not in statement.match.columns
