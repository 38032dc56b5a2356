"""寨市乡 of 绥宁县 in 2016, after report 003."""

from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Planted, Row, Table, spoiled, words
from tests.synthetic.loans import ratings
from tests.synthetic.people import People
from tests.synthetic.registry import HEADER_27, rows_27, stranger
from tests.synthetic.screenings import zhaishi_profile
from tests.synthetic.works import zhaishi_resettlement

UNIT, PERIOD, COUNTY = "寨市乡", "2016", "绥宁县"
_POOR = words("李家村 大湾村 竹桥村 利试村 下铁坡村 翁培村 上翁村 茶冲村 表田村 兰家村 潭泥村")
_OTHERS = words(
    "寨市村 黄桑坪村 朝仪村 坪上村 岩湾村 枫木村 茶坪村 双江村 白水村 石桥村 长田村 杉木村 龙塘村"
)
_POOR_POPULATION = 6654
"""Of the 11 poor villages together: the one reading under which 1597 poor persons are the printed 24 %."""


def write(sample: Sample) -> None:
    sample.unit(UNIT, county=COUNTY, township=UNIT)
    delivery = sample.delivery(UNIT, PERIOD, source="精准扶贫工作总结(报告003),2016 年")
    people = People(UNIT, "430527", 2016)
    households = [
        *people.group(140, 470, _POOR, exit_year=2016),
        *people.group(347, 1127, _POOR, status="未脱贫"),
        *people.group(398, 1307, _OTHERS, exit_year=2016),
        *people.group(963, 3162, _OTHERS, status="未脱贫"),
    ]
    households.sort(key=lambda household: (household.village, household.number))
    rows: list[Row | Planted] = list(rows_27(households, COUNTY, UNIT))
    twin = Planted(rows_27(households, COUNTY, UNIT)[1999], "(整行)", "与上一行完全相同")
    (lost,) = rows_27([stranger(people, "双江村", 1)], COUNTY, UNIT)
    rows.insert(2000, twin)
    rows.append(spoiled(HEADER_27, lost, "证件号码", "4305271950", "位数不够"))
    delivery.save("建档立卡贫困人口花名册2016.xlsx", Table("户人名单", [HEADER_27], rows))
    delivery.save("行政村情况.csv", _villages())
    delivery.save(
        "2016年脱贫任务.csv",
        Table("", [["年度", "乡镇", "计划脱贫人口", "备注"]], [["2016", UNIT, "1,458", "县下达"]]),
        encoding="gb18030",
    )
    delivery.save("评级授信情况.csv", ratings(households), encoding="gb18030")
    delivery.save("易地扶贫搬迁安置情况.xls", zhaishi_resettlement(_POOR))
    delivery.save("乡镇基本情况表.csv", zhaishi_profile(UNIT), encoding="gb18030")
    delivery.save("报告数据.csv", reported(UNIT, PERIOD))


def _villages() -> Table:
    rng = Random("寨市乡行政村")
    persons = shares(_POOR_POPULATION, [rng.uniform(0.8, 1.3) for _ in _POOR])
    persons += shares(32_000 - _POOR_POPULATION, [rng.uniform(0.7, 1.5) for _ in _OTHERS])
    rows: list[Row] = [
        [
            number,
            village.removesuffix("村"),
            "是" if village in _POOR else "否",
            "省定" if village in _POOR else "",
            count,
        ]
        for number, (village, count) in enumerate(zip((*_POOR, *_OTHERS), persons, strict=True), start=1)
    ]
    header = ["序号", "村名", "是否贫困村", "贫困村级别", "总人口"]
    return Table("", [header], rows, last_total=["合计", "24个", "11个", "", "32000"])
