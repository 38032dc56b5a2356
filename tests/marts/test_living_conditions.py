"""Poverty in several dimensions, at lines of income, and mean incomes, against independent computations.

`alkire_foster` and `fgt` work on persons one by one, as the papers define the measures; examples that were published prove
them, and then they prove the marts.
"""

import random
import statistics
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from tests.support.marts import marts_from, sent_row

LINE = 2952
"""Yuan; the line of 2016 in policy.poverty_lines."""

CUTOFF = Fraction(3333, 10000)
SHARES = ("income_share", "schooling_share", "insurance_share", "housing_share", "water_share")


def alkire_foster(persons: Sequence[Sequence[int]], cutoff: Fraction) -> tuple[Fraction, ...]:
    """H, A, M0 and the share of each dimension, of persons who are deprived (1) or not (0) in equally weighted dimensions."""
    weight = Fraction(1, len(persons[0]))
    poor = [person for person in persons if sum(person) * weight >= cutoff]
    headcount = Fraction(len(poor), len(persons))
    intensity = sum((sum(person) * weight for person in poor), Fraction(0)) / len(poor)
    adjusted = headcount * intensity
    censored = [Fraction(sum(column), len(persons)) for column in zip(*poor, strict=True)]
    return headcount, intensity, adjusted, *(weight * ratio / adjusted for ratio in censored)


def fgt(incomes: Sequence[Fraction], line: Fraction, alpha: int) -> Fraction:
    """The measure of Foster, Greer and Thorbecke of persons' incomes."""
    gaps = [(line - income) / line for income in incomes if income < line]
    return sum((gap**alpha for gap in gaps), Fraction(0)) / len(incomes)


# Alkire and Foster (2011): four persons in four dimensions, poor from two of them on
PUBLISHED_DEPRIVATIONS = [(0, 0, 0, 0), (0, 1, 0, 1), (1, 1, 1, 1), (0, 1, 0, 0)]
# Haughton and Khandker (2009), Handbook on Poverty and Inequality, chapter 4: country C at a line of 125
PUBLISHED_INCOMES = [100, 110, 150, 160]


def test_the_independent_computations_give_what_was_published() -> None:
    assert alkire_foster(PUBLISHED_DEPRIVATIONS, Fraction(1, 2)) == (
        Fraction(1, 2), Fraction(3, 4), Fraction(3, 8), Fraction(1, 6), Fraction(1, 3), Fraction(1, 6), Fraction(1, 3),
    )  # fmt: skip
    incomes = [Fraction(income) for income in PUBLISHED_INCOMES]
    assert [fgt(incomes, Fraction(125), alpha) for alpha in (0, 1, 2)] == [
        Fraction("0.5"), Fraction("0.08"), Fraction("0.0136"),
    ]  # fmt: skip


def household(
    township: str,
    number: int,
    income: object,
    lacks: Sequence[int] = (0, 0, 0, 0, 0),
    size: int = 1,
    **facts: Any,
) -> dict[str, Any]:
    """A household whose head is the row; `lacks` is of income (which `income` states), schooling, insurance, housing, water."""
    _, schooling, insurance, housing, water = lacks
    return sent_row(
        date(2016, 12, 31), unit=township, township=township, household_id=f"{township}{number}", person_id=f"{township}{number}",
        exit_status="未脱贫", row_persons=size, net_income_per_person_yuan=income, schooling="辍学" if schooling else "小学",
        has_major_illness_insurance=not insurance, has_dangerous_house=bool(housing), has_safe_water=not water,
    ) | facts  # fmt: skip


def drawn_households() -> list[tuple[int, tuple[int, ...], int]]:
    """Income, deprivations and persons of households, the same every time."""
    draw = random.Random(20160101)
    households = []
    for _ in range(60):
        income = draw.randrange(1500, 6000)
        lacks = (int(income < LINE), *(int(draw.random() < 0.4) for _ in range(4)))
        households.append((income, lacks, draw.randrange(1, 7)))
    return households


DRAWN = drawn_households()
PERSONS = [
    *(
        household("例一", number, LINE - 1 if row[0] else LINE, (*row, 0))
        for number, row in enumerate(PUBLISHED_DEPRIVATIONS)
    ),
    *(household("例二", n, income * LINE / 125) for n, income in enumerate(PUBLISHED_INCOMES)),
    *(household("抽取", number, *facts) for number, facts in enumerate(DRAWN)),
    household("不详", 1, 5000, (0, 0, 1, 1, 0)),
    household("不详", 2, 5000, size=3, has_safe_water=None),
    household("不详", 3, None, size=2),
    household("不详", 4, 2951, has_safe_water=True, has_water_difficulty=True),
    household("某镇(报告002h)", 1, 4999, as_of_on=date(2020, 12, 31), as_of_year=2020),
]


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with marts_from("multidimensional_poverty", "income_poverty", "household_income", persons=PERSONS) as con:
        yield con


