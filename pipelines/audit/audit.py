"""One report, audited: its figures, where they stand, and whether they agree with each other."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.documents import Document, read_document
from pipelines.audit.figures import Figure, find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identities import find_identities
from pipelines.audit.identity import Identity


@dataclass(frozen=True)
class Audit:
    """A report as read, its figures in the order of the text, and the identities among them."""

    document: Document
    figures: list[Figure]
    identities: list[Identity]

    @property
    def broken(self) -> list[Identity]:
        """The identities that do not hold."""
        return [identity for identity in self.identities if not identity.holds]


def audit_report(path: Path) -> Audit:
    """The figures of a report and what they say of each other. Raises UserError as `read_document` does."""
    document = read_document(path)
    folded = fold(document.text)
    figures = find_figures(folded, document.text)
    return Audit(document, figures, find_identities(folded.text, figures))
