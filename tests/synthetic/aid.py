"""What households of the units of reports 001, 002 and 004 were given: benefits, grants, awards, relief."""

from collections.abc import Sequence
from random import Random

from tests.synthetic import benefits
from tests.synthetic.amounts import pick, shares
from tests.synthetic.deliveries import Delivery
from tests.synthetic.forms import Cell, Row, Table, words
from tests.synthetic.people import Household, People

Part = tuple[dict[str, Cell], dict[str, int]]

# Programme, and its persons, households or yuan in 2021.
_ERTAI: list[Part] = [
    ({"补贴项目": programme}, dict(zip(columns.split(), numbers, strict=True)))
    for programme, columns, numbers in (
        ("两免一补+三免一助", "人数", (243,)),
        ("雨露计划", "人数", (48,)),
        ("城乡居民养老保险缴费", "人数", (4049,)),
        ("城乡居民养老保险待遇", "人数", (1840,)),
        ("双女户奖励扶助", "人数 补贴金额(元)", (33, 31_680)),
        ("独生子女父母奖励（18岁以下）", "人数 男 女 补贴金额(元)", (290, 149, 141, 32_400)),
        ("独生子女父母奖励（60岁以上）", "人数 男 女 补贴金额(元)", (560, 250, 310, 537_600)),
        ("特别扶助(独生子女死亡)", "人数 补贴金额(元)", (8, 92_200)),
        ("特别扶助(独生子女伤残)", "人数 补贴金额(元)", (6, 54_000)),
        ("手术后遗症", "人数 补贴金额(元)", (17, 71_400)),
        ("耕地地力保护补贴", "户数 补贴金额(元)", (4087, 7_373_700)),
        ("困难残疾人生活补贴", "人数 补贴金额(元)", (471, 31_086)),
        ("重度残疾人护理补贴", "人数 补贴金额(元)", (281, 16_860)),
        ("特困人员护理补贴", "补贴金额(元)", (109_700,)),
        ("价格临时补贴", "补贴金额(元)", (56_000,)),
    )
]
_ERTAI += [
    ({"补贴项目": "双女户奖励扶助", "办理环节": "申报登记"}, {"人数": 96}),
    ({"补贴项目": "特困供养", "供养方式": "分散供养"}, {"人数": 74, "补贴金额(元)": 299_900}),
]


def write_ertai(delivery: Delivery, people: People, villages: Sequence[str]) -> None:
    """二台镇: who gets what, by village; who was helped in need, by name."""
    title = "二台镇2021年惠农惠民补贴发放汇总表"
    delivery.save(
        "2021年惠农惠民补贴发放汇总表.xlsx", benefits.counts("补贴汇总", title, villages[:20], _ERTAI)
    )
    fallow: list[Part] = [({}, {"补贴面积(亩)": 37_431, "补贴金额(元)": 5_989_000})]
    title = "二台镇2021年休耕种草补贴发放表"
    delivery.save("休耕种草补贴.xls", benefits.counts("休耕", title, villages[5:20], fallow))
    levels: list[Part] = [
        ({"残疾等级": f"{level}级"}, {"人数": persons})
        for level, persons in zip("一二三四", (92, 267, 200, 205), strict=True)
    ]
    delivery.save(
        "残疾人两项补贴人数.csv", benefits.counts("", "二台镇残疾人两项补贴分等级人数", villages, levels)
    )
    dibao: list[Part] = [
        ({"类别": "建档立卡户"}, {"户数": 1624, "人数": 2199, "发放金额(元)": 3_732_500}),
        ({"类别": "一般农户"}, {"户数": 431, "人数": 620, "发放金额(元)": 1_052_300}),
    ]
    title = "二台镇2021年农村低保金发放汇总表"
    delivery.save("农村低保金发放汇总.xlsx", benefits.counts("低保", title, villages, dibao))
    delivery.save("临时救助.xls", _relief(people, villages))


