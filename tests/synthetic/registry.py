"""Person exports of the national registry: the 27-column form of 2018-2020 and the 32-column form of 2022 on."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.synthetic.forms import Cell, words
from tests.synthetic.people import Household, People, Person

HEADER_27 = words(
    "行政县 乡镇 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 "
    "劳动技能 务工状况 务工时间 参加大病医疗 脱贫属性 脱贫年度 贫困户属性 主要致贫原因 危房户 饮水安全 饮水困难 "
    "人均纯收入 联系电话"
)
IDENTIFIED = ["首次识别时间", "贫困人员识别时间"]
HEADER_32 = words(
    "序号 数据日期 县(市、区、旗) 乡(镇) 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 "
    "在校生状况 健康状况 劳动技能 务工时间（月） 是否参加大病保险 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 "
    "户联系电话 人联系电话 首次识别时间 人员识别时间 户类型 易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 "
    "风险消除时间"
)

_ELIMINATED_ON = "20210930"
"""Before this day no risk has been eliminated."""

MONTHS: tuple[Callable[[int, int], str], ...] = (
    lambda year, month: f"{year}.{month:02}",
    lambda year, month: f"{year}年{month}月",
    lambda year, month: f"{year}{month:02}",
)
"""The ways in which months are written."""


def rows_27(
    households: Iterable[Household],
    county: str,
    township: str,
    month: Callable[[int, int], str] | None = None,
) -> list[list[Cell]]:
    """One row per person; with `month` the two months of identification follow, as later exports have them."""
    return [
        [
            *_row_27(household, person, county, township),
            *([month(*household.identified), month(*household.identified_with(person))] if month else []),
        ]
        for household in households
        for person in household.members
    ]


def rows_32(
    households: Iterable[Household],
    township: str,
    on: str,
    kind: str,
    month: Callable[[int, int], str],
    eliminated: Callable[[Household], bool] = lambda household: True,
) -> list[list[Cell]]:
    """One row per person, numbered; `kind` is the 户类型, `eliminated` whether a monitored household's risk is."""
    people = [(household, person) for household in households for person in household.members]
    rows: list[list[Cell]] = []
    for number, (household, person) in enumerate(people, start=1):
        watched: list[Cell] = ["", "", "", ""]
        if household.monitored:
            over = on >= _ELIMINATED_ON and eliminated(household)
            watched = [
                household.monitored,
                "是" if over else "否",
                month(2020, 6),
                month(2021, 9) if over else "",
            ]
        rows.append(
            [
                number,
                on,
                "",
                township,
                household.village,
                household.hamlet,
                household.number,
                person.number,
                person.name,
                person.id_number,
                household.size,
                person.relation,
                "汉族",
                person.education,
                person.schooling,
                person.health,
                person.labour,
                person.work_months,
                "是",
                household.cause,
                "否",
                "是",
                household.income,
                household.phone,
                household.phone,
                month(*household.identified),
                month(*household.identified_with(person)),
                kind,
                *watched,
            ]
        )
    return rows


def stranger(people: People, village: str, number: int) -> Household:
    """A household of one person that no published figure counts, for a planted row."""
    household = people.household(village, 1, exit_year=2016)
    code = f"{people.area_code}9{number:05}"
    return replace(household, number=code, members=(replace(household.head, number=f"{code}01"),))


def _row_27(household: Household, person: Person, county: str, township: str) -> list[Cell]:
    poor = household.status != "已脱贫"
    return [
        county,
        township,
        household.village,
        household.hamlet,
        household.number,
        person.number,
        person.name,
        person.id_number,
        household.size,
        person.relation,
        "汉族",
        person.education,
        person.schooling,
        person.health,
        person.labour,
        person.work_place,
        person.work_months,
        "是",
        household.status,
        household.exit_year,
        household.kind,
        household.cause,
        "是" if poor and household.number.endswith(("3", "7")) else "否",
        "是",
        "否",
        household.income,
        household.phone,
    ]
