"""The saved example queries answer, in Python and in the shell that `make sql` opens."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from pipelines import connect
from pipelines.common.workspace import PROJECT
from pipelines.releases.store import DATABASE
from pipelines.site.queries import FOLDER, all_queries

QUERIES = all_queries()

each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def in_the_shell(marts: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    """`make sql` with these lines typed into it."""
    return subprocess.run(
        ["make", "sql"],
        cwd=PROJECT,
        env=os.environ | {"TOWNSHIP_MARTS": str(marts)},
        input="\n".join(typed),
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_file_is_a_query_under_its_question() -> None:
    assert len(QUERIES) == len(list(FOLDER.iterdir())) >= 8
    assert all("？" in query.title and query.sql.endswith(";") for query in QUERIES)


@each_query
def test_answers_on_the_sample(query, sample_release: Path) -> None:
    with connect(sample_release) as con:
        assert con.execute(query.sql).fetchall()


@each_query
def test_finds_nothing_in_an_empty_release(query, empty_release: Path) -> None:
    with connect(empty_release) as con:
        assert con.execute(query.sql).fetchall() == []


def test_the_results_of_the_queries(sample_release: Path) -> None:
    answers = {}
    with connect(sample_release) as con:
        for query in QUERIES:
            rows = con.execute(query.sql)
            names = [name for name, *_ in rows.description]
            answers[query.name] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    plan = next(row for row in answers["02_exits_against_plan"] if row["脱贫年度"] == 2018)
    # Mutang's report of 2018: 1,924 persons planned and left, 262 remain.
    assert (plan["计划人数"], plan["实际人数"], plan["年底剩余"]) == (1924, 1924, 262)
    told = answers["06_reported_differs"]
    assert {row["计量单位"] for row in told} <= {"万元", "%", "户", "人", "个", "元/户"}
    assert all(row["差额"] == round(row["差额"], 4) for row in told)
    assert not [row for row in told if re.search("[a-z]", f"{row['主题']}{row['指标']}")]
    left = [row for row in answers["05_remaining_by_cause"] if row["乡镇"] == "木棠镇"]
    assert (sum(row["户数"] for row in left), sum(row["人数"] for row in left)) == (78, 262)


def test_the_shell_reads_them_and_changes_nothing(sample_release: Path) -> None:
    asked = in_the_shell(
        sample_release, ".mode csv", *(f".read queries/{query.name}.sql" for query in QUERIES)
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    assert ".read queries/" in asked.stdout and '"儋州市","木棠镇",2018,1924,1924,0,262' in asked.stdout
    refused = in_the_shell(sample_release, "drop table exits_by_year;")
    assert "read-only" in refused.stdout + refused.stderr
    assert (sample_release / DATABASE).exists()


def test_the_shell_without_a_release_is_one_sentence(tmp_path: Path) -> None:
    asked = in_the_shell(tmp_path, "select 1;")
    assert asked.returncode == 2 and asked.stdout == ""
    assert asked.stderr.splitlines()[0] == (
        f"Nothing has been published in {tmp_path}; run 'make marts' first."
    )
