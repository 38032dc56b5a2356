"""An adversary who adds up all that leaves the office: workbooks, reported figures, and rows of lists on the quality page,
of two releases that follow each other.

Linear programs minimise and maximise each count of a few that is withheld, over every registry that agrees with what is
shown; a count that is the same in both releases is known to be. TOWNSHIP_ADVERSARY is how many random counties are
tried (`make adversary`: 50).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import openpyxl
import pytest
from scipy.optimize import linprog

from pipelines.catalogue.tables import Catalogue
from pipelines.common.private_numbers import id_check_digit
from pipelines.orchestration.run import run_build
from pipelines.releases.store import DATABASE
from tests.support.pages import Page
from tests.support.registries import THRESHOLD
from tests.support.small import PERSON_HEADER, build_of, write_csv

COUNTIES = int(os.environ.get("TOWNSHIP_ADVERSARY", "1"))
YEARS = (2016, 2017, 2018)
CAUSES = ("因病", "因残")

Kind = tuple[str, int | None, str]
"""Status, year of exit, cause."""
KINDS: list[Kind] = [
    *(("已脱贫", year, cause) for year in YEARS for cause in CAUSES),
    *(("未脱贫", None, cause) for cause in CAUSES),
]
Village = tuple[str, str]
Group = tuple[Village, Kind]


@dataclass
class Registry:
    """Sizes of the households of each village and kind; villages that send a list of their own."""

    households: dict[Group, list[int]] = field(default_factory=dict)
    own_lists: set[Village] = field(default_factory=set)

    @classmethod
    def random(cls, rng: Random) -> "Registry":
        found = cls()
        for township in "东西"[: rng.randint(1, 2)]:
            for name in "甲乙丙丁戊"[: rng.randint(2, 5)]:
                village = (f"{township}镇", f"{township}{name}村")
                if rng.random() < 0.3:
                    found.own_lists.add(village)
                for kind in KINDS:
                    count = rng.choice((0, 0, 0, 1, 1, 2, 3, 5, 9, 14))
                    found.households[village, kind] = [rng.randint(1, 5) for _ in range(count)]
        return found

    def changed(self, rng: Random) -> "Registry":
        """The registry a while later: of a few kinds other households."""
        others = {
            group: [rng.randint(1, 5) for _ in range(rng.choice((0, 1, 2, 4, 7)))]
            for group in rng.sample(sorted(self.households, key=str), 3)
        }
        return Registry({**self.households, **others}, self.own_lists)

    def count(self, area: tuple, unit: str, holds: Callable[[Kind], bool]) -> int:
        """Households or persons of an area (township, village) of these kinds."""
        return sum(
            len(sizes) if unit == "household" else sum(sizes)
            for (village, kind), sizes in self.households.items()
            if area[0] in (None, village[0]) and area[1] in (None, village[1]) and holds(kind)
        )

    @property
    def villages(self) -> list[Village]:
        return sorted({village for village, _ in self.households})

    def deliver(self, raw: Path) -> None:
        """Lay the lists of the registry out as townships and some villages send them, with a report's figures."""
        serial = 0
        rows: dict[str, list[list[str]]] = {}
        for (village, (status, year, cause)), sizes in self.households.items():
            unit = village[1] if village in self.own_lists else village[0]
            for size in sizes:
                serial += 1
                for member in range(size):
                    row = _person(village, serial, member, size, status, str(year or ""), cause)
                    rows.setdefault(unit, []).append(row)
        for township, name in self.villages:
            for unit, place in ((township, ""), (name, f"village: {name}\n")):
                if unit in rows:
                    folder = raw / unit / "2018"
                    write_csv(folder / "花名册.csv", [PERSON_HEADER, *rows[unit]])
                    note = f"county: 某县\ntownship: {township}\n{place}"
                    (folder.parent / "unit.yml").write_text(note, encoding="utf-8")
        folder = raw / "某县" / "2018"
        population = [["乡镇", "行政村", "农村人口数"], *([*place, "900"] for place in self.villages)]
        write_csv(folder / "行政村.csv", population)
        header = [
            "数据编号",
            "县",
            "乡镇",
            "行政村",
            "数据期间",
            "主题",
            "指标",
            "维度",
            "数值",
            "计量单位",
            "来源",
        ]
        write_csv(folder / "报告数据.csv", [header, *self._reported()])
        (folder.parent / "unit.yml").write_text("county: 某县\n", encoding="utf-8")

    def _reported(self) -> Iterator[list[str]]:
        """What a report states of every village, and it is true."""
        for township, village in self.villages:
            for measure, (unit, holds) in REPORTED.items():
                count = self.count((township, village), unit, holds)
                yield [f"{village}-{measure}", "某县", township, village, "2018", "registry", measure, "{}", str(count), unit,
                       "报告"]  # fmt: skip


