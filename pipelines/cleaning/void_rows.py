"""Step: set aside rows that a remark or a status calls void: 重复,作废 or 项目取消; in a list of persons, 死亡 or 迁出."""

import re

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.reading.normalise import simplified
from pipelines.rules import Violation

_STATUS = re.compile(r"(项目|实施|审核|审批|备案|数据|记录)?(状态|备注)|备注|说明")
"""Headers of columns that say of a row whether it holds."""
_VOID = re.compile(
    r"(本|此|该|这|与|同)?(第?\d+)?(行|条|项|项目|笔|记录)?(已|系|属|为)?(被|经批准)?"
    r"((作废|冲销|红冲)(重[开打录填办])?|(全部|均|全)?(退货|退费|退单)|"
    r"重复(登记|录入|填报|上报|申报|项目|数据)?|取消|撤销|误[填录报]|填错|录错|(审核|备案|审批)?(不|未)予?通过|驳回)(实施|了)?"
)
"""What a sentence says that voids the row as a whole; 取消一座桥 does not."""
_GONE = re.compile("死亡|去世|病故|亡故|身故|注销|销户|清退|迁出|转出|嫁出|外嫁|失联|失踪")
_ANOTHER = re.compile("户主|父|母|妻|夫|丈|配偶|儿|子|女|孙|兄|弟|姐|妹|家人|家属|成员|老伴|[未没无非]")
"""Words by which a remark may be of somebody else, or say the contrary."""


def find_void_rows(source: SheetSource, cells: str) -> str | None:
    """Cells → void_rows(row, rule, reason_zh, reason_en); None where there are none.

    Of a person whose row states a change of its own (人员变动情况) that column says whether the person counts.
    """
    is_roll = source.register.is_roll
    if is_roll and "member_change" in source.match.columns:
        return None
    headers = [header.index for header in source.match.unmapped if _STATUS.fullmatch(header.label)]
    indices = sorted({*headers, *([source.match.remark] if source.match.remark else [])})
    if not indices:
        return None
    rule, voids = ("person_is_gone", _gone) if is_roll else ("void_row", _void)
    void = {
        row: Violation(rule, {"found": words})
        for row, texts in source.texts(cells, indices).items()
        for words in [next(filter(None, map(voids, texts)), None)]
        if words
    }
    return reject_rows(source, "void_rows", void)


def _void(text: str) -> str | None:
    sentences = re.split("[,，;；。、\\s]", simplified(text))
    return next((sentence for sentence in sentences if _VOID.fullmatch(sentence)), None)


def _gone(text: str) -> str | None:
    found = _GONE.search(simplified(text))
    return found[0] if found and not _ANOTHER.search(simplified(text)) else None
