"""The sentences of a violation: optional parts only where they are known, and whole across processes."""

import pickle

import pytest

from pipelines.rules import Notice, UnreadableFile, Violation


def test_a_part_is_left_out_where_its_field_is_unknown():
    assert Violation("far_cell", {"row": 9}).zh == "有单元格远离表格（第 9 行）"
    assert Violation("far_cell", {"row": 9, "column": "ZZ"}).zh == "有单元格远离表格（第 9 行或 ZZ 列以后）"


def test_a_list_is_joined_as_the_language_does():
    reported = Violation("unknown_file_type", {"suffixes": (".csv", ".xls")})
    assert ".csv、.xls" in reported.zh and ".csv, .xls" in reported.en


def test_what_is_found_is_never_read_as_a_field():
    assert (
        Violation("excel_error", {"found": "{row}[x]"}).en == "an error of Excel instead of a value: {row}[x]"
    )


def test_a_field_that_a_sentence_needs_must_be_given():
    with pytest.raises(KeyError, match="suffix"):
        _ = Violation("not_a_workbook").zh


def test_advice_is_reason_and_remedy():
    assert Violation("archive").advice == ("是压缩包；请解压后重报。", "packed; unpack it here.")


def test_a_notice_has_the_severity_of_its_rule():
    assert (Notice("hidden_sheet").severity, Notice("total_disagrees").severity) == ("info", "warning")


def test_refusal_goes_whole_from_one_process_to_another():
    refusal = pickle.loads(pickle.dumps(UnreadableFile("giant_file", mb=128)))
    assert str(refusal) == "larger than 128 MB; save it as .xlsx or .csv."
