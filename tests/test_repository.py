"""Holds what must be true of the repository itself: portable files, a complete lock, clean notebooks."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.catalogues import all_registers

ROOT = Path(__file__).parents[1]
LARGEST_BYTES = 2_000_000
LONGEST_SELECT = 60
LONGEST_SUBJECT = 72

# Spelled with classes and escapes, so that no pattern finds itself in this file.
MACHINE_PATH = re.compile(rb"(?<![\w.)}>*/-])/(?:work|home|root|Users)/|\b[A-Z]:\\\\?[U]sers")
REGISTRY = re.compile(rb"pypi\.org|python[h]osted\.org|index[-]url|find[-]links|/opt/p[y]pi")


def repository_files() -> list[Path]:
    """The files that a commit would hold: tracked ones, and new ones that are not ignored."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = {ROOT / name for name in listing.stdout.decode().split("\0") if name}
    return sorted(path for path in paths if path.is_file())


def lines_matching(pattern: re.Pattern[bytes]) -> list[str]:
    """`file:line: text` for every line of the repository's text files that the pattern finds."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.decode(errors='replace').strip()}"
        for path in repository_files()
        if b"\0" not in (content := path.read_bytes())
        for number, line in enumerate(content.splitlines(), start=1)
        if pattern.search(line)
    ]


LOCKS = sorted(ROOT.glob("requirements*.lock"))


def locked_requirements(*locks: Path) -> list[str]:
    """Each requirement of the locks with its hashes, comments and line continuations removed."""
    text = "".join(path.read_text(encoding="utf-8") for path in locks)
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return text.replace("\\\n", " ").splitlines()


def test_no_file_names_a_folder_of_a_developers_machine():
    assert lines_matching(MACHINE_PATH) == []


def test_no_file_names_a_package_registry():
    assert lines_matching(REGISTRY) == []


def test_lock_names_no_host():
    assert [path.name for path in LOCKS if "://" in path.read_text(encoding="utf-8")] == []


def test_lock_pins_every_requirement_with_a_hash():
    pinned = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+( ; .+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in locked_requirements(*LOCKS) if not pinned.fullmatch(line)] == []


def test_lock_holds_every_dependency_of_the_project():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = {name.lower() for name in re.findall(r'^    "([\w-]+)>=', project, re.MULTILINE)}
    locked = {re.split(r"[\[=]", line)[0] for line in locked_requirements(*LOCKS)}
    assert len(wanted) > 30
    assert wanted - locked == set()


def test_no_file_is_large():
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for path in repository_files()}
    assert {name: size for name, size in sizes.items() if size >= LARGEST_BYTES} == {}


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.name)
def test_notebook_is_stored_without_outputs(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["source"] for cell in code if cell["outputs"] or cell["execution_count"]] == []


def test_no_package_is_above_a_sixth_of_the_code():
    lines: dict[str, int] = {}
    for path in (ROOT / "pipelines").rglob("*"):
        if path.suffix in (".py", ".sql"):
            package = path.relative_to(ROOT / "pipelines").parts[0]
            lines[package] = lines.get(package, 0) + len(path.read_text(encoding="utf-8").splitlines())
    assert len(lines) > 15
    most = sum(lines.values()) / 6
    assert {package: n for package, n in lines.items() if n > most} == {}


def test_no_python_knows_a_register_by_name():
    """Contracts say in what registers differ. Figures that reports state are compared, and no mart is made of them."""
    names = "|".join(name for name, register in all_registers().items() if register.marts != ())
    known = re.compile(rf"\bclean\.({names})\b")
    found = []
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (
            node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings
        )
        found += [f"{path}:{text.lineno}" for text in texts if known.search(str(text.value))]
    assert found == []


def test_selects_are_short():
    """Lines of each SELECT of a mart, or of a step of marts."""
    selects = sorted((ROOT / "pipelines" / "marts").rglob("*.sql"))
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in selects}
    assert len(lines) > 10
    assert {name: n for name, n in lines.items() if n > LONGEST_SELECT} == {}


def test_subjects_of_commits_are_short():
    subjects = subprocess.run(
        ["git", "log", "--format=%s", "-30"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.splitlines()
    assert subjects
    assert [subject for subject in subjects if len(subject) > LONGEST_SUBJECT] == []


def test_every_module_states_its_purpose():
    modules = sorted((ROOT / "pipelines").rglob("*.py"))
    assert modules
    undescribed = [path for path in modules if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert [str(path.relative_to(ROOT)) for path in undescribed] == []


JOURNEYS = (
    "benchmarks", "browser", "cases", "engines/parity", "expectations", "faults", "journeys", "marts/unknown",
    "published_figures", "statements/clerks", "support", "synthetic",
)  # fmt: skip
"""Tests that go through the project as a whole, as do the files of tests/ itself."""


def test_tests_mirror_the_code():
    """pipelines/<package>/<module> is tested in tests/<package>/test_<module>.py, and nothing else is.

    A package within a package may be tested as if it were a module.
    """
    modules = {
        path.relative_to(ROOT / "pipelines").with_suffix("").as_posix()
        for path in (ROOT / "pipelines").rglob("*.py")
        if not path.name.startswith("__")
    }
    selects = {
        f"{path.relative_to(ROOT / 'pipelines').parts[0]}/{path.stem}"
        for path in (ROOT / "pipelines").rglob("*.sql")
    }
    tests = [path.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")]
    tested = {(path.parent / path.stem.removeprefix("test_")).as_posix() for path in tests}
    untested = {name for name in modules - tested if name.rpartition("/")[0] not in tested}
    assert sorted(untested) == []
    stray = tested - modules - selects - {name.rpartition("/")[0] for name in modules}
    assert [name for name in sorted(stray) if "/" in name and not name.startswith(JOURNEYS)] == []


def test_every_mart_has_a_test():
    """In a file of its own, or in one that builds it with another mart of the same rows."""
    marts = {path.stem for path in (ROOT / "pipelines" / "marts").glob("*/*.sql")}
    tests = {path.stem.removeprefix("test_"): path for path in (ROOT / "tests" / "marts").glob("test_*.py")}
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests.values())
    built = {
        mart
        for names in re.findall(r'marts_from\(\s*((?:"\w+",\s*)+)', text)
        for mart in re.findall(r"\w+", names)
    }
    assert len(marts) > 40
    assert marts - tests.keys() - built == set()


def test_definitions_load_without_the_heavy_libraries():
    """Each of them costs seconds, which every command and every Dagster process would pay."""
    heavy = {"great_expectations", "pandas", "plotly"}
    code = f"import sys, pipelines.definitions; print(*sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []


@pytest.mark.parametrize(("status", "ends"), [(0, 0), (3, 0), (1, 2), (2, 2)])
def test_make_marts_says_that_deliveries_are_held_back_and_succeeds(
    tmp_path: Path, status: int, ends: int
) -> None:
    """What exits 3 has published the others; make would call that an error."""
    program = tmp_path / "township"
    program.write_text(f"#!/bin/sh\nexit {status}\n")
    program.chmod(0o755)
    (tmp_path / "stamp").touch()
    command = ["make", "marts", f"BIN={tmp_path}", f"STAMP={tmp_path / 'stamp'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == ends
    assert ("暂缓" in done.stdout) == (status == 3)