def row_of(marts: duckdb.DuckDBPyConnection, mart: str, township: str, columns: str) -> tuple:
    [row] = marts.execute(
        f"select {columns} from {mart} where area_level = 'township' and township = ?", [township]
    ).fetchall()
    return row


@pytest.mark.parametrize("township", ["例一", "抽取"])
def test_the_index_is_that_of_an_independent_computation(
    marts: duckdb.DuckDBPyConnection, township: str
) -> None:
    columns = f"headcount_rate, intensity_rate, adjusted_headcount_rate, {', '.join(SHARES)}"
    known: dict[str, list[tuple[int, ...]]] = {
        "例一": [(*row, 0) for row in PUBLISHED_DEPRIVATIONS],
        "抽取": [lacks for _, lacks, size in DRAWN for _ in range(size)],
    }
    expected = [float(value) for value in alkire_foster(known[township], CUTOFF)]
    assert row_of(marts, "multidimensional_poverty", township, columns) == pytest.approx(expected, abs=1e-9)


def test_the_published_persons_by_hand(marts: duckdb.DuckDBPyConnection) -> None:
    """Of five dimensions the second lacks two and the third four: H 2/4, A (0.4 + 0.8) / 2, M0 0.3."""
    columns = "headcount_rate, intensity_rate, adjusted_headcount_rate"
    assert row_of(marts, "multidimensional_poverty", "例一", columns) == pytest.approx((0.5, 0.6, 0.3))


@pytest.mark.parametrize("township", ["例二", "抽取"])
def test_income_poverty_is_that_of_an_independent_computation(
    marts: duckdb.DuckDBPyConnection, township: str
) -> None:
    columns = "below_line_rate, poverty_gap_rate, squared_gap_rate"
    incomes = {
        "例二": [Fraction(income * LINE, 125) for income in PUBLISHED_INCOMES],
        "抽取": [Fraction(income) for income, _, size in DRAWN for _ in range(size)],
    }[township]
    expected = [float(fgt(incomes, Fraction(LINE), alpha)) for alpha in (0, 1, 2)]
    assert row_of(marts, "income_poverty", township, columns) == pytest.approx(expected, abs=1e-9)


def test_the_shortfall_is_what_the_poor_lack_to_the_line(marts: duckdb.DuckDBPyConnection) -> None:
    """Of the published incomes, scaled to the line: 25 + 15 of 125."""
    shortfall, below = row_of(marts, "income_poverty", "例二", "shortfall_yuan, below_line_persons")
    assert (float(shortfall), below) == (pytest.approx(40 * LINE / 125), 2)


def test_incomes_are_weighted_by_persons_and_by_households(marts: duckdb.DuckDBPyConnection) -> None:
    by_household = [income for income, _, _ in DRAWN]
    by_person = [income for income, _, size in DRAWN for _ in range(size)]
    columns = ", ".join(
        f"{kind}_income_of_{whom}_yuan" for whom in ("persons", "households") for kind in ("mean", "median")
    )
    expected = [
        measure(values)
        for values in (by_person, by_household)
        for measure in (statistics.fmean, statistics.median)
    ]
    assert row_of(marts, "household_income", "抽取", columns) == pytest.approx(expected, abs=1e-9)


def test_what_is_not_stated_of_a_household_is_unknown(marts: duckdb.DuckDBPyConnection) -> None:
    """Of 1 + 3 + 2 + 1 persons, the water of three and the income of two are unknown; both others lack two of five."""
    columns = "persons, covered_persons, deprived_persons, adjusted_headcount_rate"
    assert row_of(marts, "multidimensional_poverty", "不详", columns) == (7, 2, 2, pytest.approx(0.4))
    assert row_of(marts, "household_income", "不详", "income_households, income_persons") == (3, 5)


def test_every_line_of_the_place_and_year_has_its_row(marts: duckdb.DuckDBPyConnection) -> None:
    """The line of 2016 is the last one that is known by 2020; the monitoring line is the township's own."""
    lines = marts.execute(
        """select line_name, standard_line_yuan, below_line_persons from income_poverty
            where area_level = 'township' and township = '某镇(报告002h)' order by all"""
    ).fetchall()
    assert lines == [("2016 年农村扶贫标准", 2952, 0), ("2020 年防返贫监测线，非建档立卡户", 5000, 1)]
