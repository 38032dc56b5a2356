"""Adjustments, staff, meetings, visits, archives, publicity and discipline, after the five reports."""

from collections.abc import Iterable
from datetime import date, timedelta

from tests.synthetic import ertai, report002, report004, zhaishi, zhaotan
from tests.synthetic.amounts import shares
from tests.synthetic.deliveries import Delivery, Sample
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.mutang.registry import VILLAGES as MUTANG
from tests.synthetic.people import People

_STAFF = words("序号 行政村 层级 队伍类型 队伍 职务 姓名 单位 包联户数")


def write(sample: Sample) -> None:
    _write_mutang(sample.delivery("木棠镇", "2018"))
    _write_ertai(sample.delivery(ertai.UNIT, ertai.PERIOD))
    _write_zhaotan(sample.delivery(zhaotan.UNIT, zhaotan.PERIOD))
    _write_subdistrict(sample.delivery("某街道(报告002f)", report002.PERIOD))
    _write_supervision(sample.delivery("某乡(报告002d)", report002.PERIOD))
    _write_004(sample)
    town = sample.delivery(zhaishi.UNIT, zhaishi.PERIOD)
    town.save("办公设备台账.csv", _items((("电脑", 3, "台"), ("打印机", 1, "台"), ("文件柜", 1, "个"))))
    _write_staff(town, "寨市乡扶贫工作人员花名册.csv", [("", "乡级", "", "", "扶贫专干", 4)])
    village = sample.delivery("位家沟村", "2018")
    roles = (("村两委大学生", 1), ("入党积极分子", 2), ("后备干部", 1), ("村医", 1))
    _write_staff(village, "村级后备干部花名册.csv", [("", "村级", "", "", role, n) for role, n in roles])


def _write_mutang(delivery: Delivery) -> None:
    kinds = (("新识别", 44, 153), ("错退", 1, 6), ("返贫", 1, 5), ("清退", 430, 2225))
    rows = [
        row
        for kind, households, persons in kinds
        for row in _spread(MUTANG if households > 1 else MUTANG[:1], kind, households, persons)
    ]
    _save(delivery, "动态调整台账.xlsx", "序号 行政村 调整类型 户数 人数", rows, "木棠镇2018年动态调整情况")
    screened = _spread(MUTANG, "精准识别大排查", 13_711, 67_658)
    _save(
        delivery,
        "大排查情况统计.xls",
        "序号 行政村 排查内容 排查户数 排查人数",
        screened,
        "木棠镇精准识别大排查情况",
    )
    teams: list[tuple[str, str, str, str, str, int]] = []
    for kind, level, count in (
        ("工作组", "乡镇", 13),
        ("专项组", "乡镇", 12),
        ("中队", "村", 25),
        ("小队", "村", 59),
    ):
        leader = "组长" if kind.endswith("组") else "队长"
        teams += [("", level, kind, f"第{number}{kind}", leader, 1) for number in range(1, count + 1)]
    _write_staff(delivery, "作战体系花名册.xlsx", teams)
    _write_staff(delivery, "帮扶责任人花名册.csv", [("", "乡镇", "", "", "帮扶责任人", 60)])
    items = (
        ("宣传海报", 600, "张"),
        ("宣传栏", 30, "个"),
        ("灯杆旗", 120, "面"),
        ("喷绘标语", 11, "条"),
        ("墙体固定标语", 68, "条"),
        ("宣传小册子", 2000, "本"),
    )
    delivery.save("宣传物料发放台账.csv", _items(items), encoding="gb18030")
    signed: list[Row] = [
        [role, date(2018, 11, 5) + timedelta(days=7 * week), count, count]
        for week in range(4)
        for role, count in (("驻村工作队", 75), ("电视夜校学员", 1193))
    ]
    _save(
        delivery,
        "电视夜校签到统计表.xlsx",
        "序号 人员类别 签到日期 应到人数 签到人数",
        signed,
        "木棠镇电视夜校签到统计",
    )
    checked: list[Row] = [
        ["扶贫手册录入", "未脱贫", "新版", 471],
        ["扶贫手册录入", "已脱贫", "旧版", 626],
    ]
    _save(
        delivery,
        "扶贫手册录入核对表.xls",
        "序号 核对项目 脱贫属性 版本 已录入户数",
        checked,
        "木棠镇扶贫手册录入情况",
    )
    people = People("木棠镇案件", "460000", 2018)
    cases: list[Row] = [
        [case, date(2018, 5, 4), people.name(), sanction, fund, yuan]
        for case, sanction, fund, yuan in (
            ("AJ-01", "党内警告", "春冬救助", 4650),
            ("AJ-01", "党内警告", "春冬救助", 2950),
            ("AJ-01", "党内警告", "春冬救助", 2450),
            ("AJ-02", "", "", ""),
        )
    ]
    header = "序号 案件编号 立案日期 姓名 处分 涉及资金 金额(元)"
    _save(delivery, "扶贫领域案件台账.xlsx", header, cases, "木棠镇扶贫领域案件台账")


def _write_ertai(delivery: Delivery) -> None:
    monitors = [
        (village, "村级", "", f"第{number}网格", "网格员", 1)
        for village, count in zip(ertai.VILLAGES, shares(193, [1] * len(ertai.VILLAGES)), strict=True)
        for number in range(1, count + 1)
    ]
    _write_staff(delivery, "防返贫监测员花名册.xlsx", monitors)
    _write_meetings(delivery, (("党委扩大会", 2), ("镇村干部碰头会", 4), ("档案专班小组会", 12)), 2021)
    ledgers: list[Row] = [
        ["村级台账", "村级台账", 43, "类"],
        ["防返贫监测台账", "监测台账", 5, "本"],
        ["工作指导意见", "档案整理", 22, "条"],
        ["一户一档", "档案核查", 1916, "户"],
        ["户档案", "档案整理", 1916, "册"],
        ["共性问题", "档案核查", 6, "个"],
        ["好经验", "档案核查", 11, "条"],
    ]
    _save(delivery, "档案台账清单.xlsx", "序号 台账名称 类别 份数 计量单位", ledgers, "二台镇档案和台账清单")


