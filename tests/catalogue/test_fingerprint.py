"""The fingerprint of a build changes with whatever its figures follow from, and with nothing else."""

from datetime import date, timedelta
from pathlib import Path

from pipelines.catalogue.fingerprint import fingerprint, notes_digest
from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import today_in_china
from pipelines.common.workspace import Workspace
from pipelines.validation import Waiver


def waiver(expires: date) -> Waiver:
    return Waiver(table="clean.persons", rule="age_is_plausible", reason="r", owner="o", expires=expires)


def test_what_changes_a_fingerprint(catalogue: Catalogue, few: Catalogue) -> None:
    first = fingerprint(["a", "b"], "notes", [], [], catalogue)
    assert fingerprint(["b", "a"], "notes", [], [], catalogue) == first, "in whatever order"
    today = today_in_china()
    expired, in_force = waiver(today - timedelta(days=2)), waiver(today + timedelta(days=2))
    assert fingerprint(["a", "b"], "notes", [expired], [], catalogue) == first
    others = {
        fingerprint(["a", "c"], "notes", [], [], catalogue),
        fingerprint(["a", "b"], "other notes", [], [], catalogue),
        fingerprint(["a", "b"], "notes", [in_force], [], catalogue),
        fingerprint(["a", "b"], "notes", [], [], few),
    }
    assert len({first, *others}) == 5


def test_notes_are_those_of_the_steward(tmp_path: Path) -> None:
    workspace = Workspace.of(tmp_path / "raw", tmp_path / "marts")
    for folder in (workspace.raw, workspace.boundaries):
        folder.mkdir()
    (workspace.raw / "places.yml").write_text("[]", encoding="utf-8")
    first = notes_digest(workspace)
    (workspace.raw / "名单.csv").write_text("", encoding="utf-8")
    assert notes_digest(workspace) == first
    (workspace.raw / "places.yml").write_text("[ ]", encoding="utf-8")
    second = notes_digest(workspace)
    assert second != first
    (workspace.boundaries / "某县.geojson").write_text("{}", encoding="utf-8")
    assert notes_digest(workspace) != second
