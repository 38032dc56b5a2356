"""Findings keep their id and first day over releases; reviews and waivers are joined to them; scores follow."""

import re
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.gathering import gather
from pipelines.common.errors import RefusedBuild
from pipelines.engines.workbench import Workbench
from pipelines.quality.findings import (
    record_findings,
    unused_waivers,
    warnings_by_mart,
)
from pipelines.quality.reviews import Review, unmatched_reviews
from pipelines.quality.rules import add_rules
from pipelines.releases.store import open_release
from pipelines.validation import UNEXPECTED_ROWS, Expectation, Suite, Waiver, validate
from tests.expectations import fill
from tests.support.small import (
    Household,
    id_number,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)

TODAY = date(2026, 6, 30)
"""The day of a build, which is over: a waiver that ends before it has expired."""
LATER = date(2999, 12, 31)
RULE = Expectation(
    id="sum_is_small",
    type=UNEXPECTED_ROWS,
    kwargs={"unexpected_rows_query": "select {keys} from {batch} where yuan > 10"},
    severity="warning",
    dimension="valid",
    zh="金额过大",
    en="a large sum",
    owner="财政所",
    source="test",
    keys=("unit", "period", "file", "sheet", "row", "yuan"),
    identity=("unit", "period", "row"),
    affects=("fund_execution",),
)
ROW = {"unit": "甲镇", "period": "2018", "file": "a.xlsx", "sheet": "Sheet1", "row": 2, "yuan": 11}


@pytest.fixture
def workbench(catalogue: Catalogue, tmp_path: Path) -> Workbench:
    bench = Workbench(Path(":memory:"))
    bench.show_build(tmp_path)
    gather(bench.connection, catalogue.registers, [])
    bench.connection.execute(
        "create table clean.sums (unit varchar, period varchar, file varchar, sheet varchar, row bigint, yuan bigint)"
    )
    return bench


def record(
    workbench: Workbench,
    *rows: dict,
    reviews: tuple[Review, ...] = (),
    waivers: tuple[Waiver, ...] = (),
    last: Path | None = None,
    today: date = TODAY,
) -> None:
    """Check the rows and record what was found."""
    fill(workbench.connection, "clean.sums", [ROW | row for row in rows])
    outcomes = validate(workbench.connection, Suite("clean.sums", (RULE,)), waivers)
    record_findings(workbench.connection, [("clean.sums", o) for o in outcomes], reviews, last, today)


