"""Write the lines of delivery.yml that decide where the contents of statements do not."""

from collections.abc import Sequence

from pipelines.deliveries.notes import sheets_line
from pipelines.registers.contract import Register
from pipelines.statements.profile import Profile


def line(held: Profile, others: Sequence[Profile]) -> str:
    """Return the line by which the statement counts and the others, or what it restates of them, do not."""
    beside = [other for other in others if held.is_beside(other)]
    wider = [other for other in others if other not in beside and held.is_part_of(other)]
    lines = [elsewhere(other, counts=False) for other in others if other not in (*beside, *wider)]
    if beside:
        is_of_part = all(held.is_part_of(other) for other in beside)
        role = {"role": "correction"} if held.selection else {"role": "part"} if is_of_part else {}
        counts = {"counts": True} if wider else {}
        lines.insert(0, f"delivery.yml: {note(held, **role, **counts, replaces=_labels(beside))}")
    elif wider:
        lines.insert(0, f"{held.unit}/{held.period}/delivery.yml: {part(held, is_certain=False)}")
    return "; ".join(lines)


def correction(register: Register, held: Profile, others: Sequence[Profile]) -> str | None:
    """Return the line by which a shorter statement restates some objects of the others."""
    may_correct = (
        register.is_roll
        and not held.selection
        and all(held.is_beside(other) and held.rows < other.rows for other in others)
    )
    return f"delivery.yml: {note(held, role='correction', replaces=_labels(others))}" if may_correct else None


def correction_of_year(register: Register, held: Profile, last: Profile) -> str | None:
    """Return the line by which a list only updates some objects of the last list of its year."""
    if not register.is_roll or held.as_of_year != last.as_of_year:
        return None
    return note(held, role="correction", **_replaced(held))


def part(held: Profile, *, is_certain: bool) -> str:
    """Return the line by which a list of some villages has all of their objects."""
    role = {} if held.unit_level == "village" else {"role": "part"}
    return note(held, **role, **({} if is_certain and role else {"counts": True}), **_replaced(held))


def _replaced(profile: Profile) -> dict[str, object]:
    """What its note states already that it takes the place of."""
    names = [
        {"file": file}
        | ({"sheet": sheet} if sheet else {})
        | ({"period": period} if period != profile.period else {})
        for period, file, sheet in profile.stated_replaces
    ]
    return {"replaces": names if len(names) > 1 else names[0]} if names else {}


def both(register: Register, held: Profile, others: Sequence[Profile]) -> str | None:
    """Return the lines by which the amounts of all of them add up."""
    if register.counts == "stock" or not all(held.is_beside(other) for other in others):
        return None
    all_of_them = sorted((held, *others), key=lambda profile: profile.number)
    return f"delivery.yml: {sheets_line(*(_stated(one, counts=True) for one in all_of_them))}"


def apart(register: Register, held: Profile, others: Sequence[Profile]) -> str:
    """Return the lines by which each of them counts, wherever they lie."""
    return both(register, held, others) or "; ".join(elsewhere(one, counts=True) for one in (held, *others))


def _labels(profiles: Sequence[Profile]) -> str | list[str]:
    labels = [profile.label for profile in profiles]
    return labels if len(labels) > 1 else labels[0]


def note(profile: Profile, **stated: object) -> str:
    """The line of delivery.yml that states it of the statement."""
    return sheets_line(_stated(profile, **stated))


def elsewhere(profile: Profile, **stated: object) -> str:
    """The line with the delivery.yml that it belongs to."""
    return f"{profile.unit}/{profile.period}/delivery.yml: {note(profile, **stated)}"


def _stated(profile: Profile, **stated: object) -> dict[str, object]:
    named = {"file": profile.file} | ({"sheet": profile.sheet} if profile.sheet else {})
    return named | stated
