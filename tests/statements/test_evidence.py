"""Words for a register and against it: an earlier voice decides before a later one."""

import pytest

from pipelines.registers.columns import Column
from pipelines.registers.contract import Evidence, Register
from pipelines.statements.evidence import Voices, weigh


def register(*, is_needed: bool) -> Register:
    return Register(
        name="dividends",
        title="分红",
        description="-",
        grain="-",
        key=(),
        columns=(Column(name="paid_yuan", type="money", title="金额", description="-"),),
        evidence=Evidence.model_validate({"for": ["分红"], "against": ["补贴"], "is_needed": is_needed}),
    )


def voices(headers: str = "金额", title: str = "", file: str = "", terms: str = "") -> Voices:
    return Voices((headers,), (title,), (file,), (terms,))


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (voices(), "silent"),
        (voices(title="分红发放表"), "for"),
        (voices(title="补贴发放表"), "against"),
        (voices(headers="分红金额", title="补贴发放表"), "for"),
        (voices(title="分红补贴表"), "both"),
        (voices(headers="分红补贴"), "for"),
        (voices(terms="分红"), "for"),
    ],
)
def test_the_first_voice_that_argues_decides(heard: Voices, verdict: str) -> None:
    assert weigh(register(is_needed=True), heard) == verdict


def test_where_no_evidence_is_needed_words_in_cells_decide_nothing() -> None:
    assert weigh(register(is_needed=False), voices(terms="补贴")) == "silent"
    assert weigh(register(is_needed=False), voices(title="分红补贴表")) == "for"


@pytest.mark.parametrize(("title", "verdict"), [("监测户分红名单", "for"), ("分红监测名单", "both")])
def test_who_is_on_a_list_does_not_refute_what_it_is_of(title: str, verdict: str) -> None:
    evidence = Evidence.model_validate(
        {"for": ["分红"], "names": ["分红"], "refuted_by": ["监测"], "is_needed": True}
    )
    own = register(is_needed=True).model_copy(update={"evidence": evidence})
    assert weigh(own, voices(title=title)) == verdict


PERSON = Column(name="person_id_number", type="person_id_number", title="证件号码", description="-")


@pytest.mark.parametrize(("more", "verdict"), [((), "both"), ((PERSON,), "for")])
def test_id_numbers_contradict_a_register_that_has_none_of_them(more: tuple, verdict: str) -> None:
    """项目名称 beside 身份证号: payments to persons for a project; a list of persons may well name one."""
    own = register(is_needed=False)
    evidence = Evidence.model_validate({"for": ["项目"], "against": ["身份证"]})
    listed = own.model_copy(update={"columns": (*own.columns, *more), "evidence": evidence})
    assert weigh(listed, Voices(("项目名称", "身份证号", "拨付金额"), (), ())) == verdict


def test_a_word_of_several_registers_needs_others_beside_it() -> None:
    """项目 alone is of the budgets of offices, 收益 alone of a village."""
    funds = register(is_needed=True).model_copy(
        update={
            "evidence": Evidence(
                is_needed=True, titled=("项目",), shared=("收益",), shared_beside=("paid_yuan",)
            )
        }
    )
    assert weigh(funds, voices(headers="项目名称", title="台账")) == "silent"
    assert weigh(funds, voices(headers="项目名称", title="某镇项目表")) == "for"
    assert weigh(funds, voices(headers="支出", title="收益表")) == "silent"
    assert weigh(funds, voices(headers="金额", title="收益表")) == "for"
