"""Read files in a separate process, so that a crash of the reader does not end the build.

A damaged .xls, .ods or .pdf can make its reader ask for more memory than there is, and then the process ends on the spot.
"""

import atexit
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any

from pipelines.common.errors import UserError
from pipelines.reading.sheets import Sheet
from pipelines.rules import UnreadableFile

_MOST_MEMORY = 2 << 30
_PROJECT = Path(__file__).resolve().parents[2]


class IsolatedReader:
    """Runs functions that read files in another process, which is started when it is first needed, and again after it
    died."""

    def __init__(self, longest_seconds: float):
        self.program = (
            f"import sys; sys.path.insert(0, {str(_PROJECT)!r}); "
            "from pipelines.reading import isolation; isolation.serve()"
        )
        self.longest_seconds = longest_seconds
        self._process: subprocess.Popen | None = None
        atexit.register(self.stop)

    def ask(self, function: str, *texts: str) -> Any:
        """What the function, `module:name`, answers to the texts, which JSON can hold. Raises UnreadableFile and UserError
        as that does, and UnreadableFile where the other process dies or comes to no end."""
        line, seconds = self._exchange(json.dumps([function, *texts]).encode("ascii") + b"\n")
        if not line.endswith(b"\n"):
            self.stop()
            raise UnreadableFile("reading_timeout" if seconds >= self.longest_seconds else "reader_died")
        reply = json.loads(line)
        if "rule" in reply:
            raise UnreadableFile(reply["rule"], **reply["fields"])
        if "said" in reply:
            raise UserError(*reply["said"])
        return reply["answer"]

    def _exchange(self, question: bytes) -> tuple[bytes, float]:
        """The line that the process answers, cut short where it died, and the seconds that it took."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-c", self.program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        process = self._process
        assert process.stdin and process.stdout
        patience, begun = Timer(self.longest_seconds, process.kill), monotonic()
        patience.start()
        line = b""
        with suppress(OSError):  # a process that died does not listen
            process.stdin.write(question)
            process.stdin.flush()
            line = process.stdout.readline()
        patience.cancel()
        return line, monotonic() - begun

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def serve() -> None:
    """Answer each question on standard input, a line of JSON, by another, until there are no more."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    for question in sys.stdin.buffer:
        reply: dict
        try:
            function, *texts = json.loads(question)
            module, _, name = function.partition(":")
            reply = {"answer": getattr(import_module(module), name)(*texts)}
        except UnreadableFile as problem:
            reply = asdict(problem.violation)
        except UserError as problem:
            reply = {"said": problem.args}
        sys.stdout.buffer.write(json.dumps(reply, default=str).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


workbook_reader = IsolatedReader(longest_seconds=900)
pdf_reader = IsolatedReader(longest_seconds=120)


def read_isolated(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Like `workbooks.read_in_process`, in another process. Raises UnreadableFile as that and IsolatedReader do."""
    for sheet in workbook_reader.ask(
        "pipelines.reading.workbooks:sheets_in_json", str(path), str(spool_folder)
    ):
        unseen = {name: tuple(sheet[name]) for name in ("hidden_rows", "struck_rows")}
        tuples = {name: tuple(map(tuple, sheet[name])) for name in ("merged", "comments", "shown_units")}
        yield Sheet(**sheet | {"spool": Path(sheet["spool"]), **tuples, **unseen})
