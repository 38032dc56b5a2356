"""What figures follow from, as a digest: two builds of one fingerprint have the same contents."""

import hashlib
import json
from collections.abc import Iterable

from pipelines import validation
from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import today_in_china
from pipelines.common.code_version import code_version
from pipelines.common.workspace import Workspace
from pipelines.quality.calendar import Owed


def fingerprint(
    pieces: Iterable[str],
    notes: str,
    waivers: Iterable[validation.Waiver],
    owed: Iterable[Owed],
    catalogue: Catalogue,
) -> str:
    """Digest of the cleaned deliveries, the steward's files beside them, the code, and the contracts in use.

    `pieces` are the names of the deliveries' piece folders, each of which is a digest itself, `notes` what
    `notes_digest` gave before any of these files was used. Two things change with the day: which `waivers` are in
    force, and for how much of what is `owed` the day is over.
    """
    in_force = [waiver.model_dump_json() for waiver in waivers if waiver.is_in_force]
    over = sum(due_on < today_in_china() for *_, due_on in owed)
    parts = [sorted(pieces), notes, in_force, over, code_version(), catalogue.digest]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def notes_digest(workspace: Workspace) -> str:
    """Digest of what the steward put beside the deliveries: waivers, reviews, calendar, places, boundaries for maps."""
    digest = hashlib.sha256()
    for path in sorted([*workspace.raw.glob("*.yml"), *workspace.boundaries.glob("*.geojson")]):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
