"""The language that the program speaks: TOWNSHIP_LANG, else Chinese in a Chinese locale, else both."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["zh", "en"]
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def language(environment: Mapping[str, str] = os.environ) -> Language | None:
    """zh or en; None where nothing names one, and sentences are printed in both, in Chinese first."""
    if environment.get("TOWNSHIP_LANG") in ("zh", "en"):
        return "zh" if environment["TOWNSHIP_LANG"] == "zh" else "en"
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if locale.startswith("zh") else None


def spoken(*sentences: str) -> list[str]:
    """The sentences to print, of one that is known in Chinese and then in English, or in one of them."""
    both = [sentence for sentence in sentences if sentence]
    return {"zh": both[:1], "en": both[-1:], None: both}[language()]


def say(chinese: str, english: str) -> None:
    """Print the sentence in the language that is spoken, in both where none is named."""
    print("\n".join(spoken(chinese, english)))


def label(words: str) -> str:
    """The part in the language that is spoken of a label in both, English first: files 文件."""
    found = _CHINESE.search(words)
    if found is None or language() is None:
        return words
    parts: Sequence[str] = (words[: found.start()], words[found.start() :])
    return parts[language() == "zh"].strip()
