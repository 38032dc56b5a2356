"""What a sheet of a workbook holds."""

from openpyxl.worksheet.worksheet import Worksheet


def cells(sheet: Worksheet) -> list[list]:
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
