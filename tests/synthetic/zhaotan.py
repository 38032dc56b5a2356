"""昭潭镇 of 东至县 in 2020, after the third part of report 002; its own tables are in traditional characters."""

from tests.synthetic import aid
from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import Household, People
from tests.synthetic.registry import HEADER_27, rows_27
from tests.synthetic.screenings import flood
from tests.synthetic.works import zhaotan_works

UNIT, PERIOD, COUNTY = "昭潭镇", "2020", "东至县"
_VILLAGES = ("龙潭村", "石门村", "下塔村", "永丰村", "营桥村", "梅岭村", "桃源村", "新合村")
TRADITIONAL = words("龍潭村委會 石門村委會 下塔村委會 永豐村委會 營橋村委會 梅嶺村委會 桃源村委會 新合村委會")
_POOR = TRADITIONAL[:2]
_EXITS = {
    2014: (28, 83),
    2015: (52, 155),
    2016: (88, 262),
    2017: (104, 309),
    2018: (71, 211),
    2019: (39, 115),
}


def write(sample: Sample) -> None:
    sample.unit(UNIT, county=COUNTY, township=UNIT)
    delivery = sample.delivery(UNIT, PERIOD, source="2020年度乡镇脱贫攻坚工作总结(报告002第三篇)")
    people = People(UNIT, "341721", 2020)
    households = people.group(9, 28, _VILLAGES, status="未脱贫")
    for year, (count, persons) in _EXITS.items():
        households += people.group(count, persons, _VILLAGES, exit_year=year)
    households.sort(key=lambda household: (household.village, household.number))
    delivery.save("建档立卡花名册.csv", Table("", [HEADER_27], rows_27(households, COUNTY, UNIT)))
    villages: list[Row] = [
        [number, name, "是" if name in _POOR else "否"] for number, name in enumerate(TRADITIONAL, 1)
    ]
    delivery.save(
        "行政村名單.xls",
        Table("名單", [["序號", "行政村", "是否貧困村"]], villages, titles=("昭潭鎮行政村名單",)),
    )
    delivery.save("項目資金台賬.xlsx", _funds())
    poor = [household for household in households if household.status == "未脱贫"]
    delivery.save("危房改造臺賬.csv", _rebuilt(poor[0]))
    delivery.save("基礎設施完工情況.xlsx", zhaotan_works())
    aid.write_zhaotan(delivery, households, _VILLAGES)
    delivery.save("受災情況臺賬.xls", flood(households))
    aid.write_zhaotan_aid(delivery, _VILLAGES)
    delivery.save("报告数据.csv", reported(UNIT, PERIOD))


def _rebuilt(household: Household) -> Table:
    header = words("序號 行政村 戶主姓名 身份證號 對象類別 危房等級 改造方式 改造年度 是否入住")
    head = household.head
    row: Row = [1, household.village, head.name, head.id_number, "未脫貧戶", "D級", "重建", 2020, "是"]
    return Table("", [header], [row], titles=("昭潭鎮2020年危房改造臺賬",))


def _funds() -> Table:
    header = [
        "序號",
        "建設地點",
        "項目名稱",
        "項目類別",
        "實施對象",
        "年度",
        "計劃資金(萬元)",
        "撥付資金(萬元)",
        "支出資金(萬元)",
    ]
    rows: list[Row] = [
        [1, "昭潭鎮", "優質稻種植到村項目", "產業", "到村", 2020, "80万元", 80, 80],
        [2, "下塔村", "老虎沖山塘等除險加固項目", "基礎設施", "", 2020, 68.8, None, None],
        [3, "昭潭鎮", "思源河橋重建項目", "基礎設施", "", 2020, 50, None, None],
        [4, "永豐村", "飲水管網延伸項目", "基礎設施", "", 2020, 90, None, None],
    ]
    return Table(
        "2020",
        [header],
        rows,
        titles=("昭潭鎮2020年項目資金台賬",),
        last_total=["合計", *[""] * 5, 288.8, 80, 80],
    )
