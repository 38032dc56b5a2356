from pipelines.audit.evidence import Vocabulary, find_headings, surroundings
from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions

WORDS = Vocabulary(["脱贫", "危房", "改造"], ["脱贫户", "贫困户"])


def evidence_of(text, number=0):
    """What is told of the figure: how much a word speaks for a subject, and for a measure."""
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    headings = find_headings(folded.text)
    around = surroundings(folded.text, mentions, mentions[number], headings[0] if headings else None)
    evidence = WORDS.find(folded.text).around(around)
    return lambda word: (evidence.of_topic([word]), evidence.of_measure([word]))


def test_the_nearer_a_word_the_more_it_says():
    texts = ["危房改造3户", "危房已清零,改造3户", "危房已清零。改造3户", "改造3户"]
    found = [evidence_of(text)("危房")[0] for text in texts]
    assert found == sorted(found, reverse=True) and len(set(found)) == 4
    assert found[-1] == 0


def test_a_heading_tells_the_subject_and_no_measure():
    topic, measure = evidence_of("一、危房\n落实政策。\n帮助3户")("危房")
    assert topic > 0 and measure == 0


def test_a_word_within_the_name_of_a_group_is_not_told():
    assert evidence_of("脱贫户3户")("脱贫") == (0, 0)
    assert evidence_of("脱贫户中已脱贫3户")("脱贫")[0] > 4


def test_who_something_is_done_for_says_less_than_what_is_done():
    assert evidence_of("贫困户3户")("贫困户")[0] < evidence_of("脱贫3户")("脱贫")[0]


def test_persons_stand_where_their_households_do():
    assert evidence_of("危房改造3户9人", 1)("危房") == evidence_of("危房改造3户9人")("危房")


def test_a_figure_that_only_the_place_leads_up_to():
    folded = fold("全镇30户。全镇40户搬迁。某某50户")
    mentions = find_mentions(folded.text, find_figures(folded, folded.text))
    assert [surroundings(folded.text, mentions, one, None).is_bare for one in mentions] == [
        True,
        False,
        False,
    ]
