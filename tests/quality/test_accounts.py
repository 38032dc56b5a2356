"""Rows of sheets, summed: each sheet once."""

import duckdb

from pipelines.quality.accounts import SHEET_ACCOUNTS


def test_a_sheet_that_feeds_two_registers_counts_once_by_the_account_that_sets_more_aside() -> None:
    with duckdb.connect() as release:
        release.execute(
            """create schema quality; create table quality.deliveries as from (values
                ('甲镇', '2018', 'a.csv', '', 'capital_contributions', 'read', 12, 11, 0, 1),
                ('甲镇', '2018', 'a.csv', '', 'dividend_payouts', 'read', 12, 9, 2, 1),
                ('甲镇', '2018', 'b.csv', '', 'persons', 'last_published', 5, 4, 0, 1),
                ('甲镇', '2018', 'b.csv', '', 'persons', 'held_back', 6, 0, 5, 1)
            ) as t(unit, period, file, sheet, register, status, rows_read, accepted, quarantined, non_data)"""
        )
        found = release.execute(
            f"select file, rows_read, accepted, quarantined, non_data from {SHEET_ACCOUNTS} order by all"
        )
        assert found.fetchall() == [("a.csv", 12, 9, 2, 1), ("b.csv", 5, 4, 0, 1), ("b.csv", 6, 0, 5, 1)]
