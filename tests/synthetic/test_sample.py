"""The deliveries in data/raw are those that the generator writes."""

from pathlib import Path

import pytest

from tests.synthetic import __main__ as generator

RAW = Path(__file__).parents[2] / "data" / "raw"


def test_sample_is_what_the_generator_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["tests.synthetic", str(tmp_path)])
    generator.main()
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    different = [path for path, content in made.items() if (RAW / path).read_bytes() != content]
    assert made and not different
