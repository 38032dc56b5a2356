"""二台镇 in 2021, after report 001: the 32-column form in two files, villages without population."""

from random import Random

from tests.synthetic import aid
from tests.synthetic.amounts import shares
from tests.synthetic.bases import ertai_bases, ertai_income, ertai_land, ertai_solar
from tests.synthetic.deliveries import Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Row, Table, spoiled, words
from tests.synthetic.housing import by_village
from tests.synthetic.loans import running_loans
from tests.synthetic.people import Household, People, with_wrong_digit
from tests.synthetic.registry import HEADER_32, MONTHS, rows_32, stranger
from tests.synthetic.screenings import housing_screening, school_screening, water_screening
from tests.synthetic.works import ertai_home, ertai_water

UNIT, PERIOD = "二台镇", "2021"
_DEEP = ("落花营村", "盘城房村")
_POOR = (*_DEEP, *words("东滩村 西滩村 前营村 后营村 石头坝村 马连渠村 白土窑村 红旗村 永胜村"))
_UNSOLVED_VILLAGE = "一卜树村"
VILLAGES = (
    *_POOR,
    _UNSOLVED_VILLAGE,
    *words("二台村 新民村 南壕堑村 北沙城村 大河村 小河村 三号地村 五台村 榆树村 柳条村"),
    *words("杨家营村 双井村 黄土梁村 土城村 兴隆村 太平庄村 郭家窑村"),
)


def write(sample: Sample) -> None:
    sample.unit(UNIT, township=UNIT)
    delivery = sample.delivery(
        UNIT, PERIOD, source="乡镇迎接后评估工作开展情况汇报(报告001),2021 年", note="报告未写明所在县。"
    )
    people = People(UNIT, "130700", 2021)
    exited = people.group(1916 - 49, 4399 - 73, VILLAGES)
    exited += people.group(49, 73, VILLAGES, monitored="脱贫不稳定户")
    marginal = people.group(39, 69, VILLAGES, status="", monitored="边缘易致贫户")
    unsolved = people.household(_UNSOLVED_VILLAGE, 2, status="", monitored="边缘易致贫户")

    titles = ("已脱贫人口名单", "数据来源:全国防返贫监测信息系统      导出日期:2021-12-31")
    rows = rows_32(_by_village(exited), UNIT, "20211231", "脱贫户", MONTHS[2])
    strangers = [stranger(people, village, number) for number, village in enumerate(_POOR[3:5], start=1)]
    first, second = rows_32(strangers, UNIT, "20211231", "脱贫户", MONTHS[2])
    wrong = with_wrong_digit(str(first[HEADER_32.index("证件号码")]))
    bad = [
        spoiled(HEADER_32, first, "证件号码", wrong, "校验码不对"),
        spoiled(HEADER_32, second, "证件号码", "", "没有证件号码"),
    ]
    delivery.save("（自定义）已脱贫人口名单.xlsx", Table("Sheet1", [HEADER_32], [*rows, *bad], titles=titles))
    delivery.save(
        "（自定义）边缘易致贫人口名单 (1).xlsx",
        Table(
            "Sheet1",
            [HEADER_32],
            rows_32(
                [*_by_village(marginal), unsolved],
                UNIT,
                "20211231",
                "一般农户",
                MONTHS[1],
                eliminated=lambda household: household is not unsolved,
            ),
            titles=("边缘易致贫人口名单", titles[1]),
        ),
    )
    delivery.save("（自定义）行政村信息.xlsx", _villages())
    delivery.save("资产入股台账.csv", _capital(), encoding="gb18030")
    delivery.save("扶贫小额信贷台账.xlsx", running_loans(exited[5:505:20], 807_000, ("养牛", "养羊")))
    delivery.save("危房改造统计表.xlsx", by_village(VILLAGES))
    delivery.save("产业基地台账.xlsx", ertai_bases(UNIT))
    delivery.save("土地流转台账.xls", ertai_land())
    delivery.save("光伏收益使用台账.xlsx", ertai_solar(_POOR))
    delivery.save("产业基地收益分配表.csv", ertai_income(), encoding="gb18030")
    delivery.save("安全饮水工程台账.xlsx", ertai_water())
    delivery.save("互助幸福院入住情况.xls", ertai_home())
    aid.write_ertai(delivery, people, VILLAGES)
    delivery.save("住房安全排查统计表.xlsx", housing_screening(VILLAGES, 7042))
    delivery.save("饮水安全排查台账.xls", water_screening(VILLAGES[:20], 2333))
    delivery.save("适龄人口排查统计表.xlsx", school_screening(VILLAGES, 2886))
    aid.write_ertai_health(delivery, VILLAGES)
    delivery.save("报告数据.csv", reported(UNIT, PERIOD))


def _villages() -> Table:
    rng = Random("二台镇行政村")
    households = shares(11029, [rng.uniform(0.6, 1.6) for _ in VILLAGES])
    rows: list[Row] = [
        ["", UNIT, village, "是" if village in _POOR else "否", "是" if village in _DEEP else "否", count]
        for village, count in zip(VILLAGES, households, strict=True)
    ]
    header = ["县", "乡", "村", "是否贫困村", "是否深度贫困村", "总户数"]
    return Table("Sheet1", [header], rows, titles=("行政村信息", "导出日期:2021-12-31"))


def _capital() -> Table:
    header = [
        "序号",
        "乡镇",
        "出资方",
        "对象类别",
        "合作企业",
        "投资年度",
        "入股金额(万元)",
        "约定分红比例",
        "备注",
    ]
    row: Row = [1, UNIT, "二台镇集体", "乡镇集体", "港会服装有限公司", 2021, "３８", "10%", "每年不低于10%"]
    return Table("", [header], [row])


def _by_village(households: list[Household]) -> list[Household]:
    return sorted(households, key=lambda household: (household.village, household.number))
