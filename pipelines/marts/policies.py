"""The tables of schema policy: policies.yml describes each, the CSV of its name has its rows."""

from pathlib import Path

from pipelines.common.yaml_files import read_yaml
from pipelines.marts.loading import with_shared_columns
from pipelines.marts.mart import Table
from pipelines.policy import FOLDER


def load_policy_tables(folder: Path = FOLDER) -> dict[str, Table]:
    """Every policy table by name."""
    described = read_yaml(folder / "policies.yml")
    return {name: Table(**with_shared_columns(content)) for name, content in described.items()}
