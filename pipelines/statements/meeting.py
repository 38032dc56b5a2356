"""Find the pairs of statements that have to be compared: both may report the same things at one time."""

from collections.abc import Iterator, Sequence

from pipelines.registers.contract import Register
from pipelines.statements.profile import Profile
from pipelines.statements.rounds import months_of


def meeting_pairs(register: Register, profiles: Sequence[Profile]) -> list[tuple[Profile, Profile]]:
    """The pairs that may report the same things, each in the order in which they were sent."""
    return [(one, other) for one, other in _neighbours(profiles) if _meet(register, one, other)]


def is_sent_twice(one: Profile, other: Profile) -> bool:
    """Whether a unit sent the same cells twice."""
    return one.unit == other.unit and one.content_hash == other.content_hash


def are_ledgers_of_a_year(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both are ledgers of the year so far, of one unit and two days."""
    are_increments = one.is_increment or other.is_increment
    is_of_year = register.counts == "cumulative" and one.unit == other.unit and one.as_of_on != other.as_of_on
    return is_of_year and not are_increments


def are_rounds_of_a_year(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both list payments of two periods of a year, and nothing but the period states when each was made."""
    are_of_two_periods = one.as_of_year == other.as_of_year and not one.overlaps(other)
    return are_of_two_periods and not _have_days(register, one, other)


def share_months(one: Profile, other: Profile) -> bool:
    """Whether titles name spans of months of which one holds what the other has, and more: 1-6月 what 1-3月 has."""
    some, others = months_of(one.rounds), months_of(other.rounds)
    return some != others and not some.isdisjoint(others)


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


def _meet(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both may report the same things at one time: a stock of a day, a ledger of a year, events."""
    if not (one.may_meet(other) and one.shares_subject(other)):
        return False
    if register.counts == "stock":
        return one.as_of_on == other.as_of_on
    if register.counts == "cumulative":
        return one.as_of_year == other.as_of_year and not one.is_apart_from(
            other, in_time=_add_up(register, one, other)
        )
    if not (_are_of_one_year(one, other) or _is_year_open(one, other)):
        return False
    if _state_other_rounds(register, one, other):
        return False
    is_again = is_sent_twice(one, other) or _is_round_again(one, other) or share_months(one, other)
    return is_again or not are_rounds_of_a_year(register, one, other)


def _is_round_again(one: Profile, other: Profile) -> bool:
    """Whether titles name the same months, and the mark of one (重报) says that it is another version."""
    months = months_of(one.rounds)
    is_marked = (one.version[0] > 0) != (other.version[0] > 0)
    return bool(months) and months == months_of(other.rounds) and one.unit == other.unit and is_marked


def _add_up(register: Register, one: Profile, other: Profile) -> bool:
    """Whether both state what one stage of the year's money was in a month or quarter alone."""
    is_one_stage = len(one.money(register) & other.money(register)) == 1
    return one.is_increment and other.is_increment and is_one_stage


def _are_of_one_year(one: Profile, other: Profile) -> bool:
    """Whether events of both are of one year; those of which none is stated are of the year that they were sent for."""
    return bool({*(one.event_years or [one.as_of_year])} & {*(other.event_years or [other.as_of_year])})


def _is_year_open(one: Profile, other: Profile) -> bool:
    """Whether one of two in a delivery states years and the other, which may be of the same, does not."""
    return one.is_beside(other) and bool(one.event_years) != bool(other.event_years)


def _state_other_rounds(register: Register, one: Profile, other: Profile) -> bool:
    """Whether titles or names state rounds of payments, other ones, and no column does."""
    return one.is_apart_from(other, in_time=True) and not _have_days(register, one, other)


def _have_days(register: Register, one: Profile, other: Profile) -> bool:
    """Whether a column that both have states when each payment was made."""
    return bool({*one.supplied} & {*other.supplied} & {*register.event_columns})
