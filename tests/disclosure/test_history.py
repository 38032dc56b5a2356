"""What a release keeps of what it withholds."""

from pathlib import Path

from pipelines.disclosure.history import FILE, Count, Withheld, read_withheld


def test_what_a_release_withholds_is_read_by_the_next(tmp_path: Path) -> None:
    key = ("village", "某县", None, "2018")
    kept = Withheld(rows={"m": {3, 1}}, ever={"m": {key}}, told=[Count("m", key, "persons")])
    kept.write(tmp_path)
    assert read_withheld(tmp_path) == kept


def test_a_release_without_it_or_a_damaged_one_has_none(tmp_path: Path) -> None:
    assert read_withheld(tmp_path) is None
    (tmp_path / FILE).write_text('{"rows": 3}', encoding="utf-8")
    assert read_withheld(tmp_path) is None
