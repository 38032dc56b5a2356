"""Help speaks Chinese where the locale does, and every text of it is translated."""

import os
import re
import subprocess
import sys

import pytest

from pipelines.cli.commands import app
from pipelines.cli.help import chinese, help_texts
from pipelines.common.workspace import PROJECT


def test_every_help_text_is_translated_and_no_other() -> None:
    assert {text for _, text in help_texts(app)} == chinese().keys()
    assert not [text for text in chinese().values() if not re.search(r"[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize(
    ("environment", "is_chinese", "is_english"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True, False),
        ({"LANG": "zh_CN.UTF-8", "TOWNSHIP_LANG": "en"}, False, True),
        ({"LANG": "C.UTF-8"}, True, True),
    ],
)
def test_a_refusal_is_in_the_language_of_the_user(
    environment: dict[str, str], is_chinese: bool, is_english: bool
) -> None:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "TOWNSHIP_"))
    }
    command = [sys.executable, "-m", "pipelines", "faults", "某镇", "--marts", "没有"]
    ended = subprocess.run(
        command, capture_output=True, text=True, cwd=PROJECT, check=False, env=inherited | environment
    )
    assert ended.returncode == 2 and "Traceback" not in ended.stderr
    assert ("请先运行" in ended.stderr, "Run" in ended.stderr or "run" in ended.stderr) == (
        is_chinese,
        is_english,
    ), ended.stderr


def test_help_is_chinese_in_a_chinese_locale() -> None:
    command = [sys.executable, "-m", "pipelines", "query", "--help"]
    shown = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
        env=os.environ | {"TOWNSHIP_LANG": "zh"},
    ).stdout
    assert "只读" in shown and "选项" in shown and "read-only" not in shown
    assert "用法：" in shown and "显示这段说明" in shown and "Usage" not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["query"], "缺少“sql”。"),
        (["frobnicate"], "没有命令“frobnicate”。"),
        (["relases"], "没有命令“relases”。是不是 'releases'？"),
        (["build", "--rw", "x"], "没有选项 --rw。 可能是 --raw。"),
        (["releases", "--marts"], "选项 --marts 后面要写一个值。"),
        (["releases", "--format", "yaml"], "'--format' 不能是“yaml”，可写 'table', 'csv', 'json'。"),
        (["diff", "一", "二", "三"], "多写了：三"),
    ],
)
def test_wrong_usage_is_told_in_chinese(wrong: list[str], said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pipelines", *wrong],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
        env=os.environ | {"TOWNSHIP_LANG": "zh", "COLUMNS": "120"},
    )
    assert ended.returncode == 2 and said in ended.stderr
    words = re.findall(r"[A-Z]?[a-z]{3,}", ended.stderr.replace(said, ""))
    assert {*words} <= {"python", "pipelines", "help", "marts", "sql", "old", "new", *wrong}
