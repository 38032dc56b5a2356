from pipelines.audit.folding import fold


def test_each_character_knows_its_place_in_the_original():
    original = "⼈口\u200b３㎡，戶數①"
    folded = fold(original)
    assert folded.text == "人口3m2，户数①"
    assert [original[position] for position in folded.positions[:-1]] == list("⼈口３㎡㎡，戶數①")
    assert folded.span(3, 5) == (4, 5)


def test_words_whose_length_changes_are_converted_character_by_character():
    assert fold("資金撥付進度\n脫貧戶").text == "资金拨付进度\n脱贫户"
