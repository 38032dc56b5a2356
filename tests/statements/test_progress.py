"""Lists of objects that have come further, beside the list of all."""

import pytest

from pipelines.statements.progress import stages_named
from tests.support.catalogues import all_registers
from tests.support.profiles import profile

REGISTERS = all_registers()


@pytest.mark.parametrize(
    ("register", "title", "is_further"),
    [
        ("rectification_items", "已整改问题清单", True),
        ("rectification_items", "未整改问题清单", False),
        ("rectification_items", "问题整改台账", False),
        ("monitored_households", "已消除风险户名单", True),
        ("monitored_households", "监测户名单", False),
        ("relocations", "已入住名单", True),
        ("relocations", "未入住户名单", False),
        ("housing_renovations", "竣工名单", True),
        ("persons", "已入住名单", False),
    ],
)
def test_a_title_names_how_far_they_have_come(register, title, is_further):
    assert bool(stages_named(REGISTERS[register], profile(naming=("", title)))) == is_further


ISSUES = ["行政村", "问题来源", "问题编号", "责任部门", "完成时限", "整改状态", "销号日期"]
HOUSES = ["行政村", "户编号", "户主姓名", "危房等级", "改造方式", "改造年度", "是否竣工", "竣工日期"]


def issue(number, status="整改中", closed_on=""):
    return ["薛宅村", "省考核反馈", str(number), "农业办", "2018-11-30", status, closed_on]


def house(number, is_done="否", finished_on=""):
    return [
        "薛宅村",
        f"46900301{number:02}",
        f"王{'甲乙丙丁'[number]}一",
        "D级",
        "新建",
        "2018",
        is_done,
        finished_on,
    ]


def closed(*numbers):
    return [["已整改问题清单"], ISSUES, *(issue(number, "已整改", "2018-10-08") for number in numbers)]


@pytest.mark.parametrize("times", [1, 3])
def test_they_carry_how_far_to_the_list_of_all(county, times):
    """Of five issues two are closed, of four houses one is finished; the issues were sent in two copies. To choose again, as
    for another delivery that is held back or the next day's build, adds nothing."""
    desk = county.desk()
    for name in ("问题台账.csv", "问题台账 (2).csv"):
        desk.csv(name, [["问题整改台账"], ISSUES, *map(issue, range(1, 6))])
    desk.csv("已整改.csv", closed(2, 5))
    desk.csv("危房.csv", [["农村危房改造台账"], HOUSES, *map(house, range(4))])
    desk.csv("竣工.csv", [["农村危房改造竣工名单"], HOUSES, house(3, "是", "2018-09-01")])
    selection = county.select(times)
    assert [selection.statuses[name] for name in ("已整改.csv", "竣工.csv")] == ["superseded", "superseded"]
    carried = {one["file"] for one in selection.statements if one["rule"] == "progress_carried"}
    assert carried == {"已整改.csv", "竣工.csv"}
    issues = {
        row["issue_number"]: (row["issue_status"], row["issue_closed_on"])
        for row in selection.rows("rectification_items")
    }
    assert {number for number, (status, day) in issues.items() if status == "已完成" and day} == {"2", "5"}
    assert len(selection.rows("rectification_items")) == 5
    finished = [
        (row["household_id"], row["is_completed"])
        for row in selection.rows("housing_renovations")
        if row["finished_on"]
    ]
    assert finished == [("4690030103", True)]
    assert len(selection.rows("housing_renovations")) == 4


def test_one_with_others_than_the_list_of_all_decides_nothing(county):
    desk = county.desk()
    desk.csv("问题台账.csv", [["问题整改台账"], ISSUES, *map(issue, range(1, 6))])
    desk.csv("已整改.csv", closed(2, 9))
    selection = county.select()
    assert set(selection.statuses.values()) == {"undecided"}
    assert {fault["rule"] for fault in selection.quarantine} == {"progress_of_others"}
    assert all("1 行" in fault["reason_zh"] for fault in selection.quarantine)


def test_one_of_other_objects_alone_is_the_rest_of_the_list(county):
    """Five are open, and two others are closed: seven in all."""
    desk = county.desk()
    desk.csv("问题台账.csv", [["问题整改台账"], ISSUES, *map(issue, range(1, 6))])
    desk.csv("已整改.csv", closed(6, 7))
    assert len(county.select().rows("rectification_items")) == 7


def test_which_of_two_unlike_issues_without_a_number_is_closed_decides_nothing(county):
    """Both came from one check and have no number; they are of two kinds, which the list of those closed does not say."""
    header = ["行政村", "问题来源", "问题类别", "整改状态"]
    rows = [["薛宅村", "省考核反馈", kind, "整改中"] for kind in ("政策落实", "资金使用")]
    desk = county.desk()
    desk.csv("问题台账.csv", [["问题整改台账"], header, *rows])
    desk.csv("已整改.csv", [["已整改问题清单"], header[:2] + header[3:], ["薛宅村", "省考核反馈", "已整改"]])
    assert set(county.select().statuses.values()) == {"undecided"}
