"""An answer as a workbook: values as Excel holds them."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipelines.common.errors import UserError
from pipelines.workbooks import answer
from pipelines.workbooks.answer import AnswerColumn, write_answer_workbook


@pytest.mark.parametrize(
    ("type", "value", "held"),
    [
        ("DECIMAL(18,2)", Decimal("12.30"), 12.3),
        ("DECIMAL(38,2)", Decimal("1234567890123456.78"), "1234567890123456.78"),
        ("BIGINT", 460003199001011234, "460003199001011234"),
        ("BIGINT", 10**17, 10**17),
        ("BOOLEAN", True, "是"),
        ("DATE", date(2019, 12, 31), datetime(2019, 12, 31)),
        ("TIMESTAMP", datetime(2019, 12, 31, 8, 30), "2019-12-31 08:30:00"),
        ("DOUBLE", float("nan"), "nan"),
        ("VARCHAR[]", ["甲", "乙"], "['甲', '乙']"),
        ("VARCHAR", None, None),
    ],
)
def test_no_value_is_rounded_or_lost(tmp_path: Path, type: str, value: object, held: object) -> None:
    path = tmp_path / "a.xlsx"
    assert write_answer_workbook(path, [AnswerColumn("a", type)], [[value]], {}) == 1
    assert openpyxl.load_workbook(path)["查询结果"]["A2"].value == held


def test_an_answer_of_more_rows_than_a_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "LAST_ROW", 2)
    with pytest.raises(UserError, match="more than 2 rows"):
        write_answer_workbook(tmp_path / "a.xlsx", [AnswerColumn("a", "BIGINT")], [[1], [2], [3]], {})
