"""Folders that are removed while others look at them."""

import shutil
from contextlib import suppress
from pathlib import Path


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
