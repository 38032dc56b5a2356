"""Tables of schema quality are described column by column."""

from pipelines.catalogue.quality import QUALITY_TABLES


def test_every_table_and_column_is_described_once() -> None:
    assert {"deliveries", "quarantine", "findings", "statements"} <= {*QUALITY_TABLES}
    for name, table in QUALITY_TABLES.items():
        names = [column.name for column in table.columns]
        assert len(names) == len({*names}), name
        assert all(column.title and column.description for column in table.columns), name
