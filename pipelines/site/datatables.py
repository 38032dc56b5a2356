"""DataTables for the pages: what sorts, searches and exports their tables, from the bundle that itables carries."""

import re
from importlib.resources import files
from pathlib import Path

_EXPORT = re.compile(r"export\{(?:[^}]*,)?(\w+) as default[^}]*\};")
"""The end of the bundle, which names what it holds; the default is DataTable with its extensions."""


def write_datatables(assets: Path) -> None:
    """Write datatables.js and datatables.css into the folder.

    The bundle is a module, which a browser does not load from a folder: it becomes a script that leaves `DataTable`.
    Raises ValueError where a later bundle exports otherwise.
    """
    bundle = files("itables") / "html"
    script, found = _EXPORT.subn(
        r"window.DataTable=\1;", (bundle / "dt_bundle.js").read_text(encoding="utf-8")
    )
    if found != 1:
        raise ValueError("the bundle of itables exports DataTable otherwise than before")
    (assets / "datatables.js").write_text(f"(() => {{{script}\n}})();\n", encoding="utf-8")
    (assets / "datatables.css").write_bytes((bundle / "dt_bundle.css").read_bytes())
