"""The sentence on a headline's coverage."""

from datetime import date
from typing import Any

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.marts.coverage import COLUMNS, describe_coverage

DAY, EARLIER = date(2019, 12, 31), date(2018, 12, 31)


def row(level: str, *values: Any, **facts: Any) -> dict[str, Any]:
    days = (DAY, DAY)
    return {"area_level": level} | dict(zip(COLUMNS, (*values, *days), strict=True)) | facts


@pytest.mark.parametrize(
    ("of_area", "message"),
    [
        (row("county", 2, 3, 0, 65, 0), "3 个乡镇中 2 个已报，65 行待核，数据截至 2019-12-31"),
        (row("township", 2, None, 1, 65, 4),
         "2 个村已报，应报多少不详，1 张表未计入，65 行待核，4 格待核，数据截至 2019-12-31"),
        (row("village", 1, 1, 0, 0, 0, oldest_statement_on=EARLIER), "数据截至 2019-12-31（最早 2018-12-31）"),
        (row("village", 1, 1, None, None, 0), "上级的表里有待核的行，不知是否属于本地，数据截至 2019-12-31"),
        (row("village", 0, 1, 0, 0, 0, oldest_statement_on=None, newest_statement_on=None), "未报"),
        (row("county", None, None, None, None, None), ""),
    ],
)  # fmt: skip
def test_coverage_is_summed_up_in_a_sentence(of_area: dict, message: str) -> None:
    assert describe_coverage([of_area]) == message


def test_of_several_years_the_latest_is_named() -> None:
    rows = [row("county", reporting, 3, 0, 0, 0, year=year) for year, reporting in ((2019, 2), (2018, 3))]
    assert describe_coverage(rows, "year") == "2019 年：3 个乡镇中 2 个已报，数据截至 2019-12-31"
    assert describe_coverage([rows[0], rows[0]], "year") == "3 个乡镇中 2 个已报，数据截至 2019-12-31"


def test_of_several_registers_in_a_year_the_one_with_the_fewest_units_is_told() -> None:
    rows = [row("county", reporting, 3, 0, 0, 0, year=2019) for reporting in (2, 1, 3)]
    assert describe_coverage(rows, "year") == "2019 年：3 个乡镇中 1 个已报，数据截至 2019-12-31"


def test_every_headline_has_it(catalogue: Catalogue) -> None:
    lacking = {
        mart.name: {*COLUMNS} - {column.name for column in mart.columns} for mart in catalogue.headlines
    }
    assert len(lacking) == 4 and not any(lacking.values())