def _relief(people: People, villages: Sequence[str]) -> Table:
    """124 persons with 248,000 yuan: two households with 23,760 each, six with 10,000, the others with the rest."""
    header = words("序号 行政村 户主姓名 身份证号 救助金额(元) 救助日期")
    amounts = [23_760, 23_760, *[10_000] * 6, *shares(248_000 - 107_520, [1] * 116, 10)]
    households = [
        people.household(villages[place % len(villages)], 1, status="") for place in range(len(amounts))
    ]
    rows: list[Row] = [
        [number, one.village, one.head.name, one.head.id_number, yuan, f"2021-{number % 12 + 1:02}-15"]
        for number, (one, yuan) in enumerate(zip(households, amounts, strict=True), start=1)
    ]
    total: Row = ["合计", "", "", "", 248_000, ""]
    return Table("临时救助", [header], rows, titles=("二台镇2021年临时救助发放台账",), last_total=total)


def write_zhaotan(delivery: Delivery, households: Sequence[Household], villages: Sequence[str]) -> None:
    """昭潭镇: grants, dibao, and projects that households applied for and were paid for."""
    pupils = [household for household in households if household.size > 2]
    spring, autumn = (
        benefits.pupils(
            f"昭潭鎮2020年{semester}學期雨露計劃補助發放花名冊",
            pupils[first : first + count],
            1500,
            semester,
        )
        for semester, first, count in (("春季", 0, 22), ("秋季", 10, 24))
    )
    delivery.save("雨露計劃.xls", spring, autumn)
    stages: list[Part] = [({}, {"人數": 106, "補助金額(元)": 84_600})]
    title = "昭潭鎮2020年春季各學段教育補助匯總"
    delivery.save("各學段教育補助.csv", benefits.counts("", title, villages, stages))
    dibao: list[Part] = [({"類別": "建檔立卡戶"}, {"戶數": 187, "人數": 449})]
    delivery.save("農村低保匯總.xls", benefits.counts("低保", "昭潭鎮2020年農村低保匯總表", villages, dibao))
    applied: list[Part] = [({}, {"申報戶數": 358, "項目個數": 487, "申報金額(元)": 412_000})]
    title = "昭潭鎮2020年產業到戶獎補申報匯總"
    delivery.save("產業獎補申報.xls", benefits.counts("申報", title, villages, applied))
    title = "昭潭鎮2020年產業獎補發放匯總表"
    delivery.save("產業獎補發放.xlsx", benefits.counts("發放", title, villages, _zhaotan_awards()))


def _zhaotan_awards() -> list[Part]:
    parts: list[Part] = [
        ({"批次": batch, "項目類別": kind}, {"項目個數": projects, "獎補金額(元)": yuan})
        for batch, kind, projects, yuan in (
            ("第一批", "务工奖补", 306, 203_810),
            ("第一批", "特色种养", 77, 120_000),
            ("第二批", "务工奖补", 4, 2_130),
            ("第二批", "特色种养", 64, 43_000),
        )
    ]
    return [
        *parts,
        ({"項目類別": "优质稻订单"}, {"戶數": 102}),
        ({"項目類別": "豪猪转型土鸡"}, {"戶數": 29, "獎補金額(元)": 400_000}),
    ]


def write_village(delivery: Delivery, households: Sequence[Household]) -> None:
    """The village of report 002-a: who of the registered has dibao or is cared for, and whose children get grants."""
    dibao = pick(Random("低保"), households, 11, 36)
    rest = [household for household in households if household not in dibao]
    tekun = sorted(pick(Random("特困"), rest, 13, 17), key=lambda household: household.size)
    delivery.save("农村低保对象花名册.xlsx", benefits.covered_persons("农村低保对象花名册", dibao))
    members = [(household, person) for household in tekun for person in household.members]
    rows: list[Row] = [
        [
            number, household.number, person.name, person.id_number, household.size,
            "集中供养" if number <= 5 else "分散供养",
        ]
        for number, (household, person) in enumerate(members, start=1)
    ]  # fmt: skip
    header = words("序号 户编号 姓名 证件号码 保障人数 供养方式")
    delivery.save("特困供养人员名册.xls", Table("特困", [header], rows, titles=("特困供养人员名册",)))
    grants: list[Part] = [
        ({"资助项目": name}, {"资助人数": persons})
        for name, persons in (("雨露計劃", 1), ("寄宿生生活補貼", 5), ("學前教育資助", 1))
    ]
    delivery.save("教育资助情况.csv", benefits.counts("", "2020年教育资助情况", [delivery.unit], grants))


