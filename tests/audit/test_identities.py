from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identities import find_identities
from pipelines.audit.mentions import find_mentions
from pipelines.audit.subjects import find_meanings


def identities(text):
    folded = fold(text)
    mentions = find_mentions(folded.text, find_figures(folded, text))
    return find_identities(folded.text, mentions, find_meanings(folded.text, mentions))


def test_all_kinds_in_the_order_of_the_text():
    text = "共30户98人,其中甲12户40人,乙18户58人。应签40户,已签30户,签约率75%。"
    found = identities(text)
    assert [one.type for one in found] == ["pair", "sum", "sum", "pair", "pair", "ratio"]
    assert all(one.holds for one in found)


def test_a_long_text_takes_no_more_than_its_share():
    """What is looked at for each figure does not grow with the text: 100,000 figures take seconds."""
    text = "共30户98人,其中甲12户40人,乙18户58人。" * 500
    assert len(identities(text)) == 5 * 500
