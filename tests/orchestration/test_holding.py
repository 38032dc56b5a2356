"""One unit's fault is that unit's: it is held back with what was published of it last, and the others are published."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import pipelines
from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import RefusedBuild, UserError
from pipelines.marts.coverage import describe_coverage
from pipelines.orchestration.assets import deliveries
from pipelines.orchestration.partitions import DELIVERIES
from pipelines.orchestration.project import instance_of
from pipelines.orchestration.run import run_build
from pipelines.releases.store import all_releases, current_record
from pipelines.site.build import page_name
from pipelines.validation import UNEXPECTED_ROWS, Expectation
from tests.support.small import (
    Household,
    build_of,
    publish_figures,
    township_folder,
    write_csv,
    write_registry,
)

POPULATION = "rural_population_persons"


def send(root: Path, unit: str, population: int, *households: Household) -> Path:
    """What a township sends: its register and the population of its one village."""
    folder = township_folder(root, township=unit)
    write_registry(folder / "名单.csv", *(replace(household, township=unit) for household in households))
    write_csv(folder / "村.csv", [["乡镇", "行政村", "农村人口数"], [unit, "甲村", str(population)]])
    return folder


def asked(root: Path, sql: str) -> list[tuple]:
    with pipelines.connect(root / "marts") as db:
        return db.execute(sql).fetchall()


def figures(root: Path) -> dict[str, tuple]:
    """Township → population and poor persons of its village."""
    found = asked(
        root,
        f"select township, {POPULATION}, poor_persons from poverty_incidence where area_level = 'village'",
    )
    return {township: tuple(others) for township, *others in found}


def board(root: Path, catalogue: Catalogue) -> dict[str, str | None]:
    with instance_of(build_of(root, catalogue).workspace) as instance:
        names = instance.get_dynamic_partitions("deliveries")
        status = instance.get_status_by_partition(deliveries.key, names, DELIVERIES) or {}
    return {name: state and state.value for name, state in status.items()}


def without_seconds(told: str) -> str:
    return re.sub(r"\d+\.\d (秒|s\b)", r"\1", told)


@pytest.fixture(scope="module")
def first_release(tmp_path_factory: pytest.TempPathFactory, few: Catalogue) -> Path:
    """A workspace with one release of two units with nothing wrong, which no test changes."""
    root = tmp_path_factory.mktemp("published")
    send(root, "好镇", 200, Household(1))
    send(root, "错镇", 300, Household(2))
    assert not publish_figures(root, few).held_back
    return root


@pytest.fixture
def published(first_release: Path, tmp_path: Path) -> Path:
    """A copy of that workspace."""
    return shutil.copytree(first_release, tmp_path, symlinks=True, dirs_exist_ok=True)


def test_a_faulty_unit_stays_as_published_and_the_others_are_published(tmp_path, few, township_of_few):
    send(tmp_path, "好镇", 200, Household(1))
    send(tmp_path, "错镇", 300, Household(2), Household(3))
    assert not publish_figures(tmp_path, few).held_back
    first = current_record(tmp_path / "marts")["release_id"]

    (tmp_path / "raw" / "散.csv").write_text("甲", encoding="utf-8")
    review = "- {finding: 0123456789abcdef, decision: dismissed, by: 统计站}"
    (tmp_path / "raw" / "reviews.yml").write_text(review, encoding="utf-8")
    send(tmp_path, "好镇", 200, Household(1), Household(4))
    send(tmp_path, "错镇", 1, Household(2), Household(3), Household(5))  # fewer inhabitants than poor persons
    send(tmp_path, "新镇", 1, Household(6), Household(7))
    build = publish_figures(tmp_path, few)
    assert figures(tmp_path) == {"好镇": (200, 2), "错镇": (300, 2)}
    assert {name: held.release_id for name, held in build.held_back.items()} == {
        "错镇/2018": first,
        "新镇/2018": None,
    }
    assert asked(
        tmp_path,
        "select unit, file, status, accepted, quarantined from quality.deliveries where unit <> '好镇' order by all",
    ) == [
        ("新镇", "名单.csv", "held_back", 0, 2),
        ("新镇", "村.csv", "held_back", 0, 1),
        ("错镇", "名单.csv", "held_back", 0, 3),
        ("错镇", "名单.csv", "last_published", 2, 0),
        ("错镇", "村.csv", "held_back", 0, 1),
        ("错镇", "村.csv", "last_published", 1, 0),
    ]
    [(zh, en)] = asked(
        tmp_path,
        "select distinct reason_zh, reason_en from quality.quarantine where unit = '错镇' and rule = 'delivery_held_back'",
    )
    assert "甲村" in zh and first in zh and "incidence_is_a_share" in en and first in en
    assert asked(
        tmp_path, "select unit, severity from quality.findings where rule = 'incidence_is_a_share' order by 1"
    ) == [
        ("新镇", "critical"),
        ("错镇", "critical"),
    ]
    red = {"好镇/2018": "MATERIALIZED", "错镇/2018": "FAILED", "新镇/2018": "FAILED"}
    assert board(tmp_path, few) == red
    alerts = tmp_path / ".township" / "alerts.log"
    [line] = alerts.read_text(encoding="utf-8").splitlines()
    assert "暂缓发布" in line and "错镇/2018" in line and "新镇/2018" in line

    # The same again is not a new release, and is still reported; what was published last outlives --full.
    build_again = ("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    again = township_of_few(*build_again, "--full")
    assert again.returncode == 3, again.stderr
    assert "unchanged 未变 " in again.stdout and "held back 暂缓      错镇/2018: " in again.stdout
    assert len(all_releases(tmp_path / "marts")) == 2
    assert alerts.read_text(encoding="utf-8").splitlines() == [line], "an alert is given once"

    # What stands is told without a run, word for word.
    history = tmp_path / ".township" / "dagster" / "history" / "runs.db"
    runs = history.read_bytes()
    told = township_of_few(*build_again)
    assert history.read_bytes() == runs, "nothing was run"
    assert (told.returncode, told.stderr.strip()) == (3, "")
    assert (
        "0123456789abcdef" in told.stdout and "散.csv" in told.stdout and "错镇_2018_反馈.xlsx" in told.stdout
    )
    assert without_seconds(told.stdout) == without_seconds(again.stdout)

    send(tmp_path, "错镇", 301, Household(2), Household(3), Household(5))
    assert list(publish_figures(tmp_path, few).held_back) == ["新镇/2018"]
    assert figures(tmp_path) == {"好镇": (200, 2), "错镇": (301, 3)}
    assert board(tmp_path, few) == red | {"错镇/2018": "MATERIALIZED"}


def test_a_unit_held_back_reports_with_what_was_published_and_its_headline_counts_what_is_set_aside(
    tmp_path, few
):
    send(tmp_path, "好镇", 200, Household(1), Household(4), Household(5))
    send(tmp_path, "错镇", 300, Household(2), Household(3), Household(6))
    publish_figures(tmp_path, few)
    assert headline(tmp_path) == "2 个乡镇中 2 个已报，数据截至 2018-12-31"

    # Fewer inhabitants than poor persons: its register of four and its list of one village are set aside.
    send(tmp_path, "错镇", 1, Household(2), Household(3), Household(6), Household(7))
    build = build_of(tmp_path, few)
    run_build(build)
    assert list(build.held_back) == ["错镇/2018"]
    assert asked(tmp_path, "select poor_persons from poverty_incidence where area_level = 'county'") == [(6,)]
    said = "2 个乡镇中 2 个已报，2 张表未计入，5 行待核，数据截至 2018-12-31"
    assert headline(tmp_path) == said
    figures_of_county = tmp_path / "marts" / "site" / "data" / f"{page_name(Area('某县'))}.js"
    assert f"；{said}" in figures_of_county.read_text(encoding="utf-8")


def headline(root: Path) -> str:
    """What the county's incidence rests on, as readers see it."""
    with pipelines.connect(root / "marts") as db:
        answer = db.execute("from poverty_incidence where area_level = 'county'")
        names = [column[0] for column in answer.description]
        return describe_coverage(dict(zip(names, row, strict=True)) for row in answer.fetchall())


