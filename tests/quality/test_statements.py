"""Sheets that were read and count nowhere are named; those that are held back are named with their delivery."""

import duckdb

from pipelines.quality.statements import (
    amounts_left_out,
    came_back,
    commented_cells,
    disagreeing_totals,
    doubtful_units,
    empty_lists,
    figures_above,
    foreign_townships,
    rows_set_aside,
    struck_rows,
    uncounted,
)


def test_what_counts_nowhere_is_named() -> None:
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.statements as from (values
                ('甲镇', '2018', 'a.xlsx', '一', 'counted', true, 3, '', '', ''),
                ('甲镇', '2018', 'f.xlsx', '一', 'void', false, 3, 'replaced_by_feedback', '已替代', 'replaced'),
                ('甲镇', '2018', 'f.xlsx', '二', 'void', false, 3, 'replaced_by_feedback', '已替代', 'replaced'),
                ('甲镇', '2018', 'b.xlsx', '', 'summary', false, 2, '', '是合计', 'a summary'),
                ('乙镇', '2018', 'c.xlsx', '二', 'held_back', false, 5, '', '说法不同', 'contradicting'),
                ('乙镇', '2018', 'd.xlsx', '', 'rejected', false, 5, '', '没有表头', 'no header'),
                ('乙镇', '2018', 'e.xlsx', '', 'empty', false, 0, '', '空', 'empty')
            ) as t(unit, period, file, sheet, status, counts, rows, rule, reason_zh, reason_en)"""
        )
        found, returned = uncounted(release), came_back(release)
    assert [(sheet.where, sheet.zh, sheet.en) for sheet in found] == [
        ("甲镇/2018/b.xlsx", "是合计", "a summary")
    ]
    assert returned == [("甲镇/2018", "f.xlsx·一、f.xlsx·二")], "they came back mended: one line"


def test_rows_struck_out_and_totals_that_disagree_are_named() -> None:
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.findings as from (values
                ('甲镇', '2018', 'a.xlsx', '一', 'comments', '1 个单元格有批注', '1 cells have comments'),
                ('甲镇', '2018', 'a.xlsx', '一', 'struck_rows', '1 行有划去的内容', 'struck out in 1 row'),
                ('甲镇', '2018', 'b.xlsx', '一', 'hidden_sheet', '隐藏', 'hidden'),
                ('甲镇', '2018', 'd.csv', '', 'not_done_yet', '没有计作发放', 'not paid'),
                ('甲镇', '2018', 'c.csv', '', 'total_disagrees', '第9行合计为 5', 'row 9: total is 5')
            ) as t(unit, period, file, sheet, rule, message_zh, message_en)"""
        )
        (found,), (total,) = struck_rows(release), disagreeing_totals(release)
        (commented,) = commented_cells(release)
        (undone,) = amounts_left_out(release)
    assert (undone.where, undone.zh, undone.en) == ("甲镇/2018/d.csv", "没有计作发放", "not paid")
    assert (commented.where, commented.zh) == ("甲镇/2018/a.xlsx·一", "1 个单元格有批注")
    assert (total.where, total.zh, total.en) == ("甲镇/2018/c.csv", "第9行合计为 5", "row 9: total is 5")
    assert (found.where, found.zh) == ("甲镇/2018/a.xlsx·一", "1 行有划去的内容")


def test_figures_above_a_header_are_named_once() -> None:
    """A sheet of contributions and payouts is reported for both registers."""
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.findings as
                select '甲镇' as unit, '2018' as period, 'a.csv' as file, '' as sheet, 'figures_above' as rule,
                    '以上有 2 行填了数' as message_zh, '2 rows' as message_en, unnest(['a', 'b']) as register"""
        )
        [told] = figures_above(release)
    assert (told.where, told.zh, told.en) == ("甲镇/2018/a.csv", "以上有 2 行填了数", "2 rows")


def test_an_empty_form_is_named_once() -> None:
    """A sheet of contributions and payouts is reported for both registers."""
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.findings as from (values
                ('甲镇', '2018', 'a.xlsx', '一', 'capital_contributions', 'no_rows', '没有数据', 'no row of data'),
                ('甲镇', '2018', 'a.xlsx', '一', 'dividend_payouts', 'no_rows', '没有数据', 'no row of data'),
                ('甲镇', '2018', 'a.xlsx', '二', 'persons', 'hidden_sheet', '隐藏', 'hidden')
            ) as t(unit, period, file, sheet, register, rule, message_zh, message_en)"""
        )
        found = empty_lists(release)
    assert [(sheet.where, sheet.zh, sheet.en) for sheet in found] == [
        ("甲镇/2018/a.xlsx·一", "没有数据", "no row of data")
    ]


