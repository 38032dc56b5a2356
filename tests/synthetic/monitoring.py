"""Lists, counts and checks of monitored households, after reports 001, 002 and 004."""

from datetime import date, timedelta

from tests.synthetic import ertai, report002, report004, zhaotan
from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Delivery, Sample
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import People

_UNSTABLE, _MARGINAL, _SUDDEN = "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"
# Kind, measure, households, persons and yuan; the first row of a kind counts all of its households.
_MEASURES: tuple[Row, ...] = (
    (_UNSTABLE, "", 75, 148, ""),
    (_UNSTABLE, "公益性岗位", 36, 36, ""),
    (_UNSTABLE, "门诊特殊病证", 34, 37, ""),
    (_UNSTABLE, "临时救助", 1, 1, "660"),
    (_UNSTABLE, "特困供养", 35, "", "82,600"),
    (_UNSTABLE, "低保", 39, 53, ""),
    (_MARGINAL, "", 22, 42, ""),
    (_MARGINAL, "公益性岗位", 4, 4, ""),
    (_MARGINAL, "特困供养", 13, "", "32,800"),
    (_MARGINAL, "门诊特殊病证", 9, 9, ""),
    (_MARGINAL, "临时救助", 1, 2, "660"),
    (_MARGINAL, "低保", 13, 16, ""),
)
_WARNINGS = ("自付医疗费用较高", "务工收入下降", "因灾受损", "新增残疾", "子女就学支出大")
_DEPARTMENTS = words("医保局 人社局 教育局 残联 应急管理局")


def write(sample: Sample) -> None:
    town = sample.delivery(ertai.UNIT, ertai.PERIOD)
    header = words("序号 监测对象类别 帮扶措施 户数 人数 金额(元)")
    town.save("监测对象帮扶措施统计表.xls", _numbered("统计表", header, _MEASURES, "监测对象帮扶措施统计表"))
    _write_warnings(town)
    _write_counts(
        sample.delivery(zhaotan.UNIT, zhaotan.PERIOD),
        "監測對象統計表.csv",
        words("序號 行政村 監測對象類別 戶數 人數"),
        ((zhaotan.TRADITIONAL, "貧困邊緣戶", 13, 52), (zhaotan.TRADITIONAL[:1], "脫貧監測戶", 1, 3)),
    )
    _write_counts(
        sample.delivery(report004.UNIT, "2020H1"),
        "防返贫监测对象统计表.csv",
        words("序号 村 监测类别 户数 人数"),
        (
            (report004.VILLAGES[:2], _MARGINAL, 2, 9),
            (report004.VILLAGES[:1], _UNSTABLE, 1, 3),
            (report004.VILLAGES[:4], "老少病残孤", 7, 14),
        ),
    )
    _write_list(sample.delivery("某街道(报告002f)", report002.PERIOD))


def _write_warnings(delivery: Delivery) -> None:
    people = People("二台镇预警", "130700", 2021)
    header = words("序号 反馈部门 预警月份 行政村 姓名 身份证号 预警内容 核查结果 核查日期 是否纳入监测")
    rows: list[Row] = []
    for number in range(1, 200):
        month = 1 + number * 12 // 200
        head = people.household(people.rng.choice(ertai.VILLAGES), 1).head
        checked = date(2021, month, 3) + timedelta(days=number % 24)
        kind = number % len(_WARNINGS)
        admitted = number in (40, 90, 140)
        rows.append(
            [
                number,
                _DEPARTMENTS[kind],
                f"2021年{month}月",
                people.rng.choice(ertai.VILLAGES),
                head.name,
                head.id_number,
                _WARNINGS[kind],
                "有返贫风险" if admitted else "无返贫风险",
                checked,
                "是" if admitted else "否",
            ]
        )
    title = "二台镇2021年预警信息核查台账"
    delivery.save("预警信息核查台账.xlsx", Table("2021年", [header], rows, titles=(title,)))


def _write_counts(
    delivery: Delivery,
    file: str,
    header: tuple[str, ...],
    kinds: tuple[tuple[tuple[str, ...], str, int, int], ...],
) -> None:
    """A row for each village and kind; households and persons are spread over the villages."""
    rows: list[Row] = [
        [village, kind, count, persons]
        for villages, kind, households, members in kinds
        for village, count, persons in zip(
            villages,
            shares(households, [1] * len(villages)),
            shares(members, [1] * len(villages)),
            strict=True,
        )
    ]
    delivery.save(file, _numbered("", header, rows), encoding="gb18030")


def _write_list(delivery: Delivery) -> None:
    """One row for each household, with the days from the clue to the recognition."""
    people = People("某街道(报告002f)监测", "340300", 2020)
    communities = report002.COMMUNITIES
    header = words(
        "序号 社区 户编号 户主姓名 身份证号 家庭人口 监测对象类别 风险类型 人均纯收入 线索日期 认定日期 风险是否消除"
    )
    households = [
        (kind, household)
        for kind, count, persons in ((_MARGINAL, 10, 33), (_UNSTABLE, 2, 6), (_SUDDEN, 2, 9))
        for household in people.group(count, persons, communities, status="")
    ]
    rows: list[Row] = []
    for number, (kind, household) in enumerate(households):
        clue = date(2020, 3, 2) + timedelta(days=7 * number)
        recognised = clue + timedelta(days=8 + number % 5 * 3)
        rows.append(
            [
                household.village,
                f"34030090{number:04}",
                household.head.name,
                household.head.id_number,
                household.size,
                kind,
                "因病" if number % 2 else "因残",
                household.income,
                clue,
                recognised,
                "否" if number % 3 else "是",
            ]
        )
    delivery.save("防返贫监测对象台账.xlsx", _numbered("监测户", header, rows, "某街道防返贫监测对象台账"))


def _numbered(name: str, header: tuple[str, ...], rows: list[Row] | tuple[Row, ...], *titles: str) -> Table:
    return Table(name, [header], [[number, *row] for number, row in enumerate(rows, start=1)], titles=titles)
