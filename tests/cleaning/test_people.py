"""Whoever a register names is named by no text of the same unit, in whichever delivery; others and other units' stay."""

import re

from tests.support.county import County
from tests.support.desk import PERSONS, person

PAYOUTS = ("乡镇", "行政村", "户主姓名", "户主证件号码", "合作方", "入股年度", "分红年度", "发放金额(元)")


def payouts(town: str, *partners: str) -> list[tuple[str, ...]]:
    rows = [
        (town, "薛宅村", "", "", partner, "2017", "2019", str(100 + n)) for n, partner in enumerate(partners)
    ]
    return [PAYOUTS, *rows]


def test_a_person_of_the_registry_is_no_partner_by_name(tmp_path):
    """卞恓蓝 and 卞恓红 are in the registry of 2018, and partners in 2019: each stays a partner of its own."""
    county = County(tmp_path)
    names = ("卞 恓蓝", "卞恓红(户主)", "薛宅村集体", "王芳")
    county.desk().csv("名单.csv", [PERSONS, *(person(n, 姓名=name) for n, name in enumerate(names))])
    partners = ("卞恓蓝", "卞恓红", "卞恓蓝", "薛宅村集体", "王芳养殖场", "郝璀璨")
    county.desk(period="2019").csv("分红.csv", payouts("木棠镇", *partners))
    county.desk("石桥镇", "2019").csv("分红.csv", payouts("石桥镇", "卞恓蓝"))
    found = county.select().column("dividend_payouts", "partner")
    masked = [partner for partner in found if partner.startswith("卞某")]
    assert sorted(masked.count(partner) for partner in set(masked)) == [1, 2]
    assert all(re.fullmatch(r"卞某\([0-9a-f]{6}\)", partner) for partner in masked)
    assert sorted({*found} - {*masked}) == ["卞恓蓝", "王芳养殖场", "薛宅村集体", "郝璀璨"]
