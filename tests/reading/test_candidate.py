"""What the columns of a candidate leave missing, free and repeated."""

from pipelines.reading.candidate import Candidate
from pipelines.reading.labels import Label
from tests.support.desk import REGISTERS


def candidate(*headers: str, **columns: int) -> Candidate:
    return Candidate(REGISTERS["land_transfers"], 1, [Label.of([header]) for header in headers], columns)


def test_a_header_that_names_a_read_column_again_is_repeated_and_free():
    found = candidate("行政村", "村", "饲养员", village=1)
    assert {index: column.name for index, column in found.repeated().items()} == {2: "village"}
    assert [label.name for label in found.free_labels] == ["村", "饲养员"]


def test_what_the_notes_supply_is_not_missing():
    found = candidate("行政村", village=1)
    missing = {name for group in found.missing(set()) for name in group}
    assert missing
    assert "village" not in missing
    assert found.missing(missing) == []