def _person(
    village: Village, number: int, member: int, size: int, status: str, year: str, cause: str
) -> list[str]:
    serial = number * 10 + member
    body = f"460003{1940 + serial // 999}0101{serial % 999 + 1:03}"
    id_number = body + id_check_digit(body)
    return ["某县", *village, "", f"4600{number:06}", f"{number}{member}", "王测试", id_number, str(size),
            "户主" if member == 0 else "之子", "汉族", "小学", "非在校生", "健康", "普通劳动力", "", "0", "是", status, year,
            "一般贫困户", cause, "否", "是", "否", "4000.50", "15400000000"]  # fmt: skip


def _left(kind: Kind) -> bool:
    return kind[0] == "未脱贫"


REPORTED: dict[str, tuple[str, Callable[[Kind], bool]]] = {
    "registered_households": ("household", lambda kind: True),
    "registered_persons": ("person", lambda kind: True),
    "exited_households": ("household", lambda kind: not _left(kind)),
    "unexited_households": ("household", _left),
}
"""Measure of a report → what it counts."""


def counted(mart: str, row: dict) -> dict[str, tuple[str, Callable[[Kind], bool]]]:
    """Columns of a row → households or persons of which kinds they count, by the definitions of the handbook."""
    found: dict[str, Callable[[Kind], bool]] = {}
    if mart == "poverty_incidence":
        found = {"poor": _left, "registered": lambda kind: True}
        return {f"{name}_{unit}s": (unit, holds) for name, holds in found.items() for unit in UNITS}
    if mart == "exits_by_year":
        year = row["exit_year"]
        found = {
            "": lambda kind: kind[1] == year,
            "cumulative_": lambda kind: kind[1] is not None and kind[1] <= year,
            "remaining_": lambda kind: kind[1] is None or kind[1] > year,
        }
    elif mart == "registry_summary":
        found = {"": lambda kind: kind[:2] == (row["poverty_status"], row["exit_year"])}
    elif mart == "remaining_households":
        found = {"": lambda kind: _left(kind) and kind[2] == row["poverty_cause"]}
    return {f"{name}{unit}s": (unit, holds) for name, holds in found.items() for unit in UNITS}


UNITS = ("household", "person")
MARTS = ("poverty_incidence", "exits_by_year", "registry_summary", "remaining_households")


