"""Dagster is served once for each home, on a port that is free."""

import socket
import subprocess
import sys

import pytest

from pipelines.common.errors import UserError
from pipelines.common.workspace import PROJECT
from pipelines.orchestration.serving import only_one, require_free


def test_a_second_one_on_the_same_home_is_refused(tmp_path):
    with only_one(tmp_path), pytest.raises(UserError, match="Dagster runs already for"):
        only_one(tmp_path)
    only_one(tmp_path).release()


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port} of this machine is taken"):
            require_free(port)
        ended = subprocess.run(
            [sys.executable, "-m", "pipelines.orchestration.serving"],
            cwd=PROJECT,
            env={"TOWNSHIP_MARTS": str(tmp_path / "marts"), "TOWNSHIP_PORT": str(port), "PATH": ""},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert ended.returncode == 2 and len(ended.stderr.splitlines()) == 2, ended.stderr
    assert ended.stderr.startswith(f"本机的 {port} 端口已被占用")
