"""What is tried again, and where."""

from pipelines.orchestration.jobs import RETRIES
from pipelines.orchestration.project import default_definitions, definitions_for
from tests.support.small import build_of


def test_what_fails_for_the_moment_is_tried_again_only_where_nobody_watches(tmp_path, catalogue):
    assert default_definitions().resolve_job_def("build").op_retry_policy == RETRIES
    watched = definitions_for(build_of(tmp_path, catalogue))
    assert watched.resolve_job_def("build").op_retry_policy is None
