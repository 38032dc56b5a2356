"""What the handbooks say on serving behind nginx is tried: TLS, a login, and what passes through."""

import getpass
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipelines.common.workspace import PROJECT

DOCUMENTS = [PROJECT / "docs" / name for name in ("serving.md", "serving.zh.md")]


def configuration(document: Path) -> str:
    found = re.search(r"```nginx\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return re.sub(r" +#.*", "", found[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Dagster(BaseHTTPRequestHandler):
    """Answers with the headers that reach it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.headers).encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, ssl.SSLContext]]:
    """Addresses of a site and of Dagster behind the documented configuration, and what trusts its certificate."""
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not (nginx and openssl):
        pytest.skip("no nginx on this machine: the documented configuration was not tried")
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "marts" / "site").mkdir(parents=True)
    (folder / "marts" / "site" / "index.html").write_text("概览", encoding="utf-8")
    (folder / "marts" / "township.duckdb").write_text("all of it")
    key, certificate = folder / "township.key", folder / "township.crt"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    for who in ("reader", "operator"):
        asked = [openssl, "passwd", "-6", "-stdin"]
        made = subprocess.run(asked, input=f"{who}的密码", check=True, capture_output=True, text=True)
        (folder / f"township.{who}s").write_text(f"{who}:{made.stdout}")
    upstream = HTTPServer(("127.0.0.1", 0), Dagster)
    Thread(target=upstream.serve_forever, daemon=True).start()
    site, dagster = free_port(), free_port()
    text = configuration(DOCUMENTS[0])
    for documented, tried in (
        ("/etc/nginx/", f"{folder}/"),
        ("/srv/township/project/data/marts", f"{folder}/marts"),
        ("listen 443", f"listen 127.0.0.1:{site}"),
        ("listen 8443", f"listen 127.0.0.1:{dagster}"),
        ("127.0.0.1:3000", f"127.0.0.1:{upstream.server_port}"),
    ):
        assert documented in text
        text = text.replace(documented, tried)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; user {getpass.getuser()};\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{text}}}\n"
    )
    with subprocess.Popen(
        [nginx, "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            _wait(site, server)
            yield (
                f"https://127.0.0.1:{site}",
                f"https://127.0.0.1:{dagster}",
                ssl.create_default_context(cafile=str(certificate)),
            )
        finally:
            server.terminate()
            upstream.shutdown()
            upstream.server_close()


def _wait(port: int, server: subprocess.Popen[str]) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def get(address: str, trust: ssl.SSLContext, login: str = "") -> tuple[int, str]:
    """Status and text of the answer."""
    request = urllib.request.Request(address)
    if login:
        request.add_header("Authorization", "Basic " + b64encode(login.encode()).decode())
    try:
        with urllib.request.urlopen(request, context=trust, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, ""


READER, OPERATOR = "reader:reader的密码", "operator:operator的密码"


def test_both_languages_give_one_configuration() -> None:
    english, chinese = map(configuration, DOCUMENTS)
    assert english == chinese


def test_nobody_sees_anything_without_the_login_that_is_meant(
    served: tuple[str, str, ssl.SSLContext],
) -> None:
    site, dagster, trust = served
    for address, login in (
        (site, ""),
        (site, "reader:falsch"),
        (site, OPERATOR),
        (dagster, ""),
        (dagster, READER),
    ):
        assert get(f"{address}/index.html", trust, login)[0] == 401, (address, login)


def test_a_login_opens_the_site_and_nothing_beside_it(served: tuple[str, str, ssl.SSLContext]) -> None:
    site, _, trust = served
    assert get(f"{site}/index.html", trust, READER) == (200, "概览")
    for path in ("/../township.duckdb", "/%2e%2e/township.duckdb", "/..%2ftownship.duckdb"):
        assert get(f"{site}{path}", trust, READER)[0] in (400, 404), path


def test_dagster_gets_what_it_needs_and_no_password(served: tuple[str, str, ssl.SSLContext]) -> None:
    _, dagster, trust = served
    status, headers = get(f"{dagster}/overview", trust, OPERATOR)
    assert status == 200
    assert f"Host: {dagster.removeprefix('https://')}" in headers
    assert "Authorization" not in headers


def test_what_is_not_encrypted_is_refused(served: tuple[str, str, ssl.SSLContext]) -> None:
    site, _, trust = served
    assert get(site.replace("https", "http"), trust, READER)[0] == 400
