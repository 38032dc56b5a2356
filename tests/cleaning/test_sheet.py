"""One sheet in steps: each makes a table that stays, and the counts of rows are those of the sheet."""

from decimal import Decimal

from pipelines.cleaning.sheet import clean_sheet
from tests.support.sheets import source_of

ROWS = [
    ["木棠镇扶贫资金台账"],
    ["行政村", "项目名称", "资金年度", "计划资金(元)"],
    ["薛宅村", "道路", "2018", "1,000"],
    ["薛宅村", "桥", "2018", "约500"],
    ["薛宅村", "井", "2018", "20元"],
    ["合计", "", "", "1520"],
    ["填表人:某某"],
]


def test_rows_of_a_sheet_are_typed_set_aside_or_not_data(tmp_path):
    with source_of(tmp_path, *ROWS) as source:
        clean = clean_sheet(source)
        assert (clean.rows_read, clean.data_rows) == (7, 3)
        rows = source.db.execute(f"select row, project_name, planned_yuan from {clean.rows} order by row")
        assert rows.fetchall() == [(3, "道路", Decimal(1000)), (5, "井", Decimal(20))]
        faults = source.db.execute(f"select row, level, header, rule, raw from {clean.faults}")
        assert faults.fetchall() == [(4, "row", "计划资金", "approximate_value", "约500")]


def test_a_total_that_is_not_the_sum_is_reported(tmp_path):
    rows = [*ROWS[:3], ["合计", "", "", "1001"]]
    with source_of(tmp_path, *rows) as source:
        notices = clean_sheet(source).notices
    assert [(notice.rule, notice.fields["row"], notice.fields["stated"]) for notice in notices] == [
        ("total_disagrees", 4, "1001")
    ]


def test_the_tables_of_the_steps_stay(tmp_path):
    with source_of(tmp_path, *ROWS) as source:
        clean_sheet(source)
        made = {name for (name,) in source.db.execute("select table_name from duckdb_tables()").fetchall()}
    assert {"loaded_cells", "parsed_planned_yuan", "faults", "typed_rows"} <= made
