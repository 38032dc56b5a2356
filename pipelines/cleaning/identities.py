"""Who is who without saying who: identities keyed by HMAC-SHA256.

A plain hash of an 18-digit ID number can be guessed by trying them all; a keyed one cannot without the key,
which lies in the state folder, readable by its owner alone, and never in the repository or a release.
"""

import os
import secrets
from pathlib import Path

from pipelines.problems import Problem

_BLOCK = 64


def load_key(path: Path) -> bytes:
    """The key of this installation, made at first use.

    Raises Problem where others may read the key file or it holds no key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Problem(f"{path} may be read by others; expected a key that only its owner reads (chmod 600).")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Problem(f"{path} holds no key; expected 64 hexadecimal digits. Restore it from the backup.")
    return key


def key_macro(key: bytes) -> str:
    """SQL that defines keyed(text): the first 128 bits of HMAC-SHA256, as 32 hexadecimal digits."""
    padded = key.ljust(_BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded).hex()
    outer = bytes(byte ^ 0x5C for byte in padded).hex()
    return f"""create or replace temp macro keyed(raw) as
        left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(raw)))), 32)"""
