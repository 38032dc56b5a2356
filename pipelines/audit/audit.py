"""One report, audited: its figures, where they stand, and whether they agree with each other and with the marts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipelines.audit.documents import read_document
from pipelines.audit.figures import Figure, find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identities import find_identities
from pipelines.audit.identity import Identity
from pipelines.audit.matching import Verdict, judge
from pipelines.audit.mentions import Mention, find_mentions
from pipelines.audit.periods import year_of_report
from pipelines.audit.pieces import Document
from pipelines.audit.places import place_of_report
from pipelines.audit.readings import Report
from pipelines.audit.released import Computed, Coverage, Released
from pipelines.audit.reviewed import id_of_identity, ids_of_figures, read_reviews_of
from pipelines.audit.subjects import Meaning, find_meanings
from pipelines.quality.reviews import Review


@dataclass(frozen=True)
class Audit:
    """A report as read, and what it is of: its figures in the order of the text with what they mean and the verdict on
    each, and the identities among them."""

    document: Document
    report: Report
    figures: list[Figure]
    mentions: list[Mention]
    meanings: list[Meaning | None]
    verdicts: list[Verdict]
    identities: list[Identity]
    reviews: Mapping[str, Review] = field(default_factory=dict)

    @property
    def broken(self) -> list[Identity]:
        """The identities that do not hold."""
        return [identity for identity in self.identities if not identity.holds]

    @cached_property
    def ids(self) -> list[str]:
        """What each figure says, in sixteen characters."""
        return ids_of_figures(self.mentions)

    def review_of_figure(self, number: int) -> Review | None:
        """What somebody decided about the figure."""
        return self.reviews.get(self.ids[number])

    def review_of_identity(self, identity: Identity) -> Review | None:
        """What somebody decided about the identity."""
        return self.reviews.get(id_of_identity(identity, self.ids))

    def reviews_at(self, number: int) -> list[Review]:
        """What somebody decided about the figure, and about the contradictions that it is part of."""
        found = [self.review_of_figure(number)]
        found += [self.review_of_identity(identity) for identity in self.broken if number in identity.figures]
        return [review for review in found if review]


@dataclass(frozen=True)
class Release:
    """What reports are compared with: the numbers of a release, and what each of them leaves out."""

    numbers: Released
    coverage: Callable[[Computed], Coverage]


def audit_report(path: Path, release: Release | None = None, area: str | None = None) -> Audit:
    """The figures of a report, what they say of each other and, where there is a release, whether its marts say the same;
    with what was decided about them in the file of reviews beside it. `area` is the township that the report is of, where
    its text does not say it. Raises UserError as `read_document` and `read_reviews_of` do."""
    document = read_document(path)
    folded = fold(document.text)
    figures = find_figures(folded, document.text)
    mentions = find_mentions(folded.text, figures)
    meanings = find_meanings(folded.text, mentions)
    numbers = release.numbers if release else None
    place = place_of_report(folded.text, numbers, area) if numbers else None
    report = Report(folded.text, year_of_report(document.name, folded.text), place)
    coverage = release.coverage if release else lambda _: Coverage()
    verdicts = judge(report, mentions, meanings, numbers, coverage)
    counted = [meaning and (meaning.size_of or meaning) for meaning in meanings]
    identities = find_identities(folded.text, mentions, counted, report.year)
    reviews = read_reviews_of(path)
    return Audit(document, report, figures, mentions, meanings, verdicts, identities, reviews)
