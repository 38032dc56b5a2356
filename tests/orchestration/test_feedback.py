"""Senders are answered."""

import pytest

from pipelines.common.errors import RefusedBuild
from tests.support.small import (
    Household,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)


def test_a_sender_is_answered_even_where_the_build_is_refused(tmp_path, few):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1), Household(2), Household(3, status="待定"))
    write_villages(folder / "村.csv", 甲村=1)
    with pytest.raises(RefusedBuild):
        publish_figures(tmp_path, few)
    [answer] = (tmp_path / "marts" / "feedback").iterdir()
    assert answer.name == "某镇_2018_反馈.xlsx"
    written = answer.stat().st_mtime_ns
    with pytest.raises(RefusedBuild):
        publish_figures(tmp_path, few)
    assert answer.stat().st_mtime_ns == written, "an unchanged workbook is not written again"

    write_registry(folder / "名单.csv", Household(1), Household(2), Household(3))
    write_villages(folder / "村.csv", 甲村=200)
    publish_figures(tmp_path, few)
    assert not answer.exists()
