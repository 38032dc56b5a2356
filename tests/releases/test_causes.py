"""Why a figure changed: which sheets count otherwise, and what for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.releases.diff import Change, Comparison, compare
from tests.support.small import Household, publish_figures, township_folder, write_csv, write_registry

LEDGER = ["乡镇", "行政村", "资金年度", "项目名称", "项目类别", "计划资金(元)", "支出资金(元)"]
ROAD, BRIDGE = ("路", "1000", "800"), ("桥", "500", "400")


@dataclass(frozen=True)
class Township:
    """A township, in a county of its own name, and what it sends. No two have persons in common."""

    name: str
    root: Path
    serial: int = 0

    @property
    def county(self) -> str:
        return f"{self.name[0]}县"

    def folder(self, period: str = "2018") -> Path:
        return township_folder(self.root, period, county=self.county, township=self.name)

    def ledger(self, file: str, *rows: tuple[str, str, str], period: str = "2018") -> None:
        stated = [[self.name, "甲村", "2018", name, "产业", plan, paid] for name, plan, paid in rows]
        write_csv(self.folder(period) / file, [LEDGER, *stated])

    def registry(self, file: str, period: str, households: int = 3) -> None:
        place = {"county": self.county, "township": self.name}
        first = self.serial * 10
        listed = [
            Household(first + 1, size=3, status="已脱贫", exit_year="2017", **place),
            Household(first + 2, size=2, **place),
            Household(first + 4, size=5, **place),
        ]
        write_registry(self.folder(period) / file, *listed[:households])


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, few: Catalogue) -> Path:
    """Two releases, between which each township sent something else."""
    root = tmp_path_factory.mktemp("causes")
    corrected, quarterly, gone = (Township(name, root) for name in ("更正镇", "季报镇", "撤回镇"))
    changed, unchanged = Township("邻镇", root), Township("邻乡", root)
    owing, early, renamed = (
        Township(name, root, serial) for serial, name in enumerate(("欠报镇", "补报镇", "改名镇"), start=1)
    )

    corrected.ledger("台账.csv", ROAD, BRIDGE)
    quarterly.ledger("项目、资金台账.csv", ("路", "1000", "100"), period="2018Q1")
    owing.registry("名单.csv", "2018")
    early.registry("名单.csv", "2018")
    gone.registry("名单.csv", "2018")
    gone.ledger("台账.csv", ROAD)
    renamed.registry("名单.csv", "2018")
    changed.ledger("台账.csv", ("渠", "7000", "1000"))
    unchanged.ledger("台账.csv", ROAD)
    publish_figures(root, few)

    (corrected.folder() / "台账.csv").unlink()
    corrected.ledger("台账(改).csv", ("路", "1000", "900"), BRIDGE)
    quarterly.ledger("项目、资金台账.csv", ("路", "1000", "300"), period="2018Q2")
    owing.registry("名单.csv", "2019", households=2)
    (root / "raw" / "calendar.yml").write_text(
        '- {units: [欠报镇], periods: ["2019"], days: 15}\n', encoding="utf-8"
    )
    early.registry("名单.csv", "2017", households=2)
    (gone.folder() / "台账.csv").unlink()
    (renamed.folder() / "名单.csv").rename(renamed.folder() / "花名册.csv")
    renamed.ledger("台账.csv", ROAD)
    changed.ledger("台账.csv", ("渠", "7000", "2000"))
    publish_figures(root, few)
    return root / "marts"


@pytest.fixture(scope="module")
def found(marts: Path) -> Comparison:
    return compare(marts)


def of_county(found: Comparison, county: str) -> Sequence[Change]:
    return [change for change in found.changes if change.area[0] == county]


def causes(found: Comparison, county: str) -> set[str]:
    return {change.cause for change in of_county(found, county)}


def inputs(found: Comparison, township: str) -> dict[str, str]:
    return {name: cause for name, cause in found.inputs.items() if name.startswith(f"{township}/")}


def test_a_correction_in_another_file_is_a_correction(found):
    assert causes(found, "更县") == {"correction"}
    assert inputs(found, "更正镇") == {
        "更正镇/2018/台账(改).csv": "correction",
        "更正镇/2018/台账.csv": "correction",
    }
    [paid] = [c for c in of_county(found, "更县") if c.column == "paid_yuan" and c.key.startswith("township")]
    assert (paid.old, paid.new) == ("1200.00", "1300.00")
    assert paid.behind == ("更正镇/2018/台账(改).csv（0 → 2 行）", "更正镇/2018/台账.csv（2 → 0 行）")


def test_a_quarter_in_time_is_not_a_late_entry(found):
    assert causes(found, "季县") == {"new delivery"}
    assert inputs(found, "季报镇") == {"季报镇/2018Q2/项目、资金台账.csv": "new delivery"}
    assert {c.behind for c in of_county(found, "季县")} == {
        ("季报镇/2018Q1/项目、资金台账.csv（1 → 0 行）", "季报镇/2018Q2/项目、资金台账.csv（0 → 1 行）")
    }, "the ledger of the year so far that it replaces is listed, too"


def test_the_calendar_decides_what_is_late(found):
    assert inputs(found, "欠报镇") == {"欠报镇/2019/名单.csv": "late entry"}


def test_a_period_before_the_last_one_is_late(found):
    assert inputs(found, "补报镇") == {"补报镇/2017/名单.csv": "late entry"}


def test_what_is_taken_back_is_a_removal(found):
    changes = of_county(found, "撤县")
    assert causes(found, "撤县") == {"removal"} and {c.mart for c in changes} == {"fund_execution"}
    assert {c.new for c in changes} == {None}


def test_a_file_that_was_renamed_changes_nothing(found):
    assert {c.mart for c in of_county(found, "改县")} == {"fund_execution"}
    assert causes(found, "改县") == {"late entry"}


def test_each_area_has_the_causes_of_its_own_units(found):
    changes = of_county(found, "邻县")
    assert {c.area[1] for c in changes} == {"邻镇", None}, "the county's figures differ with it"
    assert causes(found, "邻县") == {"correction"}
    [county] = [total for total in found.totals if total.area == ("邻县", None, None)]
    assert (county.mart, county.rows) == ("fund_execution", 1)
    assert {name: tuple(map(str, pair)) for name, pair in county.sums.items()} == {
        "paid_yuan": ("1800.00", "2800.00")
    }


def test_the_command_prints_totals_before_rows_and_what_is_behind(marts, township):
    reported = township("diff", "--marts", marts).stdout
    assert "更正 correction: 邻镇/2018/台账.csv" in reported
    assert 0 < reported.index("paid_yuan 1,800 → 2,800") < reported.index("邻镇/2018/台账.csv（1 → 1 行）")
    printed = json.loads(township("diff", "--marts", marts, "--format", "json").stdout)
    [total] = [each for each in printed["totals"] if each["area"] == ["邻县", None, None]]
    assert total["sums"]["paid_yuan"] == [1800, 2800]
    assert {tuple(each["behind"]) for each in printed["changes"] if each["area"][0] == "邻县"} == {
        ("邻镇/2018/台账.csv（1 → 1 行）",)
    }
