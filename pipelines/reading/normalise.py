"""One spelling for comparing what people type: headers, vocabulary terms, names of places."""

import re
import unicodedata
from functools import cache
from typing import Any

_SPACES = re.compile(r"[\s\u200b\ufeff]+")

_BRACKETS = str.maketrans("[{【〔〖〈<", "(((((((") | str.maketrans("]}】〕〗〉>", ")))))))")


def normalise(text: str) -> str:
    """Half-width, simplified, round brackets, without spaces and line breaks; for comparing, never for display."""
    if text.isascii():
        return _SPACES.sub("", text).translate(_BRACKETS)
    return simplified(_SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS))


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; text that GB 2312 can write is simplified already."""
    try:
        text.encode("gb2312")
        return text
    except UnicodeEncodeError:
        return _converter().convert(text)


@cache
def _converter() -> Any:
    from opencc import OpenCC  # loads its dictionaries; most files never need it

    return OpenCC("t2s")
