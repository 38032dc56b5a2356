"""Sentences made for these tests: the words around a figure say what it measures."""

from pathlib import Path

import pytest

import pipelines.marts
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.topics import infer_meanings, topics
from pipelines.marts.loading import load_marts


def inferred(text):
    folded = fold(text)
    return infer_meanings(folded.text, find_mentions(folded.text, find_figures(folded, text)))


def measures(text):
    return [one and f"{one.topic.subject}.{one.measure}" for one in inferred(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("危房改造方面,今年竣工20户", ["housing_renovation.renovation_households"]),
        ("(二)饮水安全\n投入资金12万元", ["drinking_water.invested_amount"]),
        ("(三)消费扶贫\n投入资金12万元", ["social_consumption_aid.aid_amount"]),
        ("收到信访7件,办结6件", ["work_orders.received", "work_orders.closed"]),
        ("整改问题3类21项", ["rectification.issue_kinds", "rectification.issues"]),
        (
            "举办电工培训班2期,为期14天60课时",
            ["training.training_sessions", "training.course_days", "training.course_hours"],
        ),
        ("為困難學生發放教育補助31萬元", ["education_grants.grant_amount"]),
        ("今天天气很好,走了3公里", [None]),
        ("饮水安全方面,建成供水工程3处", ["drinking_water.centralised_supply_points"]),
        ("新纳入低保9户", ["dibao_linkage.recipient_households"]),
        ("发放宣传资料9份", ["publicity_night_school.material_count"]),
        ("中央衔接资金总计已拨付9万元", ["fund_execution.paid_amount"]),
        ("全鎮轄9個村、2個社區", ["admin_profile.villages", "admin_profile.communities"]),
        ("问题整改方面,社区摸排问题30个", ["rectification.issues"]),
        ("全镇外出打工9人", ["employment.migrant_workers"]),
        ("致贫原因方面,因病致贫9户", ["registry_households.registered_households"]),
        ("动态管理中整户删除9户", ["dynamic_adjustment.cleared_out_households"]),
        ("列入今年脱贫计划的贫困户9户", ["exits.planned_exit_households"]),
        ("全镇耕地面积9万亩,辖9个村委", [None, "admin_profile.village_committees"]),
        ("产业方面,花椒种植面积9万亩", ["industry_bases.planted_area"]),
    ],
)
def test_words_at_a_figure_its_sentence_and_heading_tell_the_measure(text, expected):
    assert measures(text) == expected


def test_what_is_done_counts_before_whom_it_is_done_for():
    assert (
        measures("全镇贫困户30户98人参加新农合,代缴资金2万元")[2]
        == "medical_insurance.premium_subsidy_amount"
    )
    assert measures("为30户贫困户核验住房安全") == ["housing_renovation.verified_households"]
    assert measures("全镇贫困户30户") == ["registry_households.registered_households"]


def test_parts_of_a_list_are_parts_of_its_whole_whatever_their_words():
    found = inferred("项目库入库项目60个,其中技术培训20个,教育补助40个")
    assert {one.measure for one in found} == {"projects"}
    assert [one.dims for one in found] == [{}, {"type": "技术培训"}, {"type": "教育补助"}]
    assert measures("会上提到技术培训20次") == ["training.training_sessions"]


def test_what_is_done_for_the_watched_is_of_them_though_others_have_it_too():
    text = "防返贫监测方面,对边缘户9户,安排公益岗位3户,对收入偏低的2户实施临时救助900元"
    assert measures(text)[1:3] == ["monitoring_risk_tiers.assisted_households"] * 2
    assert measures("兜底保障方面,临时救助9户") == ["dibao_linkage.temp_relief_households"]


def test_a_list_of_parts_ends_where_something_else_is_counted():
    text = "转移就业30人,其中省外9人、省内21人,举办招聘会3场,达成意向8人"
    assert measures(text)[-2:] == ["employment.job_fairs", "employment.job_fair_intent_persons"]
    text = "光伏收益支出30万元,其中设置保洁员9名,发放工资8万元"
    assert measures(text)[-1] == "solar_collective_income.solar_spending_amount"


def test_a_number_of_the_place_alone_is_of_who_lives_there():
    assert measures("全镇900户3000人,面积20平方公里")[:2] == [
        "admin_profile.resident_households",
        "admin_profile.resident_persons",
    ]
    assert measures("全镇900户3000人申请贷款")[0] == "microcredit.borrower_households"


def test_a_count_is_of_what_stands_right_behind_it():
    assert measures("乡镇辖6个行政村、2个社区、36个村民小组、113个自然村") == [
        f"admin_profile.{measure}"
        for measure in ("villages", "communities", "villager_groups", "natural_villages")
    ]


def test_a_paragraph_goes_on_with_its_subject():
    assert measures("发放小额信贷90万元。涉及30户") == [
        "microcredit.loan_amount",
        "microcredit.borrower_households",
    ]
    assert measures("发放小额信贷90万元。\n涉及30户")[1] is None


def test_risks_that_are_gone_are_not_those_that_are_left():
    assert measures("防返贫监测方面,累计消除风险70户,目前除9户外均已落实") == [
        "monitoring_risk_tiers.risk_eliminated_households",
        "monitoring_risk_tiers.risk_not_eliminated_households",
    ]


def test_amounts_for_each_are_no_amounts_of_all():
    assert measures("园区带动就业,人均增收3000元") == ["industry_bases.income_gain_per_person"]
    assert measures("园区总投资3000元") == ["industry_bases.invested_amount"]


def test_there_are_words_for_each_measure_that_a_mart_answers():
    marts = load_marts(Path(pipelines.marts.__file__).parent)
    answered = {measure for mart in marts.values() for answer in mart.answers for measure in answer.measures}
    known = {measure for topic in topics() for one in topic.measures for measure in one.measures.values()}
    assert answered - known == set()
