"""Benefits: lists of those who were paid, and counts by village, which is how townships send what thousands get."""

from collections.abc import Mapping, Sequence
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.forms import Cell, Row, Table, words
from tests.synthetic.people import Household, Person

Totals = Mapping[str, int]
"""Header of a column of counts or yuan → its total over the villages."""


def by_village(
    villages: Sequence[str], parts: Sequence[tuple[Mapping[str, Cell], Totals]], seed: str
) -> tuple[list[str], list[Row], Row]:
    """Header, rows and total: for each part a row per village, with the part's own values and its totals shared out.

    Yuan are shared in tens where they can be; who is counted more than yuan has a row all the same.
    """
    rng = Random(seed)
    own = [*dict.fromkeys(name for values, _ in parts for name in values)]
    counted = [*dict.fromkeys(name for _, totals in parts for name in totals)]
    header = ["序号", "行政村", *own, *counted]
    rows: list[Row] = []
    for values, totals in parts:
        weights = [rng.uniform(0.6, 1.6) for _ in villages]
        shared = {name: shares(total, weights, _step(name, total)) for name, total in totals.items()}
        for place, village in enumerate(villages):
            cells = {name: numbers[place] for name, numbers in shared.items()}
            if any(cells.values()):
                rows.append([len(rows) + 1, village, *map(values.get, own), *map(cells.get, counted)])
    sums = [sum(totals.get(name, 0) for _, totals in parts) for name in counted]
    return header, rows, ["合计", "", *[""] * len(own), *sums]


def _step(name: str, total: int) -> int:
    return 10 if "元" in name and total % 10 == 0 else 1


def counts(
    name: str,
    title: str,
    villages: Sequence[str],
    parts: Sequence[tuple[Mapping[str, Cell], Totals]],
) -> Table:
    """A table of counts by village under a title, with a total below."""
    header, rows, total = by_village(villages, parts, title)
    return Table(name, [header], rows, titles=(title,), last_total=total)


def pupils(title: str, households: Sequence[Household], yuan: int, name: str = "花名册") -> Table:
    """Grants of `yuan` to one member of each household, its youngest."""
    header = words("序号 行政村 学生姓名 身份证号 户主姓名 院校 学历层次 补助标准(元) 补助金额(元)")
    rows: list[Row] = [
        [number, household.village, pupil.name, pupil.id_number, household.head.name, "某职业技术学校", "中职", yuan, yuan]
        for number, household in enumerate(households, start=1)
        for pupil in [youngest(household)]
    ]  # fmt: skip
    total: Row = ["合计", "", "", "", "", "", "", "", yuan * len(rows)]
    return Table(name, [header], rows, titles=(title,), last_total=total)


def youngest(household: Household) -> Person:
    return min(household.members, key=lambda person: person.age)


def covered_persons(title: str, households: Sequence[Household], name: str = "Sheet1") -> Table:
    """A roster of the persons whom dibao covers: all members of the households, a row for each."""
    header = words("序号 行政村 户编号 姓名 证件号码 与户主关系 低保类别 保障人数")
    rows: list[Row] = []
    for household in households:
        for person in household.members:
            kind = "A类" if household.size < 3 else "B类"
            rows.append(
                [
                    len(rows) + 1, household.village, household.number, person.name, person.id_number,
                    person.relation, kind, household.size,
                ]
            )  # fmt: skip
    return Table(name, [header], rows, titles=(title,))
