"""A header that asks whether the register's fact holds may name what the list is of."""

import pytest

from pipelines.reading.labels import Label
from pipelines.reading.questions import asks_for_fact, named_in_questions
from tests.support.desk import REGISTERS, Desk

FACTS = ("签约", "参保")


@pytest.mark.parametrize("label", ["是否已签约", "是否参保", "参保状态", "签约情况"])
def test_what_asks_for_a_fact(label):
    assert asks_for_fact(label, FACTS)


@pytest.mark.parametrize("label", ["是否脱贫", "参保", "签约医生", "未参保原因"])
def test_what_asks_for_none(label):
    assert not asks_for_fact(label, FACTS)


def test_a_question_names_the_service_that_it_is_of():
    register = REGISTERS["health_services"]
    assert named_in_questions(register, [Label.of(["姓名"]), Label.of(["是否参保"])]) == {"service"}
    assert named_in_questions(register, [Label.of(["是否办证"])]) == set()


@pytest.mark.parametrize("title", ["木棠镇2018年脱贫人口医保参保缴费台账", "木棠镇脱贫人口名册"])
def test_who_is_asked_whether_he_is_insured_is_so_if_he_says_yes(tmp_path, title):
    """Of three persons two are insured; one is in the army."""
    header = ["村", "姓名", "身份证号", "人员类别", "是否参保"]
    people = [["薛宅村", "王甲一", "", "脱贫户", "是"], ["薛宅村", "王乙一", "", "脱贫户", "否（参军）"]]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [[title], header, *people, ["薛宅村", "王丙一", "", "监测户", "是"]])
    assert desk.clean().column("health_services", "service") == ["基本医保参保"] * 2
