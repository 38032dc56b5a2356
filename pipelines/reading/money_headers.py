"""Headers of money, read by their parts: 本年下达资金 and 本批衔接资金安排情况 name a stage among shared words."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pipelines.registers.columns import Column
from pipelines.registers.contract import Register

_AMOUNT = "资金总额|资金规模|资金|总金额|金额|款项?|数额|额"
_SHARED = re.compile(
    "本批次?|本年度?|当年|今年|全年|年度|累计|至今|实际|已|总|财政|专项|扶贫|衔接|推进乡村振兴|补助|涉农|情况|合计"
    f"|{_AMOUNT}"
)
"""Words that say nothing of the stage; one of a month or a quarter is not among them, for it names a part."""
_IS_MONEY = re.compile(f"{_AMOUNT}|本批|本年|当年|今年|累计")


@lru_cache(maxsize=4096)
def column_of_money(register: Register, header: str, unit: str | None = None) -> Column | None:
    """The column whose stage the header names, and nothing else that would tell it from the column's own header.

    A header that names two stages, or is of another time than the register's, is of none.
    """
    stages = stage_words(register)
    if not (stages and (_IS_MONEY.search(header) or "元" in (unit or ""))):
        return None
    named = re.findall("|".join(stages), header)
    rest = re.sub("|".join(stages), "/", header)
    if len(named) != 1 or not all(_is_shared(part) for part in rest.split("/")):
        return None
    return stages[named[0]]


def has_words_of_its_own(header: str) -> bool:
    """Whether the header says more than that it is of money: 合同金额, 更正前."""
    return not _is_shared(header)


def _is_shared(part: str) -> bool:
    return re.fullmatch(f"(?:{_SHARED.pattern})*", part) is not None


@cache
def stage_words(register: Register) -> Mapping[str, Column]:
    """Word of a stage → its column, the longest first."""
    stages = {word: column for column in register.columns for word in column.stage_words}
    return dict(sorted(stages.items(), key=lambda pair: -len(pair[0])))
