"""A desk on which files are laid."""

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)
