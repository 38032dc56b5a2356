"""Leave a list undecided if it would replace another one and lacks too much of it, or is of other objects.

Each reason comes with the lines for delivery.yml that decide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from pipelines.registers.contract import Register
from pipelines.statements import advice
from pipelines.statements.decisions import Decisions
from pipelines.statements.departures import Departures
from pipelines.statements.naming import are_titled_apart
from pipelines.statements.profile import Profile
from pipelines.statements.turnover import Turnover

_Standing = dict[str, tuple[int, Profile]]
"""Place → the rows that the list which holds for it has there, and that list."""
Depart = Callable[[Mapping[str, Profile], Sequence[Profile]], Departures]
"""The list that stands in each place, and the lists that would take their place → who is missing from these."""
TurnOver = Callable[[Sequence[Profile], Sequence[Profile]], Turnover | None]
"""Lists that stand, and those that would take their place → how many objects stay."""


def doubt_short_lists(
    register: Register, profiles: Sequence[Profile], decisions: Decisions, depart: Depart
) -> None:
    """Leave lists undecided that would take the place of others, and have whole villages or most rows of them no more, or
    households and persons of them that do not leave such a list.

    A list of whole townships may be one of a part of their villages, a list of villages one of some of their objects. A
    ledger of the year takes the place of its unit's last one alone, of another list whoever sent the last of a place.
    """
    if not (register.counts == "cumulative" or register.is_roll or register.defines_places):
        return
    is_of_year = register.counts == "cumulative"
    series: dict[tuple[str, int, tuple[str, ...]] | None, list[Profile]] = {}
    for profile in profiles:
        if decisions.counts(profile) and not (is_of_year and profile.is_increment):
            key = (profile.unit, profile.as_of_year, profile.batch) if is_of_year else None
            series.setdefault(key, []).append(profile)
    for key, lists in series.items():
        standing: _Standing = {}
        for day in sorted({profile.as_of_on for profile in lists}):
            standing = _doubt_short_of_day(
                register,
                [one for one in lists if one.as_of_on == day],
                standing,
                decisions,
                depart,
                is_of_unit=key is not None,
            )


def _doubt_short_of_day(
    register: Register,
    lists: list[Profile],
    standing: _Standing,
    decisions: Decisions,
    depart: Depart,
    *,
    is_of_unit: bool,
) -> _Standing:
    """Doubt the lists of one day against those that stand; those that stand after it."""
    after = dict(standing)
    for unit in sorted({profile.unit for profile in lists}):
        own = [profile for profile in lists if profile.unit == unit]
        wholes = [profile for profile in own if not profile.is_of_villages]
        townships = {_township(place) for place in _rows(wholes)}
        covered = {
            place: row for place, row in standing.items() if is_of_unit or _township(place) in townships
        }
        if wholes and covered:
            _doubt_whole(register, wholes, covered, decisions)
            _doubt_departed(register, wholes, covered, depart, lists, decisions)
        if any(decisions.counts(profile) for profile in wholes):
            after = {place: row for place, row in after.items() if place not in covered}
        for profile in own:
            if profile.is_of_villages:
                others = [other for other in own if profile.replaces(other)]
                _doubt_part(register, profile, standing | _stand(others), decisions)
                places = {place: row for place, row in standing.items() if place in profile.places}
                _doubt_departed(register, [profile], places, depart, lists, decisions)
        after |= _stand([profile for profile in (*wholes, *own) if decisions.counts(profile)])
    return after


def _doubt_whole(
    register: Register, lists: Sequence[Profile], covered: _Standing, decisions: Decisions
) -> None:
    rows = _rows(lists)
    missing = sorted(_village(place) for place in covered if place not in rows and _village(place))
    now, before = sum(rows.values()), sum(count for count, _ in covered.values())
    if not missing and 2 * now >= before and not _without_selected(lists, covered):
        return
    last = max(covered.values(), key=lambda row: (row[1].as_of_on, -row[1].number))[1]
    names = "、".join(missing[:5]) + ("…" if len(missing) > 5 else "")
    is_part_whole = not _shorter(rows, covered)
    for profile in lists:
        decisions.drop_unless_stated(
            profile, "undecided", "short_list", last, villages=names or None, missing=len(missing), now=now,
            before=before, whole=advice.note(profile, counts=True), part=advice.part(profile, is_certain=is_part_whole),
            correction=advice.correction_of_year(register, profile, last),
        )  # fmt: skip


def doubt_other_objects(
    register: Register, profiles: Sequence[Profile], decisions: Decisions, turn_over: TurnOver
) -> None:
    """Leave lists undecided that would take the place of earlier ones of their year, and are of other objects, or of some
    of them under another title.

    Who is missing of a register whose objects stay on it for good, `doubt_short_lists` finds.
    """
    if register.counts != "stock" or register.selections:
        return
    series: dict[tuple[str, int], list[Profile]] = {}
    for profile in profiles:
        series.setdefault((profile.unit, profile.as_of_year), []).append(profile)
    for lists in series.values():
        standing: list[Profile] = []
        for day in sorted({profile.as_of_on for profile in lists}):
            of_day = [one for one in lists if one.as_of_on == day and decisions.counts(one)]
            _doubt_of_other_objects(standing, of_day, decisions, turn_over)
            counting = [one for one in of_day if decisions.counts(one)]
            standing = [one for one in standing if not any(one.may_meet(new) for new in counting)] + counting


def _doubt_of_other_objects(
    standing: list[Profile], of_day: list[Profile], decisions: Decisions, turn_over: TurnOver
) -> None:
    found = turn_over(standing, of_day) if standing and of_day else None
    if not found:
        return
    last = standing[-1]
    for profile in of_day:
        is_other = are_titled_apart(profile.naming, last.naming)
        if found.are_others or (is_other and found.has_lost_many):
            decisions.drop_unless_stated(
                profile, "undecided", "other_objects", last, before=found.before, stayed=found.stayed,
                whole=advice.note(profile, counts=True), other_list=advice.note(profile, counts=False),
            )  # fmt: skip


def doubt_fallen(
    register: Register, earlier: Profile, later: Sequence[Profile], decisions: Decisions
) -> bool:
    """Whether less was paid by later ledgers of the year, sent together, than by the one that they would take the place of:
    then they are left undecided."""
    now_sent = {profile.content_hash: profile for profile in later}.values()
    for column in register.columns:
        before, now = _total([earlier], column.name), _total(now_sent, column.name)
        if not column.heeds_remark or before is None or now is None or now >= before:
            continue
        for profile in later:
            apart = "; ".join(advice.elsewhere(one, counts=True) for one in (earlier, profile))
            decisions.drop_unless_stated(
                profile, "undecided", "fallen_ledger", earlier, title=column.title, column=column.name, now=f"{now:f}",
                before=f"{before:f}", line=advice.elsewhere(profile, counts=True), apart=apart,
            )  # fmt: skip
        return True
    return False


def _total(profiles: Iterable[Profile], column: str) -> Decimal | None:
    """Return the total of the column over them, in yuan; None if one of them lacks it."""
    totals = [profile.total(column) for profile in profiles]
    known = [total for total in totals if total is not None]
    return sum(known, Decimal(0)).normalize() if len(known) == len(totals) else None


def _doubt_part(register: Register, profile: Profile, standing: _Standing, decisions: Decisions) -> None:
    if short := _shorter(_rows([profile]), standing) or _without_selected([profile], standing):
        last = standing[short[0]][1]
        rows = _rows([profile])
        decisions.drop_unless_stated(
            profile, "undecided", "short_part", last, villages=tuple(map(_village, short)),
            now=sum(rows[place] for place in short), before=sum(standing[place][0] for place in short),
            whole=advice.part(profile, is_certain=False), correction=advice.correction_of_year(register, profile, last),
        )  # fmt: skip


def _doubt_departed(
    register: Register,
    held: Sequence[Profile],
    standing: _Standing,
    depart: Depart,
    of_day: Sequence[Profile],
    decisions: Decisions,
) -> None:
    """Doubt lists that lack households or persons of those that stand, wherever lists of the day may have them."""
    held = [profile for profile in held if decisions.counts(profile)]
    if not (held and standing):
        return
    lists = {place: last for place, (_, last) in standing.items()}
    found = depart(lists, of_day)
    last = max(lists.values(), key=lambda one: (one.as_of_on, -one.number))
    for profile in held:
        lines = {
            "whole": advice.part(profile, is_certain=False) if profile.is_of_villages else advice.note(profile, counts=True),
            "other_list": advice.note(profile, counts=False),
        }  # fmt: skip
        if found.lacks_households:
            decisions.drop_unless_stated(
                profile, "undecided", "households_left_out", last, before=found.households, gone=found.gone,
                emptied=found.emptied or None, correction=advice.correction_of_year(register, profile, last), **lines,
            )  # fmt: skip
        elif found.lacks_members:
            decisions.drop_unless_stated(
                profile,
                "undecided",
                "members_left_out",
                last,
                stayed=found.stayed,
                shrunk=found.shrunk,
                **lines,
            )


def _shorter(rows: dict[str, int], standing: _Standing) -> list[str]:
    """The places of which there are less than half of the rows that stand."""
    return [place for place, count in rows.items() if place in standing and 2 * count < standing[place][0]]


def _without_selected(lists: Sequence[Profile], standing: _Standing) -> list[str]:
    """The places of which all objects of the register's first selection are gone, and more rows than a fifth: the poor of a
    village, of whom none is poor any more, or who are left out."""
    rows, selected = _rows(lists), _selected(lists)
    return [
        place
        for place, count in rows.items()
        if place in standing
        and not selected[place]
        and 5 * count < 4 * standing[place][0]
        and _selected([standing[place][1]])[place]
    ]


def _selected(lists: Sequence[Profile]) -> dict[str, int]:
    """Place → how many rows of the first selection the lists have there."""
    found = dict.fromkeys(_rows(lists), 0)
    for profile in lists:
        for place, count in zip(profile.places, profile.place_selected, strict=False):
            found[place] += count
    return found


def _stand(lists: Sequence[Profile]) -> _Standing:
    return {place: (count, profile) for profile in lists for place, count in _rows([profile]).items()}


def _rows(lists: Sequence[Profile]) -> dict[str, int]:
    """Place → how many rows the lists have there, those of a copy once."""
    rows: dict[str, int] = {}
    for profile in {profile.content_hash: profile for profile in lists}.values():
        for place, count in zip(profile.places, profile.place_rows, strict=True):
            rows[place] = rows.get(place, 0) + count
    return rows


def _township(place: str) -> str:
    return place.rpartition("/")[0]


def _village(place: str) -> str:
    return place.rpartition("/")[2]
