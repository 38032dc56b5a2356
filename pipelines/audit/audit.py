"""One report, audited: its figures and where they stand."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.documents import Document, read_document
from pipelines.audit.figures import Figure, find_figures
from pipelines.audit.folding import fold


@dataclass(frozen=True)
class Audit:
    """A report as read, and its figures in the order of the text."""

    document: Document
    figures: list[Figure]


def audit_report(path: Path) -> Audit:
    """The figures of a report. Raises UserError as `read_document` does."""
    document = read_document(path)
    return Audit(document, find_figures(fold(document.text), document.text))
