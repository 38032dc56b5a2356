"""Households and persons in one cell become a count of each."""

from tests.support.ledgers import amounts


def test_each_count_is_what_stands_before_its_unit(desk):
    cells = ["42户168人", "1,020户、3850人", "30户", "90", "120人"]
    header = ["路段", "所在村", "里程", "投资", "受益群众", "竣工时间"]
    rows = [[f"路{n}", "薛宅村", "1.2公里", "40万元", text, "2018年6月"] for n, text in enumerate(cells)]
    desk.csv("表.csv", [["木棠镇通组公路硬化项目完成情况"], header, *rows])
    outcome = desk.clean()
    found = amounts(outcome, "work_name", "households", "persons", register="infrastructure_works")
    assert found == [
        ("路0", 42, 168),
        ("路1", 1020, 3850),
        ("路2", 30, None),
        ("路3", None, 90),
        ("路4", None, 120),
    ]
    assert outcome.marks == []
    assert "term_from_words" in {finding["rule"] for finding in outcome.findings}
