import pytest

from pipelines.audit.sections import report_starts

FIRST = "甲镇总结\n一、基本情况\n全镇30户。\n二、下一步\n"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        (f"{FIRST}继续帮扶。\n乙镇现有9户。\n一、做法\n走访9户。", "乙镇现有9户。"),
        (f"{FIRST}继续帮扶。\n一、做法\n走访9户。", "一、做法"),
        (f"{FIRST.strip()}工作。{'继续' * 30}。\n乙镇现有9户。\n一、做法", "乙镇现有9户。"),
    ],
)
def test_a_report_begins_with_what_is_in_no_part_of_the_one_before(text, second):
    [start] = report_starts(text)
    assert text[start:].startswith(second)


def test_one_report_has_no_second():
    assert report_starts(FIRST) == report_starts("全镇30户") == []
