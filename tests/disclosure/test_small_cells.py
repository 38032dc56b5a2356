"""Small counts: whatever is shown, none that is withheld can be worked out."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipelines.common.errors import UserError
from pipelines.disclosure.small_cells import load_small_cells, withheld
from tests.support.catalogues import all_marts
from tests.support.registries import THRESHOLD

MARTS = {
    name: mart
    for name, mart in all_marts().items()
    if name in ("poverty_incidence", "registry_summary", "exits_by_year", "remaining_households")
}


YEARS = (2016, 2017, 2018)
CAUSES = ("因病", "因残")


Atom = tuple[str, str, str, int | None, str]
"""Households of one township, village, status, year of exit and cause: what every count is a sum of."""


KINDS = [("已脱贫", year, "") for year in YEARS] + [
    *(("未脱贫", None, cause) for cause in CAUSES),
    *(("返贫", 2017, cause) for cause in CAUSES),
]


@st.composite
def registries(draw: st.DrawFn) -> dict[Atom, int]:
    """A county of a few small villages, most of whose counts are small ones."""
    atoms = {}
    for township in "东西南"[: draw(st.integers(1, 3))]:
        for village in range(draw(st.integers(1, 4))):
            for status, year, cause in KINDS:
                count = draw(st.sampled_from((0, 0, 1, 1, 2, 3, 4, 6, 9, 30)))
                atoms[f"{township}镇", f"{village}村", status, year, cause] = count
    return atoms


def marts_of(atoms: dict[Atom, int]) -> Iterator[tuple[str, dict, dict[str, list[Atom]]]]:
    """Mart, row and, for each count of the row, the atoms that it is the sum of."""
    areas = {(None, None)} | {(t, None) for t, *_ in atoms} | {(t, v) for t, v, *_ in atoms}
    for township, village in sorted(areas, key=str):
        own = [a for a in atoms if township in (None, a[0]) and village in (None, a[1])]
        area = {"county": "某县", "township": township, "village": village,
                "area_level": "village" if village else "township" if township else "county"}  # fmt: skip

        def row(mart: str, key: dict, counts: dict[str, Callable[..., bool]], own=own, area=area):
            sums = {name: [a for a in own if holds(a)] for name, holds in counts.items()}
            values = {name: sum(atoms[a] for a in parts) for name, parts in sums.items()}
            blank = {column.name: None for column in MARTS[mart].columns}
            return mart, blank | area | key | values, sums

        poor = {f"poor_{unit}": lambda a: a[2] != "已脱贫" for unit in ("households", "persons")}
        registered = {f"registered_{unit}": lambda a: True for unit in ("households", "persons")}
        yield row("poverty_incidence", {"year": 2018}, poor | registered)
        for exit_year in YEARS:
            gone = {"households": lambda a, y=exit_year: a[2] == "已脱贫" and a[3] == y,
                    "cumulative_households": lambda a, y=exit_year: a[2] == "已脱贫" and a[3] <= y,
                    "remaining_households": lambda a, y=exit_year: a[2] != "已脱贫" or a[3] > y}  # fmt: skip
            yield row("exits_by_year", {"exit_year": exit_year, "as_of_year": 2018}, gone)
        for status, year in sorted({(a[2], a[3]) for a in own if atoms[a]}, key=str):
            kind = {"households": lambda a, s=status, y=year: a[2:4] == (s, y)}
            yield row("registry_summary", {"year": 2018, "poverty_status": status, "exit_year": year}, kind)
        for status, cause in sorted({(a[2], a[4]) for a in own if atoms[a] and a[4]}):
            kind = {"households": lambda a, s=status, c=cause: a[2] == s and a[4] == c}
            key = {"year": 2018, "poverty_status": status, "poverty_cause": cause}
            yield row("remaining_households", key, kind)


@settings(max_examples=60, deadline=None)
@given(registries())
def test_nothing_shown_reveals_a_withheld_count(atoms):
    """Linear programming over what the counts are made of knows every way of adding up and taking away."""
    rows, sums = defaultdict(list), defaultdict(list)
    for mart, record, parts in marts_of(atoms):
        rows[mart].append(record)
        sums[mart].append(parts)
    hidden = withheld(MARTS.values(), rows, THRESHOLD)
    position = {atom: place for place, atom in enumerate(atoms)}

    def vector(parts: list[Atom]) -> list[int]:
        return [int(place in {position[a] for a in parts}) for place in range(len(atoms))]

    known, totals, secrets = [], [], []
    for mart, records in rows.items():
        for place, record in enumerate(records):
            for name, made_of in sums[mart][place].items():
                if place not in hidden[mart]:
                    assert not 0 < record[name] < THRESHOLD, (mart, record, name)
                    known.append(vector(made_of))
                    totals.append(record[name])
                elif 0 < record[name] < THRESHOLD:
                    secrets.append((mart, name, vector(made_of), record[name]))
    for mart, name, wanted, value in secrets:
        least, most = (
            linprog([sign * x for x in wanted], A_eq=known or None, b_eq=totals or None, bounds=(0, None))
            for sign in (1, -1)
        )
        is_open = most.status == 3  # without any limit
        assert is_open or -most.fun - least.fun > 0.5, (mart, name, value)


def test_a_village_alone_takes_another_with_it():
    def row(village: str | None, poor: int) -> dict:
        blank = {column.name: None for column in MARTS["poverty_incidence"].columns}
        place = {"township": "某镇", "village": village, "area_level": "village" if village else "township"}
        return blank | place | {"year": 2018, "poor_households": poor}

    rows = {"poverty_incidence": [row(None, 31), row("甲村", 2), row("乙村", 9), row("丙村", 20)]}
    marts = [MARTS["poverty_incidence"]]
    assert withheld(marts, rows, THRESHOLD) == {"poverty_incidence": {1, 2}}
    assert withheld(marts, rows, 0) == {"poverty_incidence": set()}


def test_a_policy_that_is_not_valid_is_one_sentence(tmp_path: Path):
    path = tmp_path / "small_cells.yml"
    path.write_text("threshold: -1\nsource: none\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"small_cells\.yml: threshold"):
        load_small_cells(path)
    path.write_text("threshold: [3\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"small_cells\.yml: not valid YAML"):
        load_small_cells(path)
