"""What the type of a column says about its values."""

import pytest
from pydantic import ValidationError

from pipelines.registers.columns import Column


def column(type: str, **facts: object) -> Column:
    return Column.model_validate({"name": "one", "title": "列", "description": "", "type": type, **facts})


@pytest.mark.parametrize(
    ("type", "kind", "argument", "sql_type"),
    [
        ("money", "money", None, "DECIMAL(18,2)"),
        ("measure(mu)", "measure", "mu", "DECIMAL(24,6)"),
        ("code(relations)", "code", "relations", "VARCHAR"),
    ],
)
def test_a_type_has_its_argument_in_brackets(type, kind, argument, sql_type):
    one = column(type)
    assert (one.kind, one.argument, one.sql_type) == (kind, argument, sql_type)


@pytest.mark.parametrize("type", ["sum", "money(", "money()", "person", "a code"])
def test_a_type_that_is_unknown_is_refused(type):
    with pytest.raises(ValidationError, match="is not one of money, count"):
        column(type)


def test_numbers_and_names_of_persons_are_private_and_so_is_what_a_contract_marks():
    assert column("person_name").is_private and column("phone").is_private
    assert column("text", pii="identifier").is_private
    assert not column("text").is_private and not column("household_id").is_private
