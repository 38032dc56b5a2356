"""Units of report 002, a compilation: most are named only by their kind."""

from tests.synthetic import aid
from tests.synthetic.bases import weijiagou_bases
from tests.synthetic.deliveries import Delivery, Sample
from tests.synthetic.figures import reported
from tests.synthetic.forms import Table, words
from tests.synthetic.people import Household, People
from tests.synthetic.registry import HEADER_27, HEADER_32, MONTHS, rows_27, rows_32
from tests.synthetic.screenings import inspected_townships, street_profile
from tests.synthetic.works import resettled, weijiagou_works

PERIOD = "2020"
COMMUNITIES = ("东苑社区", "西苑社区", "南苑社区", "北苑社区")
_UNSTABLE, _MARGINAL = "脱贫不稳定户", "边缘易致贫户"
_SHARES = {2014: 8, 2015: 14, 2016: 22, 2017: 26, 2018: 20, 2019: 10}
"""How exits spread over the years, in percent; the reports state their sum only."""


def write(sample: Sample) -> None:
    _village(sample)
    _weijiagou(sample)
    _township(sample)
    _subdistrict(sample)
    _inspected(sample)
    _monitoring_town(sample)


def _village(sample: Sample) -> None:
    unit = "某村(报告002a)"
    sample.unit(unit, village=unit)
    delivery = _open(sample, unit, "报告002第一篇")
    people = People(unit, "610000", 2020)
    households = [*_exited(people, 39, 84, (unit,)), *people.group(1, 3, (unit,), status="未脱贫")]
    delivery.save("花名册.xls", Table("花名册", [HEADER_27], rows_27(households, "", "")))
    plan = Table("", [["行政村", "年度", "计划脱贫户数", "计划脱贫人数"]], [[unit, 2020, 1, 3]])
    delivery.save("2020年脱贫计划.csv", plan, encoding="gb18030")
    aid.write_village(delivery, households)
    aid.write_village_health(delivery, households)
    delivery.save("易地搬迁花名册.csv", resettled(households[3:5]), encoding="gb18030")
    delivery.save("报告数据.csv", reported(unit, PERIOD))


def _weijiagou(sample: Sample) -> None:
    unit = "位家沟村"
    sample.unit(unit, village=unit)
    delivery = sample.delivery(
        unit, "2018", source="报告002第二篇,2018 年", note="申报项目未写明金额,台账无行可列。"
    )
    delivery.save("产业和土地流转情况.xlsx", *weijiagou_bases(unit))
    delivery.save("到村工程台账.csv", weijiagou_works(unit))
    aid.write_weijiagou(delivery)
    delivery.save("报告数据.csv", reported(unit, "2018"))


def _township(sample: Sample) -> None:
    unit = "某乡(报告002d)"
    villages = words(
        "河西村 河东村 上庄村 下庄村 大岭村 小岭村 前川村 后川村 槐树村 柳树村 石坪村 水泉村 月亮湾村 新街居委会"
    )
    sample.unit(unit, township=unit)
    delivery = _open(sample, unit, "报告002第四篇")
    people = People(unit, "620000", 2020)
    households = [*_exited(people, 299, 816, villages), *people.group(18, 44, villages, status="未脱贫")]
    delivery.save("建档立卡花名册.xlsx", Table("花名册", [HEADER_27], rows_27(_sorted(households), "", unit)))
    _watch(delivery, people, villages, unstable=(4, 10), marginal=(9, 27))
    delivery.save("报告数据.csv", reported(unit, PERIOD))


def _subdistrict(sample: Sample) -> None:
    unit = "某街道(报告002f)"
    sample.unit(unit, township=unit)
    delivery = _open(sample, unit, "报告002第六篇")
    people = People(unit, "340300", 2020)
    households = [
        *_exited(people, 291, 736, COMMUNITIES),
        *people.group(15, 24, COMMUNITIES, status="未脱贫"),
    ]
    rows = rows_27(_sorted(households), "", unit)
    delivery.save("建档立卡花名册.csv", Table("", [HEADER_27], rows), encoding="gb18030")
    delivery.save("街道基本情况表.xlsx", street_profile(unit))
    aid.write_subdistrict(delivery, households)
    delivery.save("报告数据.csv", reported(unit, PERIOD))


def _inspected(sample: Sample) -> None:
    unit = "某县(报告002g)"
    sample.unit(unit, county=unit)
    delivery = _open(sample, unit, "报告002第七篇", note="报告没有写年份和地名,按 2020 年列。")
    townships = words("东岭乡 西岭乡 南岭镇 北岭镇")
    delivery.save("乡镇基本情况表.csv", inspected_townships(townships))


def _monitoring_town(sample: Sample) -> None:
    unit = "某镇(报告002h)"
    villages = words("一碗水村 二郎村 三岔村 四方村 五里村 六合村 七星村 八角村 九龙村 十里村")
    sample.unit(unit, township=unit)
    delivery = _open(sample, unit, "报告002第八篇", note="报告只写户数,人数为合成。")
    people = People(unit, "510000", 2020)
    households = _exited(people, 1618, 3236, villages)
    delivery.save("已脱贫户花名册.xlsx", Table("花名册", [HEADER_27], rows_27(_sorted(households), "", unit)))
    _watch(delivery, people, villages, unstable=(52, 112), marginal=(82, 190))
    delivery.save("报告数据.csv", reported(unit, PERIOD))


def _watch(
    delivery: Delivery,
    people: People,
    villages: tuple[str, ...],
    unstable: tuple[int, int],
    marginal: tuple[int, int],
) -> None:
    """The list of monitored households: exited ones are here and not in the roll of the exited."""
    exited = people.group(*unstable, villages, monitored=_UNSTABLE)
    others = people.group(*marginal, villages, status="", monitored=_MARGINAL)
    month = MONTHS[2]
    rows = rows_32(_sorted(exited), delivery.unit, "20201231", "脱贫户", month)
    rows += rows_32(_sorted(others), delivery.unit, "20201231", "一般农户", month)
    for number, row in enumerate(rows, start=1):
        row[0] = number
    titles = ("防止返贫监测对象名单",)
    delivery.save("监测对象名单.xls", Table("监测对象", [HEADER_32], rows, titles=titles))


def _exited(people: People, households: int, persons: int, villages: tuple[str, ...]) -> list[Household]:
    exited: list[Household] = []
    size = persons / households
    for year, share in _SHARES.items():
        last = year == max(_SHARES)
        count = households - len(exited) if last else round(households * share / 100)
        heads = persons - sum(each.size for each in exited) if last else round(count * size)
        exited += people.group(count, heads, villages, exit_year=year)
    return exited


def _open(sample: Sample, unit: str, source: str, **notes: str) -> Delivery:
    return sample.delivery(unit, PERIOD, source=f"{source},2020 年", **notes)


def _sorted(households: list[Household]) -> list[Household]:
    return sorted(households, key=lambda household: (household.village, household.number))
