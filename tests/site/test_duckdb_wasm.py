"""DuckDB for the browser is made of what is pinned and of nothing else."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from pipelines.site import duckdb_wasm
from pipelines.site.duckdb_wasm import NEEDED, fetched, main, packed, write_duckdb_wasm


def package(**files: str) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the one package that is pinned; no registry answers."""
    content = package(**{name: f"text of {name}" for name in NEEDED}, **{"package/README.md": "unused"})
    folder = tmp_path / "wheels"
    folder.mkdir()
    (folder / "duck-1.0.0.tgz").write_bytes(content)
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    pinned = tmp_path / "pinned.json"
    pinned.write_text(
        json.dumps([{"package": "@pond/duck", "version": "1.0.0", "integrity": f"sha512-{digest}"}]), "utf-8"
    )
    monkeypatch.setattr(duckdb_wasm, "PINNED", pinned)
    monkeypatch.setattr(duckdb_wasm, "CARRIED", folder)
    monkeypatch.setattr(duckdb_wasm, "MADE", tmp_path / "share" / "duckdb.js")
    return folder


def test_set_up_makes_the_script_of_which_every_site_takes_a_copy(carried: Path, tmp_path: Path) -> None:
    assert not write_duckdb_wasm(tmp_path)
    main([])
    assert write_duckdb_wasm(tmp_path)
    script = (tmp_path / "duckdb.js").read_text(encoding="utf-8")
    assert script == packed(fetched(carried, ""))
    assert "text of package/Arrow.es2015.min.js" in script and "unused" not in script
    wasm = script.split("wasm: '")[1].split("'")[0]
    assert gzip.decompress(base64.b64decode(wasm)) == b"text of package/dist/duckdb-eh.wasm"


def test_another_content_than_the_pinned_one_is_refused(carried: Path, tmp_path: Path) -> None:
    (carried / "duck-1.0.0.tgz").write_bytes(package(**dict.fromkeys(NEEDED, "other")))
    with pytest.raises(SystemExit, match=r"duck-1\.0\.0\.tgz is not what pinned\.json pins"):
        main([])
    assert not write_duckdb_wasm(tmp_path)


def test_without_a_network_set_up_goes_on(
    carried: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OSError, match="refused"):
        fetched(tmp_path / "nothing", "http://127.0.0.1:9")
    (carried / "duck-1.0.0.tgz").unlink()
    (carried / "duck-1.0.0.tgz").mkdir()  # as unreadable as a registry that does not answer
    main([])
    assert "sites will show queries and not run them" in capsys.readouterr().out


def test_packages_are_fetched_from_a_registry_for_a_machine_without_one(
    carried: Path, tmp_path: Path
) -> None:
    registry = tmp_path / "registry"
    (registry / "@pond" / "duck" / "-").mkdir(parents=True)
    (carried / "duck-1.0.0.tgz").rename(registry / "@pond" / "duck" / "-" / "duck-1.0.0.tgz")
    assert fetched(carried, registry.as_uri()).keys() == {"duck-1.0.0.tgz"}


def test_every_package_is_pinned_by_its_content() -> None:
    pinned = json.loads(Path(duckdb_wasm.__file__).with_suffix(".json").read_text(encoding="utf-8"))
    assert all(len(base64.b64decode(one["integrity"].removeprefix("sha512-"))) == 64 for one in pinned)