class Adversary:
    """What somebody knows who has everything that leaves the office: equations over households and persons by group, in
    each of the releases."""

    def __init__(self, registry: Registry, releases: int) -> None:
        self._groups = [
            (release, unit, *group)
            for release in range(releases)
            for unit in UNITS
            for group in registry.households
        ]
        self._known: list[np.ndarray] = []
        self._totals: list[float] = []

    def vector(self, release: int, area: tuple, unit: str, holds: Callable[[Kind], bool]) -> np.ndarray:
        """What the count of an area (township, village) is the sum of."""
        return np.array(
            [
                (number, of) == (release, unit)
                and area[0] in (None, village[0])
                and area[1] in (None, village[1])
                and holds(kind)
                for number, of, village, kind in self._groups
            ],
            dtype=float,
        )

    def learn(self, vector: np.ndarray, total: float) -> None:
        self._known.append(vector)
        self._totals.append(total)

    def bounds(self, wanted: np.ndarray) -> tuple[float, float]:
        """The least and the most that the sum can be."""
        place = {group: index for index, group in enumerate(self._groups)}
        no_more_households_than_persons = np.zeros((len(place) // 2, len(place)))
        households = (group for group in self._groups if group[1] == "household")
        for row, (release, _, village, kind) in zip(no_more_households_than_persons, households, strict=True):
            row[place[release, "household", village, kind]], row[place[release, "person", village, kind]] = (
                1,
                -1,
            )
        found = []
        for sign in (1, -1):
            solved = linprog(
                sign * wanted,
                A_ub=no_more_households_than_persons,
                b_ub=np.zeros(len(place) // 2),
                A_eq=np.array(self._known),
                b_eq=self._totals,
                bounds=(0, None),
            )
            assert solved.status in (0, 3), solved.message
            found.append(sign * solved.fun if solved.status == 0 else np.inf)
        return found[0], found[1]


def in_workbooks(release: Path, catalogue: Catalogue) -> Iterator[tuple[str, dict]]:
    """Mart and row of each table of the county's workbook, and of the one of all areas."""
    sheets = {catalogue.marts[name].title: catalogue.marts[name] for name in MARTS}
    books = [openpyxl.load_workbook(path, read_only=True) for path in (release / "excel").glob("*.xlsx")]
    for sheet in (sheet for book in books for sheet in book.worksheets):
        if mart := sheets.get(sheet.title):
            names = {column.title: column.name for column in mart.columns}
            header: list[str | None] = []
            for cells in sheet.iter_rows(values_only=True):
                known = [names.get(str(cell).split("(")[0]) for cell in cells]
                if sum(name is not None for name in known) > len(mart.key):
                    header = known
                elif header and any(cell is not None for cell in cells):
                    yield mart.name, {name: cell for name, cell in zip(header, cells, strict=False) if name}


def learn_everything(
    adversary: Adversary, number: int, registry: Registry, release: Path, catalogue: Catalogue
) -> set:
    """Tell the adversary what a release shows. Returns which counts are: mart, key and column."""
    shown = set()
    for mart, row in in_workbooks(release, catalogue):
        for column, (unit, holds) in counted(mart, row).items():
            if isinstance(row.get(column), int | float):
                area = (row["township"], row["village"])
                adversary.learn(adversary.vector(number, area, unit, holds), row[column])
                shown.add((mart, tuple(row[name] for name in catalogue.marts[mart].key), column))
    measures = {column.name: column for column in catalogue.reconciliation.columns}["measure"]
    lists = {*registry.own_lists, *((township, None) for township, _ in registry.villages)}
    for cells in Page(release / "site" / "quality.html").rows:
        for measure, (unit, holds) in REPORTED.items():
            # verdict, unit, period, number, area, measure, reported, computed
            if len(cells) == 12 and cells[5] == measures.shown(measure) and cells[7].isdigit():
                area = next(village for village in registry.villages if village[1] == cells[4])
                adversary.learn(adversary.vector(number, area, unit, holds), int(cells[7]))
        # unit, period, file, sheet, register, status, rows read, accepted
        if len(cells) == 13 and cells[2] == "花名册.csv" and cells[7].isdigit():
            area = next(area for area in lists if cells[0] == (area[1] or area[0]))
            vector = adversary.vector(number, area, "person", lambda kind: True)
            if area[1] is None:
                for own in registry.own_lists:
                    villages = adversary.vector(number, own, "person", lambda kind: True)
                    vector = vector - villages * (own[0] == area[0])
            adversary.learn(vector, int(cells[7]))
    return shown


Counted = dict[tuple, tuple[tuple, str, Callable[[Kind], bool]]]
"""Mart, key and column of each count of a release → area, unit and which kinds it counts."""


def counts_of(release: Path, registry: Registry, catalogue: Catalogue) -> Counted:
    found: Counted = {}
    with duckdb.connect(str(release / DATABASE), read_only=True) as db:
        for mart in MARTS:
            answer = db.execute(f"from {mart}")
            names = [column[0] for column in answer.description]
            for values in answer.fetchall():
                row = dict(zip(names, values, strict=True))
                key = tuple(row[name] for name in catalogue.marts[mart].key)
                for column, (unit, holds) in counted(mart, row).items():
                    area = (row["township"], row["village"])
                    assert row[column] == registry.count(area, unit, holds), (mart, key, column)
                    found[mart, key, column] = (area, unit, holds)
    return found


@pytest.mark.parametrize("seed", range(COUNTIES))
def test_nothing_that_leaves_the_office_gives_a_withheld_count_away(
    tmp_path: Path, few: Catalogue, seed: int
) -> None:
    rng = Random(seed)
    first = Registry.random(rng)
    registries = [first, first.changed(rng)]
    adversary = Adversary(first, len(registries))
    shown: list[set] = []
    counts: list[Counted] = []
    for number, registry in enumerate(registries):
        registry.deliver(tmp_path / "raw")
        run_build(build_of(tmp_path, few))
        release = (tmp_path / "marts" / "current").resolve()
        shown.append(learn_everything(adversary, number, registry, release, few))
        counts.append(counts_of(release, registry, few))
    touched = {
        village[0]
        for (village, kind), sizes in registries[0].households.items()
        if registries[1].households[village, kind] != sizes
    }
    same = []
    for count in counts[0].keys() & counts[1].keys():
        area, unit, holds = counts[0][count]
        if registries[0].count(area, unit, holds) == registries[1].count(area, unit, holds):
            before, after = (adversary.vector(number, area, unit, holds) for number in (0, 1))
            same.append((area, after - before))
    given_away = []
    # in the end everybody may learn what was the same; that townships of which nothing was sent are, is known at once
    for number, is_known in ((1, lambda area: area[0] and area[0] not in touched), (0, lambda _: True)):
        for area, difference in same:
            if is_known(area):
                adversary.learn(difference, 0)
        for count, (area, unit, holds) in counts[number].items():
            true = registries[number].count(area, unit, holds)
            # townships and counties are shown again where no count of theirs is small any more
            if 0 < true < THRESHOLD and (number == 1 or area[1]):
                assert count not in shown[number], count
                least, most = adversary.bounds(adversary.vector(number, area, unit, holds))
                if most < THRESHOLD - 1e-6:
                    given_away.append((number, count, true, least, most))
    assert all(shown)
    assert given_away == []
