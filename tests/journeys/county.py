"""A county of twelve townships, each with a list of households and one of villages, all invented.

Township n has two villages of 1,000 persons. In 甲村 of it 3 × n persons are poor; in 乙村 ten left poverty in 2030. So of the
county 3 × (1 + … + 12) = 234 are poor and 120 have left poverty, and of township 12 36 of 2,000 are poor: 1.80 %.
"""

from pathlib import Path

from tests.support.small import PERSON_HEADER, Household, write_csv

COUNTY, PERIOD = "云上县", "2030"
_NAMES = ("清水", "白石", "黄土", "赤岩", "青林", "乌江", "金沙", "银坪", "红旗", "蓝田", "紫云", "高桥")
TOWNSHIPS = [f"{name}乡" for name in _NAMES]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def write_county(raw: Path) -> None:
    """The deliveries of all townships."""
    for township in TOWNSHIPS:
        write_township(raw, township)


def write_township(raw: Path, township: str, *, spoiled: bool = False) -> None:
    """The delivery of one; spoiled, the ID number of its first person has a digit too few."""
    number = TOWNSHIPS.index(township) + 1
    folder = raw / township / PERIOD
    poor = [Household(serial) for serial in range(1, 3 * number + 1)]
    exited = [
        Household(serial, village="乙村", status="已脱贫", exit_year="2030") for serial in range(101, 111)
    ]
    rows = [_row(household, township, number) for household in (*poor, *exited)]
    if spoiled:
        at = PERSON_HEADER.index("证件号码")
        rows[0][at] = rows[0][at][:-1]
    write_csv(folder / "名单.csv", [PERSON_HEADER, *rows])
    villages = [[township, name, "1000"] for name in ("甲村", "乙村")]
    write_csv(folder / "村.csv", [["乡镇", "行政村", "农村人口数"], *villages])
    (folder.parent / "unit.yml").write_text(f"county: {COUNTY}\ntownship: {township}\n", encoding="utf-8")


def _row(household: Household, township: str, number: int) -> list[str]:
    [row] = household.rows()
    changes = {
        "行政县": COUNTY,
        "乡镇": township,
        "户编号": f"53{number:02}{household.number:06}",
        "人编号": f"53{number:02}{household.number:06}01",
        "证件号码": _id_number(number, household.number),
    }
    return [changes.get(header, cell) for header, cell in zip(PERSON_HEADER, row, strict=True)]


def _id_number(month: int, serial: int) -> str:
    body = f"5300011970{month:02}01{serial:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]
