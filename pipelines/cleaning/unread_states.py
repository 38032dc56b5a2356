"""Step: find rows that count although a column that nothing reads says that they may not: 健在情况 with 2023年6月去世."""

import re
from collections.abc import Iterator

from pipelines.cleaning.source import LINES, SheetSource
from pipelines.common.sql import scalar
from pipelines.reading.normalise import simplified
from pipelines.rules import Notice

_NO_MORE = re.compile(
    "去世|死亡|病故|亡故|注销|迁出|转出|返乡|返回原籍|辞退|离职|离岗|退[股出岗保学回货]|取消|撤销|作废|终止|收回|追回"
    "|放弃|停[发保]|[未不]予?(?:通过|批准|认定)|不符合?|不合格|未(?:参加|到课|到岗|就业|务工|上岗|享受|发放|入库|受理)"
)
"""Words by which what a row lists ended, or did not come about."""
_OF_ANYTHING_ELSE = re.compile(
    "原因|问题|事项|措施|内容|需求|建议|政策|地址|住址|姓名|单位|名称|家庭|成员|关系|政治|学历|健康|身体|说明|用途|来源|依据|文号|过程|经过"
    "|诉求|风险"
)
"""Headers of columns that are not on the row as a whole."""
_LONGEST = 16
"""Letters of what a cell says of a state; longer texts tell of much else."""
_MOST_ROWS = 10


def unread_states(source: SheetSource, cells: str, faults: str, taken_back: str | None) -> Iterator[Notice]:
    """A notice on each unread column by whose words rows may not count, of which neither the row nor its money is set
    aside. Where the words stand in most rows, they are what the column is about."""
    columns = [
        one
        for one in (*source.match.unmapped, *source.match.questions)
        if one.index != source.match.remark and not one.is_money and not _OF_ANYTHING_ELSE.search(one.label)
    ]
    if not columns:
        return
    heeded = f"select row from {faults} where level = 'row'"
    heeded += f" union select row from {taken_back}" if taken_back else ""
    told = {row for (row,) in source.db.execute(heeded).fetchall()}
    data_rows = scalar(source.db, f"select count(*) from {cells} where class = 'data'")
    said = _said(source, cells)
    for header in columns:
        words = {
            row: match[0]
            for row, texts in said.items()
            if header.index <= len(texts)
            and len(text := texts[header.index - 1].strip()) <= _LONGEST
            and (match := _NO_MORE.search(simplified(text)))
        }
        rows = [row for row in words if row not in told]
        if rows and 2 * len(words) <= data_rows:
            found = "、".join(dict.fromkeys(words[row] for row in rows))
            fields = {"header": header.label, "numbers": rows[:_MOST_ROWS], "found": found}
            yield Notice("unread_state", fields, len(rows))


def _said(source: SheetSource, cells: str) -> dict[int, list[str]]:
    """Row of data → its cells, of the rows that have such words anywhere: few, however long the sheet is."""
    found = source.db.execute(
        f"""with lines as ({LINES}) select row, line from lines join (select row from {cells} where class = 'data') using (row)
        where regexp_matches(line, ?) order by row""",
        [str(source.sheet.spool), _NO_MORE.pattern],
    )
    return {row: source.sheet.cells(line) for row, line in found.fetchall()}
