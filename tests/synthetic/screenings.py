"""Screenings, a flood, and what townships are: counts by village, households that were struck, profiles."""

from collections.abc import Sequence
from random import Random

from tests.synthetic.amounts import pick, shares
from tests.synthetic.forms import Row, Table, words
from tests.synthetic.people import Household

_HEADER = words("序号 行政村 排查户数 问题户数 排查日期")


def housing_screening(villages: Sequence[str], households: int) -> Table:
    """Every household of 二台镇, screened for safe housing in the last month."""
    rng = Random("住房排查")
    counts = shares(households, [rng.uniform(0.6, 1.5) for _ in villages])
    rows: list[Row] = [
        [number, village, count, 0, "2021年12月20日"]
        for number, (village, count) in enumerate(zip(villages, counts, strict=True), start=1)
    ]
    total: Row = ["合计", "", households, 0, ""]
    return Table("住房", [_HEADER], rows, titles=("二台镇住房安全排查统计表",), last_total=total)


def water_screening(villages: Sequence[str], households: int) -> Table:
    """Households of twenty villages, screened for safe water."""
    rng = Random("饮水排查")
    counts = shares(households, [rng.uniform(0.6, 1.5) for _ in villages])
    rows: list[Row] = [
        [number, village, f"{count}户", 0, "2021.11.15"]
        for number, (village, count) in enumerate(zip(villages, counts, strict=True), start=1)
    ]
    return Table("饮水", [_HEADER], rows, titles=("二台镇农村饮水安全排查台账",))


def school_screening(villages: Sequence[str], persons: int) -> Table:
    """Everybody of school age in 二台镇, asked whether he is at school."""
    rng = Random("控辍保学")
    counts = shares(persons, [rng.uniform(0.6, 1.5) for _ in villages])
    rows: list[Row] = [
        [number, village, count, "2021年9月10日"]
        for number, (village, count) in enumerate(zip(villages, counts, strict=True), start=1)
    ]
    header = words("序号 行政村 排查人数 排查日期")
    return Table("适龄人口", [header], rows, titles=("二台镇控辍保学适龄人口排查统计表",))


def flood(households: Sequence[Household]) -> Table:
    """76 registered households of 昭潭镇 with 219 persons that the flood of July 2020 struck: one house, 15 fields of 34 mu,
    60 houses under water."""
    rng = Random("洪灾")
    struck = pick(rng, households, 76, 219)
    areas = shares(340, [rng.uniform(0.5, 1.5) for _ in range(15)])
    kinds = ["房屋受損", *["農作物受損"] * 15, *["房屋過水"] * 60]
    rows: list[Row] = []
    for number, (household, kind) in enumerate(zip(struck, kinds, strict=True), start=1):
        area = areas[number - 2] / 10 if kind == "農作物受損" else ""
        head = household.head
        rows.append(
            [
                number, household.village, household.number, head.name, head.id_number, household.size,
                "2020年7月洪災", kind, area, "是",
            ]
        )  # fmt: skip
    header = words("序號 行政村 戶編號 戶主姓名 身份證號 家庭人口 災害名稱 受災類型 受損面積(畝) 是否恢復")
    return Table("受災", [header], rows, titles=("昭潭鎮貧困戶受災情況臺賬",))


def zhaishi_profile(unit: str) -> Table:
    header = words("乡镇 行政村数 总面积(平方千米) 总人口")
    row: Row = [unit, 24, 420, "32,000"]
    return Table("", [header], [row], titles=("寨市乡2016年乡镇基本情况表",))


def street_profile(unit: str) -> Table:
    return Table("概况", [words("乡镇街道 社区数")], [[unit, "4个"]], titles=("街道基本情况表",))


def inspected_townships(townships: Sequence[str]) -> Table:
    """Four townships of which two villages each were inspected."""
    rows: list[Row] = [[number, township, 2] for number, township in enumerate(townships, start=1)]
    return Table("", [words("序号 乡镇 行政村数")], rows, titles=("受督查乡镇基本情况表",))
