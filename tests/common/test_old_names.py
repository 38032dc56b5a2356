"""An old key is read under its new name, with a notice."""

from pathlib import Path

import pytest

from pipelines.common.old_names import OldName, rename_keys


def test_old_keys_are_renamed_with_a_notice() -> None:
    with pytest.warns(OldName, match=r"waivers\.yml: why is now called reason"):
        renamed = rename_keys(Path("waivers.yml"), {"why": "r", "by": "o"}, {"why": "reason"})
    assert renamed == {"reason": "r", "by": "o"}


def test_new_keys_and_other_values_stay_without_a_notice() -> None:
    assert rename_keys(Path("a.yml"), {"reason": "r"}, {"why": "reason"}) == {"reason": "r"}
    assert rename_keys(Path("a.yml"), ["why"], {"why": "reason"}) == ["why"]