def _write_zhaotan(delivery: Delivery) -> None:
    _write_meetings(delivery, (("问题整改部署会推进会", 10),), 2020)
    screened = [[*row[:2], row[2]] for row in _spread(zhaotan.TRADITIONAL, "建档立卡户排查", 392, 0)]
    _save(delivery, "動態排查統計.csv", "序號 行政村 排查內容 排查戶數", screened, "昭潭鎮動態排查情況")


def _write_subdistrict(delivery: Delivery) -> None:
    _write_meetings(delivery, (("脱贫攻坚会商会", 9), ("集体学习", 14), ("党工委会议", 2)), 2020)
    roles = (("副队长", "驻村工作队", 4), ("队员", "驻村工作队", 12))
    team = [("", "街道", kind, "街道驻社区工作队", role, count) for role, kind, count in roles]
    _write_staff(delivery, "驻村工作队花名册.xlsx", team)
    _write_staff(delivery, "帮扶责任人花名册.xlsx", [("", "街道", "", "", "帮扶责任人", 130)])
    _write_staff(delivery, "网格员花名册.csv", [("", "社区", "", "", "网格员", 58)])
    plans = _spread(report002.COMMUNITIES, "", 306, 2088)
    rows: list[Row] = [[row[0], *row[2:]] for row in plans]
    _save(
        delivery,
        "帮扶计划和措施统计.xls",
        "序号 社区 计划户数 帮扶措施条数",
        rows,
        "某街道帮扶计划和帮扶措施统计",
    )


def _write_supervision(delivery: Delivery) -> None:
    kinds = (("督查", 7, 8), ("调度", 15, 4), ("专项", 30, 2), ("回头看", 60, 1), ("全覆盖", 90, 1))
    rows: list[Row] = [
        [date(2020, 4, 6) + timedelta(days=days * number), kind, 20 + number, number % 3]
        for kind, days, count in kinds
        for number in range(count)
    ]
    header = "序号 督查日期 督查类型 督查户数 发现问题数"
    _save(delivery, "督查台账.xlsx", header, rows, "某乡脱贫攻坚督查台账")


def _write_004(sample: Sample) -> None:
    delivery = sample.delivery(report004.UNIT, "2019")
    new = _spread(report004.VILLAGES, "新识别", 19, 67)
    _save(delivery, "动态调整统计表.csv", "序号 行政村 调整类型 户数 人数", new, "2019年动态调整情况")
    delivery = sample.delivery(report004.UNIT, "2020H1")
    delivery.save("赠送设备台账.csv", _items((("智能手机", 4, "部"),)))
    new = _spread(report004.VILLAGES[:1], "新识别", 1, 3)
    _save(delivery, "动态调整统计表.csv", "序号 行政村 调整类型 户数 人数", new, "2020年动态调整情况")
    visited = [[row[0], "五级书记", row[2], row[2]] for row in _spread(report004.VILLAGES, "", 655, 0)]
    _save(
        delivery,
        "五级书记遍访台账.xlsx",
        "序号 行政村 走访人层级 走访户数 应走访户数",
        visited,
        "五级书记遍访贫困户情况",
    )
    apps: list[Row] = [["APP注册", 650, 585]]
    _save(
        delivery,
        "APP注册核对表.csv",
        "序号 核对项目 应注册户数 已注册户数",
        apps,
        "中国社会扶贫网APP注册情况",
    )


def _write_staff(
    delivery: Delivery, file: str, groups: Iterable[tuple[str, str, str, str, str, int]]
) -> None:
    """So many persons of each village, level, kind of team, team and role."""
    people = People(f"{delivery.unit}{file}", "000000", int(delivery.period[:4]))
    rows: list[Row] = [
        [*group[:5], people.name(), f"{delivery.unit}政府", ""] for group in groups for _ in range(group[5])
    ]
    title = file.partition(".")[0]
    table = Table("名单", [_STAFF], [[n, *row] for n, row in enumerate(rows, start=1)], titles=(title,))
    delivery.save(file, table)


def _write_meetings(delivery: Delivery, kinds: Iterable[tuple[str, int]], year: int) -> None:
    rows: list[Row] = [
        [date(year, 2, 8) + timedelta(days=21 * number), kind, 18 + number]
        for kind, count in kinds
        for number in range(count)
    ]
    _save(
        delivery, "会议台账.xlsx", "序号 会议日期 会议名称 参会人数", rows, f"{delivery.unit}{year}年会议台账"
    )


def _items(items: Iterable[tuple[str, int, str]]) -> Table:
    rows: list[Row] = [[number, *item] for number, item in enumerate(items, start=1)]
    return Table("", [words("序号 物料名称 数量 单位")], rows, titles=("物料和设备登记",))


def _spread(villages: tuple[str, ...], kind: str, households: int, persons: int) -> list[Row]:
    """A row for each village that has any: village, kind, households and persons."""
    weights = [3 + place % 4 for place in range(len(villages))]
    counts = shares(households, weights), shares(persons, weights)
    return [[village, kind, *count] for village, *count in zip(villages, *counts, strict=True) if count[0]]


def _save(delivery: Delivery, file: str, header: str, rows: Iterable[Row], title: str) -> None:
    numbered: list[Row] = [[number, *row] for number, row in enumerate(rows, start=1)]
    delivery.save(file, Table("台账", [words(header)], numbered, titles=(title,)))
