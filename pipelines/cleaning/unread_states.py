"""Step: set aside rows of which a column that nothing reads says that they may not count: 健在情况 with 2023年6月去世."""

import re
from collections.abc import Sequence

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.void_rows import counter_entries
from pipelines.common.sql import scalar
from pipelines.deliveries.notes import PASSED_OVER
from pipelines.reading.normalise import simplified
from pipelines.rules import Notice, Violation
from pipelines.statements.candidates import note_on

_GONE = "去世|死亡|病故|亡故|身故|注销|迁出|转出"
"""Words by which a person is no more on any list."""
_ENDED = (
    "返回原籍|返乡(?!创|就|入|农民|人员|青年|大学生|毕业生)|辞退|离职|离岗|退[股岗保学回货款]|[休停辍]学|(?<!贫)(?<!贫困)退出(?![户村县人])"
    "|取消|撤销|作废|终止|已关闭|交易关闭|收回|追回|放弃|停[发保]|[未不]予?(?:通过|批准|认定)|不符合?|不合格|未(?:到课|到岗|入库|受理|领)"
    "|[退出]库|(?:论证|评审|审核|审批)中"
)
"""Words by which what a row lists ended, or did not come about. In a roll of persons they are of what else a person has."""
_NOT = "(?:未|没有?|不)"
_NOT_SO = "(?<![未没无原旧])"
"""Before words by which something ended: it did not, or something else did."""
_OF_ANYTHING_ELSE = re.compile(
    "原因|问题|事项|措施|内容|需求|建议|政策|地址|住址|姓名|单位|名称|家庭|成员|关系|政治|学历|健康|身体|说明|用途|来源|依据|文号|过程|经过"
    "|诉求|风险|保险|医保|养老|住房|房屋|水质|饮水|方式|处置|出院|住院|治疗|春节|节日|配偶|老伴|家长|[父母]|监护|子女|^[原旧曾]|(?<![目当])前"
)
"""Headers of columns that are not on the row as a whole, or not on what it is by the end of its time."""
_AROUND = re.compile(r"\(\?<?![^()]*\)")
"""Conditions on what stands around words, which DuckDB's expressions have not."""
_RELATIVE = re.compile("配偶|老伴|丈夫|妻|[父母]|儿子|女儿|子女|[兄弟姐妹]|家[人属长]|监护")
"""Before words by which somebody is no more: it is another one."""
_STANDS = re.compile(
    "健在|在世|在册|已?入库|在[读校籍]|就读|交易完成|交易成功|正常|通过|合格|符合|有效|在岗|是"
)
_LONGEST = 16
"""Letters of what a cell says of a state; longer texts tell of much else."""
_MOST_ROWS = 10


def find_unread_states(
    source: SheetSource, cells: str, set_aside: Sequence[str | None]
) -> tuple[str | None, list[Notice]]:
    """Cells, and tables of rows that are set aside or whose money is → unread_states(row, rule, reason_zh, reason_en), None
    where there are none, and a notice on each column. Where the words stand in most rows, and none is said to stand, they are
    what the column is about.
    """
    columns = [
        one
        for one in (*source.match.unmapped, *source.match.questions)
        if one.index != source.match.remark and not one.is_money and not _OF_ANYTHING_ELSE.search(one.label)
    ]
    if not columns:
        return None, []
    taking_back = _words(source)
    tables = [f"select row from {table}" for table in set_aside if table]
    told = {row for (row,) in source.db.execute(" union ".join(tables)).fetchall()} if tables else set()
    told |= {*counter_entries(source, cells)}
    data_rows = scalar(source.db, f"select count(*) from {cells} where class = 'data'")
    data = f"select row from {cells} where class = 'data'"
    said = source.cells_with(_AROUND.sub("", taking_back.pattern), data)
    doubted: dict[int, Violation] = {}
    notices = []
    for header in columns:
        words = {
            row: match[0]
            for row, texts in said.items()
            if header.index <= len(texts)
            and len(text := texts[header.index - 1].strip()) <= _LONGEST
            and (match := taking_back.search(simplified(text)))
            and not _RELATIVE.search(simplified(text), 0, match.start())
        }
        rows = [row for row in words if row not in told]
        if rows and (2 * len(words) <= data_rows or _affirms(source, cells, header.index)):
            doubted |= {
                row: Violation("unread_state_of_row", {"header": header.label, "found": words[row]})
                for row in rows
            }
            found = "、".join(dict.fromkeys(words[row] for row in rows))
            line = note_on(source.sheet, source.file, f"columns: {{{header.label}: {PASSED_OVER}}}")
            fields = {"header": header.label, "numbers": rows[:_MOST_ROWS], "found": found, "line": line}
            notices.append(Notice("unread_state", fields, len(rows)))
    return reject_rows(source, "unread_states", doubted), notices


def _affirms(source: SheetSource, cells: str, index: int) -> bool:
    """Whether the column says of some rows that they stand."""
    return any(_STANDS.fullmatch(simplified(text)) for [text] in source.texts(cells, [index]).values())


def _words(source: SheetSource) -> re.Pattern[str]:
    """Words by which a row of the register may not count."""
    if source.register.is_roll:
        return re.compile(f"{_NOT_SO}(?:{_GONE})")
    facts = "|".join(map(re.escape, source.register.facts))
    denied = f"|{_NOT}(?:{facts})(?![\u4e00-\u9fff])" if facts else ""
    return re.compile(f"{_NOT_SO}(?:{_GONE}|{_ENDED}{denied})")
