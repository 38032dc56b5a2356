"""A folder is removed at once, even where the removal is interrupted."""

import shutil

import pytest

from pipelines.common.errors import UserError
from pipelines.common.folders import remove_whole, require_folder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "piece"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_a_folder_is_gone_and_one_that_is_not_there_is_no_error(folder):
    remove_whole(folder)
    remove_whole(folder)
    assert list(folder.parent.iterdir()) == []


def test_of_an_interrupted_removal_no_part_stays_under_its_name_and_the_next_takes_the_rest(
    folder, monkeypatch
):
    whole = shutil.rmtree

    def killed_amid(path, **_):
        if path.exists():
            next(path.iterdir()).unlink()
            raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", killed_amid)
    with pytest.raises(KeyboardInterrupt):
        remove_whole(folder)
    assert [path.name for path in folder.parent.iterdir()] == [".piece"]
    monkeypatch.setattr(shutil, "rmtree", whole)
    remove_whole(folder)
    assert list(folder.parent.iterdir()) == []


def test_a_folder_that_cannot_be_moved_stays_whole(folder, monkeypatch):
    def refused(self, target):
        raise PermissionError("in use")

    monkeypatch.setattr(type(folder), "rename", refused)
    remove_whole(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(folder):
    require_folder(folder)
    with pytest.raises(UserError, match=r"There is no folder .*gone"):
        require_folder(folder / "gone")
