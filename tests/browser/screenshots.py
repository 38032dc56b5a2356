"""Takes the pictures of the handbooks from the sample: `make screenshots`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines.catalogue.areas import Area
from pipelines.common.workspace import PROJECT
from pipelines.site.build import page_name
from tests.support.chromium import Chromium, find_chromium

FOLDER = PROJECT / "docs" / "screenshots"
AREA = f"areas/{page_name(Area('儋州市', '木棠镇'))}.html"

PICTURES = {
    "overview": ("index.html", ""),
    "area": (AREA, "document.getElementById('poverty_incidence').scrollIntoView()"),
    "quality": ("quality.html", "document.getElementById('quarantine').scrollIntoView()"),
    "dictionary": ("dictionary.html#q=发生率", ""),
    "notebook": (
        "notebooks/02_exits_by_year.html",
        "document.querySelector('[data-mart=by-year]').scrollIntoView()",
    ),
}
"""Name of a picture → the page, and what to do there before it is taken."""


def main() -> None:
    executable = find_chromium()
    if executable is None:
        sys.exit("This machine has no Chromium; the pictures stay as they are.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        marts = Path(scratch) / "marts"
        for command in (["build", "--raw", PROJECT / "data" / "raw"], ["pages"]):
            subprocess.run([sys.executable, "-m", "pipelines", *command, "--marts", marts], check=True)
        chromium = Chromium(executable, Path(scratch) / "profile")
        chromium.look(width=1280, height=960)
        for name, (page, script) in PICTURES.items():
            address, _, fragment = page.partition("#")
            uri = (marts / "site" / address).as_uri()
            chromium.open(f"{uri}#{fragment}" if fragment else uri, settle=1)
            if script:
                chromium.run(script)
            chromium.screenshot(FOLDER / f"{name}.png", full=False)
        chromium.close()


if __name__ == "__main__":
    main()
