"""The same text has another meaning in another context."""

import pytest

from pipelines.values.context import EXCEL_EPOCH, MACINTOSH_EPOCH
from tests.support.values import value


@pytest.mark.parametrize(("days", "epoch"), [("43465", EXCEL_EPOCH), ("42003", MACINTOSH_EPOCH)])
def test_days_are_counted_from_the_epoch_of_the_workbook(days, epoch):
    """Excel shows both as 31 December 2018: workbooks that count from 1904 are 1462 days behind."""
    assert value("date", days, epoch=epoch) == "2018-12-31"
