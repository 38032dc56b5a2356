"""Project library and fund ledger of 木棠镇, 2018-2020, in 万元."""

from dataclasses import dataclass
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Delivery
from tests.synthetic.forms import Planted, Row, Table, words
from tests.synthetic.mutang.registry import VILLAGES

# Category: number of projects in 2018, 2019 and 2020, relative size of one, what it is called.
_CATEGORIES: dict[str, tuple[tuple[int, int, int], float, str]] = {
    "技术培训": ((24, 26, 25), 0.3, "实用技术培训"),
    "教育补助": ((88, 99, 92), 0.9, "教育补助"),
    "医疗补助": ((47, 53, 50), 1.0, "医疗补助"),
    "危房改造": ((12, 14, 13), 4.0, "危房改造"),
    "金融扶贫": ((35, 42, 38), 0.5, "小额信贷贴息"),
}
_VILLAGE_PROJECTS = (4, 4, 3)
_HOUSEHOLD_PROJECTS = (24, 26, 25)
_YEARS = (2018, 2019, 2020)
_PLANNED = (32_347_890, 28_368_870, 15_993_370)
_INDUSTRY = (10_663_000, 9_400_000, 5_300_000)
"""Only that of 2018 is published."""

_CARRIER = "木棠镇人民政府"
_LIBRARY_HEADER = words("序号 村名 项目名称 项目类型 到村到户 年度 计划投资(万元) 责任单位")


@dataclass(frozen=True)
class Project:
    """One project; `weight` is its relative size."""

    village: str
    name: str
    category: str
    target: str
    weight: float


def write_funds(delivery: Delivery) -> None:
    rng = Random("木棠镇项目库")
    first, second, third = (_projects(rng, place) for place in range(3))
    bad: Row = [235, "木棠村", "木棠村文化室改造", "产业", "到村", 2018, "待定", None, _CARRIER]
    delivery.save(
        "2018年扶贫项目资金台账.xlsx",
        Table(
            "2018年",
            [
                [*words("序号 行政村 项目名称 项目类别 到村到户 项目年度 资金情况"), None, "责任单位"],
                [*[None] * 6, "计划资金(万元)", "支出资金(万元)", None],
            ],
            [*_ledger_rows(first), Planted(bad, "计划资金(万元)", "金额待定")],
            titles=("木棠镇2018年扶贫项目资金台账",),
            first_total=["合计", "", "234个", "", "", "", 3234.789, 1066.3, ""],
            footer=("填表人:(签字)      审核:(签字)",),
        ),
    )
    bad_2019: Row = [265, "北岭", "北岭村水果种植", "产业", "到户", "2019年", "待定", _CARRIER]
    bad_2020: Row = [247, "港口", "港口村渔业合作", "产业", "到户", "2020年", "#REF!", _CARRIER]
    delivery.save(
        "2019-2020年扶贫项目库.xlsx",
        _library(1, second, Planted(bad_2019, "计划投资(万元)", "金额待定")),
        _library(2, third, Planted(bad_2020, "计划投资(万元)", "公式出错")),
    )


def _ledger_rows(projects: list[tuple[Project, int]]) -> list[Row]:
    """Projects of 2018; industry projects are paid in full, of the others the report states only what was planned."""
    rows: list[Row] = []
    for number, (project, yuan) in enumerate(projects, start=1):
        amount = yuan / 10_000
        paid = amount if project.category == "产业" else None
        about = [project.village, project.name, project.category, project.target]
        rows.append([number, *about, 2018, amount, paid, _CARRIER])
    return rows


def _library(place: int, projects: list[tuple[Project, int]], bad: Planted) -> Table:
    year = _YEARS[place]
    rows: list[Row] = []
    for number, (project, yuan) in enumerate(projects, start=1):
        category = "产业项目" if project.category == "产业" else project.category
        about = [project.village.removesuffix("村"), project.name, category, project.target]
        rows.append([number, *about, f"{year}年", yuan / 10_000, _CARRIER])
    total = ["合计", "", f"{len(rows)}个", "", "", "", f"{_PLANNED[place] / 10_000:,.3f}", ""]
    return Table(f"{year}年", [_LIBRARY_HEADER], [*rows[:100], bad, *rows[100:]], last_total=total)


def _projects(rng: Random, place: int) -> list[tuple[Project, int]]:
    """The projects of a year and the yuan planned for each."""
    year = _YEARS[place]
    backwards = VILLAGES[::-1]
    industry = [
        Project(village, f"{village}{year}年村集体产业项目", "产业", "到村", 3)
        for village in VILLAGES[: _VILLAGE_PROJECTS[place]]
    ]
    for number in range(_HOUSEHOLD_PROJECTS[place]):
        village = backwards[number % len(VILLAGES)]
        industry.append(Project(village, f"{village}{year}年产业帮扶入股", "产业", "到户", 1))
    others = []
    for category, (counts, weight, title) in _CATEGORIES.items():
        for number in range(counts[place]):
            village = VILLAGES[number % len(VILLAGES)]
            name = f"{village}{year}年{title}第{number // len(VILLAGES) + 1}批"
            others.append(Project(village, name, category, "", weight))
    return [
        *_with_money(rng, industry, _INDUSTRY[place]),
        *_with_money(rng, others, _PLANNED[place] - _INDUSTRY[place]),
    ]


def _with_money(rng: Random, projects: list[Project], total: int) -> list[tuple[Project, int]]:
    weights = [project.weight * rng.uniform(0.6, 1.4) for project in projects]
    return list(zip(projects, shares(total, weights, 10), strict=True))
