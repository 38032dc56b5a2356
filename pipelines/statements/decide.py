"""Which of the statements of one register count, by a comparison of their contents.

Only what is certain is decided: the steward's word, identical or contained content, a mark of version together with
content that mostly repeats the other's, a later ledger of the year, totals of what another one details. Statements that
report the same things differently, where nothing decides which holds, stay undecided: none of them counts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipelines.registers.contract import Register
from pipelines.statements import advice, doubts
from pipelines.statements.compare import Detail, Overlap, Repeats
from pipelines.statements.decisions import Decisions, Repetition, leave_both_undecided
from pipelines.statements.naming import are_named_apart, name_other_things
from pipelines.statements.profile import DETAIL, Profile, in_order
from pipelines.statements.rounds import months_of

_REPLACED: dict[str, Repeats] = {"correction": "corrected", "part": "places"}
"""Role → which rows of the statement that it replaces count no more; of another role none counts."""
_FEWEST_DETAILS = 2
"""Sheets from which one more may sum them up."""
Compare = Callable[[Profile, Profile], Overlap]
Summarises = Callable[[Profile, Sequence[Profile]], bool]


def decide(
    register: Register,
    profiles: Sequence[Profile],
    compare: Compare,
    summarises: Summarises,
    depart: doubts.Depart,
) -> Decisions:
    """Decide which of the statements count. `profiles` are in the order in which they were sent."""
    decisions = Decisions()
    profiles = _wholes(register, profiles)
    for profile in profiles:
        if profile.stated_counts is False:
            lost = _places_of_no_other(profile, profiles)
            decisions.drop(profile, "not_counted", "stated_not_to_count", villages=lost)
    _apply_stated(profiles, decisions)
    doubts.doubt_unplaced(profiles, decisions)
    doubts.doubt_other_years(register, profiles, decisions)
    lists = [profile for profile in profiles if profile.selection is None and not profile.restates]
    doubts.doubt_short_lists(register, lists, decisions, depart)
    stated = _restate(profiles, decisions) if register.is_roll else set()
    if register.counts != "stock":
        _drop_summaries(lists, summarises, decisions)
    pairs = [
        (one, other)
        for one, other in _neighbours(profiles)
        if _may_concern(register, one, other)
        and not (one.replaces(other) or other.replaces(one) or {(one, other), (other, one)} & stated)
        and not (one.stated_counts and other.stated_counts)
    ]
    overlaps = {}
    # What is replaced goes first: nothing else may lean on it.
    for one, other in pairs:
        if decisions.counts(one) and decisions.counts(other) and not _is_sent_twice(one, other):
            overlap = overlaps[one, other] = compare(one, other)
            _replace(register, (one, other), overlap, lists, decisions)
    conflicts = []
    # Totals go before copies: those of a list that is a copy itself are totals all the same.
    pairs.sort(key=lambda pair: pair not in overlaps or not overlaps[pair].detail)
    for one, other in pairs:
        if not (decisions.counts(one) and decisions.counts(other)):
            continue
        overlap = overlaps.get((one, other)) or _same_cells(one)
        if not _settle(register, one, other, overlap, decisions):
            if part := _stated_part(one, other):
                decisions.repetitions.append(Repetition(part, other if part is one else one, "places"))
            else:
                conflicts.append((one, other, overlap))
    conflicts = [c for c in conflicts if decisions.counts(c[0]) and decisions.counts(c[1])]
    for conflict in conflicts:
        _leave_undecided(register, conflict, conflicts, decisions)
    doubts.doubt_selected(profiles, lists, decisions)
    doubts.doubt_foreign(profiles, decisions)  # last: what one of them replaces does not count in its place
    doubts.doubt_without_list(register, profiles, decisions)
    doubts.doubt_weaker(decisions)
    decisions.repetitions = [
        repetition
        for repetition in decisions.repetitions
        if decisions.counts(repetition.kept) and decisions.counts(repetition.dropped)
    ]
    return decisions


def _neighbours(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that may be of one township: of all pairs in a county hardly any are."""
    by_township: dict[str, list[Profile]] = {}
    for profile in profiles:
        for township in profile.townships:
            by_township.setdefault(township, []).append(profile)
    unnamed = by_township.get("", [])
    for profile in profiles:
        near = [*unnamed, *(other for township in profile.townships for other in by_township[township])]
        others = profiles if "" in profile.townships else near
        for other in sorted({one.number: one for one in others}.values(), key=lambda one: one.number):
            if other.number > profile.number:
                yield profile, other


