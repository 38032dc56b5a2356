"""Sentences made for these tests: which part of a measure the words around a figure name."""

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.subjects import find_meanings
from pipelines.audit.topics import topics
from pipelines.reading.vocabularies import terms_of


def dims(text, name=None):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    found = [meaning.subject.dims if meaning else None for meaning in find_meanings(folded.text, mentions)]
    return [(one or {}).get(name) for one in found] if name else found


def test_words_at_the_figure_name_the_values():
    assert dims("春季发放教育补助3万元,秋季发放教育补助4万元") == [
        {"semester": "spring"},
        {"semester": "autumn"},
    ]


def test_the_nearest_words_count_before_those_of_the_clause():
    assert dims("享受雨露计划和高中助学金30人,中职助学金9人", "program") == ["高中助学金", "中职助学金"]
    assert dims("全镇4个村900户按每亩90元发放耕地地力补贴7万元", "program") == ["耕地地力保护补贴"] * 2 + [
        None
    ] + ["耕地地力保护补贴"]


def test_values_go_on_in_a_sentence_until_words_name_another():
    text = "春季发放教育补助3万元,发放进度100%,秋季发放教育补助4万元。发放教育补助7万元"
    assert dims(text, "semester") == ["spring", "spring", "autumn", None]


def test_what_each_figure_says_anew_does_not_go_on():
    text = "就业30人,其中省外务工9人,外出务工21人"
    assert dims(text, "region") == [None, "outside_province", None]


def test_an_amount_is_of_the_part_that_it_follows():
    text = "教育资助方面,小学9人,发放补助2万元;初中8人,发放补助3万元"
    assert dims(text, "stage") == ["小学", "小学", "初中", "初中"]


def test_an_amount_behind_several_parts_is_of_their_whole():
    text = "享受高龄津贴30人,其中男性10人,女性20人,共发放补贴9万元"
    assert dims(text, "sex") == [None, "male", "female", None]
    assert dims(text, "program") == ["高龄津贴"] * 4


def test_what_stands_in_brackets_goes_for_nothing_behind_them():
    text = "危房改造30户(其中低保户10户,残疾户20户。),已竣工29户"
    assert dims(text, "group") == [None, "dibao", "disabled", None]


def test_whom_a_sentence_or_its_heading_is_about_goes_for_all_its_figures():
    text = "为建档立卡学生落实教育补助,春季发放3万元,秋季发放4万元"
    assert dims(text, "group") == ["registered_poor"] * 2
    assert dims("(一)贫困学生教育补助\n发放3万元", "group") == ["registered_poor"]


def test_who_is_watched_goes_on_past_what_is_done_for_them():
    text = "防返贫监测方面,对边缘户9户,安排公益岗位3户,门诊特殊病证办理2户"
    assert dims(text, "category") == ["marginal"] * 3
    assert dims(text, "measure_type") == [None, "公益岗位", "门诊特殊病证"]


def test_what_only_the_words_of_a_figure_say_does_not_go_on():
    assert dims("共认领问题9个,制定任务8条", "status") == ["claimed", None]
    text = "落实建档立卡贫困户政策,农村低保30户,其中建档立卡户9户"
    assert dims(text, "group")[0] is None


def test_those_who_came_back_by_what_they_do():
    text = "受疫情影响返乡人员30人,其中镇内就业20人,安排公益岗位10人"
    assert dims(text, "status") == [None, "employed_in_township", "public_welfare_post"]


def test_the_ends_of_a_stated_interval():
    assert dims("就业扶贫,每村安排就业5-6人,务工9人", "bound") == ["min", "max", None]


def test_values_do_not_go_on_to_another_line():
    text = "边缘户9人参加医疗保险,参保9人;\n家庭医生签约8人"
    assert dims(text, "group")[-1] is None


def test_values_of_another_subject_stay_with_it():
    text = "全镇农村人口900户,建档立卡贫困户30户"
    assert dims(text, "scope") == ["rural", None]


def test_a_measure_has_only_the_dimensions_that_it_is_cut_by():
    text = "危房改造方面,已入住30户,入住率100%"
    assert dims(text, "status") == ["moved_in", None]
    assert dims("全镇累计脱贫20户,未脱贫9户", "cohort") == ["cumulative", None]


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.subject)
def test_dimensions_are_those_of_the_topic_and_its_vocabularies(topic):
    known = {*topic.dims, *topic.vocabularies, *topic.names}
    for measured in topic.measures:
        assert {*(measured.cut_by or ()), *measured.dims} <= known
    assert all(terms_of(vocabulary) for vocabulary in topic.vocabularies.values())
