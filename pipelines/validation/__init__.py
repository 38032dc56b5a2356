"""Great Expectations inside DuckDB: suites are read here, run where the data lies, and answered as outcomes.

`expectations/` and the contracts define what valid means; other packages decide what an outcome leads to. Nothing
leaves DuckDB but counts and the keys of a few failing rows. Great Expectations takes seconds to import, so only a
running check imports it.
"""

from pipelines.validation.baseline import LOCATION, baseline_expectations
from pipelines.validation.data_docs import page_of, write_data_docs
from pipelines.validation.importing import import_great_expectations
from pipelines.validation.outcomes import MAX_FAILURES, Failure, Outcome
from pipelines.validation.results import forget_outcomes, record_outcomes, recorded_outcomes
from pipelines.validation.running import validate
from pipelines.validation.short_forms import UNEXPECTED_ROWS
from pipelines.validation.suites import (
    DIMENSIONS,
    Dimension,
    Expectation,
    Severity,
    Suite,
    load_suites,
)
from pipelines.validation.waivers import Waiver, check_waivers, load_waivers

__all__ = [
    "DIMENSIONS",
    "LOCATION",
    "MAX_FAILURES",
    "UNEXPECTED_ROWS",
    "Dimension",
    "Expectation",
    "Failure",
    "Outcome",
    "Severity",
    "Suite",
    "Waiver",
    "baseline_expectations",
    "check_waivers",
    "forget_outcomes",
    "import_great_expectations",
    "load_suites",
    "load_waivers",
    "page_of",
    "record_outcomes",
    "recorded_outcomes",
    "validate",
    "write_data_docs",
]