def asked(db: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    return db.execute(sql).fetchall()


def release(workbench: Workbench, folder: Path) -> Path:
    """What a release keeps of findings, as the next build finds it."""
    (folder / "parquet").mkdir(parents=True)
    for name in ("findings", "finding_rows"):
        workbench.connection.execute(
            f"copy quality.{name} to '{folder}/parquet/quality.{name}.parquet' (format parquet)"
        )
    return folder


def test_failing_rows_are_counted_by_delivery_and_listed(workbench: Workbench) -> None:
    workbench.connection.execute(
        """insert into quality.deliveries (unit, period, file, sheet, places)
           values ('甲镇', '2018', 'a.xlsx', 'Sheet1', '{"yuan": 28, "unit_price": 3}')"""
    )
    record(workbench, {}, {"row": 3}, {"unit": "乙镇"}, {"row": 4, "yuan": 1})
    found = "select unit, period, register, rule, rows, waived, dimension, owner, affects, message_zh"
    rest = ("sums", "sum_is_small")
    assert asked(workbench.connection, f"{found} from quality.findings order by unit") == [
        ("乙镇", "2018", *rest, 1, 0, "valid", "财政所", "fund_execution", "金额过大"),
        ("甲镇", "2018", *rest, 2, 0, "valid", "财政所", "fund_execution", "金额过大"),
    ]
    rows = "select unit, file, sheet, row, cell, value, keys->>'yuan', status from quality.finding_rows order by all"
    assert asked(workbench.connection, rows) == [
        ("乙镇", "a.xlsx", "Sheet1", 2, None, None, "11", "open"),
        ("甲镇", "a.xlsx", "Sheet1", 2, "AB2", "11", "11", "open"),
        ("甲镇", "a.xlsx", "Sheet1", 3, "AB3", "11", "11", "open"),
    ]
    record(workbench, {"yuan": 1})
    assert asked(workbench.connection, "from quality.findings") == []
    assert asked(workbench.connection, "from quality.finding_rows") == []


def test_marts_are_warned_of_what_nobody_waives(workbench: Workbench) -> None:
    record(workbench, {}, {"row": 3}, {"unit": "乙镇"})
    assert warnings_by_mart(workbench.connection) == {"fund_execution": ["金额过大（3）"]}
    everything = Waiver(table="clean.sums", rule=RULE.id, reason="已说明", owner="财政所", expires=LATER)
    record(workbench, {}, {"row": 3}, {"unit": "乙镇"}, waivers=(everything,))
    assert warnings_by_mart(workbench.connection) == {}


def test_a_finding_keeps_its_id_and_first_day(workbench: Workbench, tmp_path: Path) -> None:
    first, second = TODAY - timedelta(days=9), TODAY - timedelta(days=5)
    what_reading_found = (
        "insert into quality.findings (unit, period, register, rule, severity, message_zh) "
        "values ('甲镇', '2018', 'sums', 'unknown_header', 'info', '列“甲”未读取')"
    )
    workbench.connection.execute(what_reading_found)
    record(workbench, {}, today=first)
    last = release(workbench, tmp_path / "1")
    record(workbench, {"yuan": 12}, {"row": 3}, last=last, today=second)
    last = release(workbench, tmp_path / "2")
    record(workbench, {"row": 3}, {"row": 4}, last=last, today=TODAY)
    days = "select row, first_seen from quality.finding_rows order by row"
    assert asked(workbench.connection, days) == [(3, second), (4, TODAY)]
    days = "select rule, first_seen, count(*) from quality.findings group by all order by all"
    assert asked(workbench.connection, days) == [("sum_is_small", first, 1), ("unknown_header", first, 1)]
    ids = asked(workbench.connection, "select finding_id from quality.findings")
    assert len(set(ids)) == 2 and all(re.fullmatch("[0-9a-f]{16}", id) for (id,) in ids)


def test_a_release_from_before_there_were_ids_is_passed_over(workbench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "parquet").mkdir()
    workbench.connection.execute(
        f"copy (select 'x' as rule) to '{tmp_path}/parquet/quality.findings.parquet' (format parquet)"
    )
    record(workbench, {}, last=tmp_path)
    assert asked(workbench.connection, "select first_seen from quality.findings") == [(TODAY,)]


def test_reviews_and_waivers_are_joined_to_findings(workbench: Workbench) -> None:
    record(workbench, {}, {"row": 3}, {"row": 4}, {"row": 5})
    ids = dict(asked(workbench.connection, "select row, finding_id from quality.finding_rows"))
    reviews = (
        Review(finding=ids[2], decision="dismissed", note="属实", by="统计站"),
        Review(finding=ids[3], decision="confirmed", by="统计站"),
    )

    def waiver(row: int, expires: date) -> Waiver:
        where: dict[str, str | int] = {"row": row}
        return Waiver(
            table="clean.sums", rule=RULE.id, where=where, reason="已说明", owner="财政所", expires=expires
        )

    past = TODAY - timedelta(days=1)
    record(workbench, {}, {"row": 3}, {"row": 4}, {"row": 5}, reviews=reviews,
           waivers=(waiver(4, LATER), waiver(5, past)))  # fmt: skip
    shown = "select row, status, waived_until, note from quality.finding_rows order by row"
    assert asked(workbench.connection, shown) == [
        (2, "dismissed", None, "属实"),
        (3, "confirmed", None, None),
        (4, "waived", LATER, "已说明"),
        (5, "open", past, "已说明"),
    ]
    [(rows, waived, dismissed, zh, en)] = asked(
        workbench.connection, "select rows, waived, dismissed, message_zh, message_en from quality.findings"
    )
    assert (rows, waived, dismissed) == (4, 1, 1)
    assert warnings_by_mart(workbench.connection) == {"fund_execution": [f"{zh}（2）"]}
    assert zh == f"金额过大（豁免已于 {past} 到期）" and "expired" in en


def test_entries_that_fit_nothing_are_reported(workbench: Workbench) -> None:
    """A slip in a waiver or a review, or one that has done its service, is not passed over in silence."""

    def waiver(expires: date, **where: str | int) -> Waiver:
        return Waiver(
            table="clean.sums", rule=RULE.id, where=where, reason="r", owner="财政所", expires=expires
        )

    def reported(*waivers: Waiver, finding: str) -> list[str]:
        fill(workbench.connection, "clean.sums", [ROW])
        found = {"clean.sums": validate(workbench.connection, Suite("clean.sums", (RULE,)), waivers)}
        [failure] = found["clean.sums"][0].failures
        review = Review(finding=finding or failure.id, decision="dismissed", by="统计站")
        return unused_waivers(found, waivers) + unmatched_reviews(found, [review])

    assert reported(waiver(LATER, unit="甲镇"), finding="") == []
    assert reported(waiver(TODAY - timedelta(days=1), unit="乙镇"), finding="") == [], "it has run out anyway"
    [of_waiver, of_review] = reported(waiver(LATER, unit=f"乙镇{id_number(871)}"), finding="0" * 16)
    assert "unit is *镇[证件号码]." in of_waiver
    assert of_waiver.startswith("waivers.yml: ") and RULE.id in of_waiver and "财政所" in of_waiver
    assert of_review.startswith("reviews.yml: " + "0" * 16)


def test_scores_follow_from_what_was_found(workbench: Workbench, catalogue: Catalogue) -> None:
    workbench.connection.execute(
        """insert into quality.deliveries (unit, period, file, sheet, accepted, quarantined, superseded, status) values
           ('甲镇', '2017', 'a', '', 10, 0, 0, 'read'), ('甲镇', '2018', 'a', '', 7, 2, 1, 'read'),
           ('乙镇', '2018', 'a', '', 0, 5, 0, 'unreadable'), ('丙镇', '2018', 'a', '', 0, 0, 0, 'non_data')"""
    )
    workbench.connection.execute(
        """insert into quality.quarantine (unit, period, file, sheet, row, rule) values
           ('甲镇', '2018', 'a', '', 2, 'missing_value'), ('甲镇', '2018', 'a', '', 3, 'not_a_number'),
           ('甲镇', '2018', 'a', '', 3, 'not_a_year'), ('乙镇', '2018', 'a', '', null, 'missing_header')"""
    )
    everything = Waiver(
        table="clean.sums", rule=RULE.id, where={"row": 4}, reason="r", owner="o", expires=LATER
    )
    record(workbench, {"row": 5})
    [(finding,)] = asked(workbench.connection, "select finding_id from quality.finding_rows")
    no_fault = Review(finding=finding, decision="dismissed", by="统计站")
    record(workbench, {}, {"row": 3}, {"row": 4}, {"row": 5}, waivers=(everything,), reviews=(no_fault,))
    add_rules(workbench.connection)
    workbench.build(catalogue.scorecard)
    scores = asked(
        workbench.connection,
        """select unit, period, rows, round(complete_score, 6), round(valid_score, 6), consistent_score,
               round(unique_score, 6), timely_score, round(score, 6), round(score_change, 6)
           from quality.quality_scorecard order by unit, period""",
    )
    assert scores == [
        ("乙镇", "2018", 5, 0.0, 1.0, 1.0, 1.0, 1.0, 0.8, None),
        ("甲镇", "2017", 10, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, None),
        # of ten rows one lacks a value, one is unreadable, two break the rule and nobody answers for them, one is sent twice
        ("甲镇", "2018", 10, 0.9, 0.7, 1.0, 0.9, 1.0, 0.9, -0.1),
    ]


def test_a_waived_critical_finding_lets_the_release_pass(tmp_path: Path, few: Catalogue) -> None:
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1, size=2))
    write_villages(folder / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    waivers = tmp_path / "raw" / "waivers.yml"

    def build(expires: date, township: str = "某镇") -> None:
        waivers.write_text(
            f"- {{table: poverty_incidence, rule: incidence_is_a_share, where: {{township: {township}}}, reason: 待核,\n"
            f"   owner: 统计站, expires: {expires}}}\n"
            "- {table: poverty_incidence, rule: incidence_is_a_share, where: {area_level: county}, reason: 同上,\n"
            f"   owner: 统计站, expires: {expires}}}\n",
            encoding="utf-8",
        )
        publish_figures(tmp_path, few)

    with pytest.raises(RefusedBuild, match="incidence_is_a_share") as refused:
        build(TODAY - timedelta(days=1))
    assert "no failing row" not in str(refused.value)
    with pytest.raises(RefusedBuild, match=r"no failing row of incidence_is_a_share .* township is 别镇"):
        build(LATER, township="别镇")  # the other waiver is needed
    build(LATER)
    with open_release(tmp_path / "marts") as db:
        rows = asked(
            db, "select status, waived_until from quality.finding_rows where rule = 'incidence_is_a_share'"
        )
        assert rows == [("waived", LATER)] * 3
        assert asked(db, "select count(*) from zh.质量评分") == [(1,)]
