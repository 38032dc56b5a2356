"""Leave statements undecided that cannot both count and of which nothing says which holds, with the lines that would
decide."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from pipelines.registers.contract import Register
from pipelines.statements import advice
from pipelines.statements.compare import Overlap
from pipelines.statements.decisions import Decisions, leave_both_undecided
from pipelines.statements.meeting import share_months
from pipelines.statements.naming import are_named_apart, name_other_things
from pipelines.statements.profile import DETAIL, Profile
from pipelines.statements.rounds import months_of


class Conflict(NamedTuple):
    """Two statements that contradict each other."""

    one: Profile
    other: Profile
    overlap: Overlap


def leave_undecided(
    register: Register, conflict: Conflict, conflicts: Sequence[Conflict], decisions: Decisions
) -> None:
    """Leave both undecided, with what would decide: a line names all that contradict a statement."""
    one, other, overlap = conflict
    fields: dict[str, object] = {"rows": (overlap.shared - overlap.equal) or None, "equal": overlap.equal}
    rule = _broken_rule(register, conflict)
    if rule == "alike_rows":
        smaller = min(one, other, key=lambda profile: (DETAIL[profile.unit_level], profile.number))
        same = advice.line(other if smaller is one else one, [smaller])
        apart = "; ".join(advice.elsewhere(profile, counts=True) for profile in (one, other))
        leave_both_undecided(one, other, rule, decisions, rows=overlap.alike, same=same, apart=apart)
        return
    if rule == "overlapping_months":
        narrower, wider = sorted((one, other), key=lambda profile: len(months_of(profile.rounds)))
        whole = advice.elsewhere(narrower, counts=False)
        apart = "; ".join(advice.elsewhere(profile, counts=True) for profile in (narrower, wider))
        for held, against in ((one, other), (other, one)):
            decisions.drop_unless_stated(held, "undecided", rule, against, whole=whole, apart=apart)
        return
    if rule == "unread_cells":
        fields = {"unread": differing_unread(one, other, overlap)}
    for held, against in ((one, other), (other, one)):
        others = [found.other if found.one is held else found.one for found in conflicts if held in found[:2]]
        correction = advice.correction(register, held, others)
        # what lacks most objects of the others is not to take their place by a line that is pasted
        is_short = all(2 * held.rows < other.rows and not held.is_part_of(other) for other in others)
        is_correction = rule == "contradicting_statement" and correction is not None and is_short
        fields |= {
            "line": None if is_correction else advice.line(held, others), "correction": correction,
            "both": advice.both(register, held, others), "apart": advice.apart(register, held, others),
        }  # fmt: skip
        decisions.drop_unless_stated(held, "undecided", rule, against, **fields)


def leave_summary_undecided(summary: Profile, details: Sequence[Profile], decisions: Decisions) -> None:
    """Leave a statement undecided that equals others in sum and names objects of its own, with these others.

    No line lets them all count: their money would count twice.
    """
    fields: dict[str, Any] = {
        "summary": summary.label, "details": "、".join(one.label for one in details),
        "control": advice.note(summary, counts=False), "line": advice.line(summary, details),
    }  # fmt: skip
    for held in (summary, *details):
        decisions.drop_unless_stated(held, "undecided", "summary_of_several", **fields)


def differing_unread(one: Profile, other: Profile, overlap: Overlap) -> tuple[str, ...]:
    """Headers of columns that are not read and differ, in rows that are equal in all that is read: those of money of
    both, or all, where both have the same."""
    if one.unread_money and other.unread_money and _are_fewer(one.unread_rows, other.unread_rows, overlap):
        return tuple(dict.fromkeys((*one.unread_money, *other.unread_money)))
    if one.unread == other.unread and _are_fewer(one.unread_cells, other.unread_cells, overlap):
        return one.unread
    return ()


def may_be_two(register: Register, one: Profile, other: Profile, overlap: Overlap) -> bool:
    """Whether sheets of one delivery that share rows may be two statements, of things that only their names tell apart.

    Where one has more rows, each has to be named what the other is not: a list is named less than an excerpt of it.
    """
    if register.counts == "stock" or not one.is_beside(other):
        return False
    is_equal = overlap.equal == overlap.rows[0] == overlap.rows[1]
    return (are_named_apart if is_equal else name_other_things)(one.naming, other.naming)


def may_hold_months(register: Register, one: Profile, other: Profile, overlap: Overlap) -> bool:
    """Whether the payments of one may be in those of the other, which share no row: of 1-3月 in those of 1-6月, which may be
    sums, sent for other days."""
    return (
        register.counts == "flow"
        and one.unit == other.unit
        and not overlap.shared
        and share_months(one, other)
    )


def _are_fewer(some: Sequence[str], others: Sequence[str], overlap: Overlap) -> bool:
    """Whether rows with the same digests are fewer than the equal ones."""
    return (Counter(some) & Counter(others)).total() < overlap.equal


def _broken_rule(register: Register, conflict: Conflict) -> str:
    """The rule that two statements break which cannot both count."""
    one, other, overlap = conflict
    if overlap.detail:
        return "rounded_summary" if overlap.detail.is_rounded else "summary_with_objects"
    if not overlap.is_comparable:
        return "incomparable_statement"
    if overlap.alike:
        return "alike_rows"
    if may_hold_months(register, one, other, overlap):
        return "overlapping_months"
    if differing_unread(one, other, overlap):
        return "unread_cells"
    money = one.money(register), other.money(register)
    if overlap.equal == overlap.shared and money[0] - money[1] and money[1] - money[0]:
        return "other_amounts"
    if overlap.equal == overlap.shared and may_be_two(register, one, other, overlap):
        return "equal_by_other_names"
    return "contradicting_statement"
