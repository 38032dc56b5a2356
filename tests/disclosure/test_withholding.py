"""Small counts: whatever is shown, none that is withheld can be worked out."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipelines.disclosure.counts import counter_of
from pipelines.disclosure.history import Count, Withheld, key_of
from pipelines.disclosure.withholding import withhold
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


def changed(draw: st.DrawFn, atoms: dict[Atom, int]) -> dict[Atom, int]:
    """The county a while later: a few of its counts are others."""
    places = draw(st.lists(st.sampled_from(sorted(atoms, key=str)), max_size=3))
    return atoms | {atom: max(0, atoms[atom] + draw(st.integers(-3, 3))) for atom in places}


@st.composite
def histories(draw: st.DrawFn) -> list[dict[Atom, int]]:
    """The same county in one to three releases."""
    found = [draw(registries())]
    for _ in range(draw(st.integers(0, 2))):
        found.append(changed(draw, found[-1]))
    return found


Seen = dict[Count, tuple[int, list[Atom], bool]]
"""Count of a release → its value, the atoms that it is the sum of, and whether the release shows it."""


def published(releases: list[dict[Atom, int]]) -> Iterator[Seen]:
    """What each release shows and withholds, each knowing those before it."""
    last = Withheld(rows={})
    before: Seen = {}
    for atoms in releases:
        rows, sums = defaultdict(list), defaultdict(list)
        for mart, record, parts in marts_of(atoms):
            rows[mart].append(record)
            sums[mart].append(parts)
        told = {*last.told}
        shown = {count: value for count, (value, _, is_shown) in before.items() if is_shown or count in told}
        last = withhold(MARTS.values(), rows, THRESHOLD, last, shown)
        before = {
            Count(mart, key_of(MARTS[mart], record), name): (
                record[name],
                made_of,
                place not in last.rows[mart],
            )
            for mart, records in rows.items()
            for place, record in enumerate(records)
            for name, made_of in sums[mart][place].items()
        }
        yield before


@settings(max_examples=60, deadline=None)
@given(histories())
def test_nothing_shown_reveals_a_withheld_count(releases: list[dict[Atom, int]]) -> None:
    """Linear programming over what the counts of a release, and those of villages in the releases after it, are made of
    knows every way of adding up and taking away; a count that is the same in two that follow each other is known to be."""
    number = {
        place: position
        for position, place in enumerate(
            (index, atom) for index, atoms in enumerate(releases) for atom in atoms
        )
    }

    def vector(release: int, parts: list[Atom]) -> list[int]:
        found = [0] * len(number)
        for atom in parts:
            found[number[release, atom]] = 1
        return found

    known, totals = [], []
    seen = list(published(releases))
    for release in reversed(range(len(releases))):
        of_release, secrets = [], []
        for count, (value, made_of, is_shown) in seen[release].items():
            if is_shown:
                assert not 0 < value < THRESHOLD, count
                of_release.append((count, vector(release, made_of), value))
            elif 0 < value < THRESHOLD:
                secrets.append((count, vector(release, made_of), value))
            if release + 1 < len(releases) and seen[release + 1].get(count, (None,))[0] == value:
                later = vector(release + 1, seen[release + 1][count][1])
                known.append([a - b for a, b in zip(vector(release, made_of), later, strict=True)])
                totals.append(0)
        equations = known + [made_of for _, made_of, _ in of_release]
        values = totals + [value for *_, value in of_release]
        for count, wanted, value in secrets:
            least, most = (
                linprog(
                    [sign * x for x in wanted], A_eq=equations or None, b_eq=values or None, bounds=(0, None)
                )
                for sign in (1, -1)
            )
            is_open = most.status == 3  # without any limit
            assert is_open or -most.fun - least.fun > 0.5, (release, count, value)
        of_villages = [(made_of, value) for count, made_of, value in of_release if count.key[0] == "village"]
        known += [made_of for made_of, _ in of_villages]
        totals += [value for _, value in of_villages]


def incidence(**poor: int) -> dict[str, list[dict]]:
    """A township of some villages with so many poor households each, the township itself last."""

    def row(village: str | None, households: int) -> dict:
        blank = {column.name: None for column in MARTS["poverty_incidence"].columns}
        place = {"township": "某镇", "village": village, "area_level": "village" if village else "township"}
        return blank | place | {"year": 2018, "poor_households": households}

    rows = [row(village, households) for village, households in poor.items()]
    return {"poverty_incidence": [*rows, row(None, sum(poor.values()))]}


def withheld_in_turn(*releases: dict[str, list[dict]]) -> list[set[int]]:
    """Rows of the incidence that each release withholds, each knowing those before it."""
    mart = MARTS["poverty_incidence"]
    found: list[set[int]] = []
    last = Withheld(rows={})
    shown: dict[Count, int] = {}
    for rows in releases:
        last = withhold([mart], rows, THRESHOLD, last, shown)
        found.append(last.rows[mart.name])
        shown = {
            Count(mart.name, key_of(mart, row), name): value
            for place, row in enumerate(rows[mart.name])
            for name, value in counter_of(mart)(row).items()
            if place not in found[-1]
        }
    return found


def test_a_village_alone_takes_another_with_it() -> None:
    rows = incidence(甲村=2, 乙村=9, 丙村=20)
    marts = [MARTS["poverty_incidence"]]
    assert withhold(marts, rows, THRESHOLD).rows == {"poverty_incidence": {0, 1}}
    assert withhold(marts, rows, 0).rows == {"poverty_incidence": set()}


def test_what_was_shown_before_protects_nothing() -> None:
    """That 乙村 and 丙村 have 9 and 20 is known: only the township's total hides that 甲村 has 2 now."""
    before, now = incidence(甲村=5, 乙村=9, 丙村=20), incidence(甲村=2, 乙村=9, 丙村=20)
    assert withheld_in_turn(before, now) == [set(), {0, 3}]


def test_what_a_release_withheld_does_not_follow_from_a_later_one() -> None:
    """乙村, shown, or known by 甲村 and the total, would tell of the release before that 甲村 had 2."""
    before, now = incidence(甲村=2, 乙村=9, 丙村=20), incidence(甲村=5, 乙村=9, 丙村=20)
    assert withheld_in_turn(before, now, now) == [{0, 1}, {0, 1}, {0, 1}]


def test_a_total_that_was_withheld_is_shown_again() -> None:
    """A village that was the only small one has grown: the figure of its township is what a release is for."""
    found = withheld_in_turn(incidence(甲村=2), incidence(甲村=5, 乙村=9))
    assert found == [{0, 1}, {0}]


def test_what_was_withheld_once_stays_so() -> None:
    """All else is as it was: shown, 乙村's 8 would tell how many 甲村 had before."""
    before, now = incidence(甲村=2, 乙村=9, 丙村=20), incidence(甲村=5, 乙村=8, 丙村=20)
    assert withheld_in_turn(before, now) == [{0, 1}, {0, 1}]


def test_what_is_given_away_already_takes_nothing_with_it() -> None:
    """A release that was made under another policy showed all of it."""
    mart, rows = MARTS["poverty_incidence"], incidence(甲村=2, 乙村=9, 丙村=20)
    shown = {
        Count(mart.name, key_of(mart, row), "poor_households"): row["poor_households"]
        for row in rows[mart.name]
    }
    assert withhold([mart], rows, THRESHOLD, shown=shown).rows == {"poverty_incidence": {0}}