def test_amounts_that_may_be_in_another_unit_are_named() -> None:
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.findings as from (values
                ('甲镇', '2020', null, null, 'amount_is_plausible', '不足一百元', 'less than 100 yuan', 2, 0, 0),
                ('乙镇', '2020', null, null, 'amount_is_plausible', '不足一百元', 'less than 100 yuan', 2, 0, 2),
                ('甲镇', '2020', null, null, 'couple_differs_in_sex', '性别', 'sex', 2, 0, 0)
            ) as t(unit, period, file, sheet, rule, message_zh, message_en, rows, waived, dismissed)"""
        )
        [note] = doubtful_units(release)
    assert (note.where, note.zh, note.en) == ("甲镇/2020", "不足一百元 (2 行)", "less than 100 yuan (2 rows)")


def test_rows_of_another_township_are_named_with_their_number() -> None:
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.findings as from (values
                ('甲镇', '2020', 'a.xlsx', '', 'unlisted_township', '“乙镇”计入该乡镇', 'rows of 乙镇', 3),
                ('甲镇', '2020', 'a.xlsx', '', 'unlisted_village', '“丙村”', 'rows of 丙村', 2)
            ) as t(unit, period, file, sheet, rule, message_zh, message_en, rows)"""
        )
        [note] = foreign_townships(release)
    assert (note.where, note.zh, note.en) == (
        "甲镇/2020/a.xlsx",
        "“乙镇”计入该乡镇 (3 行)",
        "rows of 乙镇 (3 rows)",
    )


def test_rows_that_are_set_aside_are_named_with_the_commonest_reasons() -> None:
    """Row 4 has two faults and is one row; what a sheet that is held back has wrong is told with the sheet."""
    with duckdb.connect() as release:
        release.execute(
            """create schema quality;
            create table quality.statements as from (values
                ('甲镇', '2018', 'a.xlsx', '一', 'counted'), ('甲镇', '2018', 'b.csv', '', 'empty'),
                ('乙镇', '2018', 'c.xlsx', '一', 'undecided')
            ) as t(unit, period, file, sheet, status);
            create table quality.quarantine as from (values
                ('甲镇', '2018', 'a.xlsx', '一', 'row', 4, '到期日', 'not_a_date', '不是日期', 'not a date', '去年'),
                ('甲镇', '2018', 'a.xlsx', '一', 'row', 5, '到期日', 'not_a_date', '不是日期', 'not a date', '前年'),
                ('甲镇', '2018', 'a.xlsx', '一', 'row', 4, '金额', 'not_a_number', '不是数字', 'not a number', '若干'),
                ('甲镇', '2018', 'a.xlsx', '一', 'cell', 6, '年龄', 'not_a_number', '不是数字', 'not a number', '老'),
                ('甲镇', '2018', 'b.csv', '', 'row', 2, null, 'void_row', '这一行不算', 'none of it counts', null),
                ('乙镇', '2018', 'c.xlsx', '一', 'row', 2, '金额', 'not_a_number', '不是数字', 'not a number', '许多')
            ) as t(unit, period, file, sheet, level, row, header, rule, reason_zh, reason_en, raw)"""
        )
        [note] = rows_set_aside(release)
    assert note.where == "甲镇/2018"
    assert note.zh == (
        "3 行没有计入：列“到期日”不是日期，如“去年”（2 行）；列“金额”不是数字，如“若干”（1 行）；这一行不算（1 行）"
    )
    assert note.en.startswith("3 rows were set aside: 到期日: not a date, as 去年 (2 rows); ")
