import pytest

from pipelines.audit.places import place_of_report, village_in
from tests.support.reports import TOWNSHIP, VILLAGE, released

RELEASED = released(
    ("posts", "", TOWNSHIP, 2018, 1),
    ("posts", "", ("某县", "白沙乡", None), 2018, 1),
    ("posts", "", VILLAGE, 2018, 1),
    ("posts", "", ("某县", "石桥镇", "石桥村"), 2018, 1),
    ("posts", "", ("某县", "白沙乡", "乙河村"), 2018, 1),
)


@pytest.mark.parametrize(
    ("text", "named", "place"),
    [
        ("石桥镇总结。石桥镇与白沙乡相邻", None, TOWNSHIP),
        ("石桥镇与白沙乡相邻", None, None),
        ("我镇总结", None, None),
        ("我镇总结", "石桥镇", TOWNSHIP),
        ("石桥镇总结", "无名镇", None),
    ],
)
def test_the_township_that_a_report_names_most(text, named, place):
    assert place_of_report(text, RELEASED, named) == place


@pytest.mark.parametrize(
    ("words", "village"),
    [
        ("甲村委会共有", ("甲村委会", VILLAGE)),
        ("甲方共有", None),
        ("石桥镇共有", None),
        ("石桥镇石桥村共有", ("石桥村", ("某县", "石桥镇", "石桥村"))),
        ("乙河村共有", None),
    ],
)
def test_the_village_that_words_name(words, village):
    assert village_in(words, TOWNSHIP, RELEASED) == village


def test_a_name_alone_counts_only_next_to_the_figure():
    assert village_in("石桥共有", TOWNSHIP, RELEASED) == ("石桥", ("某县", "石桥镇", "石桥村"))
    assert village_in("石桥公司", TOWNSHIP, RELEASED, in_full=True) is None
