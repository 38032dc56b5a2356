"""Names and files are read as UTF-8 whatever the locale, and a terminal gets its own encoding."""

import os
import subprocess
import sys

from pipelines.common import utf8_mode
from pipelines.common.workspace import PROJECT


def test_names_of_units_are_read_in_a_locale_without_utf_8(sample_release):
    """PYTHONUTF8=0 makes this process what a server of another locale is: it reads names in another encoding."""
    elsewhere = os.environ | {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "pipelines", "deliveries", "--marts", str(sample_release)]
    answer = subprocess.run(command, capture_output=True, env=elsewhere, cwd=PROJECT, check=False)
    assert answer.returncode == 0
    assert "木棠镇" in answer.stdout.decode("utf-8")


def test_a_terminal_gets_the_encoding_of_its_locale(monkeypatch):
    for of_locale, expected in {"gb18030": "gb18030", "utf-8": None, "ANSI_X3.4-1968": None}.items():
        monkeypatch.setattr("locale.getencoding", lambda name=of_locale: name)
        assert utf8_mode._terminal_encoding() == expected
