"""All that Dagster loads: `dagster dev -m pipelines.definitions`."""

from pipelines.orchestration.project import default_definitions

defs = default_definitions()
