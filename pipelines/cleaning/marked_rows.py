"""Step: set aside rows of which a title or a note says that those that look different do not count: 划线的已死亡,不发放;
标红的为已退出人员. What is struck out is known row by row; of a colour nobody knows which rows have it."""

import re

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.rules import Violation

_STRUCK = "(?:划线|划去|划掉|画线|删除线|打横线)"
_COLOURED = "(?:标[注了]?[红黄绿蓝灰]|[红黄绿蓝灰]色|[涂标填底][红黄绿蓝灰]?[颜底充]?色|加粗|斜体)"
_OUT = "(?:死亡|去世|退出|不[再予]?(?:发|计|算|享受)|未发|停发|取消|注销|清退|作废|剔除|离岗|离任|迁出|退股|删除)"
_SAYS = (
    rf"(?:{_STRUCK}|{_COLOURED})(?:字体|底色|部分|标[注记识]|的?[行户人]员?)?(?:的|为|系|是|即|表示|代表|[:：])"
    rf"[^。;；\x1f]{{0,12}}?{_OUT}"
)
"""Of a form of letters, what it means: 标红的为已退出."""


def find_marked_rows(source: SheetSource, cells: str) -> str | None:
    """Cells → marked_rows(row, rule, reason_zh, reason_en): the rows that are struck out where a line says what that means,
    and all rows of data where it speaks of a colour, or of what the file does not tell; None where no line says so."""
    others = f"select row from {cells} where class not in ('data', 'total', 'subtotal', 'sum')"
    numbers, head = (
        [row for (row,) in source.db.execute(f"{others} order by row").fetchall()],
        source.sheet.head(),
    )
    lines = {row: head[row - 1] for row in numbers if row <= len(head)}
    if numbers and numbers[-1] > len(head):  # only then: to look through all lines takes as long as much else
        lines |= source.cells_with(_SAYS, others)
    says = (
        (row, found)
        for row, texts in sorted(lines.items())
        for text in texts
        if (found := re.search(_SAYS, text))
    )
    number, found = next(says, (0, None))
    if not found:
        return None
    is_struck = re.match(_STRUCK, found[0]) is not None
    rows = [row for (row,) in source.db.execute(f"select row from {cells} where class = 'data'").fetchall()]
    if is_struck and (struck := [row for row in rows if row in {*source.sheet.struck_rows}]):
        return reject_rows(
            source, "marked_rows", dict.fromkeys(struck, Violation("struck_out_row", {"found": found[0]}))
        )
    violation = Violation("told_by_form", {"found": found[0], "row": number})
    return reject_rows(source, "marked_rows", dict.fromkeys(rows, violation))
