"""What names a column of a register, however it is written."""

from pipelines.deliveries.notes import Value
from pipelines.reading.known_headers import (
    column_named,
    columns_by_header,
    columns_named,
    known_headers,
    registers_by_header,
)
from pipelines.reading.labels import Label
from tests.support.desk import REGISTERS

TRANSFERS = REGISTERS["land_transfers"]


def test_values_by_name_title_or_header_and_none_of_other_words():
    named: dict[str, Value] = {"village": "甲村", "流转 面积": 3, "饲养员": "乙"}
    assert columns_named(named, TRANSFERS) == {"village": "甲村", "transferred_area_mu": 3}


def test_money_for_each_mu_names_the_one_amount_of_that_kind():
    known = columns_by_header(TRANSFERS)
    column = column_named(known, "年租金", Label.of(["年租金(元/亩)"]))
    assert column is not None
    assert column.name == "rent_standard_yuan"
    whole = column_named(known, "年租金", Label.of(["年租金(元)"]))
    assert whole is not None
    assert whole.name == "annual_rent_yuan"


def test_the_headers_known_are_those_of_the_registers_asked_for():
    one, other = REGISTERS["land_transfers"], REGISTERS["villages"]
    both = known_headers({one.name: one, other.name: other})
    assert both == known_headers({one.name: one}) | known_headers({other.name: other})
    assert "年租金" in both - known_headers({other.name: other})


def test_a_header_leads_to_the_registers_that_it_may_name_a_column_of():
    one, other = REGISTERS["land_transfers"], REGISTERS["villages"]
    naming = registers_by_header({one.name: one, other.name: other})
    assert naming["行政村"] == {"land_transfers", "villages"}
    assert naming["年租金"] == {"land_transfers"}
    assert "饲养员" not in naming
