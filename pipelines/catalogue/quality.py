"""The tables of schema quality as a release carries them: quality.yml describes each column."""

from pathlib import Path

from pipelines.common.yaml_files import read_yaml
from pipelines.marts.mart import Table

QUALITY_TABLES = {
    name: Table(**described) for name, described in read_yaml(Path(__file__).with_suffix(".yml")).items()
}
"""Every one but those that a SELECT makes: reconciliation and quality_scorecard."""
