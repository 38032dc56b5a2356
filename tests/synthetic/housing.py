"""Ledgers of dangerous houses that were rebuilt: a row for each household, or counts by village."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import Household, People

_HEADER = [
    *words(
        "序号 行政村 户编号 户主姓名 身份证号 家庭人口 对象类别 危房等级 改造方式 改造年度 竣工日期 是否完成五直观"
    ),
    *words("是否入住 应拨付(元) 已拨付(元)"),
]
_OTHERS = (("低保户", 81), ("特困户", 11), ("残疾户", 13))
"""Households of 木棠镇 that are not registered, rebuilt in 2018."""


def finished_before(households: Sequence[Household]) -> Table:
    """Registered households of 木棠镇 rebuilt by 2017: all finished and moved in; the report states no money."""
    rows: list[Row] = [
        [*_about(number, household, "建档立卡贫困户"), "D级", "新建", 2014 + number % 4, "", "是", "是"]
        for number, household in enumerate(households, start=1)
    ]
    return Table("", [_HEADER[:-2]], rows, titles=("木棠镇2017年及以前危房改造台账",))


def rebuilt_2018(households: Sequence[Household], villages: Sequence[str]) -> Table:
    """The four key groups of 2018: 19,812,500 yuan payable, of which the groups that are not registered miss 506,500."""
    strangers = People("木棠镇危房改造", "460004", 2018)
    every = [(household, "建档立卡贫困户") for household in households]
    for group, count in _OTHERS:
        every += [(household, group) for household in strangers.group(count, 2 * count, villages, status="")]
    rng = Random("危房改造")
    payable = shares(19_812_500, [rng.uniform(0.8, 1.2) for _ in every], 100)
    missing = shares(506_500, [rng.uniform(0.5, 1.5) for _ in every[len(households) :]], 100)
    rows: list[Row] = []
    for number, ((household, group), yuan) in enumerate(zip(every, payable, strict=True), start=1):
        rest = missing[number - 1 - len(households)] if number > len(households) else 0
        about = _about(number, household, group)
        if group != "建档立卡贫困户":
            about[2] = ""
        done = date(2018, 5 + number % 7, 1 + number % 27)
        grade, kind = ("C", "维修") if number % 5 == 0 else ("D", "新建")
        rows.append([*about, grade, kind, "2018年", done, "√", "是", yuan, yuan - rest])
    total: Row = ["合计", "", "", f"{len(rows)}户", *[""] * 9, 19_812_500, 19_306_000]
    return Table(
        "四类重点对象",
        [_HEADER],
        rows,
        titles=("木棠镇2018年四类重点对象农村危房改造台账", "填报日期:2018年12月31日"),
        last_total=total,
        footer=("填表人:(签字)      审核:(签字)",),
    )


def by_village(villages: Sequence[str]) -> Table:
    """Households of 二台镇 rebuilt or repaired from 2013 to 2021, by year and village: 496 and 287, in 2021 39 and 5."""
    rng = Random("二台镇危房改造")
    years = range(2013, 2021)
    rows: list[Row] = []
    for kind, whole, last in (("新建", 496, 39), ("维修", 287, 5)):
        for year, count in zip(
            years, shares(whole - last, [rng.uniform(0.5, 1.5) for _ in years]), strict=True
        ):
            some = sorted(rng.sample(villages, 4), key=villages.index)
            rows += [
                [village, year, kind, part, part]
                for village, part in zip(
                    some, shares(count, [rng.uniform(0.5, 1.5) for _ in some]), strict=True
                )
            ]
        some = list(villages[: 4 if kind == "新建" else 2])
        rows += [
            [village, 2021, kind, part, part]
            for village, part in zip(some, shares(last, [1.0 for _ in some]), strict=True)
        ]
    header = words("行政村 改造年度 改造方式 改造户数 竣工户数")
    return Table("危房改造", [header], rows, titles=("二台镇2013-2021年农村危房改造情况统计表",))


def _about(number: int, household: Household, group: str) -> list[str | int | float | date | None]:
    head = household.head
    return [number, household.village, household.number, head.name, head.id_number, household.size, group]
