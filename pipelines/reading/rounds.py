"""Amounts that stand in a column for each round of a payment, of which they are the sum: 第一次拨付, 第二次拨付."""

import re
from collections.abc import Collection, Mapping

from pipelines.reading.labels import Label
from pipelines.reading.levels import Parts
from pipelines.registers.columns import Column

_ROUND = re.compile("(?:第?[一二三四五六七八1-8]|首|末|尾)[次批期笔]")
_SHARED_OUT = "分配金额"
"""What a round without a word of its own is of, where the title says of which stage that is: 第一批 below 下达情况表."""
_AROUND = ("{}", "{}金额", "{}资金", "已{}", "已{}金额")
"""How a header names the amount whose round is headed by a verb alone: 拨付."""


def find_rounds(known: Mapping[str, Column], labels: list[Label], named: Collection[str]) -> list[Parts]:
    """The amounts that no header names as a whole, and several by rounds; `named` are the columns that headers name."""
    found: dict[str, dict[str, int]] = {}
    for index, label in enumerate(labels, start=1):
        for reading in label.readings:
            if (round_ := _ROUND.match(reading)) and (amount := _amount(known, reading[round_.end() :])):
                if amount.name not in named:
                    found.setdefault(amount.name, {}).setdefault(round_[0], index)
                break
    return [Parts(name, None, rounds, are_rounds=True) for name, rounds in found.items() if len(rounds) > 1]


def _amount(known: Mapping[str, Column], words: str) -> Column | None:
    columns = (
        known.get(form)
        for form in (*([] if words else [_SHARED_OUT]), *(one.format(words) for one in _AROUND))
    )
    return next((one for one in columns if one and one.kind == "money" and not one.is_per_unit), None)
