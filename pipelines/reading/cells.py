"""Values of cells as the sender would read them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pipelines.reading.cell_overrides import ShownAs


def text_of(value: object) -> str:
    """The value as text, numbers without loss: Excel itself keeps 15 digits."""
    if type(value) is float and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # by far the commonest
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return f"{value:.5E}"  # digits are lost already: an ID number typed as a number
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def percentage_of(number: float) -> str:
    """0.7379 as 73.79%."""
    return text_of(float(Decimal(repr(number)) * 100)) + "%"


def form_of(number: float, form: ShownAs) -> str:
    """50000 as 5, where its format shows it divided by the 4th power of ten, exactly, however few digits that shows; with
    the unit that the format writes."""
    text = (
        format((Decimal(repr(number)) / 10**form.scale).normalize(), "f") if form.scale else text_of(number)
    )
    return text + form.unit
