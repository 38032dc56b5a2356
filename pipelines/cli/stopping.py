"""How a command ends when it is told to: Ctrl-C, SIGTERM."""

import os
import signal
import sys
from multiprocessing import active_children, resource_tracker
from threading import Thread


def stop_when_told() -> None:
    """Let Ctrl-C and SIGTERM end this process and its workers with one sentence, whatever runs. What they leave is what a
    kill leaves, which the next build clears away."""
    if not hasattr(signal, "pthread_sigmask"):
        return
    told = {signal.SIGINT, signal.SIGTERM}
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")  # of what the workers held
    resource_tracker.ensure_running()  # it lets the signals through again when it starts
    signal.pthread_sigmask(signal.SIG_BLOCK, told)  # in threads and processes that begin from here on, too

    def wait() -> None:
        signal.sigwait(told)
        for worker in active_children():
            worker.kill()
        if sys.stderr.isatty():
            print("\x1b[?25h", file=sys.stderr)  # the cursor, which the progress hides
        os._exit(say_stopped())

    Thread(target=wait, daemon=True).start()


def say_stopped() -> int:
    """Say so in one sentence, and return the exit code."""
    print("已停止，上一版仍然有效。 Stopped; the last release stays current.", file=sys.stderr, flush=True)
    return 130
