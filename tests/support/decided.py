"""What is decided of statements whose overlaps tests state."""

from pipelines.statements.compare import Overlap
from pipelines.statements.decide import decide
from pipelines.statements.departures import Departures
from tests.support.catalogues import all_registers

REGISTERS = all_registers()


def nobody_gone(standing, lists):
    return Departures()


def decisions_on(
    *profiles,
    shared=0,
    equal=0,
    detail=None,
    register="fund_ledger",
    is_comparable=True,
    summed=None,
    turnover=None,
):
    """What is decided of statements each two of which overlap so; the last of them sums up what `summed` says."""

    def compare(one, other):
        return Overlap((one.rows, other.rows), shared, equal, is_comparable, detail)

    def summed_by(summary, beside):
        return summed if summary == profiles[-1] else None

    return decide(
        REGISTERS[register], profiles, compare, summed_by, nobody_gone, lambda earlier, later: turnover
    )


def decided(*profiles, **overlap):
    """By number: status, rule and what counts instead of each statement that does not count."""
    decisions = decisions_on(*profiles, **overlap)
    found = {
        number: (one.status, one.reason.rule, one.replaced_by and one.replaced_by.number)
        for number, one in decisions.by_number.items()
    }
    return found, decisions.repetitions


def reasons(*profiles, **overlap):
    """File → why it is undecided, in English."""
    decisions = decisions_on(*profiles, **overlap)
    by_number = {one.number: one.file for one in profiles}
    return {by_number[number]: one.reason.en for number, one in decisions.by_number.items()}
