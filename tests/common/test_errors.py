"""What a machine lacks, and where a file has a slip, in words that a user can act on."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.common.errors import UserError, lack_of
from pipelines.engines.workbench import Workbench
from pipelines.policy import FOLDER as POLICY


def test_a_fault_is_looked_through_once_even_where_errors_are_each_others_cause():
    raised, reported = ValueError("of a step"), RuntimeError("of Dagster")
    raised.__context__, reported.__cause__ = reported, raised
    assert lack_of(raised) is None


@pytest.mark.parametrize(
    ("fault", "chinese", "english"),
    [
        (MemoryError(), "内存不够", "Memory ran out"),
        (OSError("No space left on device"), "磁盘已满", "The disk is full"),
        (
            OSError("disk I/O error\n(Background on this error at: …)"),
            "磁盘已满（disk I/O error）",
            "The disk is full (disk I/O error)",
        ),
        (OSError("File too large"), "磁盘已满", "The disk is full"),
        (PermissionError("data/marts"), "data/marts；需要可以写入", "data/marts; expected a folder"),
    ],
)
def test_what_a_machine_lacks_is_told_in_chinese_first(fault, chinese, english):
    lack = lack_of(fault)
    assert lack
    zh, en = lack.sentences
    assert zh.startswith(chinese) and zh.endswith("上一版仍然有效。")
    assert en.startswith(english) and en.endswith("The last release stays current.")


def test_a_slip_in_a_policy_is_named_by_file_and_line(tmp_path):
    copied = Path(shutil.copytree(POLICY, tmp_path / "policy")) / "incidence_rules.csv"
    first, second, *others = copied.read_text(encoding="utf-8").splitlines()
    copied.write_text("\n".join([first, f"{second},surplus", *others]), encoding="utf-8")
    with closing(Workbench(tmp_path / "workbench.duckdb")) as workbench, pytest.raises(UserError) as reported:
        workbench.load_policies(copied.parent)
    assert str(reported.value).startswith(f"{copied}: ") and "Line: 2" in str(reported.value)
