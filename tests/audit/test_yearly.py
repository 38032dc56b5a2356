import pytest

from pipelines.audit.yearly import write_report
from pipelines.common.errors import UserError
from tests.support.reports import COUNTY, TOWNSHIP, VILLAGE, released

NUMBERS = released(
    ("registered_households", "", TOWNSHIP, 2018, 1193),
    ("registered_persons", "", TOWNSHIP, 2018, 5992),
    ("registered_households", "", TOWNSHIP, 2017, 1300),
    ("registered_persons", "", TOWNSHIP, 2017, 6100),
    ("registered_poor_villages", "", TOWNSHIP, 2018, 4),
    ("exited_households", "exit_year=2018", TOWNSHIP, None, 393),  # no persons: the clause is left out
    ("poverty_incidence", "", TOWNSHIP, 2018, 0.0038724),
    ("planned_amount", "", TOWNSHIP, 2018, 32347890),
    ("paid_amount", "", TOWNSHIP, 2018, 10663000.5),
    ("registered_households", "", VILLAGE, 2018, 20),
)


def test_sentences_have_the_numbers_of_the_marts():
    report = write_report(NUMBERS, "石桥镇", 2018)
    assert report.title == "石桥镇2018年工作数据"
    assert report.sections == [
        ("基本情况", ["全镇建档立卡贫困户1193户5992人。", "全镇建档立卡贫困村4个。"]),
        ("脱贫退出", ["全镇贫困发生率0.39%。"]),
        ("资金", ["全镇计划资金3234.789万元，累计支出1066.30005万元。"]),
    ]
    assert [(source.text, source.words, source.computed.value) for source in report.sources] == [
        ("1193户", "全镇建档立卡贫困户", 1193),
        ("5992人", "全镇建档立卡贫困户", 5992),
        ("4个", "全镇建档立卡贫困村", 4),
        ("0.39%", "全镇贫困发生率", 0.0038724),
        ("3234.789万元", "全镇计划资金", 32347890),
        ("1066.30005万元", "累计支出", 10663000.5),
    ]


def test_stocks_of_another_year_stand_beside_it():
    report = write_report(NUMBERS, "石桥镇", 2018, 2017)
    assert report.sections[-1] == ("与2017年比较", ["2017年全镇建档立卡贫困户1300户6100人。"])
    assert [source.computed.year for source in report.sources[-2:]] == [2017, 2017]


@pytest.mark.parametrize(
    ("township", "year", "sentence"),
    [
        ("木桥镇", 2018, "has 0 townships of this name; expected one of 石桥镇"),
        ("石桥镇", 1999, "no number of 石桥镇 in 1999"),
    ],
)
def test_what_the_release_does_not_have_is_one_sentence(township, year, sentence):
    with pytest.raises(UserError, match=sentence):
        write_report(NUMBERS, township, year)


def test_townships_of_one_name_are_not_told_apart():
    two = released(
        ("registered_poor_villages", "", TOWNSHIP, 2018, 4),
        ("registered_poor_villages", "", ("另县", "石桥镇", None), 2018, 5),
        ("registered_poor_villages", "", COUNTY, 2018, 5),
    )
    with pytest.raises(UserError, match="has 2 townships"):
        write_report(two, "石桥镇", 2018)
