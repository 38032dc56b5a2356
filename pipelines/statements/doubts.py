"""Leave a statement undecided if it may not be the list that it would count as.

It seems to be of another year, of another unit, or of some of its objects alone; or what it leans on does not count.
Each reason comes with the lines for delivery.yml that decide.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from pipelines.registers.contract import Register
from pipelines.statements import advice
from pipelines.statements.decisions import Decisions, leave_both_undecided
from pipelines.statements.profile import Profile

_FEWEST_ROWS = 2
"""Rows from which two places do not have the same cells by chance."""
_CARRIED_OVER = re.compile("(?<![含和与及年])((上年|往年|历年|以前年)度?)?结转|(?<=20..年)结转")


def doubt_foreign(profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Leave a sheet undecided that two units of a county sent as of their own places: one of them has it in the wrong folder."""
    by_content: dict[str, list[Profile]] = {}
    for profile in profiles:
        if decisions.counts(profile) and profile.rows >= _FEWEST_ROWS:
            by_content.setdefault(profile.content_hash, []).append(profile)
    for same in by_content.values():
        for one, other in combinations(same, 2):
            are_neighbours = one.unit_level == other.unit_level and {*one.counties} & {*other.counties}
            if one.unit != other.unit and are_neighbours and not one.may_meet(other):
                leave_both_undecided(one, other, "same_cells_elsewhere", decisions)


def doubt_unplaced(profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Leave undecided villages of one name that two units report without a township or county: they may be two places."""
    by_village: dict[str, list[Profile]] = {}
    for profile in profiles:
        if decisions.counts(profile) and "" in profile.counties and "" in profile.townships:
            for village in filter(None, profile.villages):
                by_village.setdefault(village, []).append(profile)
    for village, unplaced in by_village.items():
        for one, other in combinations(unplaced, 2):
            if one.unit != other.unit:
                for held, against in ((one, other), (other, one)):
                    decisions.drop_unless_stated(
                        held, "undecided", "unplaced_village", against, village=village, unit=held.unit
                    )


def doubt_other_years(register: Register, profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Leave a list undecided whose title is of another year than its folder: it would stand as the list of that year."""
    for profile in profiles:
        if (
            (register.is_roll or register.defines_places)
            and profile.title_year
            and not profile.starts_on.year <= profile.title_year <= profile.as_of_year
        ):
            decisions.drop_unless_stated(
                profile, "undecided", "title_of_other_year", year=profile.title_year, period=profile.period,
                line=advice.elsewhere(profile, counts=True),
            )  # fmt: skip


def doubt_carried_over(register: Register, profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Leave a ledger of what was carried over undecided that does not say from which year: it would be money of this one."""
    years = {column.name for column in register.columns if column.is_period_year}
    for profile in profiles:
        is_carried_over = any(_CARRIED_OVER.search(name) for name in profile.naming)
        is_of_year = profile.title_year in (None, profile.as_of_year)
        if (
            register.counts == "cumulative"
            and is_carried_over
            and is_of_year
            and not years & {*profile.supplied}
        ):
            line = advice.note(profile, defaults=dict.fromkeys(years, profile.as_of_year - 1), counts=True)
            decisions.drop_unless_stated(
                profile, "undecided", "carried_over_without_year", year=profile.as_of_year, line=line
            )


def doubt_selected(profiles: Sequence[Profile], lists: Sequence[Profile], decisions: Decisions) -> None:
    """Leave a list of some objects alone undecided, by its title: as a list it would take the place of all others. One of those
    with whom something is done is a part of all beside one of those with whom it is not (已消除, 未消除)."""
    for profile in profiles:
        if profile.selection is None or profile.restates or not decisions.counts(profile):
            continue
        if any(decisions.counts(other) and _is_of_the_rest(other, profile) for other in lists):
            continue
        is_of_known = any(
            decisions.counts(other) and replace(profile, role="correction").may_restate(other)
            for other in lists
        )
        decisions.drop_unless_stated(
            profile, "undecided", "selected_list", selection=profile.selection,
            correction=advice.note(profile, role="correction") if is_of_known else None, whole=advice.note(profile, role="list"),
        )  # fmt: skip


def _is_of_the_rest(other: Profile, selected: Profile) -> bool:
    """Whether the other one is, in the same delivery, of those with whom what the selected ones are named by is not done."""
    done = (selected.selection or "").removeprefix("已")
    is_named = re.search(f"[未没]有?{re.escape(done)}", " ".join(other.naming))
    return other.is_beside(selected) and selected.selection != done and bool(is_named)


def doubt_without_list(register: Register, profiles: Sequence[Profile], decisions: Decisions) -> None:
    """Leave undecided what holds some objects anew where no list of its year counts: by itself it would be that list."""
    for profile in profiles:
        lists = (other for other in profiles if not other.restates and decisions.counts(other))
        if register.is_roll and profile.restates and not any(profile.may_restate(other) for other in lists):
            decisions.drop_unless_stated(
                profile, "undecided", "correction_without_list", year=profile.as_of_year
            )


def doubt_weaker(decisions: Decisions) -> None:
    """Leave undecided what would count again for rows that another statement restates, or lists one by one, and that is
    undecided: the other statement may yet change what holds of them."""
    weaker = [one for one in decisions.repetitions if one.repeats != "equal"]
    while found := [
        one for one in weaker if decisions.counts(one.dropped) and decisions.is_undecided(one.kept)
    ]:
        for one in found:
            decisions.drop_unless_stated(one.dropped, "undecided", "beside_undecided", one.kept)
            weaker.remove(one)