def test_what_cannot_be_used_holds_its_unit_back(published, few):
    folder = published / "raw" / "错镇" / "2018"
    send(published, "好镇", 201, Household(1))
    (folder / "补.xlsx").symlink_to(published / "gone.xlsx")
    misnamed = published / "raw" / "好镇" / "201813"
    misnamed.mkdir()
    write_csv(misnamed / "名单.csv", [["a"]])
    build = publish_figures(published, few)
    assert {name: bool(held.published) for name, held in build.held_back.items()} == {
        "错镇/2018": True,
        "好镇/201813": False,
    }
    assert build.held_back["好镇/201813"].violation.en.startswith(
        "not counted as it was sent: the folder name 201813 is not a period"
    ), "its path is not said again"
    assert build.held_back["错镇/2018"].violation.en.startswith("not counted as it was sent: 补.xlsx: a link")
    assert figures(published) == {"好镇": (201, 1), "错镇": (300, 1)}
    assert asked(published, "select message_zh from quality.deliveries where period = '201813'")[0][0].count(
        "201813"
    )

    (folder / "补.xlsx").unlink()
    (folder / "名单.csv").write_bytes(b"PK\x03\x04 cut short")
    (folder / "村.csv").unlink()
    build = publish_figures(published, few)
    assert "名单.csv" in build.held_back["错镇/2018"].violation.en
    assert figures(published) == {"好镇": (201, 1), "错镇": (300, 1)}