def write_weijiagou(delivery: Delivery) -> None:
    """位家沟村: grants, and households that plant 板蓝根."""
    grants: list[Part] = [
        ({"资助项目": "雨露计划", "学段": "中职"}, {"资助人数": 20}),
        ({"资助项目": "圆梦助学"}, {"资助人数": 4}),
    ]
    delivery.save("教育资助.csv", benefits.counts("", "2018年教育资助汇总", [delivery.unit], grants))
    award: list[Part] = [({"项目类别": "板蓝根种植"}, {"户数": 46})]
    delivery.save("产业奖补.xls", benefits.counts("奖补", "2018年产业奖补汇总表", [delivery.unit], award))
    checks: list[Row] = [[1, delivery.unit, "免费体检", 2]]
    header = words("序号 行政村 服务内容 体检次数")
    delivery.save("免费体检台账.csv", Table("", [header], checks, titles=("2018年免费体检情况",)))


def write_report004(delivery: Delivery, households: Sequence[Household], villages: Sequence[str]) -> None:
    """The town of report 004: a list of grants, and awards by batch."""
    pupils = [household for household in households if household.size > 1][:21]
    title = "2020年春季学期雨露计划补助发放花名册"
    delivery.save("雨露计划春季.xlsx", benefits.pupils(title, pupils, 1500))
    awards: list[Part] = [
        (
            {"批次": batch, "项目类别": kind},
            dict(zip(("户数", "项目个数", "经营主体数", "奖补金额(元)"), numbers, strict=True)),
        )
        for batch, kind, numbers in (
            ("第一批", "农业务工", (92, 110, 0, 88_000)),
            ("第一批", "特色种养", (58, 69, 42, 162_260)),
            ("第二批", "农业务工", (2, 2, 0, 1_600)),
            ("第二批", "特色种养", (91, 106, 2, 116_170)),
        )
    ]
    title = "2020年特色种养业扶贫奖补发放汇总表"
    delivery.save("特色种养业奖补.csv", benefits.counts("", title, villages, awards), encoding="gb18030")


def write_ertai_health(delivery: Delivery, villages: Sequence[str]) -> None:
    """二台镇: insured, signed and certified persons by village, and the treatment of one household of 一卜树村."""
    insured: list[Part] = [
        ({"人员类别": group, "服务内容": "基本医疗保险参保"}, {"应参保人数": persons, "人数": persons})
        for group, persons in (("脱贫人口", 4399), ("低保户", 2819), ("边缘易致贫户", 73))
    ]
    services: list[Part] = [
        ({"服务内容": "家庭医生签约"}, {"人数": 11_065}),
        ({"服务内容": "慢性病证", "人员类别": "脱贫户"}, {"人数": 564}),
        ({"服务内容": "慢性病证", "人员类别": "一般农户"}, {"人数": 450}),
        ({"服务内容": "独生子女证", "是否新办": "否"}, {"人数": 283}),
        ({"服务内容": "独生子女证", "是否新办": "是"}, {"人数": 7}),
    ]
    title = "二台镇2021年健康服务情况统计表"
    delivery.save("健康服务统计.xlsx", benefits.counts("健康服务", title, villages, [*insured, *services]))
    header = words("序号 行政村 户主姓名 医疗总费用(元) 医院报销(元) 防贫保险(元) 医疗救助(元)")
    rows: list[Row] = [[1, "一卜树村", "闫某", 490_000, 200_000, 100_000, 12_000]]
    delivery.save("大病医疗费用.csv", Table("", [header], rows, titles=("二台镇2021年大病医疗费用报销台账",)))


