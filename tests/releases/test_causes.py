"""Why a figure changed: which sheets count otherwise, and what for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.orchestration.run import run_build
from pipelines.releases.diff import Comparison, compare
from tests.support.small import Household, build_of, township_folder, write_csv, write_registry

FIRST = Household(1, size=3, status="已脱贫", exit_year="2017"), Household(2, size=2), Household(4, size=5)
LEDGER = ["乡镇", "行政村", "资金年度", "项目名称", "项目类别", "计划资金(元)", "支出资金(元)"]


def write_ledger(path: Path, *rows: tuple[str, str, str]) -> None:
    write_csv(
        path, [LEDGER, *(["某镇", "甲村", "2018", name, "产业", plan, paid] for name, plan, paid in rows)]
    )


@pytest.fixture
def compared(tmp_path, few) -> Callable[[Callable[[Path], None], Callable[[Path], None]], Comparison]:
    """Builds what the first function sends and then what the second does, and compares the two releases."""

    def run(first: Callable[[Path], None], then: Callable[[Path], None]) -> Comparison:
        for send in (first, then):
            send(tmp_path)
            run_build(build_of(tmp_path, few))
        return compare(tmp_path / "marts")

    return run


def causes(found: Comparison) -> set[str]:
    return {change.cause for change in found.changes}


def test_a_correction_in_another_file_is_a_correction(compared):
    def then(root: Path) -> None:
        folder = township_folder(root)
        (folder / "台账.csv").unlink()
        write_ledger(folder / "台账(改).csv", ("路", "1000", "900"), ("桥", "500", "400"))

    found = compared(
        lambda root: write_ledger(
            township_folder(root) / "台账.csv", ("路", "1000", "800"), ("桥", "500", "400")
        ),
        then,
    )
    assert causes(found) == {"correction"}
    assert set(found.inputs.values()) == {"correction"}
    paid = [c for c in found.changes if c.column == "paid_yuan" and c.key.startswith("township")]
    assert [(c.old, c.new) for c in paid] == [("1200.00", "1300.00")]
    assert paid[0].behind == ("某镇/2018/台账(改).csv（0 → 2 行）", "某镇/2018/台账.csv（2 → 0 行）")


def test_a_quarter_in_time_is_not_a_late_entry(compared):
    def send(period: str, paid: str) -> Callable[[Path], None]:
        return lambda root: write_ledger(
            township_folder(root, period) / "项目、资金台账.csv", ("路", "1000", paid)
        )

    found = compared(send("2018Q1", "100"), send("2018Q2", "300"))
    assert causes(found) == {"new delivery"}
    assert found.inputs == {"某镇/2018Q2/项目、资金台账.csv": "new delivery"}
    assert {c.behind for c in found.changes} == {
        ("某镇/2018Q1/项目、资金台账.csv（1 → 0 行）", "某镇/2018Q2/项目、资金台账.csv（0 → 1 行）")
    }, "the ledger of the year so far that it replaces is listed, too"


def test_the_calendar_decides_what_is_late(compared):
    def send(root: Path) -> None:
        write_registry(township_folder(root, "2018") / "名单.csv", *FIRST)

    def then(root: Path) -> None:
        write_registry(township_folder(root, "2019") / "名单.csv", *FIRST[:2])
        (root / "raw" / "calendar.yml").write_text(
            '- {units: [某镇], periods: ["2019"], days: 15}\n', "utf-8"
        )

    found = compared(send, then)
    assert found.inputs == {"某镇/2019/名单.csv": "late entry"}


def test_a_period_before_the_last_one_is_late(compared):
    found = compared(
        lambda root: write_registry(township_folder(root, "2018") / "名单.csv", *FIRST),
        lambda root: write_registry(township_folder(root, "2017") / "名单.csv", *FIRST[:2]),
    )
    assert found.inputs == {"某镇/2017/名单.csv": "late entry"}


def test_what_is_taken_back_is_a_removal(compared):
    def first(root: Path) -> None:
        write_registry(township_folder(root) / "名单.csv", *FIRST)
        write_ledger(township_folder(root) / "台账.csv", ("路", "1000", "800"))

    found = compared(first, lambda root: (township_folder(root) / "台账.csv").unlink())
    assert causes(found) == {"removal"} and {c.mart for c in found.changes} == {"fund_execution"}
    assert {c.new for c in found.changes} == {None}


def test_a_file_that_was_renamed_changes_nothing(compared):
    def then(root: Path) -> None:
        (township_folder(root) / "名单.csv").rename(township_folder(root) / "花名册.csv")
        write_ledger(township_folder(root) / "台账.csv", ("路", "1000", "800"))

    found = compared(lambda root: write_registry(township_folder(root) / "名单.csv", *FIRST), then)
    assert {c.mart for c in found.changes} == {"fund_execution"} and causes(found) == {"late entry"}


def test_each_area_has_the_causes_of_its_own_units(compared, tmp_path):
    def send(exited: int) -> Callable[[Path], None]:
        def write(root: Path) -> None:
            other = root / "raw" / "邻镇" / "2018"
            other.mkdir(parents=True, exist_ok=True)
            (other.parent / "unit.yml").write_text("county: 某县\ntownship: 邻镇\n", "utf-8")
            rows = [["邻镇", "乙村", "2018", "渠", "产业", "7000", str(exited)]]
            write_csv(other / "台账.csv", [LEDGER, *rows])
            write_ledger(township_folder(root) / "台账.csv", ("路", "1000", "800"))

        return write

    found = compared(send(1000), send(2000))
    assert {c.area[1] for c in found.changes} == {"邻镇", None}, "the county's figures differ with it"
    assert causes(found) == {"correction"}
    [county] = [total for total in found.totals if total.area == ("某县", None, None)]
    assert (county.mart, county.rows) == ("fund_execution", 1)
    assert {name: tuple(map(str, pair)) for name, pair in county.sums.items()} == {
        "paid_yuan": ("1800.00", "2800.00")
    }


def test_the_command_prints_totals_before_rows_and_what_is_behind(compared, tmp_path, township):
    def send(paid: str) -> Callable[[Path], None]:
        return lambda root: write_ledger(township_folder(root) / "台账.csv", ("路", "1000", paid))

    compared(send("800"), send("900"))
    reported = township("diff", "--marts", tmp_path / "marts").stdout
    assert "更正 correction: 某镇/2018/台账.csv" in reported
    assert 0 < reported.index("paid_yuan 800 → 900") < reported.index("某镇/2018/台账.csv（1 → 1 行）")
    found = json.loads(township("diff", "--marts", tmp_path / "marts", "--format", "json").stdout)
    assert found["totals"][0]["sums"]["paid_yuan"] == [800, 900]
    assert found["changes"][0]["behind"] == ["某镇/2018/台账.csv（1 → 1 行）"]
