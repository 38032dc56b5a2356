"""What the sample's files hold is read as data/raw/README.md describes."""

from pathlib import Path

import pipelines

README = Path(__file__).parent.parent / "data" / "raw" / "README.md"


def test_the_faults_that_were_planted_are_set_aside_and_nothing_else(sample_release: Path) -> None:
    planted = README.read_text(encoding="utf-8").partition("## Faults planted on purpose")[2]
    rows = [line.strip("| ").split(" | ") for line in planted.splitlines() if line.startswith("| ")][1:]
    listed = {
        (*delivery.split("/"), file, sheet.strip(), int(row))
        for delivery, file, sheet, row, column, _ in rows
        if column != "(整行)"  # sent twice, and counted once
    }
    with pipelines.connect(sample_release) as db:
        aside = db.execute(
            "select unit, period, file, coalesce(sheet, ''), row from quality.quarantine"
        ).fetchall()
    assert set(aside) == listed and len(aside) == len(listed) == 21
