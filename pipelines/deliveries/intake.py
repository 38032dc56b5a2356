"""Every entry below the folder of raw files: the deliveries, and what cannot be used, with the reason.

Nothing vanishes: an entry that is neither a delivery nor a note of the steward is reported.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.common.errors import UserError
from pipelines.common.private_numbers import ShownNames, without_private_numbers
from pipelines.common.yaml_files import InvalidFile, read_entries
from pipelines.deliveries.delivery import Delivery, unit_area
from pipelines.deliveries.period import Period
from pipelines.deliveries.places import Place, known_places
from pipelines.rules import Refusal, Violation

_NOTES = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini)$|\.(ya?ml(\.txt)?|md)$", re.IGNORECASE)
"""Files that are not data: hidden ones, locks of Excel, notes of the steward."""
_TOOLS = re.compile(r"^(\.[^.].*|__MACOSX)$")
"""Folders that programs leave behind: .git, .ipynb_checkpoints, __MACOSX."""
_TABLE = re.compile(r"\.(xls[xmb]?|ods|csv|tsv)$", re.IGNORECASE)
_STEWARD = {"unit.yml", "delivery.yml", "corrections.yml", "exemptions.yml", "places.yml", "calendar.yml"}
"""Notes by the only names that are read."""
_HARMLESS = {"misplaced_entry", "hidden_entry", "empty_unit"}
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What breaks lines, steers a terminal, turns text round, or is a byte that is not UTF-8."""


@dataclass(frozen=True)
class Unusable:
    """An entry of `raw` that cannot be used, and why; `unit` and `period` are the folders that it is in.

    The delivery that it concerns is not read: that of its period, or every one of its unit.
    """

    path: Path
    unit: str | None
    period: str | None
    violation: Violation

    @property
    def is_stray(self) -> bool:
        """Whether no delivery lacks it: it is only in the wrong place, or hidden."""
        return self.violation.rule in _HARMLESS

    def sentences(self, folder: Path) -> tuple[str, str]:
        """What is wrong and what to do, in Chinese and in English, by its path below the folder."""
        if self.path == folder:
            return self.violation.advice
        where = without_private_numbers("/".join(map(_shown, self.path.relative_to(folder).parts)))
        return f"{where} {self.violation.advice_zh}", f"{where}: {self.violation.advice_en}"


