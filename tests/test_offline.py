"""No connection leaves the machine: a build runs with every socket but the local ones refused and noted."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.common.workspace import PROJECT
from tests.support.small import Household, township_folder, write_registry
from tests.test_repository import locked_requirements

GUARD = '''
"""Loaded by every Python process below: notes and refuses what would leave this machine."""
import os
import socket

_connect, _getaddrinfo = socket.socket.connect, socket.getaddrinfo
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


def _refuse(address):
    with open(os.environ["NETWORK_NOTES"], "a") as notes:
        notes.write(f"{address}\\n")
    raise OSError(f"the network is cut: {address}")


def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOCAL):
        _refuse(address)
    return _connect(self, address)


def getaddrinfo(host, *args, **kwargs):
    if host and not str(host).startswith(_LOCAL):
        _refuse(host)
    return _getaddrinfo(host, *args, **kwargs)


socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo
'''


COMMANDS = """
from pipelines.catalogue.tables import Catalogue
from pipelines.cli.commands import app
from tests.support.catalogues import few_marts

Catalogue.load = classmethod(lambda _: few_marts())
for typed in (
    ["build"], ["query", "from exits_by_year"], ["deliveries"], ["rekey"], ["build"], ["diff"], ["releases"]
):
    try:
        app(typed)
    except SystemExit as ended:
        assert ended.code == 0, typed
    print("ended", *typed)
"""
"""The commands one after another in one process: to start one for each would take longer than what they do."""


@pytest.fixture
def cut_network(tmp_path: Path) -> dict[str, str]:
    """An environment in which Python processes cannot leave the machine; NETWORK_NOTES lists the attempts."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(guard), str(PROJECT)]),
        "NETWORK_NOTES": str(tmp_path / "attempts.txt"),
    }


def test_the_guard_guards(cut_network):
    code = "import urllib.request; urllib.request.urlopen('http://example.org')"
    tried = subprocess.run(
        [sys.executable, "-c", code], env=cut_network, capture_output=True, text=True, check=False
    )
    assert "the network is cut" in tried.stderr
    assert "example.org" in Path(cut_network["NETWORK_NOTES"]).read_text()


@pytest.fixture(scope="session")
def alone() -> list[str]:
    """What runs a command without any network: what DuckDB and other compiled code would do, Python does not see."""
    command = ["unshare", "--net"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody take the network away")
    return command


def test_no_command_makes_a_connection(tmp_path, cut_network, alone):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1, status="已脱贫", exit_year="2017"))
    environment = cut_network | {
        "TOWNSHIP_RAW": str(tmp_path / "raw"),
        "TOWNSHIP_MARTS": str(tmp_path / "marts"),
    }
    ended = subprocess.run(
        [*alone, sys.executable, "-c", COMMANDS], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "ended releases"
    assert not Path(cut_network["NETWORK_NOTES"]).exists()


def test_sbom_is_made_of_the_lock_alone(tmp_path: Path, cut_network) -> None:
    """The generator itself validates what it writes against CycloneDX's schema."""
    made = subprocess.run(
        ["make", "--assume-old=.venv/.set-up", "sbom", f"SBOM={tmp_path / 'sbom.json'}"],
        cwd=PROJECT,
        env=cut_network,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    bill = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "township")
    listed = {
        (part["name"], part["version"]): {
            digest["content"] for place in part["externalReferences"] for digest in place["hashes"]
        }
        for part in bill["components"]
    }
    pinned = {}
    for requirement in locked_requirements(PROJECT / "requirements.lock"):
        found = re.match(r"([\w.-]+)(?:\[.+?\])?==(\S+)", requirement)
        assert found, requirement
        pinned[found.groups()] = set(re.findall(r"--hash=sha256:(\w+)", requirement))
    assert listed == pinned
    assert not Path(cut_network["NETWORK_NOTES"]).exists()
