"""The program has one version."""

from pipelines.common.code_version import code_version


def test_the_code_has_one_version() -> None:
    assert len(code_version()) == 12 and code_version() == code_version()
