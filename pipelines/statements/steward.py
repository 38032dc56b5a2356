"""Apply what delivery.yml and the role of a statement state of it, before contents are compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.registers.contract import Register
from pipelines.statements.compare import Repeats
from pipelines.statements.decisions import Decisions, Repetition
from pipelines.statements.profile import Profile

_REPLACED: dict[str, Repeats] = {"correction": "corrected", "part": "places"}
"""Role → which rows of the statement that it replaces count no more; of another role none counts."""


def apply_notes(profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Apply `counts: false` and `replaces` of delivery.yml: of what a correction replaces, its restated rows count no more."""
    for profile in profiles:
        if profile.stated_counts is False:
            lost = _places_of_no_other(profile, profiles)
            decisions.drop_unless_stated(profile, "not_counted", "stated_not_to_count", villages=lost)
    for profile in profiles:
        for other in profiles if profile.stated_replaces else ():
            if other is profile or not profile.replaces(other):
                continue
            if repeats := "corrected" if profile.restates else _REPLACED.get(profile.role):
                decisions.repetitions.append(Repetition(profile, other, repeats))
            else:
                lost = _places_of_no_other(other, profiles)
                decisions.drop_unless_stated(other, "superseded", "stated_replaced", profile, villages=lost)


def is_settled(one: Profile, other: Profile) -> bool:
    """Whether delivery.yml says which of the two holds, or that both count."""
    return one.replaces(other) or other.replaces(one) or bool(one.stated_counts and other.stated_counts)


def stated_part(one: Profile, other: Profile) -> tuple[Profile, Profile] | None:
    """The one that by delivery.yml counts for its villages, of which the other has more, and the other; None where none does."""
    for part, whole in ((one, other), (other, one)):
        if part.stated_counts and part.is_of_villages and not whole.stated_counts and part.is_part_of(whole):
            return part, whole
    return None


def lists_that_make_up_wholes(register: Register, profiles: Sequence[Profile]) -> list[Profile]:
    """The statements, those as lists that make up the whole: selections of every kind, which a unit sent for one day.

    A list of a term that everybody has by then is one without a selection: with one of the others it is no whole.
    """
    sent: dict[tuple[str, date], set[str | None]] = {}
    for profile in profiles:
        sent.setdefault((profile.unit, profile.as_of_on), set()).add(profile.selection)
    found = []
    for profile in profiles:
        parts = {one.term_on(profile.as_of_on) for one in register.selections}
        is_part = profile.role == "list" and profile.selection in parts
        is_complete = parts <= sent[profile.unit, profile.as_of_on]
        found.append(replace(profile, selection=None) if is_part and is_complete else profile)
    return found


def restate_lists(profiles: Sequence[Profile], decisions: Decisions) -> set[tuple[Profile, Profile]]:
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