def _apply_stated(profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Apply `replaces` of delivery.yml: the other counts no more, or, for a correction, its rows that are restated."""
    for profile in profiles:
        for other in profiles if profile.stated_replaces else ():
            if other is profile or not profile.replaces(other):
                continue
            if repeats := "corrected" if profile.restates else _REPLACED.get(profile.role):
                decisions.repetitions.append(Repetition(profile, other, repeats))
            else:
                lost = _places_of_no_other(other, profiles)
                decisions.drop(other, "superseded", "stated_replaced", profile, villages=lost)


def _places_of_no_other(dropped: Profile, profiles: Sequence[Profile]) -> tuple[str, ...] | None:
    """The villages that, of the year, this statement alone has, where others have the rest of its places; else None."""
    others = {
        place
        for one in profiles
        if one.number != dropped.number
        and one.as_of_year == dropped.as_of_year
        and one.stated_counts is not False
        for place in one.places
    }
    alone = [place for place in dropped.places if place not in others]
    villages = tuple(filter(None, (place.rpartition("/")[2] for place in alone)))
    return villages if len(alone) < len(dropped.places) and villages else None


def _wholes(register: Register, profiles: Sequence[Profile]) -> list[Profile]:
    """The statements, those as lists that make up the whole: selections of every kind, which a unit sent for one day.

    A list of a term that everybody has by then is one without a selection: with one of the others it is no whole.
    """
    sent: dict[tuple[str, date], set[str | None]] = {}
    for profile in profiles:
        sent.setdefault((profile.unit, profile.as_of_on), set()).add(profile.selection)
    return [
        replace(profile, selection=None)
        if profile.role == "list"
        and {one.term_on(profile.as_of_on) for one in register.selections}
        <= sent[profile.unit, profile.as_of_on]
        else profile
        for profile in profiles
    ]


def _restate(profiles: Sequence[Profile], decisions: Decisions) -> set[tuple[Profile, Profile]]:
    """Let what holds some objects anew take the place of these in the lists of its year; pairs of it and such a list."""
    pairs = set()
    for profile in profiles:
        if not (profile.restates and decisions.counts(profile)):
            continue
        lists = [other for other in profiles if profile.may_restate(other)]
        decisions.repetitions = [one for one in decisions.repetitions if one.kept is not profile]
        decisions.repetitions += [Repetition(profile, other, "corrected") for other in lists]
        pairs |= {(profile, other) for other in lists}
    return pairs


def _drop_summaries(lists: Sequence[Profile], summarises: Summarises, decisions: Decisions) -> None:
    """Count the sheets that one of their workbook or of their delivery sums up: months before quarters before the year."""
    counting = [profile for profile in lists if decisions.counts(profile)]
    for summary in sorted(counting, key=lambda profile: len(months_of(profile.rounds)) or 13):
        beside = [
            one for one in counting if one is not summary and one.is_beside(summary) and decisions.counts(one)
        ]
        for details in _possible_details(summary, beside):
            is_longer = summary.rows < sum(sheet.rows for sheet in details)
            if len(details) >= _FEWEST_DETAILS and is_longer and summarises(summary, details):
                names = "、".join(
                    sheet.sheet if sheet.file == summary.file else sheet.label for sheet in details
                )
                decisions.drop(summary, "control", "summary_of_statement", details[0], other=names)
                break


def _possible_details(summary: Profile, beside: Sequence[Profile]) -> Iterator[list[Profile]]:
    """What a statement may sum up of those beside it: the other sheets of its workbook, or the months of its quarter."""
    months = months_of(summary.rounds) or set(range(1, 13))
    yield [one for one in beside if one.file == summary.file]
    yield [one for one in beside if (own := months_of(one.rounds)) and own < months]


def _may_concern(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both may report the same things at one time: a stock of a day, a ledger of a year, events."""
    if not (one.may_meet(other) and one.shares_subject(other)):
        return False
    if register.counts == "stock":
        return one.as_of_on == other.as_of_on
    if register.counts == "cumulative":
        add_up = (
            one.is_increment
            and other.is_increment
            and len(_money(register, one) & _money(register, other)) == 1
        )
        return one.as_of_year == other.as_of_year and not one.is_apart_from(other, in_time=add_up)
    if not (_are_of_one_year(one, other) or _is_year_open(one, other)):
        return False
    if _state_other_rounds(register, one, other):
        return False
    return not _are_rounds_of_a_year(register, one, other) or _is_sent_twice(one, other)


def _are_of_one_year(one: Profile, other: Profile) -> bool:
    """Whether events of both are of one year; those of which none is stated are of the year that they were sent for."""
    return bool({*(one.event_years or [one.as_of_year])} & {*(other.event_years or [other.as_of_year])})


def _is_year_open(one: Profile, other: Profile) -> bool:
    """Whether one of two in a delivery states years and the other, which may be of the same, does not."""
    return one.is_beside(other) and bool(one.event_years) != bool(other.event_years)


def _state_other_rounds(register: Register, one: Profile, other: Profile) -> bool:
    """Whether titles or names state rounds of payments, other ones, and no column does."""
    return one.is_apart_from(other, in_time=True) and not _have_days(register, one, other)


def _are_rounds_of_a_year(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both list payments of two periods of a year, and nothing but the period states when each was made."""
    are_of_two_periods = one.as_of_year == other.as_of_year and not one.overlaps(other)
    return are_of_two_periods and not _have_days(register, one, other)


def _have_days(register: Register, one: Profile, other: Profile) -> bool:
    """Whether a column that both have states when each payment was made."""
    return bool({*one.supplied} & {*other.supplied} & {*register.event_columns})


def _is_sent_twice(one: Profile, other: Profile) -> bool:
    return one.unit == other.unit and one.content_hash == other.content_hash


def _same_cells(one: Profile) -> Overlap:
    return Overlap((one.rows, one.rows), one.rows, one.rows, True)


def _drop_repeated(register: Register, one: Profile, other: Profile, decisions: Decisions) -> None:
    """Count two sheets with the same cells once; payments of two periods may have been made twice, too."""
    if register.counts == "flow" and _are_rounds_of_a_year(register, one, other):
        earlier, later = in_order(one, other)
        decisions.drop(later, "undecided", "repeated_round", earlier, line=advice.note(later, counts=True))
    else:
        kept, dropped = _preferred(register, one, other)
        decisions.drop(dropped, "superseded", "identical_statement", kept)


def _may_be_two(register: Register, one: Profile, other: Profile, overlap: Overlap) -> bool:
    """Whether sheets of one delivery that share rows may be two statements, of things that only their names tell apart.

    Where one has more rows, each has to be named what the other is not: a list is named less than an excerpt of it.
    """
    if register.counts == "stock" or not one.is_beside(other):
        return False
    is_equal = overlap.equal == overlap.rows[0] == overlap.rows[1]
    return (are_named_apart if is_equal else name_other_things)(one.naming, other.naming)


def _replace(
    register: Register,
    pair: tuple[Profile, Profile],
    overlap: Overlap,
    lists: Sequence[Profile],
    decisions: Decisions,
) -> None:
    """Drop the one that the other takes the place of as a whole: by a mark of version, or as the later ledger."""
    one, other = pair
    if _are_ledgers_of_a_year(register, one, other):
        earlier, later = in_order(one, other)
        beside = [
            profile for profile in lists
            if profile.unit == later.unit and profile.as_of_on == later.as_of_on and decisions.counts(profile)
        ]  # fmt: skip
        if (overlap.shared or not overlap.is_comparable) and not (
            doubts.doubt_fallen(register, earlier, beside, decisions) and not later.stated_counts
        ):
            decisions.drop(earlier, "superseded", "replaced_by_later_ledger", later)
    elif newer := _newer(one, other, overlap):
        older = other if newer is one else one
        mark = newer.version[1] or older.version[1]
        decisions.drop(older, "superseded", "replaced_by_version", newer, mark=mark)


def _are_ledgers_of_a_year(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both are ledgers of the year so far, of one unit and two days."""
    are_increments = one.is_increment or other.is_increment
    is_of_year = register.counts == "cumulative" and one.unit == other.unit and one.as_of_on != other.as_of_on
    return is_of_year and not are_increments


def _settle(register: Register, one: Profile, other: Profile, overlap: Overlap, decisions: Decisions) -> bool:
    """Decide of two statements that both may count; False where they contradict each other."""
    if _is_sent_twice(one, other):
        return _settle_repeated(register, one, other, overlap, decisions)
    if _are_ledgers_of_a_year(register, one, other):
        return not overlap.alike
    if overlap.detail:
        return _settle_detail(one, other, overlap.detail, decisions)
    if not overlap.is_comparable or overlap.alike:
        return False
    return not overlap.shared or _settle_repeated(register, one, other, overlap, decisions)


def _stated_part(one: Profile, other: Profile) -> Profile | None:
    """The one that by delivery.yml counts for its villages, of which the other has more; None where none does."""
    for part, whole in ((one, other), (other, one)):
        if part.stated_counts and part.is_of_villages and not whole.stated_counts and part.is_part_of(whole):
            return part
    return None


def _settle_detail(one: Profile, other: Profile, found: Detail, decisions: Decisions) -> bool:
    """Count the details; their totals are a control, those of other places count."""
    detail, summary = (one, other) if found.number == one.number else (other, one)
    if found.is_rounded or found.names_own:
        return False
    if found.is_whole:
        decisions.drop(summary, "control", "summary_of_statement", detail)
    else:
        decisions.repetitions.append(Repetition(detail, summary, "places"))
    return True


def _settle_repeated(
    register: Register, one: Profile, other: Profile, overlap: Overlap, decisions: Decisions
) -> bool:
    """Statements that share objects, without a mark of version: rows of both count once."""
    kept, dropped = _preferred(register, one, other)
    if _money(register, dropped) - _money(register, kept) or _differing_unread(one, other, overlap):
        return False
    if _may_be_two(register, one, other, overlap):
        return False
    if overlap.equal == overlap.rows[0] == overlap.rows[1]:
        _drop_repeated(register, one, other, decisions)
    elif overlap.equal == min(overlap.rows):
        whole, part = (one, other) if overlap.rows[0] > overlap.rows[1] else (other, one)
        if _money(register, part) - _money(register, whole):
            return False
        if one.unit == other.unit:
            decisions.drop(part, "superseded", "contained_statement", whole)
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


def _differing_unread(one: Profile, other: Profile, overlap: Overlap) -> tuple[str, ...]:
    """Headers of columns that are not read and differ, in rows that are equal in all that is read: those of money of
    both, or all, where both have the same."""
    if one.unread_money and other.unread_money and _are_fewer(one.unread_rows, other.unread_rows, overlap):
        return tuple(dict.fromkeys((*one.unread_money, *other.unread_money)))
    if one.unread == other.unread and _are_fewer(one.unread_cells, other.unread_cells, overlap):
        return one.unread
    return ()


def _are_fewer(some: Sequence[str], others: Sequence[str], overlap: Overlap) -> bool:
    """Whether rows with the same digests are fewer than the equal ones."""
    return (Counter(some) & Counter(others)).total() < overlap.equal


def _keep_detail(whole: Profile, part: Profile, kept: Profile, decisions: Decisions) -> None:
    """Of two units' statements, one within the other, the rows that both have count with the unit that they are of."""
    if kept is whole:
        decisions.drop(part, "superseded", "contained_statement", whole)
    else:
        decisions.repetitions.append(Repetition(part, whole))


def _newer(one: Profile, other: Profile, overlap: Overlap) -> Profile | None:
    """The one whose name claims a later version, where its content mostly repeats the other's."""
    if one.unit != other.unit or not overlap.shared or 2 * overlap.shared <= max(overlap.rows):
        return None
    ranks = one.version[0], other.version[0]
    if ranks[0] == ranks[1]:
        return None
    return one if ranks[0] > ranks[1] else other


def _preferred(register: Register, one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """Of two equal ones the one to keep, and the other: all amounts, then the unit closest to it, a sheet that is shown,
    more columns, the one sent first."""
    kept, dropped = sorted((one, other), key=_rank)
    if _money(register, kept) < _money(register, dropped):
        return dropped, kept
    return kept, dropped


def _money(register: Register, profile: Profile) -> set[str]:
    return {
        name
        for name in profile.supplied
        if name in register.by_name and register.by_name[name].kind == "money"
    }


def _rank(profile: Profile) -> tuple:
    return (
        DETAIL[profile.unit_level], profile.is_hidden, -profile.version[0],
        -len(profile.supplied), profile.number,
    )  # fmt: skip


def _leave_undecided(
    register: Register,
    conflict: tuple[Profile, Profile, Overlap],
    conflicts: Sequence[tuple[Profile, Profile, Overlap]],
    decisions: Decisions,
) -> None:
    """Leave both undecided, with what would decide: a line names all that contradict a statement."""
    one, other, overlap = conflict
    fields: dict[str, object] = {"rows": (overlap.shared - overlap.equal) or None, "equal": overlap.equal}
    rule = _conflict(register, one, other, overlap)
    if rule == "alike_rows":
        smaller = min(one, other, key=lambda profile: (DETAIL[profile.unit_level], profile.number))
        same = advice.line(other if smaller is one else one, [smaller])
        apart = "; ".join(advice.elsewhere(profile, counts=True) for profile in (one, other))
        leave_both_undecided(one, other, rule, decisions, rows=overlap.alike, same=same, apart=apart)
        return
    if rule == "unread_cells":
        fields = {"unread": _differing_unread(one, other, overlap)}
    for held, against in ((one, other), (other, one)):
        others = [b if a is held else a for a, b, _ in conflicts if held is a or held is b]
        fields |= {
            "line": advice.line(held, others), "correction": advice.correction(register, held, others),
            "both": advice.both(register, held, others), "apart": advice.apart(register, held, others),
        }  # fmt: skip
        decisions.drop(held, "undecided", rule, against, **fields)


def _conflict(register: Register, one: Profile, other: Profile, overlap: Overlap) -> str:
    """The rule that two statements break which cannot both count."""
    if overlap.detail:
        return "rounded_summary" if overlap.detail.is_rounded else "summary_with_objects"
    if not overlap.is_comparable:
        return "incomparable_statement"
    if overlap.alike:
        return "alike_rows"
    if _differing_unread(one, other, overlap):
        return "unread_cells"
    money = _money(register, one), _money(register, other)
    if overlap.equal == overlap.shared and money[0] - money[1] and money[1] - money[0]:
        return "other_amounts"
    if overlap.equal == overlap.shared and _may_be_two(register, one, other, overlap):
        return "equal_by_other_names"
    return "contradicting_statement"
