"""A mart's `disclosure:`: rests of parts are counts too, and every column that it names is known."""

from pipelines.marts.disclosure import Disclosure

RULE = Disclosure.model_validate(
    {
        "public": ["planned"],
        "parts": {"poor": "registered"},
        "after": {"exits": "exit_year"},
        "sums": [
            {
                "mart": "exits",
                "by": ["year"],
                "only": {"status": ["已脱贫"]},
                "columns": {"left": "cumulative"},
            }
        ],
    }
)


def test_a_part_leaves_a_rest() -> None:
    assert RULE.rests == {"registered less poor": ("registered", "poor")}


def test_columns_that_are_named() -> None:
    assert RULE.own_columns == {"planned", "poor", "registered", "exit_year", "year", "status", "left"}
