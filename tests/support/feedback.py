"""The feedback workbook of what lies on a desk."""

from pipelines.workbooks.feedback import write_feedback
from tests.support.desk import REGISTERS, Desk


def feedback(desk: Desk):
    """The feedback workbook of the delivery; None where it needs none."""
    cleaned = desk.clean().cleaned
    return write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", REGISTERS)
