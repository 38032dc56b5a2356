"""A build under a limit of memory that cannot do is refused at once."""

import subprocess
import sys

import pytest

from pipelines.common.workspace import PROJECT

resource = pytest.importorskip("resource")


@pytest.mark.parametrize("megabytes", [300, 500])
def test_a_limit_below_what_the_libraries_take_is_one_sentence(tmp_path, megabytes):
    limit = megabytes << 20
    build = subprocess.run(
        [sys.executable, "-m", "pipelines", "build", "--raw", tmp_path, "--marts", tmp_path / "marts"],
        capture_output=True, text=True, cwd=PROJECT, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )  # fmt: skip
    assert build.returncode == 2
    assert build.stderr.startswith("内存不够") and "Memory ran out" in build.stderr
    assert len(build.stderr.splitlines()) == 2, "a sentence in each language"
