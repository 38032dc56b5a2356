"""Villages, registered persons and planned exits of 木棠镇."""

from dataclasses import dataclass

from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Delivery
from tests.synthetic.forms import Planted, Row, Table, spoiled, words
from tests.synthetic.people import Household, People, with_check_digit, with_wrong_digit
from tests.synthetic.registry import HEADER_27, rows_27, stranger

COUNTY, TOWNSHIP = "儋州市", "木棠镇"
XUEZHAI = "薛宅村"
MARKET = "木棠村"
POOR_VILLAGES: dict[str, tuple[str, str, int | None]] = {
    "二图村": ("十二五", "否", None),
    "荣谋村": ("十二五", "否", None),
    "蒌根村": ("十二五", "否", 2016),
    XUEZHAI: ("深度", "是", 2018),
}
"""Level, whether deep-poverty, year of delisting where the report states one."""

VILLAGES = (
    *POOR_VILLAGES,
    MARKET,
    *words("新丰村 南园村 北岭村 东坊村 西坊村 上塘村 下塘村 石井村 田头村 高坡村"),
    *words("长坡村 水口村 和安村 永兴村 福安村 兰田村 松林村 椰园村 港口村 白沙村"),
)

# Status, year of exit, households and persons: of the township, and of 薛宅村 among them.
_COHORTS: tuple[tuple[str, int | None, tuple[int, int], tuple[int, int]], ...] = (
    ("已脱贫", 2014, (40, 198), (0, 0)),
    ("已脱贫", 2015, (56, 277), (0, 0)),
    ("已脱贫", 2016, (170, 898), (39, 188)),
    ("已脱贫", 2017, (456, 2433), (79, 417)),
    ("已脱贫", 2018, (393, 1924), (52, 235)),
    ("未脱贫", None, (77, 257), (4, 19)),
    ("返贫", 2017, (1, 5), (0, 0)),
)
_ODD_YEAR = 3854
"""The row of somebody who lives alone and has not left poverty."""
_FOOTER = ("填表人:(签字)      审核:(签字)      填报日期:2018年12月31日",)


@dataclass(frozen=True)
class Township:
    """The township's households, on which all its ledgers rest."""

    people: People
    households: list[Household]

    @classmethod
    def make(cls) -> "Township":
        people = People(TOWNSHIP, "460003", 2018)
        others = [village for village in VILLAGES if village != XUEZHAI]
        households: list[Household] = []
        for status, year, (whole, persons), (here, heads) in _COHORTS:
            if here:
                households += people.group(here, heads, [XUEZHAI], status, year)
            households += people.group(whole - here, persons - heads, others, status, year)
        return cls(people, sorted(households, key=lambda household: (household.village, household.number)))


def write_registry(delivery: Delivery, township: Township) -> None:
    delivery.save("行政村基本情况表.xls", _villages(township))
    _write_persons(delivery, township)
    delivery.save("年度减贫计划.xlsx", _plans())


def _villages(township: Township) -> Table:
    rng = township.people.rng
    others = [village for village in VILLAGES if village != XUEZHAI]
    persons = dict(zip(others, shares(67658 - 2714, [rng.uniform(0.6, 1.5) for _ in others]), strict=True))
    households = dict(zip(others, shares(13711 - 552, [persons[village] for village in others]), strict=True))
    persons[XUEZHAI], households[XUEZHAI] = 2714, 552
    rows: list[Row | Planted] = []
    for number, village in enumerate(VILLAGES, start=1):
        level, deep, delisted = POOR_VILLAGES.get(village, ("", "否", None))
        town_households, town_persons = (240, 544) if village == MARKET else (0, 0)
        row: list[str | int | None] = [
            number,
            village.removesuffix("村") + "村委会",
            "是" if level else "否",
            level,
            deep,
            delisted,
            households[village] + town_households,
            persons[village] + town_persons,
            households[village],
            persons[village],
        ]
        if village == XUEZHAI:
            row[7], row[9] = "２７１４", "2,714"
        rows.append(row)
    return Table(
        "行政村",
        [
            words(
                "序号 行政村 是否贫困村 贫困村类型 是否深度贫困村 出列年度 总户数 总人口数 农村户数 农村人口数"
            )
        ],
        rows,
        titles=("木棠镇行政村基本情况表", "截至2018年12月31日      单位:户、人"),
        last_total=["合计", "", "", "", "", "", "13,951", "68,202", "13,711", "67,658"],
        footer=_FOOTER,
    )


def _write_persons(delivery: Delivery, township: Township) -> None:
    people = township.people
    here = rows_27([h for h in township.households if h.village == XUEZHAI], COUNTY, TOWNSHIP)
    rest = rows_27([h for h in township.households if h.village != XUEZHAI], COUNTY, TOWNSHIP)
    strangers = [stranger(people, village, number) for number, village in enumerate(VILLAGES[4:11], start=1)]
    one, two, three, four, five, six, seven = rows_27(strangers, COUNTY, TOWNSHIP)
    id_number = HEADER_27.index("证件号码")
    two[HEADER_27.index("行政村")] = six[HEADER_27.index("行政村")] = XUEZHAI

    bad_here = [
        spoiled(HEADER_27, two, "证件号码", with_wrong_digit(str(two[id_number])), "校验码不对"),
        spoiled(HEADER_27, six, "证件号码", str(six[id_number])[:17], "只有 17 位"),
    ]
    delivery.save(
        "建档立卡贫困人口花名册(薛宅村).xls",
        Table("花名册", [HEADER_27], [*here[:400], bad_here[0], *here[400:], bad_here[1]]),
    )

    impossible = with_check_digit("46000319830231991")
    bad_rest = [
        spoiled(HEADER_27, one, "证件号码", with_wrong_digit(str(one[id_number])), "校验码不对"),
        spoiled(HEADER_27, three, "证件号码", "", "没有证件号码"),
        spoiled(HEADER_27, four, "证件号码", impossible, "出生日期 1983-02-31 不存在"),
        spoiled(HEADER_27, five, "户编号", "", "没有户编号"),
        spoiled(HEADER_27, seven, "脱贫属性", "待定", "不是脱贫属性"),
        Planted(rest[3000], "(整行)", "与上一行完全相同"),
    ]
    places = (700, 1500, 2200, 2600, 2900, 3001)
    lines: list[Row | Planted] = list(rest)
    lines[_ODD_YEAR] = spoiled(HEADER_27, rest[_ODD_YEAR], "脱贫年度", "2108", "年份不可能(只隔离这一格)")
    for place, bad in sorted(zip(places, bad_rest, strict=True), key=lambda pair: -pair[0]):
        lines.insert(place, bad)
    delivery.save("建档立卡贫困人口花名册_20181231.csv", Table("", [HEADER_27], lines), encoding="gb18030")


def _plans() -> Table:
    rows: list[Row | Planted] = [
        [1, TOWNSHIP, "", "2018年", 393, "1,924人"],
        [2, TOWNSHIP, "薛宅村委会", "2019年", "４", "１９"],
        Planted([3, TOWNSHIP, "蒌根村委会", "待定", 2, 7], "计划脱贫年度", "年度待定"),
    ]
    return Table(
        "减贫计划",
        [["序号", "乡镇", "行政村", "计划脱贫年度", "计划脱贫户数", "计划脱贫人数"]],
        rows,
        titles=("木棠镇年度减贫计划",),
        footer=_FOOTER,
    )
