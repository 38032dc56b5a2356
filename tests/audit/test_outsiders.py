import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.outsiders import find_outsiders
from pipelines.audit.stocks import find_stocks
from pipelines.audit.subjects import find_meanings


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        ("对未纳入建档立卡的70户低保户帮扶", [(80, 70, False)]),  # 100 less at most 20 who are both
        ("对未纳入建档立卡的90户低保户帮扶", [(80, 90, True)]),
        ("对70户低保户帮扶", []),
    ],
)
def test_those_who_are_not_registered(outside, expected):
    text = f"全镇低保户100户,贫困双重身份人员20户。{outside}。"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    meanings = find_meanings(folded.text, mentions)
    found = find_outsiders(folded.text, mentions, meanings, find_stocks(folded.text, mentions, meanings))
    assert [(one.left, one.right, one.holds) for one in found] == expected
