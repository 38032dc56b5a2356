"""Posts, workers, job fairs and training, after reports 000, 001, 002 and 004."""

from collections.abc import Iterable, Sequence
from datetime import date

from tests.synthetic import ertai, report004, zhaotan
from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Delivery, Sample
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.mutang.registry import VILLAGES as MUTANG
from tests.synthetic.people import People

_SUBSIDY = 70_800
_TRAINED = (138, 140, 139, 139, 138)


def write(sample: Sample) -> None:
    _write_mutang(sample.delivery("木棠镇", "2018"))
    _write_ertai(sample.delivery(ertai.UNIT, ertai.PERIOD))
    _write_zhaotan(sample.delivery(zhaotan.UNIT, zhaotan.PERIOD))
    regions = _by_village(
        report004.VILLAGES, (("省外", 148), ("市外省内", 35), ("县外市内", 23), ("县内", 265))
    )
    sample.delivery(report004.UNIT, "2020H1").save(
        "务工人员统计表.csv",
        Table("", [words("序号 行政村 务工地 务工人数")], regions),
        encoding="gb18030",
    )
    village = sample.delivery("位家沟村", "2018")
    title = "位家沟村公益性岗位安排情况"
    village.save(
        "公益性岗位安排表.csv",
        Table("", [words("序号 岗位类型 上岗人数")], [[1, "保洁员", 3]], titles=(title,)),
    )
    course: list[Row] = [[1, "汽车驾驶、电焊工、厨师、家政服务", 100]]
    village.save("技能培训台账.csv", Table("", [words("序号 培训项目 培训人数")], course))


def _write_mutang(delivery: Delivery) -> None:
    posts = _by_village(
        MUTANG,
        (
            ("畜牧岗", 6),
            ("农村保洁员岗", 27),
            ("教育部门公益性岗", 17),
            ("海洋护绿岗", 39),
            ("农委护绿岗", 55),
            ("交通岗位", 2),
        ),
    )
    delivery.save(
        "公益性岗位统计表.xls",
        Table(
            "岗位",
            [words("序号 行政村 岗位类型 岗位数")],
            posts,
            titles=("木棠镇2018年公益性岗位安排情况表",),
            last_total=["合计", "", "", 146],
        ),
    )
    labour: list[Row] = [[*row[:3], "", row[3]] for row in _by_village(MUTANG, (("", 3633),))]
    working: list[Row] = [[*row, ""] for row in _by_village(MUTANG, (("省外", 11), ("县内", 775)))]
    delivery.save(
        "贫困劳动力务工台账.xlsx",
        Table(
            "务工",
            [words("序号 行政村 务工地 务工人数 劳动力人数")],
            [*labour, *working],
            titles=("木棠镇贫困劳动力和外出务工统计",),
        ),
    )
    fairs: list[Row] = [
        [1, date(2018, 3, 15), 18, 402, 190, 27],
        [2, date(2018, 8, 9), 24, 575, 260, 41],
    ]
    header = words("序号 举办日期 企业家次 岗位数 参加户数 达成意向人数")
    delivery.save("招聘会台账.csv", Table("", [header], fairs), encoding="gb18030")
    courses = [
        ("种养殖技术", number, date(2018, 4 + number, 12), trained)
        for number, trained in enumerate(_TRAINED, start=1)
    ]
    courses += [("家务操持技能", 1, date(2018, 6, 20), 152), ("挖掘机", 1, date(2018, 9, 5), 226)]
    rows: list[Row] = [
        [number, f"第{session}期", course, day, trained]
        for number, (course, session, day, trained) in enumerate(courses, start=1)
    ]
    header = words("序号 期次 培训项目 培训日期 培训人数")
    delivery.save("培训台账.xlsx", Table("2018年", [header], rows, titles=("木棠镇2018年培训台账",)))


