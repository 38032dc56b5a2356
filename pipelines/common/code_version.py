"""The version of the program, as a digest of its files."""

import hashlib
from functools import cache

from pipelines.common.workspace import PROJECT


@cache
def code_version() -> str:
    """Digest of every file that decides what a figure is: code, contracts, policy, marts, expectations, libraries."""
    digest = hashlib.sha256()
    sources = [
        path
        for folder in ("pipelines", "expectations")
        for pattern in ("*.py", "*.yml", "*.csv", "*.sql")
        for path in (PROJECT / folder).rglob(pattern)
    ]
    for path in sorted([*sources, PROJECT / "requirements.lock"]):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
