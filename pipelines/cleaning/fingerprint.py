"""The name of a delivery's pieces: what went into them, so that what has not changed is not cleaned again."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipelines.cleaning.amendments import Amendments
from pipelines.cleaning.identities import key_macro
from pipelines.deliveries.delivery import Delivery
from pipelines.registers.contract import Register
from pipelines.registers.loading import FOLDER as REGISTERS

CODE = Path(__file__).parent.parent


def fingerprint(delivery: Delivery, registers: Mapping[str, Register], key: bytes) -> str:
    """Name of the piece folder: equal only if the same would come of the delivery again."""
    digest = hashlib.sha256(_code_digest().encode())
    digest.update(key_macro(key).encode())
    for name, register in sorted(registers.items()):
        digest.update(name.encode() + _digest_of(register))
    digest.update(
        json.dumps(
            [
                delivery.name,
                delivery.area,
                delivery.notes.model_dump(),
                [place.model_dump() for place in delivery.places.entries],
                Amendments.of(delivery).describe(),
            ],
            sort_keys=True,
            default=str,
        ).encode()
    )
    for path in delivery.files:
        digest.update(json.dumps([path.name, file_digest(path)]).encode())
    return digest.hexdigest()[:32]


def file_digest(path: Path) -> str | None:
    """SHA-256 of the file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


@cache
def _digest_of(register: Register) -> bytes:
    return hashlib.sha256(json.dumps(register.model_dump(mode="json"), sort_keys=True).encode()).digest()


@cache
def _code_digest() -> str:
    """Digest of the code and vocabularies that decide what a row becomes."""
    digest = hashlib.sha256()
    sources = [
        *CODE.glob("cleaning/*.py"),
        *CODE.glob("reading/*.*"),
        *CODE.glob("rules/*.*"),
        *CODE.glob("statements/*.*"),
        *CODE.glob("values/*.py"),
        CODE / "registers" / "columns.py",
        CODE / "registers" / "contract.py",
    ]
    for path in sorted([*sources, *REGISTERS.glob("vocabularies/*.csv")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
