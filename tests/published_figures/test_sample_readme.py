"""The figures that data/raw/README.md states of each delivery are published ones, which figures.csv asks the release for."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).parent
README = (HERE.parents[1] / "data" / "raw" / "README.md").read_text(encoding="utf-8")
SCALES = {"万元": Decimal(10000), "%": Decimal("0.01"), "": Decimal(1)}
YEAR = r"20\d\d"


def read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))


EXPECTED = {figure["claim_id"]: Decimal(figure["expected"]) for figure in read("figures.csv")}
NOT_CARRIED = {figure["claim_id"] for figure in read("not_carried.csv")}


def table() -> list[tuple[str, str, str]]:
    """Unit and period, figures, claims of each row of the table under "What is published"."""
    section = README.partition("## What is published")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [(unit.strip(), figures.strip(), claims.strip()) for unit, figures, claims in rows[1:]]


def claim_ids(text: str) -> list[str]:
    """S000-001…003, 009 → the four ids; T-luxi-* → every id that begins so."""
    ids: list[str] = []
    source = ""
    for part in re.split(r"[,;] ", text):
        found = re.fullmatch(r"(S\d+-|T-)?(.+)", part)
        assert found
        source = found[1] or source
        first, _, last = found[2].partition("…")
        if last:
            ids += [f"{source}{number:03}" for number in range(int(first), int(last) + 1)]
        elif first.endswith("*"):
            ids += [id for id in EXPECTED if id.startswith(source + first[:-1])]
        else:
            ids.append(source + first)
    return ids


def unproven(figures: str, claims: str) -> list[str]:
    """The numbers that no claim of the row states; years are not figures."""
    stated = {EXPECTED[id].normalize() for id in claim_ids(claims) if id in EXPECTED}
    numbers = re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)(?: ?(万元|%))?", re.sub(rf"\b{YEAR}\b", "", figures))
    return [text for text, unit in numbers if (Decimal(text) * SCALES[unit]).normalize() not in stated]


def test_ranges_and_stars_of_claims_are_read() -> None:
    assert claim_ids("S000-001…003, 009") == ["S000-001", "S000-002", "S000-003", "S000-009"]
    assert "T-luxi-paid" in claim_ids("T-luxi-*") and claim_ids("T-luxi-*")[0].startswith("T-luxi-")


def test_every_claim_is_asked_for_or_declared_as_not_carried() -> None:
    named = {id for _, _, claims in table() for id in claim_ids(claims)}
    assert len(named) > 100
    assert named - EXPECTED.keys() - NOT_CARRIED == set()


@pytest.mark.parametrize(("unit", "figures", "claims"), table())
def test_every_figure_is_one_of_the_claims(unit: str, figures: str, claims: str) -> None:
    assert unproven(figures, claims) == []


@pytest.mark.parametrize(("unit", "figures", "claims"), table())
def test_a_false_figure_is_noticed(unit: str, figures: str, claims: str) -> None:
    numbers = [n for n in re.findall(r"(?<![\d.])\d+(?:\.\d+)?", figures) if not re.fullmatch(YEAR, n)]
    for number in numbers:
        false = re.sub(rf"(?<![\d.]){re.escape(number)}(?![\d.])", f"9{number}", figures)
        assert f"9{number}" in unproven(false, claims)
