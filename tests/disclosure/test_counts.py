"""Counts of marts, and how they add up."""

from typing import Any

from pipelines.disclosure.counts import Cells, counter_of
from tests.support.catalogues import all_marts

MARTS = all_marts()


def row(mart: str, **facts: Any) -> dict[str, Any]:
    return (
        {column.name: None for column in MARTS[mart].columns}
        | {"area_level": "township", "township": "某镇"}
        | facts
    )


def test_of_a_row_the_counts_that_are_withheld_with_it_are_protected_and_the_rests_of_parts() -> None:
    counts = counter_of(MARTS["poverty_incidence"])(
        row("poverty_incidence", registered_households=9, poor_households=4)
    )
    assert counts == {
        "registered_households": 9,
        "poor_households": 4,
        "registered_households less poor_households": 5,
    }


def test_of_a_row_in_which_nobody_is_nothing_is_protected() -> None:
    assert counter_of(MARTS["poverty_incidence"])(row("poverty_incidence", registered_households=0)) == {}


def test_years_follow_each_other_and_share_all_who_are_registered() -> None:
    """Of 20 households 3 left in 2016 and 5 more in 2017: nothing is left over in any equation."""
    incidence = row("poverty_incidence", year=2017, registered_households=20, poor_households=12)
    years = [
        row("exits_by_year", exit_year=2016, as_of_year=2017, households=3, cumulative_households=3, remaining_households=17),
        row("exits_by_year", exit_year=2017, as_of_year=2017, households=5, cumulative_households=8, remaining_households=12),
    ]  # fmt: skip
    rows = {"poverty_incidence": [incidence], "exits_by_year": years}
    cells = Cells()
    marts = [MARTS[name] for name in rows]
    for mart in marts:
        cells.add(mart, rows[mart.name])
    for mart in marts:
        cells.connect(mart, rows)
    stated = {tuple(sorted(cells.values[cell] for cell in equation.cells)) for equation in cells.equations}
    assert {(3, 5, 8), (5, 12, 17), (3, 17, 20), (8, 12, 20)} <= stated
    assert {equation.surplus for equation in cells.equations} == {0}
