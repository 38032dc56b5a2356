"""Cells that are more than a text or a number, as the writers of workbooks in the tests take them."""

from pipelines.reading.cell_overrides import ERRORS

ERROR_CODES = {text: code for code, text in ERRORS.items() if text != "#GETTING_DATA"}
"""Errors by the text that Excel shows."""


class Percent(float):
    """A number in a cell whose format is 0.00%."""


class Formula(str):
    """A formula that was never calculated, without its equals sign."""
