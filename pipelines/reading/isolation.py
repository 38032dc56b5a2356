"""Read workbooks in a separate process, so that a crash of the reader does not end the build.

A damaged .xls or .ods can make its reader ask for more memory than there is, and then the process ends on the spot.
"""

import atexit
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from time import monotonic

from pipelines.reading.sheets import Sheet
from pipelines.rules import UnreadableFile

_MOST_MEMORY = 2 << 30
_LONGEST_SECONDS = 900
_PROJECT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    f"import sys; sys.path.insert(0, {str(_PROJECT)!r}); from pipelines.reading import isolation, workbooks; "
    "isolation.serve(workbooks.read_in_process)"
)


def read_isolated(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Like `workbooks.read_in_process`, in another process.

    Raises UnreadableFile as that does, and where the other process dies or comes to no end.
    """
    answer = _reader.ask([str(path), str(spool_folder)])
    if "rule" in answer:
        raise UnreadableFile(answer["rule"], **answer["fields"])
    for sheet in answer["sheets"]:
        unseen = {name: tuple(sheet[name]) for name in ("hidden_rows", "struck_rows")}
        tuples = {name: tuple(map(tuple, sheet[name])) for name in ("merged", "comments", "shown_units")}
        yield Sheet(**sheet | {"spool": Path(sheet["spool"]), **tuples, **unseen})


class _Reader:
    """The reading process: started when it is first needed, and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        atexit.register(self.stop)

    def ask(self, question: list[str]) -> dict:
        """Send one line of JSON and return the answer, one line of JSON."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        process = self._process
        assert process.stdin and process.stdout
        patience, begun = Timer(_LONGEST_SECONDS, process.kill), monotonic()
        patience.start()
        answer = b""
        with suppress(OSError):  # a process that died does not listen
            process.stdin.write(json.dumps(question).encode("ascii") + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        patience.cancel()
        if answer.endswith(b"\n"):
            return json.loads(answer)
        self.stop()
        if monotonic() - begun >= _LONGEST_SECONDS:
            raise UnreadableFile("reading_timeout")
        raise UnreadableFile("reader_died")

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


_reader = _Reader()


def serve(read: Callable[[Path, Path], Iterator[Sheet]]) -> None:
    """Read each workbook named on standard input and print what became of it, until there are no more."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    for question in sys.stdin.buffer:
        answer: dict
        try:
            answer = {"sheets": [asdict(sheet) for sheet in read(*map(Path, json.loads(question)))]}
        except UnreadableFile as problem:
            answer = asdict(problem.violation)
        sys.stdout.buffer.write(json.dumps(answer, default=str).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
