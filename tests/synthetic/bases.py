"""Bases, transferred land and the income of collectives: 二台镇 in 2021, 位家沟村 and 薛宅村 in 2018."""

from collections.abc import Sequence
from datetime import date
from random import Random

from tests.synthetic.amounts import shares
from tests.synthetic.forms import Row, Table, words

_SPENT = (
    ("公益岗工资", 1_238_000, 0),
    ("特困救助", 2_152_000, 903),
    ("公益事业劳务用工", 184_000, 0),
    ("其他支出", 226_000, 0),
)
"""What the solar income of 二台镇 was spent on: use, yuan, households."""


def ertai_bases(unit: str) -> Table:
    over: list[str | None] = [
        *words("序号 行政村 基地名称 基地类别 资金来源 投资(万元) 占地(亩) 建筑面积(㎡) 层数 大棚数 单个大棚面积(亩)"),
        *words("生产线(条) 订单面积(亩) 从业人员(人)"), None, None, "带动贫困户数",
    ]  # fmt: skip
    below: list[str | None] = [*[None] * 13, *words("从业人数 其中贫困人口 其中非贫困残疾人"), None]
    workshop, elsewhere = "服装加工微工厂", "东西部协作资金"
    rows: list[Row] = [
        [
            1,
            "东滩村",
            "西瓜产业园",
            "产业园",
            elsewhere,
            1200,
            700,
            "",
            "",
            1120,
            0.43,
            "",
            "",
            "",
            "",
            "",
            99,
        ],
        [2, "西滩村", "西瓜产业园", "产业园", elsewhere, 980, 550, "", "", 880, 0.43, "", "", "", "", "", 80],
        [3, "落花营村", "西红柿基地", "种植基地", "", 75, "", "", "", 20, "", "", "", "", "", "", 15],
        [4, "盘城房村", "西红柿基地", "种植基地", "", 75, "", "", "", 20, "", "", "", "", "", "", 14],
        [5, "二台村", workshop, "扶贫车间", "财政扶贫资金", 320, "", 2600, "", "", "", "", "", 16, 3, 4, ""],
        [6, "二台村", "燕麦加工厂", "加工厂", "", 1000, 20, "", "", "", "", 3, "10,000", "", "", "", ""],
        [7, "新民村", "手工艺制造基地", "加工厂", "", 500, "", 1500, 3, "", "", "", "", "", "", "", ""],
    ]
    titles = (f"{unit}产业基地和扶贫车间台账", "截至2021年12月31日")
    return Table("基地", [over, below], rows, titles=titles)


def ertai_land() -> Table:
    """Land that bases rent, by village; the printed rent of the tomatoes is ten times area and standard."""
    header = words(
        "序号 村名 流转用途 流转户数 流转面积(亩) 租金标准(元/亩·年) 流转年限 年租金(元) 总租金(元)"
    )
    rows: list[Row] = [
        [1, "东滩村", "西瓜产业园", 99, 700, "", "", 285_000, ""],
        [2, "西滩村", "西瓜产业园", 80, 550, "", "", 225_000, ""],
        [3, "落花营村", "西红柿基地", 15, 36, 240, "", 86_400, ""],
        [4, "盘城房村", "西红柿基地", 14, 34, 240, "", 81_600, ""],
        [5, "大河村", "光伏用地", "", "22,000亩", 100, 25, 2_200_000, 55_000_000],
        [6, "小河村", "光伏用地", "", "18,000亩", 100, 25, 1_800_000, 45_000_000],
    ]
    return Table("流转", [header], rows, titles=("二台镇土地流转台账",))


def ertai_solar(villages: Sequence[str]) -> Table:
    """What the solar income of the poor villages was spent on."""
    header = words("序号 行政村 电站 收益用途 支出金额(元) 受益户数")
    rows: list[Row] = []
    for use, yuan, households in _SPENT:
        rng = Random(use)
        weights = [rng.uniform(0.6, 1.4) for _ in villages]
        amounts, counts = shares(yuan, weights, 100), shares(households, weights)
        for village, amount, count in zip(villages, amounts, counts, strict=True):
            rows.append([len(rows) + 1, village, "村级光伏电站", use, amount, count or ""])
    total: Row = ["合计", "", "", "", "3,800,000", ""]
    return Table("收益使用", [header], rows, titles=("二台镇2021年光伏收益使用台账",), last_total=total)


def ertai_income() -> Table:
    """Income of the bases, and what it is for."""
    header = words("序号 村名 基地名称 年度 收入类别 收益金额(万元) 用途 支出金额(万元)")
    workshop = "服装加工微工厂"
    rows: list[Row] = [
        [1, "二台村", workshop, 2021, "厂房租金", 22.4, "", ""],
        [2, "二台村", workshop, 2021, "股金", 3.8, "", ""],
        [3, "二台村", workshop, 2021, "", "", "道德银行和爱心超市", 10],
        [4, "东滩村", "西瓜产业园", 2021, "大棚租金", 86.8, "", ""],
        [5, "西滩村", "西瓜产业园", 2021, "大棚租金", 68.2, "", ""],
    ]
    return Table("", [header], rows, titles=("二台镇产业基地收益分配表",))


def xuezhai_income(village: str) -> Table:
    """One investment of the village and its first income."""
    header = words("序号 行政村 项目名称 投入金额(万元) 投入日期 收益批次 收益金额(万元) 到账日期")
    project = "儋州吉达雅星热带水果种植示范产业园"
    row: Row = [1, village, project, 150, date(2018, 8, 25), "第一批", 7.5, date(2018, 12, 24)]
    return Table("集体经济", [header], [row], titles=("薛宅村委会村集体经济收益台账",))


def weijiagou_bases(village: str) -> tuple[Table, Table]:
    """Indigo on 100 mu, of which the collective rents 40."""
    bases: Row = [village, "板蓝根种植", "板蓝根", 100, 46]
    land: Row = [village, "板蓝根种植", "40亩"]
    return (
        Table(
            "基地",
            [words("村名 基地名称 种植品种 种植面积(亩) 带动贫困户数")],
            [bases],
            ("位家沟村种植基地情况",),
        ),
        Table("土地流转", [words("村名 流转用途 流转面积(亩)")], [land], ("位家沟村集体土地流转情况",)),
    )
