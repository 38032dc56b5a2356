"""Decide which statements of one register count, by comparing their contents.

Only what is certain is decided: the steward's word, identical or contained content, a mark of version together with
content that mostly repeats the other's, a later ledger of the year, totals of what others detail. Statements that report
the same things differently, where nothing decides which holds, stay undecided: none of them counts.
"""

from collections.abc import Callable, Mapping, Sequence

from pipelines.registers.contract import Register
from pipelines.statements import advice, doubts, short_lists
from pipelines.statements.compare import Overlap
from pipelines.statements.conflicts import (
    Conflict,
    differing_unread,
    leave_summary_undecided,
    leave_undecided,
    may_be_two,
    may_hold_months,
)
from pipelines.statements.decisions import Decisions, Repetition
from pipelines.statements.ledger_parts import settle_ledger_parts
from pipelines.statements.meeting import (
    are_ledgers_of_a_year,
    are_rounds_of_a_year,
    is_sent_twice,
    meeting_pairs,
)
from pipelines.statements.profile import DETAIL, Profile, in_order
from pipelines.statements.progress import roster_and_further, settle_progress
from pipelines.statements.rounds import months_of
from pipelines.statements.steward import (
    apply_notes,
    is_settled,
    lists_that_make_up_wholes,
    restate_lists,
    stated_part,
)
from pipelines.statements.totals import Detail, Summed

_Pair = tuple[Profile, Profile]
Compare = Callable[[Profile, Profile], Overlap]
SummedBy = Callable[[Profile, Sequence[Profile]], Summed | None]


def decide(
    register: Register,
    profiles: Sequence[Profile],
    compare: Compare,
    summed_by: SummedBy,
    depart: short_lists.Depart,
    turn_over: short_lists.TurnOver,
) -> Decisions:
    """Decide which of the statements count. `profiles` are in the order in which they were sent.

    Each phase leans on the ones before it: what does not count any more is compared with nothing.
    """
    decisions = Decisions()
    profiles = lists_that_make_up_wholes(register, profiles)
    lists = [profile for profile in profiles if profile.selection is None and not profile.restates]
    # The steward's word goes before all that contents say.
    apply_notes(profiles, decisions)
    # A list that may not be what it seems takes the place of no other.
    doubts.doubt_unplaced(profiles, decisions)
    doubts.doubt_other_years(register, profiles, decisions)
    doubts.doubt_carried_over(register, profiles, decisions)
    amended = settle_ledger_parts(register, lists, compare, decisions)
    wholes = [profile for profile in lists if profile not in {part for _, part in amended}]
    short_lists.doubt_short_lists(register, wholes, decisions, depart)
    short_lists.doubt_other_objects(register, lists, decisions, turn_over)
    # What mends or sums up others would contradict them, were it compared with them.
    restated = restate_lists(profiles, decisions) if register.is_roll else set()
    if register.counts != "stock":
        _drop_summaries(lists, summed_by, decisions)
    # What is replaced as a whole goes before single rows are settled: nothing may lean on it.
    pairs = [
        pair
        for pair in meeting_pairs(register, profiles)
        if not (is_settled(*pair) or {pair, pair[::-1]} & (restated | amended))
    ]
    overlaps = _replace_wholes(register, pairs, lists, compare, decisions)
    _leave_conflicts(register, _settle_pairs(register, pairs, overlaps, decisions), decisions)
    # What leans on a list is doubted when it is known which lists count.
    doubts.doubt_selected(profiles, lists, decisions)
    doubts.doubt_foreign(profiles, decisions)
    doubts.doubt_without_list(register, profiles, decisions)
    doubts.doubt_weaker(decisions)
    decisions.repetitions = [
        repetition
        for repetition in decisions.repetitions
        if decisions.counts(repetition.kept) and decisions.counts(repetition.dropped)
    ]
    return decisions


def _drop_summaries(lists: Sequence[Profile], summed_by: SummedBy, decisions: Decisions) -> None:
    """Count the statements that one of their delivery sums up: months before quarters before the year."""
    counting = [profile for profile in lists if decisions.counts(profile)]
    for summary in sorted(counting, key=lambda profile: len(months_of(profile.rounds)) or 13):
        beside = [
            one for one in counting if one is not summary and one.is_beside(summary) and decisions.counts(one)
        ]
        found = summed_by(summary, beside) if decisions.counts(summary) else None
        if found and found.names_own:
            leave_summary_undecided(summary, found.details, decisions)
        elif found:
            names = "、".join(one.sheet if one.file == summary.file else one.label for one in found.details)
            decisions.drop_unless_stated(
                summary, "control", "summary_of_statement", found.details[0], other=names
            )


