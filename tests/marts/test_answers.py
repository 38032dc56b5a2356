"""What an answer of a mart names: its columns, and each combination of the values that it is given for."""

import pytest
from pydantic import ValidationError

from pipelines.marts.answers import Answer


def test_every_combination_of_given_values_is_a_cut() -> None:
    answer = Answer.model_validate(
        {"measures": {"paid": "paid_yuan"}, "given": {"fund": ["all", "central"], "status": "exited"}}
    )
    assert answer.cuts == [{"status": "exited"}, {"fund": "central", "status": "exited"}]


def test_without_given_values_there_is_one_cut_by_nothing() -> None:
    assert Answer(measures={"paid": "paid_yuan"}).cuts == [{}]


def test_columns_of_measures_cuts_and_condition_are_named() -> None:
    answer = Answer(
        measures={"rate": "sum(paid_yuan) / sum(budget_yuan)"},
        by={"partner": "partner"},
        only="invested_year >= 2017",
    )
    columns = {"paid_yuan", "budget_yuan", "partner", "invested_year"}
    assert answer.own_columns == {*columns, "year"}
    assert answer.model_copy(update={"any_year": True}).own_columns == columns


def test_an_expression_that_is_not_sql_is_refused() -> None:
    with pytest.raises(ValidationError, match="'sum\\(' is not an SQL expression"):
        Answer(measures={"paid": "sum("})
