"""A command that is interrupted ends with one sentence."""

import os
import signal
import threading

from pipelines.cli import commands as cli


def test_query_stops_when_it_is_interrupted(empty_release, monkeypatch, capsys):
    sql = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 5"
    monkeypatch.setenv("TOWNSHIP_QUERY_SECONDS", "20")
    monkeypatch.setattr(
        "sys.argv", ["township", "query", sql, "--format", "csv", "--marts", str(empty_release)]
    )
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    try:
        assert cli._run() == 130
    finally:
        interrupt.cancel()
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "已停止，上一版仍然有效。 Stopped; the last release stays current.\n"
