"""Rows that break a rule, and texts of quality tables, are shown without the names of persons."""

import duckdb

from pipelines.catalogue.tables import Catalogue
from pipelines.marts.mart import MartColumn, Table
from pipelines.publishing.redaction import rows_without_names, without_names, without_words_on_persons
from pipelines.validation import Failure, Outcome
from pipelines.values.people import People

PEOPLE = People({"木棠镇": {"王甲一"}}, str)


def outcomes(catalogue: Catalogue, table: str, **keys: object) -> dict[str, list[Outcome]]:
    """One row that breaks the table's first rule."""
    rule = catalogue.suites[table].expectations[0]
    return {table: [Outcome(rule, False, 1, failures=(Failure("1", keys),))]}


def keys_of(found: dict[str, list[Outcome]]) -> dict[str, object]:
    [[outcome]] = found.values()
    return outcome.failures[0].keys


def test_free_text_of_a_list_of_persons_shows_its_first_characters(catalogue: Catalogue) -> None:
    """Any cell of text may name somebody; places and numbers, and texts of a ledger of money, stay."""
    keys = {"work_place": "王甲一", "village": "薛宅村", "row": 5}
    found = without_words_on_persons(outcomes(catalogue, "clean.persons", **keys), catalogue)
    assert keys_of(found) == {"work_place": "王**", "village": "薛宅村", "row": 5}
    funds = without_words_on_persons(
        outcomes(catalogue, "clean.fund_ledger", project_name="修路项目"), catalogue
    )
    assert keys_of(funds) == {"project_name": "修路项目"}


def test_a_file_called_after_a_person_of_its_unit_does_not_name_him(catalogue: Catalogue) -> None:
    files = {
        unit: keys_of(
            without_names(outcomes(catalogue, "clean.persons", unit=unit, file="王甲一.xlsx"), PEOPLE)
        )
        for unit in ("木棠镇", "兰洋镇")
    }
    assert files["木棠镇"]["file"] == "王某(王甲一).xlsx", "the code is the digest, here the name itself"
    assert files["兰洋镇"]["file"] == "王甲一.xlsx"


def test_a_table_without_a_unit_is_shown_as_it_is() -> None:
    table = Table(
        title="规则",
        description="规则",
        columns=(MartColumn(name="rule", title="规则", type="VARCHAR", description="规则"),),
    )
    with duckdb.connect() as db:
        assert rows_without_names(db, "quality.rules", table, PEOPLE) == "from quality.rules"
