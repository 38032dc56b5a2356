"""Every kind of damage in the catalogue is caught by the right rule at the right cell, or read correctly."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.rules import RULES
from tests.faults.catalogue import STRUCK, Kind, kinds
from tests.support.desk import Desk

TESTS = Path(__file__).parents[1]
KINDS = list(kinds())


@dataclass(frozen=True)
class Result:
    """What was found against what was planted."""

    kind: Kind
    caught: int
    missed: int
    false: int
    complaint: str


def examine(kind: Kind, desk: Desk) -> Result:
    kind.plant(desk)
    outcome = desk.clean()
    expected = kind.expected
    planted, found = Counter(expected.marks), Counter(outcome.marks)
    accepted = sum(sheet["accepted"] for sheet in outcome.sheets)
    rules = tuple(finding["rule"] for finding in outcome.findings)
    statuses = tuple(sheet["status"] for sheet in outcome.sheets)
    complaints = []
    if expected.accepted is not None and accepted != expected.accepted:
        complaints.append(f"{accepted} rows accepted instead of {expected.accepted}")
    if expected.column and expected.register:
        rows = [row for row in outcome.rows(expected.register) if row["row"] == STRUCK + 1]
        values = [row[expected.column] for row in rows]
        if values != [expected.value]:
            complaints.append(f"{expected.column} is {values} instead of {expected.value}")
    if rules != expected.findings:
        complaints.append(f"findings {rules} instead of {expected.findings}")
    if expected.statuses and statuses != expected.statuses:
        complaints.append(f"statuses {statuses} instead of {expected.statuses}")
    missed, false = planted - found, found - planted
    if missed or false:
        complaints.append(f"missed {dict(missed)}, found without cause {dict(false)}")
    wrong = bool(complaints) and not missed
    return Result(
        kind,
        caught=sum((planted & found).values()) or int(not planted and not complaints),
        missed=sum(missed.values()) + wrong,
        false=sum(false.values()),
        complaint="; ".join(complaints),
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {
        f"{kind.family} {kind.name}": examine(kind, Desk(tmp_path_factory.mktemp("fault"))) for kind in KINDS
    }


def test_catalogue_is_large_and_names_each_kind_once():
    assert len(KINDS) >= 120
    assert len({(kind.family, kind.name) for kind in KINDS}) == len(KINDS)


def test_every_rule_is_broken_by_a_kind_or_states_why_by_none():
    """A rule that another test asserts by its id needs no kind."""
    broken = {rule for kind in KINDS for _, rule in kind.expected.marks}
    broken |= {rule for kind in KINDS for rule in kind.expected.findings}
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert broken <= RULES.keys()
    assert [
        rule.id
        for rule in RULES.values()
        if not (rule.id in broken or rule.unreachable or f'"{rule.id}"' in tests)
    ] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.family} {kind.name}")
def test_damage(kind, results):
    assert results[f"{kind.family} {kind.name}"].complaint == ""


def test_precision_and_recall(results, capsys):
    lines = [
        f"{'family':<12}{'kinds':>7}{'caught or read':>16}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}"
    ]
    families = dict.fromkeys(kind.family for kind in KINDS)
    for family in (*families, "all"):
        chosen = [result for result in results.values() if family in (result.kind.family, "all")]
        caught, missed, false = (
            sum(getattr(r, name) for r in chosen) for name in ("caught", "missed", "false")
        )
        precision, recall = caught / ((caught + false) or 1), caught / ((caught + missed) or 1)
        lines.append(
            f"{family:<12}{len(chosen):>7}{caught:>16}{missed:>8}{false:>7}{precision:>11.1%}{recall:>8.1%}"
        )
    with capsys.disabled():
        print("\n\n" + "\n".join(lines))
    assert precision == recall == 1