def test_rows_that_break_a_critical_rule_hold_their_delivery_back(tmp_path, few):
    rule = Expectation(
        "village_is_large", UNEXPECTED_ROWS,
        {"unexpected_rows_query": "select {keys} from {batch} where rural_persons < 100"},
        "critical", "valid", "村太小", "a village of fewer than 100", "某人", "某处",
        keys=("unit", "period", "file", "row"), identity=("unit", "period", "file", "row"),
    )  # fmt: skip
    suite = few.suites["clean.villages"]
    strict = replace(
        few,
        suites=few.suites | {"clean.villages": replace(suite, expectations=(*suite.expectations, rule))},
    )
    send(tmp_path, "错镇", 50, Household(2))
    with pytest.raises(
        RefusedBuild, match=r"错镇/2018: 村\.csv：村太小（1 处）\n +村\.csv: a village of fewer than 100"
    ):
        publish_figures(tmp_path, strict)
    send(tmp_path, "好镇", 200, Household(1))
    [held] = publish_figures(tmp_path, strict).held_back.values()
    assert held.violation.en.startswith(
        "not counted as it was sent: 村.csv: a village of fewer than 100 (1 rows)"
    )
    assert figures(tmp_path) == {"好镇": (200, 1)}


def test_statements_that_contradict_each_other_leave_what_was_published(published, few, township_of_few):
    folder = published / "raw" / "错镇" / "2018"
    write_csv(folder / "村庄.csv", [["乡镇", "行政村", "农村人口数"], ["错镇", "甲村", "350"]])
    reported = township_of_few("build", "--raw", published / "raw", "--marts", published / "marts")
    assert reported.returncode == 3, reported.stdout + reported.stderr
    assert "held back 暂缓      错镇/2018: " in reported.stdout and "村庄.csv" in reported.stdout
    assert figures(published) == {"好镇": (200, 1), "错镇": (300, 1)}
    assert asked(published, "select file, status from quality.statements where unit = '错镇' and not counts order by 1") == [
        ("名单.csv", "held_back"), ("村.csv", "held_back"), ("村庄.csv", "held_back"),
    ]  # fmt: skip

    # Of a new unit nothing was published: only the two lists do not count.
    folder = send(published, "新镇", 300, Household(3))
    write_csv(folder / "村庄.csv", [["乡镇", "行政村", "农村人口数"], ["新镇", "甲村", "350"]])
    publish_figures(published, few)
    assert {entry["delivery"] for entry in current_record(published / "marts")["held_back"]} == {
        "错镇/2018",
        "新镇/2018",
    }
    assert asked(
        published,
        "select sum(persons)::int from registry_summary where township = '新镇' and area_level = 'township'",
    ) == [(1,)]


def test_where_no_row_counts_the_sentence_names_each_unit_with_its_commonest_fault(tmp_path, few):
    for unit in ("甲镇", "乙镇"):
        folder = send(tmp_path, unit, 200, *(Household(number, status="待定") for number in (1, 2)))
        (folder / "村.csv").unlink()
    with pytest.raises(UserError) as refused:
        publish_figures(tmp_path, few)
    message = str(refused.value)
    assert "甲镇/2018/名单.csv, row 2, 脱贫属性: " in message
    assert "乙镇/2018/名单.csv" in message and "(2 such)" in message


