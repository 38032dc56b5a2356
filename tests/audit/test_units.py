from decimal import Decimal

from pipelines.audit.units import UNIT_WORDS, UNITS


def test_words_have_a_unit_and_a_factor():
    assert (UNITS["户"].name, UNITS["户"].factor) == ("households", 1)
    assert (UNITS["‰"].name, UNITS["‰"].factor) == ("fraction", Decimal("0.001"))
    assert UNITS["公顷"].factor == 15


def test_a_longer_word_comes_before_its_beginning():
    words = UNIT_WORDS.split("|")
    assert words.index("人次") < words.index("人")
