"""Plain messages to the people who keep the machine: a log, and a webhook or mailbox on the local network."""

import json
import os
import re
import smtplib
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

from pipelines.common.china_time import now
from pipelines.common.workspace import Workspace

_SECONDS = 10


def alert(workspace: Workspace, message: str) -> None:
    """Append the message to .township/alerts.log, and send it to the address in the environment.

    TOWNSHIP_WEBHOOK is an address that takes JSON; TOWNSHIP_MAIL is smtp://<server>[:<port>]/<mailbox>. One that
    does not answer is noted in the log; it never makes its caller fail.
    """
    workspace.state.mkdir(parents=True, exist_ok=True)
    _note(workspace, message)
    senders: dict[str, Callable[[str, str], None]] = {"TOWNSHIP_WEBHOOK": _post, "TOWNSHIP_MAIL": _mail}
    for name, send in senders.items():
        if address := os.environ.get(name):
            try:
                send(address, message)
            except (OSError, ValueError, smtplib.SMTPException) as error:
                _note(workspace, f"消息未能送达 {address}：{error}")


def _post(address: str, message: str) -> None:
    body = json.dumps({"msgtype": "text", "text": {"content": message}}, ensure_ascii=False).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json; charset=utf-8"})
    urllib.request.urlopen(request, timeout=_SECONDS).close()


def _mail(address: str, message: str) -> None:
    server, mailbox = urlsplit(address), urlsplit(address).path.lstrip("/")
    if server.scheme != "smtp" or not server.hostname or "@" not in mailbox:
        raise ValueError("expected smtp://<server>[:<port>]/<mailbox>")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = f"township:{re.split('[,，]', message)[0]}", mailbox, mailbox
    mail.set_content(message)
    with smtplib.SMTP(server.hostname, server.port or 25, timeout=_SECONDS) as connection:
        connection.send_message(mail)


def _note(workspace: Workspace, message: str) -> None:
    with (workspace.state / "alerts.log").open("a", encoding="utf-8") as log:
        log.write(f"{now():%Y-%m-%d %H:%M:%S} {message}\n")
