"""Rules that a delivery broke are counted by their dimension; what is only counted breaks none."""

import duckdb

from pipelines.quality.broken_rules import broken_rules


def test_rules_are_counted_by_delivery_and_dimension() -> None:
    db = duckdb.connect()
    db.execute("""
        create schema quality;
        create table quality.rules as from (values ('not_a_year', 'valid'), ('missing_value', 'complete')) as t(rule, dimension);
        create table quality.quarantine as from (values
            ('东镇', '2031', '资金.xlsx', '一', 'C4', 'not_a_year'), ('东镇', '2031', '资金.xlsx', '一', 'C5', 'not_a_year'),
            ('东镇', '2031', '资金.csv', null, 'A2', 'missing_value'), ('西镇', '2031', '坏.pdf', null, null, 'of_no_rule')
        ) as t(unit, period, file, sheet, cell, rule);
        create table quality.findings as from (values
            ('东镇', '2031', '资金.xlsx', '一', 'one_account', 'unique', 'warning', 5, 1, 1),
            ('东镇', '2031', '资金.xlsx', '一', 'all_waived', 'unique', 'warning', 2, 2, 0),
            ('东镇', '2031', '资金.xlsx', '一', 'counted', 'unique', 'info', 9, 0, 0),
            (null, null, null, null, 'of_a_mart', 'consistent', 'warning', 1, 0, 0)
        ) as t(unit, period, file, sheet, rule, dimension, severity, rows, waived, dismissed);
        create table quality.calendar as from (values
            ('东镇', '2031', 'persons', date '2019-01-15', date '2019-02-01'),
            ('东镇', '2031', 'funds', date '2019-01-15', date '2019-01-10'),
            ('北镇', '2018', null, date '2019-01-15', null)
        ) as t(unit, period, register, due_on, arrived_on)
    """)
    assert broken_rules(db) == [
        ("东镇", "2031", "complete", "missing_value", 1, ["资金.csv A2"]),
        ("东镇", "2031", "timely", "逾期报送", 1, ["persons 2019-01-15"]),
        ("东镇", "2031", "unique", "one_account", 3, ["资金.xlsx 一"]),
        ("东镇", "2031", "valid", "not_a_year", 2, ["资金.xlsx 一 C4", "资金.xlsx 一 C5"]),
        ("北镇", "2018", "timely", "逾期未报", 1, ["2019-01-15"]),
        ("西镇", "2031", "valid", "of_no_rule", 1, ["坏.pdf"]),
    ]
