"""Terms of a vocabulary by their synonyms, as those are compared."""

from collections.abc import Mapping
from functools import cache

from pipelines.reading.normalise import normalise
from pipelines.registers.contract import load_vocabulary


@cache
def terms_of(vocabulary: str) -> Mapping[str, str]:
    """Synonym, normalised, → term."""
    return {normalise(synonym): term for synonym, term in load_vocabulary(vocabulary).items()}
