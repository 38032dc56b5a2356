"""The lock of a run lasts as long as its process, however that ends."""

import subprocess
import sys

from pipelines.common.workspace import PROJECT, Workspace
from pipelines.orchestration.run_locks import is_locked, lock_of

HOLD = """
import sys
from pipelines.common.workspace import Workspace
from pipelines.orchestration.run_locks import lock_run
lock = lock_run(Workspace.of(*sys.argv[1:]), "one")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_ends_with_the_process_that_is_killed(tmp_path):
    folders = (tmp_path / "raw", tmp_path / "marts")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, *folders], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    path = lock_of(Workspace.of(*folders), "one")
    assert is_locked(path)
    holder.kill()
    holder.communicate()
    assert path.exists() and not is_locked(path)
