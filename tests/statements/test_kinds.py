"""Kinds of ledgers that are of no register are recognised by words of their own."""

import pytest

from pipelines.reading.vocabularies import without_persons
from pipelines.statements.kinds import load_kinds
from tests.support.statements import REGISTERS, identify

KINDS = {kind.kind: kind for kind in load_kinds()}
NEEDED = [name for name, register in REGISTERS.items() if register.evidence.is_needed]


def test_every_kind_has_a_word_that_no_kind_before_it_has() -> None:
    """The more particular comes first, and none is so general that those after it are never reached."""
    seen: set[str] = set()
    for kind in load_kinds():
        assert {*kind.words} - seen or kind.alike, kind.kind
        seen |= {*kind.words}
    assert len({kind.kind for kind in load_kinds()}) == len(load_kinds())


def test_a_register_is_of_kinds_that_there_are() -> None:
    known = {kind.kind for kind in load_kinds()}
    assert {kind for register in REGISTERS.values() for kind in register.evidence.kinds} <= known


@pytest.mark.parametrize(
    "title",
    [
        "孤儿基本生活费",
        "冬春救助资金",
        "产业扶贫以奖代补资金",
        "外出务工交通补贴",
        "公岗社保补贴",
        "春季寄宿生生活补助",
        "护林员劳务补助",
    ],
)
def test_money_paid_out_is_a_benefit_by_its_title_alone(tmp_path, title):
    header = ["序号", "村", "姓名", "身份证号", "学校", "发放金额（元）"]
    header = header if "寄宿生" in title else [*header[:4], header[5]]
    (statement,) = identify(
        tmp_path, [f"某镇2021年{title}发放表"], header, ["1", "甲村", "某甲", "", "100", "100"]
    )
    assert (statement.role, statement.register) == ("list", "benefit_payments")


# 监测对象 names who is paid, not what
@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.words and not kind.filled])
def test_money_of_a_kind_is_of_its_register_alone_though_it_has_a_partner(tmp_path, kind):
    """With every pair of kinds: the first word of its titles is of it alone."""
    takers = {name for name, register in REGISTERS.items() if kind in register.evidence.kinds}
    header = ["序号", "行政村", "户主姓名", "身份证号", "发放金额(元)", "合作企业"]
    title = f"某镇2019年{KINDS[kind].words[0]}发放表"
    (statement,) = identify(tmp_path, [title], header, ["1", "石桥村", "某甲", "", "100", "某合作社"])
    if statement.register:
        assert statement.register in takers
    else:
        assert (statement.role, statement.kind, statement.match) == ("other", kind, None)


@pytest.mark.parametrize("name", NEEDED)
def test_the_typical_sheet_of_a_register_is_of_it_whatever_kind_of_money_went_into_it(tmp_path, name):
    """With every kind: words that name the register hold against a word of another kind."""
    register = REGISTERS[name]
    header = [column.title for column in register.columns]
    found, expected = {}, {}
    for kind in KINDS.values():
        for word in kind.words[:1]:
            title = f"某镇2019年{word}户{register.title}"
            statements = identify(tmp_path, [title], header)
            found[kind.kind] = [statement.register for statement in statements if statement.match]
            is_refuted = any(one in without_persons(title) for one in register.evidence.refuted_by)
            expected[kind.kind] = [] if is_refuted else [name]
    assert found == expected
