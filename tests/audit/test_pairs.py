from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.pairs import find_pairs


def test_persons_are_as_many_as_households_or_more():
    text = "甲30户98人,乙5户5人,丙20户12人,丁7户,6人"
    folded = fold(text)
    found = find_pairs(find_mentions(folded.text, find_figures(folded, text)))
    assert [one.holds for one in found] == [True, True, False]
