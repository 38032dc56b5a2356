"""Reading a workbook in a process of its own, which may die without taking the build with it.

A damaged .xls or .ods can make its reader ask for more memory than there is, and then the process ends on the spot.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pipelines.problems import UnreadableFile
from pipelines.reading.sheets import Sheet

_MOST_MEMORY = 2 << 30
_LONGEST_SECONDS = 900
_PROJECT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    f"import sys; sys.path.insert(0, {str(_PROJECT)!r}); from pipelines.reading import apart; apart.main()"
)


def sheets_apart(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """As `workbooks.sheets_here`, in another process.

    Raises UnreadableFile as that does, and where the other process dies or comes to no end.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(path), str(spool_folder)],
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("takes too long to read; expected an ordinary workbook.") from None
    if done.returncode:
        raise UnreadableFile("damaged so badly that it cannot be read; ask for it to be sent again.")
    for line in done.stdout.decode("utf-8").splitlines():
        told = json.loads(line)
        if "problem" in told:
            raise UnreadableFile(told["problem"])
        merged = tuple(tuple(area) for area in told["merged"])
        yield Sheet(**told | {"spool": Path(told["spool"]), "merged": merged})


def main() -> None:
    """Read the workbook named by the arguments and print what became of it, one JSON object a line."""
    from pipelines.reading.workbooks import sheets_here

    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    path, spool_folder = map(Path, sys.argv[1:])
    told: list[dict] = []
    try:
        told += (asdict(sheet) for sheet in sheets_here(path, spool_folder))
    except UnreadableFile as problem:
        told.append({"problem": str(problem)})
    sys.stdout.buffer.writelines(json.dumps(one, default=str).encode("utf-8") + b"\n" for one in told)
