"""Kinds of lists, as `kinds.yml` describes them."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from pipelines.common.yaml_files import read_yaml


class Kind(BaseModel):
    """A kind of ledger: its name, words of titles and of what is paid, and parts of headers that only it has.

    `filled` are columns of a register that each of its rows states where it comes in the register's own form, `alike` those
    of which every row has one of these words. One that `is_change` lists who joined or left, one that `is_selection` some of
    a register's objects, whatever other columns it has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    words: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    alike: dict[str, tuple[str, ...]] = {}
    is_change: bool = False
    is_selection: bool = False


@cache
def load_kinds() -> tuple[Kind, ...]:
    """Every kind, the more particular before the more general."""
    entries = read_yaml(Path(__file__).parent / "kinds.yml", "not kinds of ledgers")
    return tuple(TypeAdapter(list[Kind]).validate_python(entries))
