"""What every contract holds to."""

import pytest

from pipelines.reading.normalise import normalise
from pipelines.registers.loading import load_vocabulary
from tests.support.catalogues import all_registers


@pytest.mark.parametrize("register", all_registers().values(), ids=lambda register: register.name)
def test_no_header_names_two_columns_of_a_register(register):
    claimed: dict[str, str] = {}
    for column in register.columns:
        for header in {normalise(header) for header in (column.title, *column.headers)}:
            assert header not in claimed, f"{header} names {claimed[header]} and {column.name}"
            claimed[header] = column.name


@pytest.mark.parametrize("register", all_registers().values(), ids=lambda register: register.name)
def test_every_vocabulary_is_there_and_every_term_is_its_own_synonym(register):
    names = [column.argument or "" for column in register.columns if column.kind == "code"]
    if register.across and register.across.vocabulary:
        names.append(register.across.vocabulary)
    for name in names:
        vocabulary = load_vocabulary(name)
        assert set(vocabulary.values()) <= set(vocabulary), name