def test_every_unit_is_named_where_none_can_be_read(tmp_path, few):
    for unit in ("甲镇", "乙镇"):
        send(tmp_path, unit, 200)
        write_csv(tmp_path / "raw" / unit / "2018" / "村.csv", [["户编号", "姓名", "与户主关系"]])
    with pytest.raises(UserError) as refused:
        publish_figures(tmp_path, few)
    assert "甲镇/2018/村.csv" in str(refused.value) and "乙镇/2018/村.csv" in str(refused.value)


def test_a_ledger_that_cannot_be_read_holds_its_delivery_back(published, few):
    folder = published / "raw" / "错镇" / "2018"
    first = current_record(published / "marts")["release_id"]

    send(published, "错镇", 300, Household(2), Household(3))
    (folder / "补充.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "说明.pdf").write_bytes(b"%PDF-1.4")  # no figure needs what is not a ledger
    assert {name: held.release_id for name, held in publish_figures(published, few).held_back.items()} == {
        "错镇/2018": first
    }
    assert figures(published) == {"好镇": (200, 1), "错镇": (300, 1)}

    send(published, "好镇", 250, Household(1))  # another release, of which the same holds
    [held] = publish_figures(published, few).held_back.values()
    assert held.release_id == first
    assert publish_figures(published, few).is_unchanged
    alerts = (published / ".township" / "alerts.log").read_text(encoding="utf-8")
    assert len(alerts.splitlines()) == 1
    send(published, "好镇", 200, Household(1))

    note = "sheets: [{file: 补充.xlsx, counts: false}]\n"
    (folder / "delivery.yml").write_text(note, encoding="utf-8")
    assert not publish_figures(published, few).held_back
    assert figures(published) == {"好镇": (200, 1), "错镇": (300, 2)}

    (folder / "delivery.yml").write_text(note + "defaults: {rural_persons: 很多}\n", encoding="utf-8")
    [(name, held)] = publish_figures(published, few).held_back.items()
    assert name == "错镇/2018" and "the default of rural_persons is 很多" in held.violation.en


def test_a_delivery_whose_files_went_is_told(published, township_of_few):
    """Of a share that is not mounted an empty folder is all that is left."""
    for file in (published / "raw" / "错镇" / "2018").iterdir():
        file.unlink()
    built = township_of_few("build", "--raw", published / "raw", "--marts", published / "marts")
    assert built.returncode == 0 and figures(published) == {"好镇": (200, 1)}
    assert "不再有文件，数据已撤下：错镇/2018；" in built.stdout
    [alert] = (published / ".township" / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert alert.endswith(" 不再有文件，数据已撤下：错镇/2018")


def test_a_note_on_a_file_that_is_not_there_holds_its_delivery_back(tmp_path, few):
    """What was not to count would count: three units have 2 households each, of which no note says anything that can be
    meant."""
    noted = {"错镇": "名但.xlsx", "误镇": "delivery.yml", "差镇": "好镇/2018/名单.csv"}
    send(tmp_path, "好镇", 200, Household(1))
    for number, (unit, named) in enumerate(noted.items(), start=1):
        folder = send(tmp_path, unit, 300, Household(2 * number), Household(2 * number + 1))
        note = f"sheets: [{{file: {named}, counts: false}}]\n"
        (folder / "delivery.yml").write_text(note, encoding="utf-8")
    build = publish_figures(tmp_path, few)
    for unit, named in noted.items():
        [fault] = build.held_back[f"{unit}/2018"].faults
        assert fault.rule == "unused_note" and f"“{named}”" in fault.zh and "名单.csv、村.csv" in fault.zh
    assert figures(tmp_path).keys() == {"好镇"}


def test_a_note_on_a_file_that_is_not_there_refuses_the_only_delivery(tmp_path, few):
    folder = send(tmp_path, "错镇", 300, Household(2))
    (folder / "delivery.yml").write_text("sheets: [{file: 名但.csv, counts: false}]\n", encoding="utf-8")
    with pytest.raises(RefusedBuild, match=r"错镇/2018/delivery\.yml: .*名但\.csv.* 名单\.csv, 村\.csv\."):
        publish_figures(tmp_path, few)
