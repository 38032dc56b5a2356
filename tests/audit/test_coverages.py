import pytest

from pipelines.audit.coverages import find_coverages
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.stocks import find_stocks
from pipelines.audit.subjects import find_meanings


def coverages(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    mentions = find_mentions(folded.text, figures)
    stocks = find_stocks(folded.text, mentions, find_meanings(folded.text, mentions), 2018)
    return [
        ([figures[number].text for number in one.figures], one.type, one.holds)
        for one in find_coverages(mentions, stocks)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇贫困户200户。遍访205户,遍访率100%。", [(["205户", "200户"], "part", False)]),
        ("全镇贫困户200户。产业帮扶196户,产业覆盖100%。", [(["196户", "200户", "100%"], "ratio", False)]),
        ("全镇贫困户200户。遍访200户,遍访率100%。", [(["200户", "200户", "100%"], "ratio", True)]),
        # of those who left poverty in a year
        (
            "全镇贫困户200户。2018年贫困户196户。遍访196户,遍访率100%。",
            [(["196户", "196户", "100%"], "ratio", True)],
        ),
        ("全镇贫困户200户。遍访60户,遍访率100%。", []),
        ("全镇贫困户200户。签约196户,签约率100%。", []),
        ("全镇贫困户200户。遍访196户,遍访率98%。", []),
        ("全镇贫困户200户。遍访约196户,遍访率100%。", []),
        ("遍访196户,遍访率100%。", []),
    ],
)
def test_all_are_as_many_as_there_are(text, expected):
    assert coverages(text) == expected
