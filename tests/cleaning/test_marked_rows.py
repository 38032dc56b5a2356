"""Rows that a title or a note calls void by how they look."""

import pytest
import xlsxwriter

from pipelines.reading.sheets import HEAD_ROWS
from tests.support.desk import Desk, person

HEADER = ("行政村", "姓名", "身份证号", "发放金额(元)")


def outcome_of(desk: Desk, title: str, note: str, struck: int | None = None, persons: int = 3):
    rows = [("石桥村", f"王甲{n}", person(4 * n)[6], 100 * n) for n in range(1, persons + 1)]
    with xlsxwriter.Workbook(desk.inbox / "高龄津贴.xlsx") as book:
        page, line = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for number, cells in enumerate([(title,), HEADER, *rows, (note,)]):
            page.write_row(number, 0, cells, line if number + 1 == struck else None)
    return desk.clean()


@pytest.mark.parametrize(
    ("title", "note", "struck", "rule", "marked"),
    [
        ("高龄津贴发放表", "注：划线的已死亡，不发放。", 4, "struck_out_row", [4]),
        ("高龄津贴发放表（划去的为已迁出人员）", "", 4, "struck_out_row", [4]),
        ("高龄津贴发放表", "注：划线的已死亡，不发放。", None, "told_by_form", [3, 4, 5]),
        ("高龄津贴发放表（标红的为已退出人员）", "", None, "told_by_form", [3, 4, 5]),
        ("高龄津贴发放表", "备注：黄色底色为取消资格的", None, "told_by_form", [3, 4, 5]),
        ("高龄津贴发放表", "", 4, None, []),
        ("高龄津贴发放表", "注：划线的为新增人员。", 4, None, []),
        ("红色革命老区退出贫困村高龄津贴发放表", "注：死亡人员不发放。", None, None, []),
    ],
)
def test_rows_that_a_line_calls_void_by_their_look_do_not_count(
    desk: Desk, title, note, struck, rule, marked
):
    outcome = outcome_of(desk, title, note, struck)
    assert [(one["row"], one["rule"]) for one in outcome.faults] == [(row, rule) for row in marked]
    counted = [row for row in (3, 4, 5) if row not in marked]
    assert [one["row"] for one in outcome.rows("benefit_payments")] == counted


def test_a_note_below_a_long_list_is_heeded(desk: Desk):
    outcome = outcome_of(desk, "高龄津贴发放表", "注：划线的已死亡，不发放。", 4, persons=HEAD_ROWS)
    assert [(one["row"], one["rule"]) for one in outcome.faults] == [(4, "struck_out_row")]
