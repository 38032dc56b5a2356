"""Policy tables: each is described, every row of it states where it is from."""

import csv

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
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines)]
    assert rows and [*rows[0]] == [column.name for column in POLICIES[name].columns]
    assert all(row["source"] for row in rows)


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
