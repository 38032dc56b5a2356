"""What builds share: cleaned pieces, and the lock that one of them holds."""

from dataclasses import replace

import pytest

from pipelines.common.errors import UserError
from pipelines.orchestration.run import run_build
from pipelines.releases.store import all_releases, read_record
from tests.support.persons import EXITED, POOR
from tests.support.small import (
    build_of,
    publish_figures,
    township_folder,
    write_registry,
)


def test_only_what_changed_is_cleaned_again(tmp_path, few):
    for period in ("2017", "2018"):
        write_registry(township_folder(tmp_path, period) / "名单.csv", EXITED, POOR)
    first = publish_figures(tmp_path, few)
    assert [cleaned.is_new for cleaned in first.deliveries] == [True, True]

    write_registry(township_folder(tmp_path, "2018") / "名单.csv", EXITED, replace(POOR, size=3))
    second = publish_figures(tmp_path, few)
    assert [(c.delivery.period.name, c.is_new) for c in second.deliveries] == [
        ("2017", False),
        ("2018", True),
    ]
    pieces = second.workspace.pieces
    kept = {
        name
        for release in all_releases(tmp_path / "marts")
        for name in read_record(release)["pieces"].values()
    }
    assert {folder.name for folder in pieces.iterdir()} == kept and len(kept) == 3

    full = replace(build_of(tmp_path, few), is_full=True)
    run_build(full)
    assert all(cleaned.is_new for cleaned in full.deliveries)


def test_a_second_build_ends_while_one_is_under_way(tmp_path, few):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED)
    first = publish_figures(tmp_path, few)
    holder = """
import sys, time
from pathlib import Path
from pipelines.engines.workbench import Workbench
bench = Workbench(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""
    import subprocess
    import sys

    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(first.workspace.workbench)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout and process.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="Another build is under way"):
            publish_figures(tmp_path, few)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("note", ["reviews.yml", "waivers.yml", "calendar.yml"])
def test_a_wrong_note_beside_the_deliveries_is_told_before_anything_is_cleaned(tmp_path, few, note):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED)
    (tmp_path / "raw" / note).write_text("- {finding: 1}\n", encoding="utf-8")
    build = build_of(tmp_path, few)
    with pytest.raises(UserError, match=f"{note}: line 1"):
        build.begin_cleaning()
    assert not build.workspace.workbench.exists()
