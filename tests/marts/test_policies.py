"""Policy tables: each is described, every row of it states where it is from."""

import csv
from itertools import combinations

import pytest

import pipelines
from pipelines.marts.policies import load_policy_tables
from pipelines.policy import FOLDER
from pipelines.registers.loading import load_vocabulary

POLICIES = load_policy_tables()


def test_each_table_has_a_description_and_each_description_a_table() -> None:
    assert POLICIES.keys() == {path.stem for path in FOLDER.glob("*.csv")}


@pytest.mark.parametrize("name", POLICIES)
def test_the_columns_are_those_described_and_every_row_has_its_source(name: str) -> None:
    rows = rows_of(name)
    assert rows and [*rows[0]] == [column.name for column in POLICIES[name].columns]
    assert all(row["source"] for row in rows)


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [*csv.DictReader(lines)]


def in_force_together(rows: list[dict[str, str]], scope: list[str]) -> list[tuple[dict, dict]]:
    """Pairs of rows of one scope with a day on which both are in force: a SELECT would count what they are joined to twice."""
    return [
        (one, other)
        for one, other in combinations(rows, 2)
        if all(one[name] == other[name] for name in scope)
        and (one["valid_from"] or "0") <= (other["valid_to"] or "9")
        and (other["valid_from"] or "0") <= (one["valid_to"] or "9")
    ]


@pytest.mark.parametrize(
    "name", [name for name, table in POLICIES.items() if "valid_from" in str(table.columns)]
)
def test_on_any_day_one_row_of_a_scope_is_in_force(name: str) -> None:
    texts = {column.name for column in POLICIES[name].columns if column.type == "VARCHAR"}
    assert in_force_together(rows_of(name), [*texts - {"source", "basis"}]) == []


def test_rows_that_overlap_are_found() -> None:
    one, later, other = (
        {"county": county, "valid_from": start, "valid_to": end}
        for county, start, end in (
            ("甲县", "", "2019-12-31"),
            ("甲县", "2019-06-30", ""),
            ("乙县", "2019-06-30", ""),
        )
    )
    assert in_force_together([one, later, other], ["county"]) == [(one, later)]


def test_every_programme_of_benefits_has_its_family_and_standards_are_of_known_ones() -> None:
    families, standards = (
        [row["programme"] for row in csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines())]
        for name in ("benefit_programmes.csv", "benefit_standards.csv")
    )
    assert sorted(families) == sorted({*load_vocabulary("benefit_programmes").values()})
    assert {*standards} <= {*families}


def test_a_release_has_them_in_english_and_chinese(sample_release) -> None:
    with pipelines.connect(sample_release) as release:
        [(english,)] = release.execute(
            "select line_yuan from policy.poverty_lines where year = 2016"
        ).fetchall()
        [(chinese,)] = release.execute(
            'select 扶贫标准 from zh."农村扶贫标准(当年价)" where 年度 = 2016'
        ).fetchall()
    assert english == chinese == 2952
