"""Where things lie: raw deliveries, releases, and the generated state beside them."""

import os
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.problems import Problem
from pipelines.yaml_files import read_yaml

PROJECT = Path(__file__).resolve().parent.parent

IGNORED_NAMES = re.compile(r"^(\.|~\$)|^(thumbs\.db|desktop\.ini)$|\.(yml|yaml|md)$", re.IGNORECASE)


@dataclass(frozen=True)
class Workspace:
    """The folders of one installation.

    `raw` holds what was sent and is never written to; `marts` holds releases; `state`, beside `marts`,
    holds what can be made again (cleaned pieces, the workbench, Dagster's home) and the identity key.
    """

    raw: Path
    marts: Path

    @classmethod
    def of(cls, raw: Path | str | None = None, marts: Path | str | None = None) -> "Workspace":
        """The workspace named by the arguments, else by TOWNSHIP_RAW and TOWNSHIP_MARTS, else the project's."""
        raw = raw or os.environ.get("TOWNSHIP_RAW") or PROJECT / "data" / "raw"
        marts = marts or os.environ.get("TOWNSHIP_MARTS") or PROJECT / "data" / "marts"
        return cls(Path(raw).absolute(), Path(marts).absolute())

    @property
    def state(self) -> Path:
        return self.marts.parent / ".township"

    @property
    def workbench(self) -> Path:
        return self.state / "workbench.duckdb"

    @property
    def pieces(self) -> Path:
        return self.state / "pieces"

    @property
    def dagster_home(self) -> Path:
        return self.state / "dagster"

    @property
    def identity_key(self) -> Path:
        return self.state / "identity.key"

    @property
    def data_docs(self) -> Path:
        """Where the current release shows which rule held."""
        return self.marts / "site" / "data_docs"

    def require_room(self) -> None:
        """Raises Problem where releases or generated state cannot be written."""
        for folder in (self.state, self.marts):
            there = next(parent for parent in (folder, *folder.parents) if parent.exists())
            try:
                TemporaryFile(dir=there).close()
            except OSError as error:
                raise Problem(
                    f"{there} cannot be written to: {error.strerror}. The last release stands."
                ) from None

    def deliveries(self) -> list["Delivery"]:
        """Every unit/period folder with at least one file, in order of name."""
        if not self.raw.is_dir():
            raise Problem(f"{self.raw} is no folder; expected deliveries in {self.raw}/<unit>/<period>/.")
        found = [
            Delivery(folder.parent.name, Period.parse(folder.name), folder)
            for folder in sorted(self.raw.glob("*/*/"))
            if not IGNORED_NAMES.search(folder.name)
            and not IGNORED_NAMES.search(folder.parent.name)
            and _files(folder)
        ]
        if not found:
            raise Problem(f"{self.raw} holds no deliveries; expected files in {self.raw}/<unit>/<period>/.")
        return found

    def misplaced_files(self) -> list[Path]:
        """Files that lie outside a unit/period folder, or in a folder below it, and so belong to no delivery."""
        levels = {
            path: path.relative_to(self.raw).parts for path in sorted(self.raw.rglob("*")) if path.is_file()
        }
        return [
            path
            for path, parts in levels.items()
            if len(parts) != 3 and not any(IGNORED_NAMES.search(part) for part in parts)
        ]


@dataclass(frozen=True)
class Period:
    """What a delivery speaks of: its name as the folder gives it, and its last day."""

    name: str
    ends_on: date

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Read 2018, 2018年, 2020H1, 2020上半年, 2021Q3, 2021-06, 202106 or 2021-06-30.

        Raises Problem where the name is none of these.
        """
        text = name.strip().upper().replace("年", "-").replace("月", "-").replace("日", "").strip("-")
        text = text.replace("上半", "H1").replace("下半", "H2").replace("-H", "H").replace("-Q", "Q")
        match = re.fullmatch(
            r"(?P<year>(?:19|20)\d\d)"
            r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|[-.]?(?P<month>\d\d?)(?:[-.]?(?P<day>\d\d?))?)?",
            text,
        )
        if match:
            year = int(match["year"])
            month = (
                int(match["month"] or 0)
                or 6 * int(match["half"] or 0)
                or 3 * int(match["quarter"] or 0)
                or 12
            )
            try:
                if match["day"]:
                    return cls(name, date(year, month, int(match["day"])))
                return cls(name, _month_end(year, month))
            except ValueError:
                pass
        raise Problem(
            f"The folder name {name} is no period; expected for example 2018, 2020H1, 2021Q3 or 2021-06."
        )


@dataclass(frozen=True)
class Delivery:
    """What one unit sent for one period: the files of one folder."""

    unit: str
    period: Period
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.unit}/{self.period.name}"

    @cached_property
    def files(self) -> list[Path]:
        """Files in the order of their names, numbers by value: where two say the same, the later one holds.

        名单.xlsx comes before 名单(2).xlsx, as it was sent before it.
        """
        return sorted(_files(self.folder), key=lambda path: (_natural(path.stem), path.suffix))

    @cached_property
    def area(self) -> dict[str, str | None]:
        """County, township and village of the unit: from `unit.yml`, else told by the ending of its name."""
        known = _read_yaml(self.folder.parent / "unit.yml")
        if not known:
            bare = re.sub(r"[（(].*[)）]$", "", self.unit)
            levels = {
                "village": r"(村|社区|居委会)$",
                "township": r"(镇|乡|街道)$",
                "county": r"(县|市|区|旗)$",
            }
            known = {level: bare for level, ending in levels.items() if re.search(ending, bare)}
        return {level: known.get(level) for level in ("county", "township", "village")}

    @cached_property
    def notes(self) -> "Notes":
        """What `delivery.yml` says of the delivery as a whole."""
        path = self.folder / "delivery.yml"
        try:
            return Notes.model_validate(_read_yaml(path))
        except ValidationError as error:
            first = error.errors()[0]
            raise Problem(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


class Notes(BaseModel):
    """`defaults` gives the value of a canonical column for sheets that lack it; `money_unit` the unit of amounts
    that state none anywhere else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    note: str | None = None
    defaults: dict[str, str | int | float | bool] = {}
    money_unit: Literal["元", "万元"] | None = None


def _read_yaml(path: Path) -> dict:
    if not path.exists():
        return {}
    content = read_yaml(path, "no valid YAML")
    if not isinstance(content, dict | None):
        raise Problem(f"{path}: expected lines of the form 'name: value'.")
    return content or {}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and not IGNORED_NAMES.search(path.name)]


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part
    ]


def _month_end(year: int, month: int) -> date:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)
