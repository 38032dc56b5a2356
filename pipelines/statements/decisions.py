"""Record what was decided: which statements of a register do not count, and which rows count in another statement."""

from dataclasses import dataclass, field
from typing import Literal

from pipelines.rules import Violation
from pipelines.statements import advice
from pipelines.statements.compare import Repeats
from pipelines.statements.profile import Profile

Status = Literal["counted", "superseded", "control", "not_counted", "undecided"]


@dataclass(frozen=True)
class Decision:
    """That a statement does not count, why, and the one that counts instead."""

    status: Status
    reason: Violation
    replaced_by: Profile | None = None


@dataclass(frozen=True)
class Repetition:
    """Rows of `dropped` that `kept` repeats, and that count there."""

    kept: Profile
    dropped: Profile
    repeats: Repeats = "equal"


@dataclass(frozen=True)
class Carried:
    """A list of objects that have come further than the roster says, which has them all and takes over how far."""

    roster: Profile
    further: Profile


@dataclass
class Decisions:
    """What was decided of the statements of one register: by number, those that do not count."""

    by_number: dict[int, Decision] = field(default_factory=dict)
    repetitions: list[Repetition] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)

    def counts(self, profile: Profile) -> bool:
        return profile.number not in self.by_number

    def is_undecided(self, profile: Profile) -> bool:
        return not self.counts(profile) and self.by_number[profile.number].status == "undecided"

    def drop_unless_stated(
        self, dropped: Profile, status: Status, rule: str, kept: Profile | None = None, **found: object
    ) -> None:
        """Let the statement not count, for the first reason that was found, unless delivery.yml states that it does."""
        if dropped.stated_counts:
            if kept and status != "undecided":
                self._count_in_stated(dropped, kept)
            return
        fields = {"other": kept.beside(dropped), **found} if kept else found
        replaced_by = None if status == "undecided" else kept
        self.by_number.setdefault(dropped.number, Decision(status, Violation(rule, fields), replaced_by))

    def _count_in_stated(self, stated: Profile, other: Profile) -> None:
        """Count rows that a statement of which delivery.yml states that it counts repeats of another one in it alone."""
        if not other.stated_counts:
            self.repetitions.append(Repetition(stated, other))


def leave_both_undecided(
    one: Profile, other: Profile, rule: str, decisions: Decisions, **fields: object
) -> None:
    """Leave two statements undecided, each against the other, with the line that lets it count."""
    for held, against in ((one, other), (other, one)):
        decisions.drop_unless_stated(
            held, "undecided", rule, against, line=advice.line(held, [against]), **fields
        )
