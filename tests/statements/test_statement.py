"""The role of a statement says whether its rows are read."""

from typing import get_args

import pytest

from pipelines.deliveries.notes import Notes
from pipelines.statements.statement import READ_ROLES, Role
from tests.support.statements import FORM_27, identify


def noted(role):
    return Notes.model_validate({"sheets": [{"file": "表.xlsx", "role": role}]})


def test_a_role_is_read_or_not():
    unread = {"extract", "summary", "draft", "void", "report", "other", "rejected"}
    assert {*get_args(Role)} - READ_ROLES == unread


@pytest.mark.parametrize("role", ["list", "part", "correction"])
def test_rows_of_a_list_of_a_part_and_of_a_correction_are_read(tmp_path, role):
    (statement,) = identify(tmp_path, FORM_27, notes=noted(role))
    assert statement.role == role in READ_ROLES
    assert statement.match is not None and statement.register == "persons"


@pytest.mark.parametrize("role", ["void", "draft", "summary", "other"])
def test_a_sheet_whose_role_the_notes_state_is_not_read(tmp_path, role):
    (statement,) = identify(tmp_path, FORM_27, notes=noted(role))
    assert (statement.role, statement.match, statement.reason.rule) == (role, None, "stated_by_notes")
