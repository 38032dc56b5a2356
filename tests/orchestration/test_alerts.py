"""An alert reaches the log, a webhook and a mailbox."""

import email
import email.policy
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from pipelines.orchestration.alerts import alert
from tests.support.small import build_of


def test_an_alert_is_logged_even_when_its_webhook_is_silent(tmp_path, catalogue, monkeypatch):
    workspace = build_of(tmp_path, catalogue).workspace
    monkeypatch.setenv("TOWNSHIP_WEBHOOK", "http://127.0.0.1:9/nobody")
    alert(workspace, "生成失败")
    first, second = (workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert first.endswith("生成失败") and "未能送达" in second


class Mailbox(socketserver.StreamRequestHandler):
    """Answers as a mail server does, and keeps what it receives."""

    received: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 mail.county.local\r\n")
        in_text = False
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if in_text and line.strip() != b".":
                self.received.append(line)
                continue
            in_text = word == b"DATA"
            self.wfile.write(
                b"354 go on\r\n" if in_text else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"
            )


class Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted to it."""

    received: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def listening(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    """A server of this machine; its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_an_alert_reaches_webhook_and_mailbox(tmp_path, catalogue, monkeypatch):
    """A web server and a mail server of this machine take what is sent."""
    workspace = build_of(tmp_path, catalogue).workspace
    with listening(Hook) as web, listening(Mailbox) as mail:
        monkeypatch.setenv("TOWNSHIP_WEBHOOK", f"http://127.0.0.1:{web}/alerts")
        monkeypatch.setenv("TOWNSHIP_MAIL", f"smtp://127.0.0.1:{mail}/duty@county.local")
        alert(workspace, "生成失败，原因")
    assert json.loads(Hook.received[0])["text"]["content"] == "生成失败，原因"
    sent = email.message_from_bytes(b"".join(Mailbox.received), policy=email.policy.default)
    assert sent["To"] == "duty@county.local" and sent.get_content().strip() == "生成失败，原因"
    assert "未能送达" not in (workspace.state / "alerts.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["smtp://127.0.0.1:9/duty@county.local", "smtp://127.0.0.1/nobody", "mail.county.local"]
)
def test_a_mailbox_that_cannot_be_reached_is_noted(tmp_path, catalogue, monkeypatch, address):
    workspace = build_of(tmp_path, catalogue).workspace
    monkeypatch.setenv("TOWNSHIP_MAIL", address)
    alert(workspace, "生成失败")
    assert f"未能送达 {address}" in (workspace.state / "alerts.log").read_text(encoding="utf-8")
