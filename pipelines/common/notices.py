"""Notices to the user, one sentence each, and what was told so far: whoever gave one will give it again next time."""

import warnings

from pipelines.common.language import spoken

TOLD: list[str] = []
"""Every notice that this process has shown."""


def warn(chinese: str, english: str, category: type[Warning] = UserWarning) -> None:
    """Warn, from where the caller was called, in the language that is spoken, in both where none is named."""
    warnings.warn("\n".join(spoken(chinese, english)), category, stacklevel=3)


def show_as_sentences() -> None:
    """Show warnings as sentences like any other: their line of code helps nobody who reads it."""
    warnings.formatwarning = _sentence


def _sentence(message: Warning | str, *_: object, **__: object) -> str:
    TOLD.append(str(message))
    return f"{message}\n"
