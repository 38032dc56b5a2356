"""What people decided about figures and contradictions of a report, by what these say: an edit elsewhere loses none of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.audit.identity import Identity
from pipelines.audit.mentions import Mention
from pipelines.quality.reviews import Review, read_reviews

_LENGTH = 16


def read_reviews_of(report: Path) -> Mapping[str, Review]:
    """The reviews of a report by what they review: those of `<name>.reviews.yml` beside it, in the form of `reviews.yml`.
    Raises UserError for an entry that is not valid, or two of one."""
    return {review.finding: review for review in read_reviews(report.with_name(f"{report.stem}.reviews.yml"))}


def ids_of_figures(mentions: Sequence[Mention]) -> list[str]:
    """What each figure says, in sixteen characters: its words, value and unit."""
    return [
        _digest([one.label, str(one.figure.value.normalize()), one.figure.unit, *one.figure.per])
        for one in mentions
    ]


def id_of_identity(identity: Identity, figures: Sequence[str]) -> str:
    """What a contradiction says, by what its figures say; `figures` are the ids of all figures of the report."""
    return _digest([identity.type, *(figures[number] for number in identity.figures)])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]
