"""One spelling for comparing, whatever was typed."""

import pytest

from pipelines.reading.normalise import normalise, simplified


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("户 主\n姓名", "户主姓名"),
        ("金额（万元）", "金额(万元)"),
        ("金额【万元】", "金额(万元)"),
        ("２０１８", "2018"),
        ("戶主姓名", "户主姓名"),
        ("\ufeffABC [1]", "ABC(1)"),
    ],
)
def test_spellings_that_are_the_same(typed: str, same: str) -> None:
    assert normalise(typed) == same


def test_simplified_text_stays_as_it_is() -> None:
    assert simplified("乾隆年间") == "乾隆年间"
    assert simplified("撥付資金") == "拨付资金"
