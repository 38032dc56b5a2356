"""A later ledger of the year that lists, by its name, some projects alone: 未完工项目清单 after 资金项目台账.

It amends those that it lists. As the ledger of the year it would strike out all others, and what was paid for them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pipelines.registers.contract import Register
from pipelines.statements import advice
from pipelines.statements.compare import Overlap
from pipelines.statements.decisions import Decisions, Repetition
from pipelines.statements.meeting import are_ledgers_of_a_year
from pipelines.statements.profile import Profile

_Pair = tuple[Profile, Profile]


def settle_ledger_parts(
    register: Register,
    ledgers: Sequence[Profile],
    compare: Callable[[Profile, Profile], Overlap],
    decisions: Decisions,
) -> set[_Pair]:
    """Let such ledgers amend the earlier ones of their year; pairs of both. One that lists others, too, is left undecided."""
    settled: set[_Pair] = set()
    for part in ledgers:
        earlier = [one for one in ledgers if decisions.counts(one) and _is_earlier(register, one, part)]
        if not (earlier and names_part(register, part)) or part.stated_counts or not decisions.counts(part):
            continue
        last_day = max(one.as_of_on for one in earlier)
        last = [one for one in earlier if one.as_of_on == last_day]
        known = sum(compare(one, part).shared for one in last)
        if known == part.rows:
            decisions.repetitions += [Repetition(part, one, "restated") for one in earlier]
            settled |= {(one, part) for one in earlier}
        else:
            replaced = {"period": last[0].period, "file": last[0].file}
            fields: dict[str, Any] = {
                "others": part.rows - known, "whole": advice.note(part, counts=True),
                "correction": advice.note(part, role="correction", replaces=replaced),
            }  # fmt: skip
            decisions.drop_unless_stated(part, "undecided", "ledger_part", last[0], **fields)
    return settled


def names_part(register: Register, profile: Profile) -> bool:
    """Whether title or names say that it lists some objects alone."""
    return any(word in name for word in register.part_words for name in profile.naming)


def _is_earlier(register: Register, one: Profile, other: Profile) -> bool:
    return (
        one.as_of_on < other.as_of_on
        and one.as_of_year == other.as_of_year
        and are_ledgers_of_a_year(register, one, other)
        and one.may_meet(other)
        and not one.is_apart_from(other, in_time=False)
    )
