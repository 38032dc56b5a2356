"""The memory that a build needs to begin at all."""

import sys

LEAST = 512 << 20
"""Bytes of address space that libraries and contracts take before anything is read."""


def require_memory() -> None:
    """Raises MemoryError where this process may not have that much: beyond its limit the interpreter itself crashes or,
    worse, never returns."""
    if sys.platform == "win32":
        return
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < LEAST:
        raise MemoryError