@dataclass(frozen=True)
class Intake:
    """What lies below `raw`: deliveries in the order of their names, and what cannot be used."""

    raw: Path
    deliveries: tuple[Delivery, ...]
    unusable: tuple[Unusable, ...]

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What is wrong with each entry that cannot be used, in Chinese and in English."""
        return [entry.sentences(self.raw) for entry in self.unusable]


def take_in(raw: Path) -> Intake:
    """Walk <raw>/<unit>/<period>/<files>.

    Raises UserError where `raw` cannot be listed, holds nothing at all, or has a places.yml that is not valid.
    """
    walk = _Walk(raw)
    deliveries = tuple(walk.deliveries())
    if not deliveries and not walk.unusable:
        raise Refusal("no_deliveries", raw=raw)
    areas = (*_areas_without_deliveries(walk.unusable), *(delivery.area for delivery in deliveries))
    places = known_places(read_entries(raw / "places.yml", Place), areas)
    located = tuple(
        replace(one, places=places.of(one.area["county"], one.area["township"])) for one in deliveries
    )
    return Intake(raw, located, tuple(walk.unusable))


def _areas_without_deliveries(unusable: list[Unusable]) -> Iterator[dict[str, str | None]]:
    """Areas of units that sent nothing yet: what others report of them is known to be theirs."""
    for entry in unusable:
        if entry.violation.rule == "empty_unit":
            with suppress(UserError):
                yield unit_area(entry.path)


def unit_folders(raw: Path) -> dict[str, Path]:
    """Unit → its folder, which has the same name unless that contains the number of a person.

    Raises OSError where `raw` cannot be listed.
    """
    shown = ShownNames()
    return {shown(path.name): path for path in _entries(raw)}


class _Walk:
    """One walk of the folder; notes on the way what cannot be used."""

    def __init__(self, raw: Path):
        self._raw = raw
        self._real = raw.resolve()
        self.unusable: list[Unusable] = []

    def deliveries(self) -> Iterator[Delivery]:
        if not self._raw.is_dir():
            raise Refusal("no_folder", raw=self._raw)
        try:
            self._units = {folder.name: unit for unit, folder in unit_folders(self._raw).items()}
            units = self._folders(self._raw, None, None)
        except OSError as error:
            raise Refusal("unlisted_folder", raw=self._raw, error=error.strerror) from None
        for unit in units:
            name, known = self._units[unit.name], len(self.unusable)
            periods = self._listed(unit, name, None)
            if not periods and len(self.unusable) == known:
                self._note(unit, name, None, "empty_unit")
            # without its note nobody knows where the unit lies
            if not any(entry.violation.rule == "misnamed_note" for entry in self.unusable[known:]):
                for period in periods:
                    yield from self._delivery(name, period)

    def _listed(self, folder: Path, unit: str, period: str | None) -> list[Path]:
        try:
            return self._folders(folder, unit, period)
        except OSError as error:
            self._note(folder, unit, period, "unreadable_entry", error=error.strerror)
            return []

    def _folders(self, folder: Path, unit: str | None, period: str | None) -> list[Path]:
        """Folders in a folder, in the order of their names; files there are in the wrong place."""
        found = []
        for path in _entries(folder):
            if self._is_usable(path, unit, period):
                if not path.is_dir():
                    self._stray(path, unit, period)
                elif not self._is_of_tool(path, unit, period):
                    found.append(path)
        return found

    def _delivery(self, unit: str, folder: Path) -> Iterator[Delivery]:
        """The delivery in a folder, or none where something in it cannot be used."""
        known = len(self.unusable)
        files = self._files(unit, folder)
        if not files and len(self.unusable) == known:
            return
        try:
            delivery = Delivery(unit, Period.parse(folder.name), folder, tuple(sorted(files, key=_by_number)))
        except UserError:
            self._note(folder, unit, folder.name, "unknown_period", name=folder.name)
            return
        try:
            _ = delivery.area, delivery.notes, delivery.corrections, delivery.exemptions
        except InvalidFile as error:
            problem = {"problem_zh": error.chinese.rstrip("。"), "problem": error.english.rstrip(".")}
            self._note(error.path, unit, folder.name, "invalid_notes", **problem)
            return
        if all(entry.is_stray for entry in self.unusable[known:]):
            yield delivery

    def _files(self, unit: str, folder: Path) -> list[Path]:
        try:
            entries = _entries(folder)
        except OSError as error:
            self._note(folder, unit, folder.name, "unreadable_entry", error=error.strerror)
            return []
        files = []
        for path in entries:
            if self._is_usable(path, unit, folder.name):
                if path.is_file():
                    files.append(path)
                elif not self._is_of_tool(path, unit, folder.name):
                    self._strays_below(path, unit, folder.name)
        return files

    def _is_of_tool(self, folder: Path, unit: str | None, period: str | None) -> bool:
        """Whether a program left the folder behind; a hidden one with tables is reported."""
        if not _TOOLS.search(folder.name):
            return False
        if any(_TABLE.search(path.name) and not path.name.startswith("._") for path in folder.rglob("*")):
            self._note(folder, unit, period, "hidden_entry")
        return True

    def _strays_below(self, folder: Path, unit: str, period: str) -> None:
        """Report every file of a folder that is too deep; a link to a folder is reported, not followed."""
        if folder.is_symlink():
            self._stray(folder, unit, period)
            return
        for path in self._listed(folder, unit, period):
            self._strays_below(path, unit, period)

    def _stray(self, path: Path, unit: str | None, period: str | None) -> None:
        self._note(path, unit, period, "misplaced_entry")

    def _is_usable(self, path: Path, unit: str | None, period: str | None) -> bool:
        """Whether it is a file of data or a folder, itself or by a link that stays below `raw`."""
        try:
            state = path.stat()
        except FileNotFoundError:
            return self._note(path, unit, period, "dangling_link")
        except OSError as error:  # a loop of links, or a share that is gone
            return self._note(path, unit, period, "unreadable_entry", error=error.strerror)
        if _UNSHOWABLE.search(path.name):
            return self._note(path, unit, period, "unshowable_name")
        if stat.S_ISREG(state.st_mode) and _NOTES.search(path.name):
            return self._pass_over(path, unit, period)
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
            return self._note(path, unit, period, "special_entry")
        if path.is_symlink() and not path.resolve().is_relative_to(self._real):
            return self._note(path, unit, period, "outside_link", target=os.readlink(path))
        if path.is_symlink() and path.parent.resolve().is_relative_to(path.resolve()):
            return self._note(path, unit, period, "circular_link")
        return True

    def _pass_over(self, path: Path, unit: str | None, period: str | None) -> bool:
        """Report a file that by its name is not data, and yet is a table, or a note that nothing reads."""
        wanted = re.sub(r"\.ya?ml(\.txt)?$", ".yml", path.name.lower())
        if wanted in _STEWARD and path.name != wanted:
            self._note(path, unit, period, "misnamed_note", wanted=wanted)
        elif _TABLE.search(path.name) and not path.name.startswith(("._", "~$")):
            self._note(path, unit, period, "hidden_entry")
        return False

    def _note(self, path: Path, unit: str | None, period: str | None, rule: str, **fields: object) -> bool:
        """Note why an entry cannot be used; False, as it is not usable."""
        if unit is None and path.is_dir():
            unit = _shown(self._units.get(path.name, path.name))
        elif unit is not None and period is None and path.is_dir() and rule == "unshowable_name":
            period = _shown(path.name)
        self.unusable.append(
            Unusable(path, unit, period and without_private_numbers(period), Violation(rule, fields))
        )
        return False


def _shown(name: str) -> str:
    """The name as it can be shown: bytes that are not UTF-8 as GB18030, as old Chinese archives mean them, else escaped."""
    with suppress(UnicodeError):
        name = os.fsencode(name).decode("utf-8" if _is_utf8(name) else "gb18030")
    return _UNSHOWABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), name)


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _entries(folder: Path) -> list[Path]:
    """Raises OSError where the folder cannot be entered, unlike Path.glob, which finds nothing there."""
    with os.scandir(folder) as entries:
        return sorted(folder / entry.name for entry in entries)


def _by_number(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Numbers in a name by their value: 名单.xlsx before 名单(2).xlsx before 名单(10).xlsx."""
    parts = [part for part in re.split(r"(\d+)", path.stem) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], path.suffix
