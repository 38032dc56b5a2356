"""Where the rows of each sheet went, for sums over sheets: a sheet that feeds two registers has its rows once."""

SHEET_ACCOUNTS = """(
    select distinct on (unit, period, file, sheet, status = 'last_published') * from quality.deliveries
    order by unit, period, file, sheet, status = 'last_published', quarantined desc, register
)"""
"""SQL for quality.deliveries with one row per sheet: of two registers, the account of that which set more rows aside."""
