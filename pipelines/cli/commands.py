"""The command line: every command, and how it ends.

Exit 0: published, unchanged or answered. Exit 3: published, with deliveries held back, which are named. Exit 1: nothing
of what was delivered could be published, the last release stays current. Exit 2: wrong usage or unreadable input. Exit
130: stopped. Every refusal is one plain sentence, in Chinese first.
"""

import gc
import os
import sys
import tempfile
import traceback
from io import TextIOWrapper
from pathlib import Path

import typer

from pipelines.cli import analysts, building, operators, stewards, writers
from pipelines.cli.stopping import say_stopped
from pipelines.common.errors import RefusedBuild, UserError, lack_of
from pipelines.common.language import language, spoken
from pipelines.common.notices import show_as_sentences
from pipelines.common.utf8_mode import ensure_utf8_mode

app = typer.Typer(
    help="Township ledgers → figures that can be stood behind.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# SQL may open with a comment, which looks like an option: what is not an option is taken for SQL.
_SETTINGS = {"query": {"ignore_unknown_options": True}}
for command in (
    building.build, building.pages,
    stewards.deliveries, stewards.faults, stewards.template,
    analysts.query, analysts.workbook, analysts.brief,
    writers.audit, writers.report,
    operators.diff, operators.releases, operators.pin, operators.unpin, operators.rollback, operators.rekey,
):  # fmt: skip
    app.command(context_settings=_SETTINGS.get(command.__name__))(command)


def main() -> None:
    """Entry point of `township`: every refusal becomes one sentence and an exit code."""
    ensure_utf8_mode()
    if isinstance(sys.stdout, TextIOWrapper):
        # Redirected on Windows, it takes the system's character set, in which names of many a village lack a sign.
        sys.stdout.reconfigure(errors="backslashreplace")
    # What the libraries make as they are imported stays: to look for garbage in it time and again costs half a second.
    gc.set_threshold(100_000, 50, 100)
    show_as_sentences()
    status = _run()
    # Leave at once: tearing down DuckDB's and SQLAlchemy's modules one by one costs a second and prints
    # reports of leaks that are none.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _run() -> int:
    if language() == "zh":
        from pipelines.cli.help import speak_chinese

        speak_chinese(app)
    try:
        app()
    except SystemExit as leave:
        if leave.code == 130:  # Typer's own way to end when it is interrupted
            return say_stopped()
        return leave.code if isinstance(leave.code, int) else 2
    except RefusedBuild as refusal:
        _refuse(refusal)
        return 1
    except UserError as problem:
        _refuse(problem)
        return 2
    except BrokenPipeError:
        pass
    except KeyboardInterrupt:
        return say_stopped()
    except Exception as fault:
        if (
            isinstance(fault, RuntimeError) and str(fault) == "Query interrupted"
        ):  # DuckDB's own KeyboardInterrupt
            return say_stopped()
        if lack := lack_of(fault):
            _refuse(lack)
            return 2
        log = Path(tempfile.mkdtemp(prefix="township-")) / "fault.log"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        print(
            f"程序出错（{type(fault).__name__}），不是数据的问题；上一版仍然有效。请把 {log} 发给维护人员。\n"
            f"The program failed ({type(fault).__name__}); the last release stays current. "
            f"This is a fault of the program, not of the data: please send {log} to its maintainers.",
            file=sys.stderr,
        )
        return 2
    return 0


def _refuse(problem: UserError) -> None:
    print("\n".join(spoken(*problem.sentences)), file=sys.stderr)


if __name__ == "__main__":
    main()
