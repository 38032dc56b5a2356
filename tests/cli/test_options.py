"""Options that several commands share."""

import pytest


@pytest.mark.parametrize("command", ["deliveries", "diff", "releases"])
def test_a_format_that_no_command_prints_is_refused_with_those_that_are(township, tmp_path, command):
    refused = township(command, "--format", "yaml", "--marts", tmp_path)
    assert refused.returncode == 2
    assert all(name in refused.stderr for name in ("table", "csv", "json"))
