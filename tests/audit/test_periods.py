import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.periods import stated_span, stated_year, words_before, year_of_report


@pytest.mark.parametrize(
    ("name", "text", "year"),
    [
        ("2019年总结.docx", "2018年做了", 2019),
        ("总结.docx", "某镇2018年工作总结\n一、2017年以来", 2018),
        ("总结.docx", "总结\n\n\n\n2018年,2018年,2018年,2017年", 2018),
        ("总结.docx", "总结\n\n\n\n2018年,2017年", None),
        ("总结.docx", "发布时间:2021-04-01", None),
    ],
)
def test_year_of_the_report(name, text, year):
    assert year_of_report(name, text) == year


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2016年,2017年脱贫", 2017),
        ("今年脱贫", 2018),
        ("去年脱贫", 2017),
        ("2017年底,今年", 2018),
        ("脱贫", None),
    ],
)
def test_the_last_year_that_the_words_name(words, year):
    assert stated_year(words, 2018) == year


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2014-2015年贫困户", "2014-2015"),
        ("2014年—2015年贫困户", "2014-2015"),
        ("2014年贫困户", None),
        ("2017年及以前危房", "<=2017"),
        ("从2013年至今,共", "2013-2018"),
        ("2018年以来", None),
        ("2014-2015年贫困户,2016年", None),
        ("2016年,2014-2015年贫困户", "2014-2015"),
    ],
)
def test_a_span_of_years_that_is_named_last(words, span):
    assert stated_span(words, 2018) == span


def test_words_of_the_sentence_before():
    text = "甲3户。2018年,乙4户"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    assert [words_before(folded.text, mention) for mention in mentions] == ["甲", "2018年,乙"]


def test_words_in_brackets_are_not_of_what_stands_behind_them():
    text = "2017年有4户(经2018年清退1户。),剩3户"
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    assert words_before(folded.text, mentions[-1]) == "2017年有4户,剩"