def _replace_wholes(
    register: Register,
    pairs: Sequence[_Pair],
    lists: Sequence[Profile],
    compare: Compare,
    decisions: Decisions,
) -> dict[_Pair, Overlap]:
    """Drop statements that are replaced as a whole, before anything else is compared with them. Return the overlaps
    of the pairs that both count."""
    overlaps = {}
    for one, other in pairs:
        if decisions.counts(one) and decisions.counts(other) and not is_sent_twice(one, other):
            overlap = overlaps[one, other] = compare(one, other)
            _replace(register, (one, other), overlap, lists, decisions)
    return overlaps


def _replace(
    register: Register,
    pair: tuple[Profile, Profile],
    overlap: Overlap,
    lists: Sequence[Profile],
    decisions: Decisions,
) -> None:
    """Drop the one that the other takes the place of as a whole: by a mark of version, as the later ledger, or as the list of
    a later day that both state."""
    one, other = pair
    if are_ledgers_of_a_year(register, one, other):
        if overlap.shared or not overlap.is_comparable:
            _replace_ledger(register, *in_order(one, other), lists, decisions)
    elif later := _of_later_day(register, one, other, overlap):
        earlier = other if later is one else one
        if later.stated_counts or not short_lists.doubt_fallen(register, earlier, [later], decisions):
            day = {"day": later.stated_on, "earlier": earlier.stated_on}
            decisions.drop_unless_stated(earlier, "superseded", "replaced_by_later_day", later, **day)
    elif (newer := _newer(one, other, overlap)) and not _is_of_another(one, other, lists):
        older = other if newer is one else one
        mark = newer.version[1] or older.version[1]
        decisions.drop_unless_stated(older, "superseded", "replaced_by_version", newer, mark=mark)


def _replace_ledger(
    register: Register, earlier: Profile, later: Profile, lists: Sequence[Profile], decisions: Decisions
) -> None:
    """Drop the earlier ledger of the year, unless less was paid by those of the later day, which then are undecided."""
    of_day = [
        profile for profile in lists
        if profile.unit == later.unit and profile.as_of_on == later.as_of_on and decisions.counts(profile)
    ]  # fmt: skip
    has_fallen = short_lists.doubt_fallen(register, earlier, of_day, decisions)
    if later.stated_counts or not has_fallen:
        decisions.drop_unless_stated(earlier, "superseded", "replaced_by_later_ledger", later)


def _settle_pairs(
    register: Register,
    pairs: Sequence[_Pair],
    overlaps: Mapping[_Pair, Overlap],
    decisions: Decisions,
) -> list[Conflict]:
    """Decide each pair of which both still count. Return the pairs that nothing decides."""
    conflicts = []

    def rank(pair: _Pair) -> tuple[bool, bool]:
        """Totals go before copies: those of a list that is a copy itself are totals all the same. What carries its progress
        to a list goes last: to the one that counts."""
        has_detail = pair in overlaps and overlaps[pair].detail is not None
        return roster_and_further(register, *pair) is not None, not has_detail

    for one, other in sorted(pairs, key=rank):
        if not (decisions.counts(one) and decisions.counts(other)):
            continue
        overlap = overlaps.get((one, other)) or _same_cells(one)
        if not _settle(register, one, other, overlap, decisions):
            if part := stated_part(one, other):
                decisions.repetitions.append(Repetition(*part, "places"))
            else:
                conflicts.append(Conflict(one, other, overlap))
    return conflicts


def _leave_conflicts(register: Register, conflicts: Sequence[Conflict], decisions: Decisions) -> None:
    standing = [found for found in conflicts if decisions.counts(found.one) and decisions.counts(found.other)]
    for conflict in standing:
        leave_undecided(register, conflict, standing, decisions)


def _settle(register: Register, one: Profile, other: Profile, overlap: Overlap, decisions: Decisions) -> bool:
    """Decide of two statements that both may count; False where they contradict each other."""
    if is_sent_twice(one, other):
        return _settle_repeated(register, one, other, overlap, decisions)
    if are_ledgers_of_a_year(register, one, other):
        return not overlap.alike
    lists = roster_and_further(register, one, other)
    if lists and settle_progress(register, *lists, overlap, decisions):
        return True
    if overlap.detail:
        return _settle_detail(one, other, overlap.detail, decisions)
    if not overlap.is_comparable or overlap.alike or may_hold_months(register, one, other, overlap):
        return False
    return not overlap.shared or _settle_repeated(register, one, other, overlap, decisions)


def _settle_detail(one: Profile, other: Profile, found: Detail, decisions: Decisions) -> bool:
    """Count the details; their totals are a control, those of other places count."""
    detail, summary = (one, other) if found.number == one.number else (other, one)
    if found.is_rounded or found.names_own:
        return False
    if found.is_whole:
        decisions.drop_unless_stated(summary, "control", "summary_of_statement", detail)
    else:
        decisions.repetitions.append(Repetition(detail, summary, "places"))
    return True