def write_mutang_health(delivery: Delivery, villages: Sequence[str]) -> None:
    """木棠镇: what was reimbursed in hospital and outside, by village."""
    care: list[Part] = [
        ({"就诊类型": kind}, {"医疗总费用(元)": total, "报销金额(元)": paid})
        for kind, total, paid in (("住院", 5_529_330, 5_071_500), ("门诊", 430_110, 408_300))
    ]
    title = "木棠镇2018年医疗费用一站式结算汇总表"
    delivery.save("医疗费用一站式结算.xls", benefits.counts("结算", title, villages, care))


def write_zhaotan_aid(delivery: Delivery, villages: Sequence[str]) -> None:
    """昭潭镇: certificates, special relief, and what others bought of its produce."""
    certificates: list[Part] = [
        ({"证件类型": kind, "人员类别": "建档立卡户"}, {"办证人数": persons})
        for kind, persons in (("残疾证", 192), ("慢性病证", 394))
    ]
    title = "昭潭鎮2020年殘疾證、慢性病證辦理統計"
    delivery.save("證件辦理.csv", benefits.counts("", title, villages, certificates))
    header = words("序号 产品 采购单位 数量 单位 金额(元)")
    sales: list[Row] = [
        [1, "土鸡", "县法院", 423, "只", 42_300],
        [2, "土鸡", "县城管局", 483, "只", 48_300],
        [3, "土鸡", "昭潭政府机关工会", 315, "只", 28_000],
        [4, "鸡蛋", "昭潭政府机关工会", 3060, "个", 3_600],
        [5, "土鸡蛋", "宜口莲法式烘焙连锁店", 7218, "个", 7_800],
    ]
    table = Table("销售", [header], sales, titles=("昭潭镇2020年消费扶贫(滞销农产品)销售台账",))
    delivery.save("消费扶贫.xlsx", table)
    relief: list[Part] = [({"基金": "三户一体特别救助"}, {"帮扶户数": 1})]
    delivery.save("社会帮扶.xls", benefits.counts("帮扶", "昭潭镇2020年社会帮扶汇总", villages[:1], relief))


def write_report004_aid(delivery: Delivery, villages: Sequence[str]) -> None:
    """The town of report 004: family doctors, and a fund of the industrial park."""
    signed: list[Part] = [({"人员类别": "建档立卡户"}, {"应签约人数": 1285, "已签约人数": 861})]
    title = "2020年家庭医生签约情况统计"
    delivery.save("家庭医生签约.csv", benefits.counts("", title, villages, signed))
    fund: list[Part] = [({"基金名称": "产业园扶贫济困基金"}, {"帮扶户数": 26, "发放金额(元)": 38_000})]
    delivery.save("济困基金.xls", benefits.counts("基金", "2020年社会帮扶发放汇总", villages, fund))


def write_subdistrict(delivery: Delivery, households: Sequence[Household]) -> None:
    """The subdistrict of report 002-f: two funds, one of five firms that gave 2,000 to 4,000 yuan to each of 25 households."""
    header = words("序号 行政村 户主姓名 身份证号 帮扶单位 金额(元)")
    chosen = households[:29]
    rows: list[Row] = [
        [
            number, one.village, one.head.name, one.head.id_number,
            f"爱心企业{number % 5 + 1}" if number <= 25 else "博爱在江淮", 2000 + 500 * (number % 5),
        ]
        for number, one in enumerate(chosen, start=1)
    ]  # fmt: skip
    table = Table("帮扶", [header], rows, titles=("2020年社会帮扶(爱心帮扶)发放花名册",))
    delivery.save("爱心帮扶.xlsx", table)


def write_village_health(delivery: Delivery, households: Sequence[Household]) -> None:
    """The village of report 002-a: every registered person has a family doctor."""
    header = words("序号 户编号 姓名 证件号码 签约医生")
    members = [(household, person) for household in households for person in household.members]
    rows: list[Row] = [
        [number, household.number, person.name, person.id_number, "村卫生室"]
        for number, (household, person) in enumerate(members, start=1)
    ]
    delivery.save("家庭医生签约花名册.xlsx", Table("签约", [header], rows, titles=("家庭医生签约花名册",)))
