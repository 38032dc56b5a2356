"""A critical expectation that fails refuses the build."""

import pytest

from pipelines.common.errors import RefusedBuild
from pipelines.releases.store import current_release
from tests.support.persons import EXITED, POOR
from tests.support.small import (
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)


def test_critical_expectation_refuses_and_last_release_stays(tmp_path, few, township_of_few):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    write_villages(folder / "村.csv", 甲村=200)
    publish_figures(tmp_path, few)
    published = current_release(tmp_path / "marts")

    write_villages(folder / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    with pytest.raises(RefusedBuild, match="incidence_is_a_share"):
        publish_figures(tmp_path, few)
    assert current_release(tmp_path / "marts") == published

    refused = township_of_few("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert refused.returncode == 1
    assert "incidence_is_a_share" in refused.stderr and "Traceback" not in refused.stderr
    assert current_release(tmp_path / "marts") == published
