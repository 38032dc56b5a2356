from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions, find_predicates, find_wholes


def mentions(text):
    folded = fold(text)
    return find_mentions(folded.text, find_figures(folded, text))


def test_labels_are_the_words_before_a_figure():
    found = mentions("全镇脱贫户30户98人,其中城镇5户;特困人员(7户)。共计支出2万元")
    assert [mention.label for mention in found] == [
        "全镇脱贫户",
        "全镇脱贫户",
        "城镇",
        "特困人员",
        "共计支出",
    ]
    assert [mention.pair for mention in found] == [None, 0, None, None, None]
    assert [mention.sentence for mention in found] == [0, 0, 0, 0, 1]


def test_the_persons_of_households_may_stand_behind_a_comma():
    found = mentions("脱贫户30户、98人,特困户5户,7人;走访9户、4人,走访8户,12人参加")
    assert [mention.pair for mention in found] == [None, 0, None, 2, None, None, None, None]
    assert found[3].label == "特困户"


def test_the_persons_of_households_may_be_said_to_be_all_of_them():
    found = mentions("脱贫户30户、计98人,特困户5户共7人,走访9户计划4人")
    assert [mention.pair for mention in found] == [None, 0, None, 2, None, None]


def test_what_is_said_of_all_figures_of_a_row():
    text = "脱贫户30户98人,低保户20户均已参保;监测户9户。走访8户,特困户7户全部入住"
    folded = fold(text)
    found = find_mentions(folded.text, find_figures(folded, text))
    said = [span and folded.text[slice(*span)] for span in find_predicates(folded.text, found)]
    assert said == ["均已参保"] * 3 + [None, None, "全部入住"]


def test_brackets_and_line_breaks():
    found = mentions("共10户(甲4户(含1户)、乙6户),丙2户;\n丁3户\n戊4户")
    assert [mention.depth for mention in found] == [0, 1, 2, 1, 0, 0, 0]
    assert [mention.sentence for mention in found] == [0] * 6 + [1]


def test_what_each_figure_is_listed_under():
    text = "项目60个,其中产业20个(到村5个,到户15个),培训40个。另有3个"
    folded = fold(text)
    found = find_mentions(folded.text, find_figures(folded, text))
    assert find_wholes(folded.text, found) == [None, 0, 1, 1, 0, None]


def test_a_list_ends_with_its_line_unless_it_is_one_of_lines():
    text = "岗位30个,其中新区9个,增收4元;\n园区6个\n\n项目60个,其中\n产业20个;\n培训40个"
    folded = fold(text)
    found = find_mentions(folded.text, find_figures(folded, text))
    assert find_wholes(folded.text, found) == [None, 0, 0, None, None, 4, 4]
