"""Where things lie: raw deliveries, releases, and the generated state beside them."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from pipelines.common.errors import UserError

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workspace:
    """The folders of one installation.

    `raw` holds what was sent and is never written to; `boundaries`, beside it, may hold the outlines of townships; `marts`
    holds releases; `state`, beside `marts`, holds what can be made again (cleaned pieces, the workbench, Dagster's home)
    and the identity key.
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
    def boundaries(self) -> Path:
        return self.raw.parent / "geo"

    @property
    def state(self) -> Path:
        return self.marts.parent / ".township"

    @property
    def workbench(self) -> Path:
        return self.state / "build.duckdb"

    @property
    def pieces(self) -> Path:
        return self.state / "pieces"

    @property
    def builds(self) -> Path:
        """Where each build keeps its marts, in a folder named by its fingerprint."""
        return self.state / "builds"

    @property
    def origins(self) -> Path:
        """Where the columns of the marts come from, as last traced: the same for all workspaces of an installation."""
        return (PROJECT / ".cache" if os.access(PROJECT, os.W_OK) else self.state) / "origins.json"

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

    def make_state(self) -> None:
        """Make the folder of generated state, which only its owner enters: rows of persons lie below.

        Raises UserError where nothing can be written there.
        """
        self.require_room()
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.state.chmod(0o700)  # earlier versions let everyone in

    def require_room(self) -> None:
        """Raises UserError where releases or generated state cannot be written."""
        for folder in (self.state, self.marts):
            there = next(parent for parent in (folder, *folder.parents) if parent.exists())
            try:
                TemporaryFile(dir=there).close()
            except OSError as error:
                raise UserError(
                    f"{there} cannot be written to: {error.strerror}. The last release stays current.",
                    f"{there} 不能写入：{error.strerror}。上一版仍然有效。",
                ) from None
