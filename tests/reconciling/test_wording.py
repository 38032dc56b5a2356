"""Reported figures in words: dimensions of any kind, and text that is not a JSON object, which a build only warns of."""

import pytest

from pipelines.reconciling.wording import dimensions


@pytest.mark.parametrize(
    ("dims", "words"),
    [
        (None, ""),
        ('{"fund": "中央资金", "batch": 1}', "资金：中央资金；批次：1"),
        ('{"freq": "annual", "has_helper": false}', "频率：按年；有帮扶人：否"),
        ('{"years": [2017, 2018], "round": null}', "years：[2017, 2018]；轮次：null"),
        ("全镇口径", "全镇口径"),
        ("[1]", "[1]"),
        ("NaN", "NaN"),
    ],
)
def test_dimensions_in_words(dims, words):
    assert dimensions(dims) == words
