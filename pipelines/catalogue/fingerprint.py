"""What figures follow from, as a digest: two builds of one fingerprint have the same contents."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines import validation
from pipelines.catalogue.tables import Catalogue
from pipelines.common.workspace import PROJECT


def fingerprint(
    pieces: Iterable[str], raw: Path, waivers: Iterable[validation.Waiver], catalogue: Catalogue
) -> str:
    """Digest of the cleaned deliveries, the steward's files beside them, the code, and the contracts in use.

    `pieces` are the names of the deliveries' piece folders, each of which is a digest itself. Of `waivers` those in
    force count: the day on which one expires may change what is valid.
    """
    in_force = [waiver.model_dump_json() for waiver in waivers if waiver.is_in_force]
    digest = hashlib.sha256(json.dumps([sorted(pieces), in_force, code_version()]).encode())
    digest.update(repr(catalogue).encode())
    for path in sorted(raw.glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:32]


@cache
def code_version() -> str:
    """Digest of every file that decides what a figure is: code, contracts, policy, marts and expectations."""
    digest = hashlib.sha256()
    sources = [
        path
        for pattern in ("*.py", "*.yml", "*.csv", "*.sql")
        for path in (PROJECT / "pipelines").rglob(pattern)
    ]
    for path in sorted([*sources, *(PROJECT / "expectations").rglob("*.yml")]):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
