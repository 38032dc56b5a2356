"""A list that may not be the list that it would count as is held back."""

from tests.support.desk import person


def test_a_list_of_villages_of_another_year_than_its_folder_is_held_back_and_the_other_counts(county):
    header = ["行政村", "总户数", "总人口"]
    desk = county.desk(period="2019")
    sheets = {
        year: [[f"木棠镇{year}年行政村基本情况"], header, ["薛宅村", "350", people]]
        for year, people in (("2018", "1400"), ("2019", "1405"))
    }
    desk.named_sheets("村情.xlsx", sheets)
    selection = county.select()
    found = [one for one in selection.statements if one["register"] == "villages"]
    assert {one["sheet"]: (one["counts"], one["rule"]) for one in found if one["sheet"]} == {
        "2018": (False, "title_of_other_year"),
        "2019": (True, "identified_by_headers"),
    }


def test_lists_of_those_with_and_without_a_risk_in_one_delivery_are_all_of_them(county):
    """Two households still have it, one does not since March; without the other list the latter would be all."""
    header = ["行政村", "户编号", "姓名", "证件号码", "监测对象类别"]
    rows = [
        ["薛宅村", f"4690030{number:05}", "王甲一", person(4 * number)[6], "边缘易致贫户"]
        for number in (1, 2, 3)
    ]
    open_ones = [["木棠镇监测对象名单(风险未消除)"], header, *rows[:2]]
    done = [["木棠镇监测对象名单(风险已消除)"], [*header, "风险消除时间"], [*rows[2], "2018-03"]]
    county.desk(period="2018").named_sheets("监测.xlsx", {"未消除": open_ones, "已消除": done})
    county.desk("兰洋镇", period="2018").named_sheets("监测.xlsx", {"已消除": done})
    found = county.select()
    counts = {(one["unit"], one["sheet"]): one["counts"] for one in found.statements}
    assert counts == {("木棠镇", "未消除"): True, ("木棠镇", "已消除"): True, ("兰洋镇", "已消除"): False}
    assert sorted(found.column("monitored_households", "is_risk_eliminated")) == [False, False, True]
