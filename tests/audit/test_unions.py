import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.unions import find_unions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两项补贴共40人。生活补贴20人,护理补贴12人", [(32, 40, False)]),
        ("两项补贴共30人。生活补贴20人(男8人),护理补贴12人", [(32, 30, True)]),
        ("两项补贴共40人。生活补贴20人", []),  # the other one is not stated
        ("两项补贴共40人。生活补贴20户,护理补贴12户", []),
        ("两项补贴约40人。生活补贴20人,护理补贴12人", []),
        ("补贴共40人。生活补贴20人,护理补贴12人", []),
    ],
)
def test_whoever_has_one_of_several_things_has_one_of_them(text, expected):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    assert [(one.left, one.right, one.holds) for one in find_unions(mentions)] == expected
