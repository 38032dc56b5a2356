"""Folders that must be there, and those that are removed while others look at them."""

import shutil
from contextlib import suppress
from pathlib import Path

from pipelines.common.errors import UserError


def require_folder(folder: Path) -> None:
    """Raises UserError where there is no such folder to write into."""
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", f"没有文件夹 {folder}。")


def remove_whole(folder: Path) -> None:
    """Remove the folder, where it is there, at once: whoever looks finds all of it or nothing under its name.

    What an interrupted removal leaves is called .<name>; the next one takes it away. A folder that the system does not
    let go, because somebody holds a file in it open, stays as it is.
    """
    aside = folder.with_name(f".{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):
        folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
