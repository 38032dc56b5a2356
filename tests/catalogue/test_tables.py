"""The catalogue knows every table by its title, and refuses expectations on what is not a table."""

from pathlib import Path

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError


def test_every_table_has_a_title_and_a_suite(catalogue: Catalogue) -> None:
    assert catalogue.titles["clean.persons"] == catalogue.registers["persons"].title
    assert catalogue.titles.keys() == catalogue.suites.keys()
    assert all(suite.expectations for suite in catalogue.suites.values())


def test_expectations_on_what_is_not_a_table_are_refused(tmp_path: Path) -> None:
    (tmp_path / "clean.people").mkdir()
    (tmp_path / "clean.people" / "table.yml").write_text("owner: 某人", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"clean\.people holds expectations on clean\.people, which is not a table"
    ):
        Catalogue.load(expectations=tmp_path)