def _write_ertai(delivery: Delivery) -> None:
    posts = (("护林员", 124), ("巡河员", 5), ("卫生保洁员", 555), ("代办员", 79), ("监督员巡逻员", 26))
    rows: list[Row] = [[*row, 400] for row in _by_village(ertai.VILLAGES, posts)]
    header = words("序号 村 岗位名称 上岗人数 月补助(元)")
    delivery.save("公益性岗位台账.xlsx", Table("岗位", [header], rows, titles=("二台镇公益性岗位台账",)))
    funds: list[Row] = [
        [1, "大棚租金扶贫基金", "安置区", 30, 4800, "是"],
        [2, "大棚租金扶贫基金", "各村", 290, 4800, "是"],
        [3, "租金和股金", "安置区", 40, "", "否"],
        [4, "光伏收益", "各村", 606, "", "否"],
    ]
    header = words("序号 资金来源 设岗地点 岗位数 户均增收(元) 是否测算")
    delivery.save(
        "公益性岗位资金安排表.xls",
        Table("资金", [header], funds, titles=("二台镇公益性岗位资金安排情况",)),
    )
    regions = _by_village(ertai.VILLAGES, (("县内", 955), ("市内", 25), ("跨市", 11)))
    header = words("序号 村 务工区域 就业人数")
    delivery.save(
        "脱贫劳动力就业统计.xls",
        Table("就业", [header], regions, titles=("二台镇脱贫劳动力就业统计表",)),
    )
    delivery.save("跨省务工人员花名册.xlsx", _migrants())
    trained: list[Row] = [
        [1, "第一期", "面点/烹饪/电工/护理", "脱贫劳动力", date(2021, 5, 10), 14, 100, 200],
        *([n, f"第{n - 1}期", "档案整理", "镇村干部", date(2021, 3 * n, 8), 1, 8, ""] for n in (2, 3, 4)),
    ]
    header = words("序号 期次 培训内容 培训对象 培训日期 天数 课时 培训人数")
    delivery.save("技能培训台账.csv", Table("", [header], trained), encoding="gb18030")


def _migrants() -> Table:
    """Who works in other provinces, with what each was paid for travel."""
    people = People("二台镇务工", "130700", 2021)
    header = words("序号 村 户编号 姓名 身份证号 务工地 务工企业 务工时间(月) 交通补贴(元)")
    subsidies = shares(_SUBSIDY, [1 + number % 3 for number in range(73)], step=100)
    rows: list[Row] = []
    for number, subsidy in enumerate(subsidies, start=1):
        village = people.rng.choice(ertai.VILLAGES)
        head = people.household(village, 1).head
        identity = [f"13070090{number:04}", head.name, head.id_number]
        rows.append([number, village, *identity, "跨省", "某某服装厂", 8, subsidy])
    return Table("跨省", [header], rows, titles=("二台镇跨省务工人员花名册",))


def _write_zhaotan(delivery: Delivery) -> None:
    counts: list[Row] = [[*row[:2], row[3]] for row in _by_village(zhaotan.TRADITIONAL, (("", 601),))]
    people = People("昭潭镇返乡", "341721", 2020)
    returned: list[Row] = []
    for number, status in enumerate(("镇内就业", "公益性岗位"), start=1):
        head = people.household("龙潭村", 1).head
        returned.append([number, "龙潭村", head.name, head.id_number, status])
    delivery.save(
        "务工台賬.xlsx",
        Table("外出務工", [words("序號 行政村 務工人數")], counts, titles=("昭潭鎮貧困人口外出務工統計",)),
        Table(
            "返鄉",
            [words("序號 行政村 姓名 身份證號 返鄉就業情況")],
            returned,
            titles=("昭潭鎮返鄉務工人員名單",),
        ),
    )
    funds: list[Row] = [[1, "扶貧就業專項資金", 143, 24.4]]
    header = words("序號 資金來源 崗位數 投入資金(萬元)")
    delivery.save("公益性崗位資金.csv", Table("", [header], funds, titles=("昭潭鎮公益性崗位資金安排",)))


def _by_village(villages: Sequence[str], kinds: Iterable[tuple[str, int]]) -> list[Row]:
    """A row for each village and kind that has any, with the number of each kind spread over the villages."""
    weights = [3 + place % 4 for place in range(len(villages))]
    rows = [
        (village, kind, count)
        for kind, total in kinds
        for village, count in zip(villages, shares(total, weights), strict=True)
        if count
    ]
    return [[number, *row] for number, row in enumerate(rows, start=1)]
