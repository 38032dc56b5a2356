"""Words for a register and against it: an earlier voice decides before a later one."""

import pytest

from pipelines.registers.contract import Column, Evidence, Register
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
