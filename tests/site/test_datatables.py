"""DataTables is written as a script that a page may load from a folder."""

from pathlib import Path

from pipelines.site.datatables import write_datatables


def test_the_bundle_becomes_a_script_without_a_module(tmp_path: Path) -> None:
    write_datatables(tmp_path)
    script = (tmp_path / "datatables.js").read_text(encoding="utf-8")
    assert "window.DataTable=" in script and "export{" not in script
    assert "dt-column-order" in (tmp_path / "datatables.css").read_text(encoding="utf-8")
