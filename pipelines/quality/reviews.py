"""Reviews: what people decided about single findings, in `reviews.yml` beside the deliveries. Read, never written.

- finding: 5f0c61a2b3d4e5f6
  decision: dismissed           # or confirmed
  note: 该户 2019 年分户
  by: 统计站
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.common.errors import UserError
from pipelines.common.old_names import warn_of_old_name
from pipelines.common.private_numbers import ShownText
from pipelines.common.yaml_files import read_entries
from pipelines.validation import Outcome

FILE = "reviews.yml"
_OLD_FILE = "verdicts.yml"
_OLD_KEYS = {"verdict": "decision"}


class Review(BaseModel):
    """What somebody decided about one finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: str = Field(pattern=r"^[0-9a-f]{16}$")
    decision: Literal["confirmed", "dismissed"]
    note: ShownText | None = None
    by: ShownText = Field(min_length=1)


def load_reviews(raw: Path) -> tuple[Review, ...]:
    """Every review in the file of the folder; none where the file is missing.

    Raises UserError naming the entry that is not valid, or the finding that two entries review.
    """
    path, old = raw / FILE, raw / _OLD_FILE
    if old.exists():
        if path.exists():
            raise UserError(
                f"{old} is the old name of {path}, which is there too: move its entries there.",
                f"{old} 是 {path} 的旧名，两个文件都在：请把其中各条移到新文件。",
            )
        warn_of_old_name(old, FILE)
        path = old
    return read_reviews(path)


def read_reviews(path: Path) -> tuple[Review, ...]:
    """Every review in the file; none where it is missing. Raises UserError as `load_reviews` does."""
    reviews = read_entries(path, Review, _OLD_KEYS)
    reviewed = Counter(review.finding for review in reviews)
    if twice := sorted(finding for finding, entries in reviewed.items() if entries > 1):
        raise UserError(f"{path}: two entries review the finding {twice[0]}; expected one.")
    return reviews


def unmatched_reviews(outcomes: Mapping[str, Sequence[Outcome]], reviews: Sequence[Review]) -> list[str]:
    """A sentence for each review of no finding of the release; `outcomes` come by table."""
    ids = {failure.id for found in outcomes.values() for outcome in found for failure in outcome.failures}
    return [
        f"{FILE}: {review.finding}, {review.decision} by {review.by}, is in no row of quality.finding_rows."
        for review in reviews
        if review.finding not in ids
    ]
