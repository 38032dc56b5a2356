"""Columns in which a sheet says of each row what became of it: 发放结果, 审核状态."""

import re
from collections.abc import Mapping

from pipelines.cleaning.source import SheetSource
from pipelines.reading.match import UnmappedHeader
from pipelines.reading.normalise import normalise
from pipelines.values.parse import TEXT_BLANKS

_PAYMENT = "发放|支付|付款|拨付|银行|打卡|代发|转账|兑付|兑现|到账"
_DECISION = "审核|审批|核实|认定|备案|数据|记录"
_STATE = re.compile(
    rf".*(状态|结果|回执)|.*({_PAYMENT}|{_DECISION}|搬迁|改造|实施|办理)(情况|意见|反馈)|备注|说明"
)
"""Headers of such columns."""
_OF_PAYMENT = re.compile(f"{_PAYMENT}|回执")
_DONE = re.compile("成功|^已|通过|正常|完成|完毕|到位|^(发放|支付|到账|领取|是|有|√|✓)$")
_IN_DETAIL = re.compile(r"\d")
"""A day or an amount says more than whether the money came."""


def state_columns(source: SheetSource) -> list[UnmappedHeader]:
    """Columns of states that no column of the register claims."""
    headers = (*source.match.unmapped, *source.match.questions)
    return [one for one in headers if _STATE.fullmatch(one.label) and one.index != source.match.remark]


def unclear_states(label: str, texts: Mapping[int, str]) -> set[int]:
    """Rows of whose money the column does not say that it came, where it says so of others: 账号不存在 beside 交易成功."""
    said = {row: text for row, raw in texts.items() if (text := normalise(raw)) not in TEXT_BLANKS}
    done = {row for row, text in said.items() if _DONE.search(text)}
    is_of_payment = _OF_PAYMENT.search(label) or any("成功" in said[row] for row in done)
    if not (done and is_of_payment):
        return set()
    return {row for row, text in said.items() if row not in done and not _IN_DETAIL.search(text)}
