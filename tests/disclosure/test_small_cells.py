"""The policy on small counts."""

from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.disclosure.small_cells import load_small_cells


def test_a_policy_that_is_not_valid_is_one_sentence(tmp_path: Path):
    path = tmp_path / "small_cells.yml"
    path.write_text("threshold: -1\nsource: none\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"small_cells\.yml: threshold"):
        load_small_cells(path)
    path.write_text("threshold: [3\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"small_cells\.yml: not valid YAML"):
        load_small_cells(path)
