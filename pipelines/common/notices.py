"""Notices to the user, one sentence each, and what was told so far: whoever gave one will give it again next time."""

import warnings

TOLD: list[str] = []
"""Every notice that this process has shown."""


def show_as_sentences() -> None:
    """Show warnings as sentences like any other: their line of code helps nobody who reads it."""
    warnings.formatwarning = _sentence


def _sentence(message: Warning | str, *_: object, **__: object) -> str:
    TOLD.append(str(message))
    return f"{message}\n"
