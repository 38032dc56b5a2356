"""Identities of persons without their data: digests keyed by HMAC-SHA256.

A plain hash of an 18-digit ID number can be guessed by trying them all; a keyed one cannot without the key,
which lies in the state folder, readable by its owner alone, and never in the repository or a release.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from pipelines.common.errors import UserError

_BLOCK = 64


def load_key(path: Path) -> bytes:
    """The key of this installation, made at first use.

    Raises UserError where others may read the key file or it holds no key.
    """
    if not path.exists():
        _write_key(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise UserError(
            f"{path} may be read by others; expected a key that only its owner reads (chmod 600).",
            f"{path} 别人也能读；密钥只能由本人读取（chmod 600）。",
        )
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise UserError(f"{path} holds no key; expected 64 hexadecimal digits. Restore it from the backup.")
    return key


def renew_key(path: Path) -> Path:
    """Replace the key by a new one. Return where the old one is kept.

    The next build finds no cleaned piece under the new key and codes every person anew. Until then nothing changes.
    """
    load_key(path)
    fresh, old = path.with_suffix(".new"), path.with_suffix(".old")
    fresh.unlink(missing_ok=True)
    _write_key(fresh)
    old.unlink(missing_ok=True)
    os.link(path, old)
    os.replace(fresh, path)
    return old


def key_name(key: bytes) -> str:
    """A name by which releases recognise that they were made under the same key; it reveals nothing of the key."""
    return hashlib.sha256(b"township" + key).hexdigest()[:12]


def key_macro(key: bytes) -> str:
    """SQL that defines keyed(text): the first 128 bits of HMAC-SHA256, as 32 hexadecimal digits."""
    padded = key.ljust(_BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded).hex()
    outer = bytes(byte ^ 0x5C for byte in padded).hex()
    return f"""create or replace macro keyed(raw) as
        left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(raw)))), 32)"""


def keyed(key: bytes, text: str) -> str:
    """What the SQL macro of `key_macro` gives of the text."""
    return hmac.digest(key, text.encode(), "sha256").hex()[:32]


def _write_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
