"""Names that say which one a figure is of; places, partners and projects are made up."""

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.names import find_names


def names(text, kind):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    return [find_names(folded.text, one, {"name": kind}).get("name") for one in mentions]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("organisation", "其中石桥农业有限公司分红3万元", ["石桥农业有限公司"]),
        ("organisation", "帮扶9户与石桥建设有限公司合作", ["石桥建设有限公司"]),
        ("organisation", "石桥合作社(原青山合作社)分红3万元", ["石桥合作社"]),
        ("organisation", "石桥合作社分红3万元。另有4万元", ["石桥合作社", None]),
        ("organisation", "带动9户务工", [None]),
        ("course", "一是组织开展家政服务培训班2期共培训30人", ["家政服务", "家政服务"]),
        ("fund", "中央财政衔接资金50万元,县级配套资金9万元", ["中央财政衔接资金", "县级配套资金"]),
        ("project", "实施青山村道路工程,投资9万元", ["青山村道路"]),
        (
            "title",
            "一是特色花椒园区。占地30亩,用工9人。二是粉条车间。用工7人",
            ["花椒园", "花椒园", "粉条车间"],
        ),
        ("title", "一是特色花椒园区。占地30亩\n用工9人", ["花椒园", None]),
        ("counted", "其中护林岗3个、保洁岗4个", ["护林岗", "保洁岗"]),
        ("counted", "发放宣传册30本", ["宣传册"]),
    ],
)
def test_the_name_that_stands_around_a_figure(kind, text, expected):
    assert names(text, kind) == expected
