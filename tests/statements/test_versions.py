"""Marks of version in names: which mean an earlier one, which a later one, and which mean nothing."""

import pytest

from pipelines.statements.versions import version, without_marks


@pytest.mark.parametrize(
    ("name", "rank", "mark"),
    [
        ("台账.xlsx", 0, ""),
        ("台账(2)", 2, "(2)"),
        ("台账（12）", 12, "（12）"),
        ("台账(2018)", 0, ""),
        ("台账-最终", 100, "最终"),
        ("台账(改)", 100, "改"),
        ("危房改造台账", 0, ""),
        ("台账旧", -1, "旧"),
        ("旧村改造", 0, ""),
        ("作废 台账", -1, "作废"),
        ("draft", -1, "draft"),
        ("overdraft", 0, ""),
    ],
)
def test_a_mark_has_its_rank(name: str, rank: int, mark: str) -> None:
    assert version(name) == (rank, mark)


def test_an_earlier_version_is_one_by_any_of_its_names() -> None:
    assert version("台账最终", "旧表")[0] == -1


@pytest.mark.parametrize("name", ["台账(2)", "台账(2)(3)", "台账（2） (2)", "台账改", "台账 - 副本(2)"])
def test_a_name_without_marks_is_that_of_what_was_copied(name):
    assert without_marks(name).rstrip(" -") == "台账"
