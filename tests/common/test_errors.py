"""Every refusal of a file is said in Chinese, for who sent it, and in English, for who builds."""

import ast
import importlib
import pickle
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.common.errors import UnreadableFile, UserError, lack_of
from pipelines.engines.workbench import Workbench
from pipelines.policy import FOLDER as POLICY

ROOT = Path(__file__).parents[2]
HAN = re.compile("[一-鿿]")
ENGLISH = re.compile("[a-z]{3}")


def refusals() -> Iterator[tuple[str, str, str]]:
    """Where a file is refused, and the literal text of both sentences; those of a constant at its every use."""
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "UnreadableFile":
                where = f"{path.relative_to(ROOT)}:{call.lineno}"
                if isinstance(call.args[0], ast.Starred):
                    for zh, en in _constants(path, call.args[0]):
                        yield where, zh, en
                else:
                    zh, en = map(_literals, call.args)
                    yield where, zh, en


def _constants(path: Path, argument: ast.expr) -> Iterator[tuple[str, str]]:
    """The pairs that the argument may stand for: constants of the module, or of a table there."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name in (node.id for node in ast.walk(argument) if isinstance(node, ast.Name)):
        value = vars(module).get(name)
        yield from value.values() if isinstance(value, dict) else [value] if value else []


def _literals(sentence: ast.expr) -> str:
    return "".join(
        node.value
        for node in ast.walk(sentence)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_every_file_is_refused_in_chinese_and_english() -> None:
    told = list(refusals())
    one_sided = [
        where for where, zh, en in told if not HAN.search(zh) or not ENGLISH.search(en) or HAN.search(en)
    ]
    assert len(told) > 30
    assert one_sided == []


def test_refusal_goes_whole_from_one_process_to_another() -> None:
    refusal = pickle.loads(pickle.dumps(UnreadableFile("是空文件。", "empty.")))
    assert (refusal.zh, str(refusal)) == ("是空文件。", "empty.")


def test_a_fault_is_looked_through_once_even_where_errors_are_each_others_cause():
    raised, told = ValueError("of a step"), RuntimeError("of Dagster")
    raised.__context__, told.__cause__ = told, raised
    assert lack_of(raised) is None


def test_a_slip_in_a_policy_is_told_by_file_and_line(tmp_path):
    copied = Path(shutil.copytree(POLICY, tmp_path / "policy")) / "incidence_rules.csv"
    first, second, *others = copied.read_text(encoding="utf-8").splitlines()
    copied.write_text("\n".join([first, f"{second},surplus", *others]), encoding="utf-8")
    with closing(Workbench(tmp_path / "workbench.duckdb")) as workbench, pytest.raises(UserError) as told:
        workbench.load_policies(copied.parent)
    assert str(told.value).startswith(f"{copied}: ") and "Line: 2" in str(told.value)
