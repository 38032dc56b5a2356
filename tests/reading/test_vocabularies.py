"""A vocabulary's synonyms are found however they are typed."""

from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of


def test_synonyms_are_found_as_they_are_compared():
    terms = terms_of("relations")
    assert terms[normalise("戶 主")] == "户主"
    assert terms[normalise("本人或户主")] == "户主"
    assert "家长" not in terms
