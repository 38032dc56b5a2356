"""The faults of one unit: where, what, why, and what to do."""

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.common.errors import UserError
from pipelines.quality.faults import faults

RELEASE = """
create schema quality;
create table quality.deliveries as from (values ('甲镇', '2018'), ('甲镇', '2019'), ('乙镇', '2018')) t(unit, period);
create table quality.statements as from (values
    ('甲镇', '2018', 'a.xlsx', '一', 'counted', true, null), ('甲镇', '2018', 'b.xlsx', '', 'undecided', false, '两张表说法不同'),
    ('甲镇', '2018', 'c.xlsx', '', 'control', false, '是合计'),
    ('甲镇', '2018', 'e.xlsx', '', 'rejected', false, '不是工作簿;请另存')
) t(unit, period, file, sheet, status, counts, reason_zh);
create table quality.quarantine as from (values
    ('甲镇', '2018', 'a.xlsx', '一', 'row', 9, null, null, 'duplicate', '重复', ''),
    ('甲镇', '2018', 'a.xlsx', '一', 'cell', 4, 'C4', '年龄', 'not_a_number', '不是数', '三*'),
    ('甲镇', '2018', 'e.xlsx', '', 'file', null, null, null, 'not_a_workbook', '不是工作簿', null),
    ('乙镇', '2018', 'x.xlsx', '', 'cell', 2, 'A2', '年龄', 'not_a_number', '不是数', '')
) t(unit, period, file, sheet, level, row, cell, header, rule, reason_zh, raw);
create table quality.findings as from (values
    ('甲镇', '2019', 'd.xlsx', '', 'total_differs', 'warning', '合计不符', 2),
    ('甲镇', '2018', null, null, 'unreadable', 'critical', 'e.xlsx: 不是工作簿;请另存', null),
    ('甲镇', '2018', null, null, 'unreadable', 'critical', '目录打不开', null),
    ('甲镇', '2019', 'd.xlsx', '', 'a', 'info', '提示', 1)
) t(unit, period, file, sheet, rule, severity, message_zh, rows);
create table quality.rules as from (values ('not_a_number', '请填数字'), ('duplicate', '请删去一行'),
    ('not_a_workbook', '请另存')) t(rule, remedy_zh);
"""


@pytest.fixture
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute(RELEASE)
        yield db


def test_each_fault_says_where_it_is_and_what_to_do(release: duckdb.DuckDBPyConnection) -> None:
    assert faults(release, "甲镇").fetchall() == [
        ("2018", "a.xlsx", "一", 4, "C4", "年龄", "不是数", "三*", "请填数字", "not_a_number"),
        ("2018", "a.xlsx", "一", 9, None, None, "重复", "", "请删去一行", "duplicate"),
        ("2018", "b.xlsx", "", None, None, None, "两张表说法不同", None, None, "undecided"),
        ("2018", "e.xlsx", "", None, None, None, "不是工作簿", None, "请另存", "not_a_workbook"),
        ("2018", None, None, None, None, None, "目录打不开", None, None, "unreadable"),
        ("2019", "d.xlsx", "", None, None, None, "合计不符（2 行）", None, None, "total_differs"),
    ]


def test_a_period_is_chosen(release: duckdb.DuckDBPyConnection) -> None:
    assert [row[1] for row in faults(release, "甲镇", "2019").fetchall()] == ["d.xlsx"]


def test_a_unit_that_sent_nothing_is_one_sentence(release: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UserError, match="乙镇, 甲镇"):
        faults(release, "丙镇")
