"""Names that say which one a figure is of; places, partners and projects are made up."""

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.names import find_names


def names(text, kind):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = find_names(folded.text, mentions, [{"name": kind}] * len(mentions))
    return [names.get("name") for names in found]


def test_a_fund_goes_on_in_its_sentence_until_another_is_named():
    text = "中央财政衔接资金支出9万元;支出进度90%;县级配套资金支出8万元。支出7万元"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = find_names(
        folded.text, mentions, [{"fund": "fund"}, {"fund": "fund"}, {"fund": "fund"}, {"fund": "fund"}]
    )
    assert [names.get("fund") for names in found] == [
        "中央财政衔接资金",
        "中央财政衔接资金",
        "县级配套资金",
        None,
    ]


def test_what_a_measure_is_not_cut_by_goes_past_it():
    text = "东西部协作资金9万元,修路3公里,支出8万元"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = find_names(folded.text, mentions, [{"fund": "fund"}, {}, {"fund": "fund"}])
    assert found == [{"fund": "东西部协作资金"}, {}, {"fund": "东西部协作资金"}]


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
        ("title", "一是花椒基地。占地30亩;\n用工9人", ["花椒基地", "花椒基地"]),
        ("title", "一是做大产业。占地30亩", [None]),
        ("fund", "申请东西部协作资金50万元,扶贫济困基金9万元", ["东西部协作资金", "扶贫济困基金"]),
        ("project", "青山村桃园大棚建设项目,投资9万元,到户项目3个", ["青山村桃园大棚"] * 2),
        ("course", "开展面点、电工技能等培训2期", ["面点/电工"]),
        ("title", "建成花椒基地,用工9人", ["花椒基地"]),
        ("source", "深入查漏补缺,发现问题9个;县级考核反馈问题3个", ["查漏补缺", "县级考核"]),
        ("meeting", "召开党委会3次、推进会9次,先后2次召开党委扩大会", ["党委会", "推进会", "党委扩大会"]),
        ("title", "一是特色花椒园区。占地30亩\n用工9人", ["花椒园", None]),
        ("counted", "其中护林岗3个、保洁岗4个", ["护林岗", "保洁岗"]),
        ("counted", "发放宣传册30本", ["宣传册"]),
        ("counted", "安置区设置30个", [None]),
    ],
)
def test_the_name_that_stands_around_a_figure(kind, text, expected):
    assert names(text, kind) == expected
