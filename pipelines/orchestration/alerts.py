"""Plain messages to the people who keep the machine: a log, and a webhook on the local network if there is one."""

import json
import os
import urllib.request
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.workspace import Workspace

_TIME_ZONE = ZoneInfo("Asia/Shanghai")


def alert(workspace: Workspace, message: str) -> None:
    """Append the message to .township/alerts.log and post it to TOWNSHIP_WEBHOOK where that is set.

    A webhook that does not answer is noted in the log; it never fails what it speaks of.
    """
    workspace.state.mkdir(parents=True, exist_ok=True)
    _note(workspace, message)
    if webhook := os.environ.get("TOWNSHIP_WEBHOOK"):
        body = json.dumps({"msgtype": "text", "text": {"content": message}}, ensure_ascii=False).encode()
        request = urllib.request.Request(webhook, body, {"Content-Type": "application/json; charset=utf-8"})
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except OSError as error:
            _note(workspace, f"消息未能送达 {webhook}:{error}")


def _note(workspace: Workspace, message: str) -> None:
    with (workspace.state / "alerts.log").open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(_TIME_ZONE):%Y-%m-%d %H:%M:%S} {message}\n")
