"""The tables of schema quality as a release carries them: quality.yml says what each column means."""

from pathlib import Path

from pipelines.marts.mart import Table
from pipelines.yaml_files import read_yaml

QUALITY_TABLES = {
    name: Table(**described) for name, described in read_yaml(Path(__file__).with_suffix(".yml")).items()
}
"""Every one but those that a SELECT makes: reconciliation and quality_scorecard."""
