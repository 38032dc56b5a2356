"""Which column of a contract a header that nobody knows may mean: alike in its letters, and of the same kind.

项目数 has two letters of 项目名称 and is a count; 贷款金额 is money like 发放金额, of another thing.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from pipelines.registers.contract import AMOUNTS, Column

_LIKELY = 60
_KINDS: list[tuple[re.Pattern[str], set[str]]] = [
    (re.compile(pattern), kinds)
    for pattern, kinds in (
        (r"(率|比例|比重|占比|进度)$", {"ratio"}),
        (r"(金额|总额|资金|款项?|收入|支出|投资|投入|经费|费用?|股金|[^单]元)$", {"money"}),
        (r"(面积|亩|里程|公里|月数)$", {"measure"}),
        (r"(户|人|口|项目|个|村)数量?$|人口$|数量$|总数$", {"count"}),
        (r"数额?$", {"count", "money", "measure"}),
        (r"(年度|年份)$", {"year"}),
        (r"(日期|时间|年月|月份)$", {"date", "month", "year"}),
        (r"^是否", {"flag"}),
        (r"(身份证|证件)(号码?)?$", {"person_id_number"}),
        (r"(电话|手机)(号码?)?$", {"phone"}),
        (r"(账|卡|帐)号?$", {"bank_account"}),
        (r"姓名$", {"person_name"}),
    )
]
"""The end of a header → the kinds of columns that it may name; a header that matches none may name any kind."""
_NEGATED = re.compile("[非未不无]")
"""What turns a header into the opposite: 非农人口 is not 农村人口数."""
_GENERIC = re.compile(
    "金额|总额|资金|款项?|经费|费用?|人口|户数|人数|数量?|比例|率|实际|累计|年度|[()（）元户人个万已总]"
)
"""Words that headers of amounts have in common; the rest names the amount."""


def likeliest(labels: Iterable[str], columns: Iterable[Column]) -> tuple[Column, str] | None:
    """The pair of a column and a label that are most alike, if any may mean the same."""
    scored = [
        (fuzz.ratio(header, label), -number, column, label)
        for number, column in enumerate(columns)
        for header in (column.title, *column.headers)
        for label in labels
        if _may_mean(label, header, column)
    ]
    best = max(scored, default=None, key=lambda pair: pair[:2])
    return (best[2], best[3]) if best and best[0] >= _LIKELY else None


def may_be_money(label: str, unit: str | None) -> bool:
    """Whether a header of this name and unit may be one of amounts of money."""
    kinds = next((kinds for pattern, kinds in _KINDS if pattern.search(label)), set())
    return "money" in kinds or "元" in (unit or "")


def _may_mean(label: str, header: str, column: Column) -> bool:
    kinds = next((kinds for pattern, kinds in _KINDS if pattern.search(label)), {column.kind})
    if column.kind not in kinds or bool(_NEGATED.search(label)) != bool(_NEGATED.search(header)):
        return False
    if column.kind not in AMOUNTS:
        return True
    of_label, of_header = ({*_GENERIC.sub("", text)} for text in (label, header))
    return bool(of_label & of_header) or not (of_label or of_header)


def header_line(column: Column, label: str) -> str:
    """The line of a contract that makes the label a header of the column."""
    return f"headers: [{', '.join([*column.headers, label])}]"
