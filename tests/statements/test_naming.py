"""What names say of two statements beyond marks of a copy."""

import pytest

from pipelines.statements.naming import are_named_apart, are_titled_apart, name_other_things, naming

AREAS = ("儋州市", "木棠镇")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("资金台账", "资金台账(2)"),
        ("资金台账", "资金台账 - 副本"),
        ("资金台账上", "资金台账(2)下"),
        ("资金台账", "资金台账(更正)"),
        ("资金台账", "资金台账终稿"),
        ("资金台账", "资金台账最终版"),
        ("资金台账", "资金台账V2"),
        ("资金台账", "资金台账_20201231"),
        ("资金台账", "资金台账2020-12-31"),
        ("资金台账", "12.31资金台账"),
        ("资金台账", "木棠镇资金明细表"),
        ("资金台账", "1606723812345"),
        ("a", "b"),
        ("资金台账", "Sheet2"),
    ],
)
def test_marks_of_a_copy_tell_nothing_apart(name, other):
    assert not are_named_apart(naming((name,), AREAS), naming((other,), AREAS))
    assert not are_named_apart(naming((name, "表"), AREAS), naming((other, "表"), AREAS))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("中央", "县"),
        ("一批", "二批"),
        ("一期", "二期"),
        ("农业农村局", "交通局"),
        ("产业", "基础设施"),
        ("资金台账(财农〔2020〕5号)", "资金台账(财农〔2020〕18号)"),
        ("富民合作社", "兴农公司"),
        ("上半年", "下半年"),
    ],
)
def test_whatever_else_differs_tells_statements_apart(name, other):
    some, others = (naming((one, "资金"), AREAS) for one in (name, other))
    assert are_named_apart(some, others) and name_other_things(some, others)


def test_a_list_of_all_says_nothing_that_an_excerpt_does_not():
    """An excerpt has words of its own, and the list that it is of has none: 资金总表 has the rows of 产业资金, too."""
    whole, part = naming(("资金总表",), AREAS), naming(("产业资金",), AREAS)
    assert are_named_apart(whole, part) and not name_other_things(whole, part)
    assert not name_other_things(naming(("扶贫资金台账",), AREAS), naming(("中央资金台账",), AREAS))
    assert not name_other_things(naming(("汇总", "资金"), AREAS), naming(("中央", "资金"), AREAS))


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("2018年6月小额信贷台账", "小额信贷明细表(截至2018年底)", False),
        ("小额信贷台账", "小额信贷逾期名单", True),
        ("务工人员台账", "返乡人员名单", True),
        ("2018年上半年外出务工台账", "2018年四季度外出务工台账", False),
    ],
)
def test_days_and_forms_are_no_titles_of_their_own(name, other, expected):
    assert are_titled_apart(naming((name, "a.csv"), AREAS), naming((other, "b.csv"), AREAS)) is expected


def test_files_are_compared_where_a_list_has_no_title():
    assert are_titled_apart(naming(("", "逾期.csv"), AREAS), naming(("", "台账.csv"), AREAS))
    assert not are_titled_apart(naming(("", "逾期.csv"), AREAS), naming(("", ""), AREAS))
