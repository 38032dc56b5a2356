"""Damage to the bytes of a file."""

from random import Random


def mutate_bytes(rng: Random, content: bytes, rounds: int = 8, longest: int = 200) -> bytes:
    """The content, in up to so many rounds changed in a byte, shorter or longer by some, or cut off."""
    spoilt = bytearray(content)
    for _ in range(rng.randint(1, rounds)):
        at = rng.randrange(len(spoilt) or 1)
        match rng.randrange(4):
            case 0:
                spoilt[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del spoilt[at : at + rng.randrange(longest)]
            case 2:
                spoilt[at:at] = rng.randbytes(rng.randrange(longest // 4))
            case 3:
                spoilt = spoilt[: max(at, 1)]
    return bytes(spoilt)
