"""Grants, premiums and dibao of 木棠镇 in 2018: counts by village, and the roster of those who are registered as poor, too."""

from collections.abc import Mapping
from random import Random

from tests.synthetic.amounts import pick
from tests.synthetic.benefits import counts, covered_persons
from tests.synthetic.deliveries import Delivery
from tests.synthetic.forms import Cell, Table
from tests.synthetic.mutang.registry import VILLAGES, Township

# Households, persons and yuan of the spring and the autumn.
_GRANTS = {
    "建档立卡学生": ((926, 2022, 2_696_450), (642, 1445, 1_631_100)),
    "低保、特困家庭学生": ((267, 519, 746_900), (167, 336, 417_700)),
}
_DIBAO, _TEKUN, _DUAL = (521, 1772), (142, 160), (122, 395)


def write_benefits(delivery: Delivery, township: Township) -> None:
    for group, (spring, autumn) in _GRANTS.items():
        tables = [
            counts(
                f"{semester}学期",
                f"木棠镇2018年{semester}学期{group}教育补助发放汇总表",
                VILLAGES,
                [
                    (
                        {},
                        {
                            "资助户数": households,
                            "资助人数": persons,
                            "应发金额(元)": yuan,
                            "发放金额(元)": yuan,
                        },
                    )
                ],
            )
            for semester, (households, persons, yuan) in (("春季", spring), ("秋季", autumn))
        ]
        delivery.save(f"教育补助发放汇总({group.removesuffix('学生')}).xlsx", *tables)
    delivery.save("城乡居民医保代缴汇总表.xls", _premiums())
    dual = pick(Random("双重身份"), township.households, *_DUAL)
    dual.sort(key=lambda household: (household.village, household.number))
    delivery.save(
        "农村低保对象花名册(建档立卡户).xlsx", covered_persons("木棠镇农村低保对象花名册(建档立卡户)", dual)
    )
    others = [
        (
            {"补贴项目": "农村低保", "类别": "一般农户"},
            {"户数": _DIBAO[0] - _DUAL[0], "人数": _DIBAO[1] - _DUAL[1]},
        ),
        ({"补贴项目": "特困供养", "类别": "一般农户"}, {"户数": _TEKUN[0], "人数": _TEKUN[1]}),
    ]
    table = counts("汇总", "木棠镇低保、特困供养对象汇总表(一般户)", VILLAGES, others)
    delivery.save("低保特困对象汇总.csv", table, encoding="gb18030")


def _premiums() -> Table:
    parts: list[tuple[Mapping[str, Cell], Mapping[str, int]]] = [
        (
            {"人员类别": "2016-2018年脱贫户", "参保年度": 2018},
            {"户数": 1097, "人数": 5517, "代缴金额(元)": 1_213_740},
        ),
        (
            {"人员类别": "2014-2015年脱贫户", "参保年度": 2018},
            {"户数": 96, "人数": 475, "代缴金额(元)": 475 * 670},
        ),
        ({"人员类别": "低保特困户", "参保年度": 2019}, {"代缴金额(元)": 425_000 - 86_900}),
        ({"人员类别": "双重身份户", "参保年度": 2019}, {"代缴金额(元)": 86_900}),
    ]
    return counts("医保代缴", "木棠镇城乡居民基本医疗保险代缴汇总表", VILLAGES, parts)
