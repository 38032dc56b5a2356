import pytest

from pipelines.audit.differences import find_differences
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions


def mentions(text):
    folded = fold(text)
    return find_mentions(folded.text, find_figures(folded, text))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("应拨付80.25万元,已拨付60.2万元,剩余20.05万元", [True]),
        ("原有61户,清退10户,保留51户", [True]),
        ("应拨付80万元,已拨付60万元,剩余25万元", [False]),
        ("甲村80万元,乙村60万元,剩余25万元", []),
        ("应拨付80万元,已拨付约60万元,剩余25万元", []),
    ],
)
def test_what_is_left(text, holds):
    assert [one.holds for one in find_differences(mentions(text))] == holds
