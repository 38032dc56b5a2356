"""A column that is described once is taken by its name."""

import pytest

from pipelines.common.shared_columns import with_shared

SHARED: dict[str, dict] = {
    "year": {"type": "year", "title": "年度", "headers": ["年份"]},
    "paid": {"type": "money", "title": "金额"},
}


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ({"name": "own", "type": "text"}, {"name": "own", "type": "text"}),
        ({"use": "paid"}, {"name": "paid", "type": "money", "title": "金额"}),
        (
            {"use": "year", "title": "资金年度", "headers": ["年"], "required": True},
            {
                "name": "year",
                "type": "year",
                "title": "资金年度",
                "headers": ["年份", "年"],
                "required": True,
            },
        ),
    ],
)
def test_an_entry_is_taken_and_added_to(column: dict, expected: dict) -> None:
    assert with_shared(column, SHARED, {"title", "headers", "required"}) == expected
    assert SHARED["year"]["headers"] == ["年份"]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"use": "planet"}, "columns.yml has no planet"),
        (
            {"use": "year", "type": "text", "name": "a", "required": True},
            "name, type of year is set in columns.yml",
        ),
    ],
)
def test_what_the_list_sets_is_not_set_again(column: dict, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        with_shared(column, SHARED, {"required"})
