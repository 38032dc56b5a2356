"""A headless Chromium for tests, driven over a pipe in Chrome's DevTools protocol: no driver, no port."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

THIS_MACHINE = "127.0.0.1"
_PATIENCE = 90
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """The first Chromium or Chrome on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """One browser with one page. Every request beyond this machine fails, as without a network.

    `complaints` gathers the console's messages since the page was opened: errors, warnings, failed requests.
    """

    def __init__(self, executable: str, profile: Path):
        to_read, self._to_chrome = os.pipe()
        self._from_chrome, to_write = os.pipe()
        arguments = [
            *(executable, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"),
            *("--hide-scrollbars", "--no-first-run", f"--user-data-dir={profile}"),
            *(f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {THIS_MACHINE}", "about:blank"),
        ]

        def connect() -> None:
            # Chrome reads its commands from descriptor 3 and answers on 4. The copies avoid both.
            commands, answers = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_read, to_write))
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        self._process = subprocess.Popen(
            arguments,
            preexec_fn=connect,  # noqa: PLW1509 - no thread runs here
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._buffer, self._last, self._session = b"", 0, None
        self._events: list[dict] = []
        self.complaints: list[str] = []
        [page] = [t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        attached = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        self._session = None
        self.send("Browser.close")
        self._process.wait(30)
        os.close(self._to_chrome)
        os.close(self._from_chrome)

    def send(self, method: str, **params: object) -> dict[str, Any]:
        """Send one command and return its result; events that come in between are kept."""
        sent = self._write(method, params)
        while True:
            message = self._receive()
            if message.get("id") == sent:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def _write(self, method: str, params: dict[str, Any]) -> int:
        self._last += 1
        command = {"id": self._last, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._to_chrome, json.dumps(command).encode() + b"\0")
        return self._last

    def open(self, url: str, settle: float = 0.2) -> None:
        """Open a page and wait until it and its scripts are loaded."""
        self._events.clear()
        # A page that differs in its fragment only is not loaded again.
        self.send("Page.navigate", url="about:blank")
        self._wait_for("Page.loadEventFired")
        self._events.clear()
        self.complaints.clear()  # messages of the page before
        answer = self.send("Page.navigate", url=url)
        assert "errorText" not in answer, f"{url}: {answer.get('errorText')}"
        self._wait_for("Page.loadEventFired")
        self.run(f"new Promise(done => setTimeout(done, {settle * 1000}))")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page; a promise is awaited."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, condition: str, seconds: float = 60) -> None:
        """Return once a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < end, f"not so after {seconds} s: {condition}"
            self.run("new Promise((done) => setTimeout(done, 200))")

    def click(self, element: str) -> None:
        """Click in the middle of the element that a JavaScript expression gives."""
        x, y = self.run(
            f"(({{left, top, width, height}}) => [left + width / 2, top + height / 2])({element}.getBoundingClientRect())"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            button = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.send("Input.insertText", text=text)

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release one key."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **typed)

    def look(self, *, width: int = 1280, height: int = 900, scheme: str = "light", media: str = "") -> None:
        """Set the size of the page, and whether its user likes it light, dark or printed."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", media=media, features=features)

    def screenshot(self, path: Path, *, full: bool = True) -> None:
        """The page as PNG, to its end or as far as the window shows it."""
        taken = self.send(
            "Page.captureScreenshot", captureBeyondViewport=full, format="png", **self._clip(full)
        )
        path.write_bytes(base64.b64decode(taken["data"]))

    def print(self, path: Path) -> None:
        """The page as PDF."""
        path.write_bytes(base64.b64decode(self.send("Page.printToPDF", printBackground=True)["data"]))

    def _clip(self, full: bool) -> dict[str, Any]:
        if not full:
            return {}
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def _wait_for(self, event: str, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while not any(seen["method"] == event for seen in self._events):
            assert time.monotonic() < until, f"no {event} in {seconds} s"
            self._receive()

    def _receive(self) -> dict:
        while b"\0" not in self._buffer:
            is_there, _, _ = select.select([self._from_chrome], [], [], _PATIENCE)
            assert is_there, f"Chromium says nothing for {_PATIENCE} s"
            part = os.read(self._from_chrome, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has ended")
            self._buffer += part
        raw, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(raw)
        if "method" in message:
            self._events.append(message)
            self._note(message["method"], message["params"])
        return message

    def _note(self, method: str, params: dict) -> None:
        if method == "Page.javascriptDialogOpening":  # JupyterLab asks before it loses a notebook
            self._write("Page.handleJavaScriptDialog", {"accept": True})
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(part.get("value", part)) for part in params["args"]))
        elif method == "Log.entryAdded":
            self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            self.complaints.append(f"request failed: {params['errorText']}")
        elif method == "Network.requestWillBeSent":
            address = urlsplit(params["request"]["url"])
            if address.scheme in ("http", "https", "ws", "wss") and address.hostname != THIS_MACHINE:
                self.complaints.append(f"asks the network for {params['request']['url']}")
