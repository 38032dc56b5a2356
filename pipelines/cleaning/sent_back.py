"""Feedback workbooks that were sent back: which sheet each of their pages was made from, and replaces."""

from collections.abc import Mapping, Sequence

from pipelines.deliveries.delivery import Delivery
from pipelines.reading.origin import Origin, read_origins


class SentBack:
    """The pages that were made of sheets, in each file of the delivery."""

    def __init__(self, delivery: Delivery):
        self._unit, self._period = delivery.unit, delivery.period.name
        self._pages = {path.name: read_origins(path) for path in delivery.files}

    def pages(self, file: str) -> Mapping[str, Sequence[Origin]]:
        """Page of the file → the sheets that it was made from; empty for a file that is not a feedback workbook."""
        return self._pages[file].present

    def deleted(self, file: str) -> Mapping[str, Sequence[Origin]]:
        """Page that somebody deleted from the file → the sheets that it was made from."""
        return self._pages[file].deleted

    def belongs_elsewhere(self, origin: Origin) -> str | None:
        """The unit and period that a page was made for, where those are not these."""
        unit = origin.unit or self._unit
        if (unit, origin.period) == (self._unit, self._period):
            return None
        return f"{unit}/{origin.period}"

    def replaced(self, file: str, sha256: str) -> dict[str, str]:
        """Sheet of the file → the page of a feedback workbook, sent back beside it, that was made of it."""
        return {
            origin.sheet: f"{other} {page}"
            for other, pages in self._pages.items()
            for page, origins in pages.present.items()
            for origin in origins
            if origin.is_whole and (origin.period, origin.file, origin.sha256) == (self._period, file, sha256)
        }
