import pytest

from pipelines.audit.changes import find_changes
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年务工40人,去年30人,增加10人", [True]),
        ("今年务工40人,去年30人,增加15人", [False]),
        ("今年务工30人,比上年40人减少了10人", [True]),
        ("今年务工30人,比去年40人增加10人", [False]),
        ("今年收入4万元,去年3万元,增长33.3%", [True]),
        ("今年务工40人,去年30人,增长25%", [False]),
        ("参保率98%,上年同期95%,提高3个百分点", [True]),
        ("参保率98%,上年同期95%,提高5个百分点", [False]),
        ("今年务工40人,比去年增加10人", []),  # the one before is not stated
        ("今年务工40人,其中省外12人,增加10人", []),
        ("今年务工40人,去年约30人,增加15人", []),
        ("今年务工40人。去年30人。增加15人", []),
    ],
)
def test_a_change_is_the_difference_from_the_year_before(text, expected):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    assert [one.holds for one in find_changes(mentions)] == expected
