"""A list of objects that have come further, beside the list of all: 已整改问题清单 beside 问题台账."""

import re
from functools import cache
from typing import Any

from pipelines.reading.normalise import normalise
from pipelines.registers.contract import Register
from pipelines.registers.loading import load_vocabulary
from pipelines.statements import advice
from pipelines.statements.compare import Overlap
from pipelines.statements.decisions import Carried, Decisions
from pipelines.statements.naming import are_titled_apart
from pipelines.statements.profile import Profile

_ASKED = re.compile("是否|有无|已经?|情况|日期|时间|年月|月份|与否")
"""What a header adds to the word for what it asks or dates: 是否入住, 竣工时间."""
_NOT_YET = "未没待拟应不无"
_SHORTEST = 2


def roster_and_further(register: Register, one: Profile, other: Profile) -> tuple[Profile, Profile] | None:
    """The list of all of one delivery, and the one that is by its name of those that have come further; None of other pairs."""
    roster, further = (one, other) if one.rows > other.rows else (other, one)
    is_named = stages_named(register, further) - stages_named(register, roster)
    are_two = one.is_beside(other) and are_titled_apart(further.naming, roster.naming)
    return (roster, further) if is_named and are_two and further.rows < roster.rows else None


def settle_progress(
    register: Register, roster: Profile, further: Profile, overlap: Overlap, decisions: Decisions
) -> bool:
    """Let the one carry how far its objects have come to the other. False where it is of none of them, says nothing of that,
    or other things of the same objects."""
    if 0 < overlap.shared < further.rows:
        fields: dict[str, Any] = {
            "further": further.label, "roster": roster.label, "others": further.rows - overlap.shared,
            "control": advice.note(further, counts=False),
        }  # fmt: skip
        for held in (roster, further):
            decisions.drop_unless_stated(held, "undecided", "progress_of_others", **fields)
        return True
    states_any = bool({*register.progress} & {*further.supplied})
    if not (states_any and overlap.differing_in_progress == further.rows):
        return False
    decisions.drop_unless_stated(further, "superseded", "progress_carried", roster)
    if not decisions.counts(further):
        decisions.carried.append(Carried(roster, further))
    return True


def stages_named(register: Register, profile: Profile) -> set[str]:
    """The words for progress that title and names of a statement have, as done."""
    return {*done(register).findall("\n".join(profile.naming))}


@cache
def done(register: Register) -> re.Pattern[str]:
    """Finds words of titles for what is done with objects of the register, as its progress tells."""
    words: set[str] = set()
    for name in register.progress:
        column = register.by_name[name]
        if column.kind == "code":
            terms = load_vocabulary(column.argument or "")
            words |= {word for word in terms if word.startswith("已") or "完成" in word}
        else:
            words |= {_ASKED.sub("", header) for header in (column.title, *column.headers)}
    known = sorted({word for word in map(normalise, words) if len(word) >= _SHORTEST}, key=len, reverse=True)
    return re.compile(rf"(?<![{_NOT_YET}])(?:{'|'.join(map(re.escape, known))})" if known else r"(?!)")
