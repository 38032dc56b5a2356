"""DuckDB for the browser, as one script that pages load: two packages of npm, pinned in duckdb_wasm.json.

Set-up makes the script once, and every site takes a copy. As a script this file needs nothing that is installed:

    python pipelines/site/duckdb_wasm.py            make the script; packages in the folder wheels are not fetched
    python pipelines/site/duckdb_wasm.py FOLDER     fetch the packages, for a machine without a network
"""

import base64
import gzip
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PINNED = Path(__file__).with_suffix(".json")
CARRIED = Path(__file__).parents[2] / "wheels"
MADE = Path(sys.prefix) / "share" / "township" / "duckdb.js"
REGISTRY = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org").rstrip("/")
NEEDED = (
    "package/Arrow.es2015.min.js",
    "package/dist/duckdb-browser.cjs",
    "package/dist/duckdb-browser-eh.worker.js",
    "package/dist/duckdb-eh.wasm",
)
_PATIENCE = 60  # seconds without an answer


def write_duckdb_wasm(assets: Path) -> bool:
    """Copy duckdb.js into the folder, where set-up could make it."""
    if not MADE.exists():
        return False
    shutil.copyfile(MADE, assets / MADE.name)
    return True


def fetched(folder: Path, registry: str) -> dict[str, bytes]:
    """File name of each package → its content: from the folder, else from the registry.

    Raises ValueError where it is not what is pinned, OSError where it is not to be had.
    """
    found = {}
    for pinned in json.loads(PINNED.read_text(encoding="utf-8")):
        name = f"{pinned['package'].rpartition('/')[2]}-{pinned['version']}.tgz"
        if (folder / name).exists():
            content = (folder / name).read_bytes()
        else:
            address = f"{registry}/{pinned['package']}/-/{name}"
            with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
                content = answer.read()
        digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
        if f"sha512-{digest}" != pinned["integrity"]:
            raise ValueError(f"{name} is not what {PINNED.name} pins")
        found[name] = content
    return found


def packed(packages: dict[str, bytes]) -> str:
    """The script: DuckDB's interface as `duckdb`, which holds what its worker runs.

    The worker and the WebAssembly are texts in it: a page that is opened from a folder may load scripts and nothing else.
    """
    files = dict(file for content in packages.values() for file in _needed(content))
    wasm = base64.b64encode(gzip.compress(files["duckdb-eh.wasm"], mtime=0)).decode()
    worker = json.dumps(files["duckdb-browser-eh.worker.js"].decode())
    return "\n".join(
        (
            files["Arrow.es2015.min.js"].decode(),
            "(() => {\nconst module = {exports: {}}, require = () => window.Arrow;",
            files["duckdb-browser.cjs"].decode(),
            f"window.duckdb = {{...module.exports, worker: {worker}, wasm: '{wasm}'}};\n}})();\n",
        )
    )


def _needed(package: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for member in archive:
            if member.name in NEEDED and (file := archive.extractfile(member)):
                yield Path(member.name).name, file.read()


def main(arguments: list[str]) -> None:
    """Make the script, or fetch the packages into the folder that is given."""
    try:
        if arguments:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in fetched(folder, REGISTRY).items():
                (folder / name).write_bytes(content)
        else:
            script = packed(fetched(CARRIED, REGISTRY))
            MADE.parent.mkdir(parents=True, exist_ok=True)
            MADE.write_text(script, encoding="utf-8")
    except OSError as fault:
        print(f"DuckDB for the browser was not fetched ({fault}): sites will show queries and not run them.")
    except ValueError as fault:
        sys.exit(f"Refused: {fault}.")


if __name__ == "__main__":
    main(sys.argv[1:])
