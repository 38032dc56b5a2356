"""The rows below a header decide columns that its words leave open."""

import pytest

from pipelines.reading.candidate import Candidate
from pipelines.reading.headers import find_headers
from pipelines.reading.sheets import Sheet, spool_rows
from tests.support.statements import REGISTERS, WHO, heads


def candidate_of(tmp_path, register: str, *rows) -> Candidate:
    spool = tmp_path / "sheet.txt"
    sheet = Sheet("表", spool, spool_rows(rows, spool))
    return find_headers(sheet, REGISTERS, set()).candidates[register]


@pytest.mark.parametrize(("amended", "index"), [("35", 5), ("36", 3)])
def test_an_amount_is_as_amended_where_the_change_accounts_for_it(tmp_path, amended, index):
    """40 - 5 is 35."""
    header = ["行政村", "项目名称", "计划资金(元)", "调整资金(元)", "调整后资金(元)"]
    found = candidate_of(tmp_path, "fund_ledger", header, ["甲村", "水渠", "40", "-5", amended])
    assert found.columns["planned_yuan"] == index


@pytest.mark.parametrize(("cells", "is_split"), [(("10", "20"), True), (("是", "否"), False)])
def test_parts_of_an_amount_hold_numbers(tmp_path, cells, is_split):
    header = ["行政村", "户主姓名", "低保", "高龄补贴"]
    found = candidate_of(
        tmp_path, "benefit_payments", ["惠民补贴发放台账"], header, ["甲村", "王甲一", *cells]
    )
    assert bool(found.parts) is is_split


@pytest.mark.parametrize(("year", "is_told"), [("未脱贫", True), ("2018年", False)])
def test_a_column_of_years_tells_the_status_where_it_holds_one(tmp_path, year, is_told):
    header = [*(name for name in WHO if name not in ("脱贫属性", "脱贫年度")), "脱贫年度"]
    rows = [[*row[:6], cell] for row, cell in zip(heads("3"), ["2018", "2018", "2017", year], strict=True)]
    found = candidate_of(tmp_path, "persons", header, *rows)
    assert found.columns["exit_year"] == len(header)
    assert (found.columns.get("exit_status") == len(header)) is is_told


@pytest.mark.parametrize(
    ("header", "cells", "is_read"),
    [
        ("聘用期限", ("2023.1-2023.12", "2022年7月至2023年6月"), True),
        ("聘用时间", ("2023.1-2023.12", "2022年7月至今"), True),
        ("聘用期限", ("2023.1-2023.12", "一年"), False),
        ("办公地点", ("2023.1-2023.12", "2022年7月至今"), False),
    ],
)
def test_a_column_of_times_is_their_first_and_their_last_day(tmp_path, header, cells, is_read):
    rows = [["甲村", "王甲一", "保洁员", cell] for cell in cells]
    found = candidate_of(tmp_path, "post_holders", ["行政村", "姓名", "岗位名称", header], *rows)
    assert (found.columns.get("post_until_on") == 4) is is_read
    assert (found.columns.get("post_from_on") == 4) is (is_read or header == "聘用时间")


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("单位", ("东镇", "东一村", "东二社区"), "village"),
        ("名称", ("合计", "东一村", "东二村"), "village"),
        ("地区", ("东镇", "西乡", "全县"), "township"),
        ("单位名称", ("东一村", "东二村", "县民政局"), None),
        ("名称", ("东一村", "", ""), None),
        ("安置点", ("东一村", "东二村", "东三村"), None),
    ],
)
def test_places_under_a_header_of_anything(tmp_path, header: str, cells: tuple[str, ...], column: str | None):
    """Unread, the sum of the township would be a row beside its villages."""
    rows = [[cell, "30", "60000"] for cell in cells]
    found = candidate_of(
        tmp_path, "benefit_payments", ["高龄补贴发放汇总"], [header, "人数", "发放金额(元)"], *rows
    )
    assert [name for name, index in found.columns.items() if index == 1] == ([column] if column else [])


def test_a_column_of_places_is_left_where_another_states_the_village(tmp_path):
    header = ["行政村", "单位", "人数", "发放金额(元)"]
    rows = [["东一村", "东一村", "3", "6000"], ["东二村", "东二村", "3", "6000"]]
    assert (
        candidate_of(tmp_path, "benefit_payments", ["高龄补贴发放汇总"], header, *rows).columns["village"]
        == 1
    )
