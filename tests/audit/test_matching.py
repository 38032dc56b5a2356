"""Verdicts on sentences made for these tests, against a release of a few numbers."""

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.matching import judge
from pipelines.audit.mentions import find_mentions
from pipelines.audit.readings import Report
from pipelines.audit.released import Coverage
from pipelines.audit.subjects import find_meanings
from tests.support.reports import COUNTY, TOWNSHIP, VILLAGE, released

RELEASED = released(
    ("registered_households", "", COUNTY, 2018, 2000),
    ("registered_households", "", TOWNSHIP, 2018, 1193),
    ("registered_households", "", TOWNSHIP, 2017, 1300),
    ("registered_households", "", VILLAGE, 2018, 174),
    ("monitored_households", "category=marginal", TOWNSHIP, 2018, 40),
    ("exited_households", "exit_year=2017", TOWNSHIP, None, 456),
    ("exited_households", "exit_year=2018", TOWNSHIP, None, 393),
    ("exited_households", "cohort=cumulative", TOWNSHIP, 2018, 1115),
    ("poverty_incidence", "", TOWNSHIP, 2018, 0.003872),
    ("land_area", "", TOWNSHIP, 2018, 96),
    ("posts", "", TOWNSHIP, 2018, 146),
)


def verdicts(text, coverage=None, place=TOWNSHIP, numbers=RELEASED):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    report = Report(folded.text, 2018, place)
    return judge(
        report, mentions, find_meanings(folded.text, mentions), numbers, lambda _: coverage or Coverage()
    )


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("全镇建档立卡贫困户1193户", "PASS", ""),
        ("石桥镇建档立卡贫困户1193户", "PASS", ""),
        ("全县建档立卡贫困户2000户", "PASS", ""),
        ("甲村建档立卡贫困户174户", "PASS", ""),
        ("2017年全镇已脱贫456户", "PASS", ""),
        ("目前已完成脱贫1115户", "UNCERTAIN", "和石桥镇累计的数相同"),
        ("贫困发生率0.38%", "PASS", ""),  # cut off, not rounded
        ("全镇公益性岗位约150个", "PASS", ""),
        ("全镇建档立卡贫困户1139户", "FAIL", "数字颠倒"),
        ("全镇建档立卡贫困户11930户", "FAIL", "差 10 倍"),
        ("甲村建档立卡贫困户147户", "FAIL", "表中甲村 2018 年是 174；数字颠倒"),
        ("2017年已脱贫465户", "UNCERTAIN", "没有写明"),
        ("全镇2017年已脱贫465户", "FAIL", "表中石桥镇 2017 年是 456"),
        ("全镇边缘户22户", "FAIL", "是 40"),
        ("全镇建档立卡贫困户146户", "FAIL", "和 figures 的"),  # 146 posts
        ("全镇建档立卡贫困户1300户", "UNCERTAIN", "和石桥镇 2017 年的数相同"),
        ("全镇建档立卡贫困户174户", "UNCERTAIN", "和甲村 2018 年的数相同"),
        ("全镇建档立卡贫困户2000户", "UNCERTAIN", "和某县 2018 年的数相同"),
        ("建档立卡贫困户1180户", "UNCERTAIN", "没有写明"),
        ("全镇建档立卡贫困户约600户", "UNCERTAIN", "约数"),
        ("全村建档立卡贫困户40户", "UNCERTAIN", "没有写明"),
        ("全镇贫困户700户", "UNCERTAIN", "口径"),
        ("全镇因病边缘户12户", "NOT_ASSESSABLE", "“因病”没有读懂"),
        ("全镇贫困劳动力30人", "NOT_ASSESSABLE", "没有集市表"),
        ("2016年全镇边缘户30户", "NOT_ASSESSABLE", "缺台账"),
        ("走了3公里", "NOT_ASSESSABLE", "没有读懂"),
        ("一、甲\n全镇边缘户22户\n一、乙\n", "UNCERTAIN", "没有写明"),
    ],
)
def test_verdict_on_a_figure(text, verdict, reason):
    [found] = verdicts(text)
    assert (found.verdict, reason in found.reason) == (verdict, True), found.reason
    assert bool(reason) == bool(found.reason)


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("为困难群众办理贷款,涉及146户", "NOT_ASSESSABLE", "没有把握"),
        ("聘用护林员、保洁员等146人", "PASS", "上下文"),
        ("聘用护林员、保洁员等147人", "NOT_ASSESSABLE", "可以和 figures 核对"),
    ],
)
def test_what_only_the_words_around_suggest_is_never_wrong(text, verdict, reason):
    [found] = verdicts(text)
    assert (found.verdict, reason in found.reason) == (verdict, True), found.reason


@pytest.mark.parametrize(
    ("coverage", "verdict"),
    [
        (Coverage(missing_units=1), "UNCERTAIN"),
        (Coverage(rows_set_aside=18), "UNCERTAIN"),
        (Coverage(rows_set_aside=17), "FAIL"),
    ],
)
def test_what_the_mart_leaves_out_may_explain_a_difference(coverage, verdict):
    """22 stated, 40 counted: seventeen rows that were set aside are no eighteen households."""
    assert [found.verdict for found in verdicts("全镇边缘户22户", coverage)] == [verdict]


def test_without_release_or_township_nothing_is_assessed():
    for found in (*verdicts("全镇边缘户22户", place=None), *verdicts("全镇边缘户22户", numbers=None)):
        assert (found.verdict, found.dims) == ("NOT_ASSESSABLE", {"category": "marginal"})


def test_a_figure_says_what_it_is_of():
    [found] = verdicts("甲村2017年计划脱贫4户")
    assert (found.dims, found.period, found.area, found.kind) == (
        {"exit_year": "2017"},
        "2017",
        "甲村",
        "planned",
    )


def test_a_figure_has_the_mart_that_could_answer_it():
    found = [verdicts(text)[0] for text in ("全镇边缘户22户", "全镇因病边缘户12户", "2016年全镇边缘户30户")]
    assert [one.mart for one in found] == ["figures"] * 3
    assert verdicts("走了3公里")[0].mart is None


def test_names_as_written_are_dimensions_of_the_figure():
    text = "带动贫困户发展产业,石桥农业有限公司分红3万元。开展家政服务培训,参训30人"
    [dividend, trained] = verdicts(text)
    assert dividend.dims == {"partner": "石桥农业有限公司", "cohort": "2018"}
    assert trained.dims == {"course": "家政服务"}
