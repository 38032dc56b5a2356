"""The town of report 004, which the report does not name: its registry twice, its fund ledger in yuan and fen."""

from tests.synthetic import aid
from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Planted, Row, Table, words
from tests.synthetic.loans import due_company_loans, due_loans
from tests.synthetic.people import Household, People
from tests.synthetic.registry import HEADER_27, IDENTIFIED, MONTHS, rows_27
from tests.synthetic.works import town_roads

UNIT = "某镇(报告004)"
VILLAGES = words("长枫村 福桥村 郑圩村 河湾村 新圩村 大庄村 南塘村 北塘村 青山村 双桥村")
# Year of exit, households and persons: still registered in 2020, and gone by then.
_STAYED = (
    (2014, 60, 118),
    (2015, 95, 180),
    (2016, 150, 289),
    (2017, 142, 272),
    (2018, 112, 219),
    (2019, 70, 137),
)
_LEFT = ((2014, 40, 72), (2015, 33, 59), (2016, 24, 43))
# 行政村|项目名称|资金级次|资金来源|批次|项目类别; planned and allocated; disbursed and paid; settled, in yuan.
_PROJECTS = (
    (
        "长枫村|长枫村大白桃采摘园建设项目|中央|中央财政专项扶贫资金|第一批|产业",
        "257128.76",
        "257128.76",
        "257128.76",
    ),
    ("福桥村|福桥村新建粮仓项目|中央|中央财政专项扶贫资金|第一批|产业", "290000.00", "116000.00", ""),
    ("郑圩村|郑圩村道路建设400米|省级|省级财政专项扶贫资金|第二批|道路建设", "200640.16", "140448.11", ""),
    ("长枫村|长枫村道路建设250米|省级|省级财政专项扶贫资金|第二批|道路建设", "120025.71", "84018.00", ""),
    ("|镇农村道路扩面延长工程|市级|市财政专项扶贫资金||道路建设", "11,304,783.85", "8,341,800.00", ""),
    ("福桥村|福桥村农田水利“最后一公里”项目|市级|市财政结余资金||产业", "239,600.00", "241,000.00", ""),
)
_LOANS = "到期小额信贷还款情况.xls"
_SOURCE = "上半年脱贫攻坚工作总结(报告004),原文年份有误,按内容为 2020 年上半年"


def write(sample: Sample) -> None:
    sample.unit(UNIT, township=UNIT)
    people = People(UNIT, "340000", 2019)
    new_2019 = people.group(6, 19, VILLAGES, status="未脱贫", identified_year=2019)
    new_2019 += people.group(13, 48, VILLAGES, exit_year=2019, identified_year=2019)
    stayed = new_2019 + _exited(people, _STAYED)
    left = _exited(people, _LEFT)
    new_2020 = people.group(1, 3, VILLAGES, status="未脱贫", identified_year=2020)

    before = sample.delivery(
        UNIT, "2019", source=_SOURCE, note="报告开头的存量 745 户 1456 人,按上年末读取。"
    )
    header = [*HEADER_27, *IDENTIFIED]
    before.save(
        "户人名单201912.xlsx",
        Table("Sheet1", [header], rows_27(_sorted(stayed + left), "", UNIT, MONTHS[0])),
    )

    now = sample.delivery(
        UNIT,
        "2020H1",
        source=_SOURCE,
        # one lists households, the other counts them: of other loans
        sheets=[
            {"file": _LOANS, "sheet": "户贷户用", "counts": True},
            {"file": _LOANS, "sheet": "户贷企用", "counts": True},
        ],
    )
    now.save(
        "户人名单202006.csv", Table("", [header], rows_27(_sorted(stayed + new_2020), "", UNIT, MONTHS[1]))
    )
    now.save(
        "2020年拟脱贫计划.csv", Table("", [["年度", "计划户数", "计划人数"]], [["2020年", "7户", "22人"]])
    )
    now.save("扶贫项目资金台账.csv", _funds(), encoding="gb18030")
    overdue = (50_000, 40_000, 30_000, 25_000)
    now.save(
        _LOANS,
        due_loans(stayed[20:80:10], list(zip(stayed[100:140:10], overdue, strict=True))),
        due_company_loans(VILLAGES, 444, 14_860_000),
    )
    now.save("道路建设实施台账.xlsx", *town_roads(VILLAGES))
    aid.write_report004(now, stayed, VILLAGES)
    aid.write_report004_aid(now, VILLAGES)
    now.save("报告数据.csv", reported(UNIT, "2020H1"))


def _funds() -> Table:
    header = words(
        "序号 行政村 项目名称 资金级次 资金来源 批次 项目类别 年度 "
        "计划资金(元) 下达资金(元) 拨付资金(元) 支出资金(元) 结算资金(元)"
    )
    rows: list[Row | Planted] = []
    for number, (project, given, paid, settled) in enumerate(_PROJECTS, start=1):
        rows.append([number, *project.split("|"), 2020, given, given, paid, paid, settled])
    bridge = ("河湾村", "河湾村便民桥维修项目", "市级", "市财政专项扶贫资金", "", "道路建设")
    rows.append(Planted([7, *bridge, 2020, "", "", "", "待结算", ""], "支出资金(元)", "金额待结算"))
    total = [
        "合计",
        *[""] * 7,
        "12,412,178.48",
        "12,412,178.48",
        "9,180,394.87",
        "9,180,394.87",
        "257,128.76",
    ]
    return Table("", [header], rows, last_total=total, footer=("填表人:(签字)  审核:(签字)",))


def _exited(people: People, cohorts: tuple[tuple[int, int, int], ...]) -> list[Household]:
    return [
        household
        for year, count, persons in cohorts
        for household in people.group(count, persons, VILLAGES, exit_year=year)
    ]


def _sorted(households: list[Household]) -> list[Household]:
    return sorted(households, key=lambda household: (household.village, household.number))