def _settle_repeated(
    register: Register, one: Profile, other: Profile, overlap: Overlap, decisions: Decisions
) -> bool:
    """Count rows once that two statements share without a mark of version."""
    kept, dropped = _preferred(register, one, other)
    if dropped.money(register) - kept.money(register) or differing_unread(one, other, overlap):
        return False
    if may_be_two(register, one, other, overlap):
        return False
    if overlap.equal == overlap.rows[0] == overlap.rows[1]:
        _drop_repeated(register, one, other, decisions)
    elif overlap.equal == min(overlap.rows):
        whole, part = (one, other) if overlap.rows[0] > overlap.rows[1] else (other, one)
        if part.money(register) - whole.money(register):
            return False
        if one.unit == other.unit:
            decisions.drop_unless_stated(part, "superseded", "contained_statement", whole)
        else:
            _keep_detail(whole, part, kept, decisions)
    elif overlap.equal == overlap.shared:
        decisions.repetitions.append(Repetition(kept, dropped))
    elif register.counts == "flow" and one.unit == other.unit and one.as_of_on != other.as_of_on:
        earlier, later = in_order(one, other)
        decisions.repetitions.append(Repetition(later, earlier, "restated"))
    else:
        return False
    return True


def _drop_repeated(register: Register, one: Profile, other: Profile, decisions: Decisions) -> None:
    """Count two sheets with the same cells once; what was paid in two periods or batches may have been paid twice, too."""
    are_batches = bool(one.batch and other.batch) and one.is_apart_from(other, in_time=False)
    if are_batches or (register.counts == "flow" and are_rounds_of_a_year(register, one, other)):
        earlier, later = in_order(one, other)
        decisions.drop_unless_stated(
            later, "undecided", "repeated_round", earlier, line=advice.note(later, counts=True)
        )
    else:
        kept, dropped = _preferred(register, one, other)
        decisions.drop_unless_stated(dropped, "superseded", "identical_statement", kept)


def _keep_detail(whole: Profile, part: Profile, kept: Profile, decisions: Decisions) -> None:
    """Count the rows that statements of two units share with the unit that the rows are of."""
    if kept is whole:
        decisions.drop_unless_stated(part, "superseded", "contained_statement", whole)
    else:
        decisions.repetitions.append(Repetition(part, whole))


def _of_later_day(register: Register, one: Profile, other: Profile, overlap: Overlap) -> Profile | None:
    """Of two in a delivery that state by title or name what day they are as of, the later, where it has most of what the
    earlier has, and is of no fewer places or objects. Payments of two days are two."""
    are_whole = (
        one.is_beside(other) and one.selection == other.selection and not (one.restates or other.restates)
    )
    if register.counts == "flow" or not are_whole or one.is_increment or other.is_increment:
        return None
    if one.stated_on is None or other.stated_on is None or one.stated_on == other.stated_on:
        return None
    earlier, later = sorted((one, other), key=lambda profile: profile.stated_on or profile.as_of_on)
    rows = overlap.rows[0 if earlier is one else 1]
    return later if 2 * overlap.shared > rows and not later.is_part_of(earlier) else None


def _newer(one: Profile, other: Profile, overlap: Overlap) -> Profile | None:
    """The one whose name claims a later version, where its content mostly repeats the other's."""
    if one.unit != other.unit or not overlap.shared or 2 * overlap.shared <= max(overlap.rows):
        return None
    ranks = one.version[0], other.version[0]
    if ranks[0] == ranks[1]:
        return None
    return one if ranks[0] > ranks[1] else other


def _is_of_another(one: Profile, other: Profile, lists: Sequence[Profile]) -> bool:
    """Whether the one that is marked as a version is, by its name without the mark, a version of a third beside them: 乙(2)
    beside 乙 says nothing of 甲."""
    marked, unlike = (one, other) if one.version[0] else (other, one)
    return marked.unmarked_name != unlike.unmarked_name and any(
        third.unmarked_name == marked.unmarked_name and third.is_beside(marked)
        for third in lists
        if third not in (one, other)
    )


def _preferred(register: Register, one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """Of two equal ones the one to keep, and the other: all amounts, then the unit closest to it, a sheet that is shown,
    more columns, the one sent first."""
    kept, dropped = sorted((one, other), key=_rank)
    if kept.money(register) < dropped.money(register):
        return dropped, kept
    return kept, dropped


def _rank(profile: Profile) -> tuple:
    return (
        DETAIL[profile.unit_level], profile.is_hidden, -profile.version[0],
        -len(profile.supplied), profile.number,
    )  # fmt: skip


def _same_cells(one: Profile) -> Overlap:
    return Overlap((one.rows, one.rows), one.rows, one.rows, True)
