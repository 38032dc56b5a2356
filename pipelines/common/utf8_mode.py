"""UTF-8 whatever the locale: old Chinese servers run in zh_CN.GB18030, where Python would misread every name."""

import codecs
import locale
import os
import sys
from io import TextIOWrapper

_UTF_8 = "utf-8"


def ensure_utf8_mode() -> None:
    """Start this process again in Python's UTF-8 mode, where the locale has names of files in another encoding.

    A terminal of that locale still gets its own encoding.
    """
    if sys.getfilesystemencoding() != _UTF_8:
        sys.stdout.flush()
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, os.environ | {"PYTHONUTF8": "1"})
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.isatty() and (encoding := _terminal_encoding()):
            stream.reconfigure(encoding=encoding)


def _terminal_encoding() -> str | None:
    """The encoding that the locale names, where it is another one that can spell Chinese."""
    name = codecs.lookup(locale.getencoding()).name
    return None if name in ("ascii", "iso8859-1", _UTF_8) else name
