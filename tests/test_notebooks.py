"""Every notebook is stored clean, and runs on the sample release, on that of another county, and on an empty one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import openpyxl
import pytest
from nbclient import NotebookClient

from pipelines import connect
from pipelines.catalogue.tables import Catalogue
from pipelines.orchestration.run import run_build
from pipelines.site.notebook_runs import PRIVATE
from tests.support.small import (
    Household,
    build_of,
    township_folder,
    write_csv,
    write_registry,
    write_villages,
)

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
START = ROOT / "notebooks" / "00_start_here.ipynb"
FIGURE = "application/vnd.plotly.v1+json"

PARAMETERS = {
    "00_start_here": {"COUNTY", "TOWNSHIP", "YEAR", "MARTS", "SAVE_TO"},
    "07_quality_and_deliveries": {"UNIT", "YEAR", "MARTS"},
    "08_by_group": {"GROUP", "COUNTY", "TOWNSHIP", "MARTS"},
}
"""Of notebooks whose parameters are others than county, township, year and marts."""

ABOUT = {
    "06_reported_and_computed": ("木棠镇", "个单位"),
    "07_quality_and_deliveries": ("个单位", "种质量发现"),
}
"""What a figure's text names, where a notebook's figures are not all of 木棠镇: one of these."""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@contextmanager
def kernel() -> Iterator[NotebookClient]:
    """One kernel for all runs: it takes longer to start than a notebook to run."""
    client = NotebookClient(
        nbformat.v4.new_notebook(), timeout=120, config=PRIVATE, resources={"metadata": {"path": str(ROOT)}}
    )
    with client.setup_kernel():
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[NotebookClient]:
    with kernel() as client:
        yield client


def run(path: Path, marts: Path, client: NotebookClient, **values: object) -> nbformat.NotebookNode:
    """Execute the notebook in the cleared kernel, on the release in `marts`, with those values of parameters."""
    client.nb = nbformat.read(path, as_version=4)
    parameters = the_parameters(client.nb)
    values["MARTS"] = str(marts)
    given = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    parameters.source = f"%reset -f\n{parameters.source}\n{given}"
    return client.execute(cleanup_kc=False)


def the_parameters(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    [cell] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return cell


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in outputs(notebook) if output.output_type == "stream")


def figures(notebook: nbformat.NotebookNode) -> list[dict]:
    return [output.data[FIGURE] for output in outputs(notebook) if FIGURE in output.get("data", {})]


def release_id(marts: Path) -> str:
    with connect(marts) as con:
        [[release]] = con.execute("select release_id from quality.release").fetchall()
    return release


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 8


@each_notebook
def test_is_stored_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert outputs(notebook) == []
    assert all(cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


@each_notebook
def test_opens_with_its_question_and_its_parameters(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert first.source.splitlines()[0].endswith("？")
    assert all(part in first.source for part in ("**看什么**", "**怎么算**", "**出处**", "**注意**"))
    names = {line.split(" = ")[0] for line in the_parameters(notebook).source.splitlines()}
    assert names == PARAMETERS.get(path.stem, {"COUNTY", "TOWNSHIP", "YEAR", "MARTS"})


@each_notebook
def test_cells_can_be_followed_through_history(path: Path) -> None:
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert len(set(ids)) == len(ids)
    # Names, not the random ids that a new cell is given.
    assert all(name.replace("-", "").isalpha() for name in ids)


@each_notebook
def test_runs_on_the_sample(path: Path, sample_release: Path, client: NotebookClient) -> None:
    notebook = run(path, sample_release, client)
    assert release_id(sample_release) in printed(notebook)
    drawn = figures(notebook)
    assert drawn
    for figure in drawn:
        assert figure["data"], figure["layout"]["meta"]["alt"]
        assert release_id(sample_release) in json.dumps(figure["layout"], ensure_ascii=False)
        assert any(name in figure["layout"]["meta"]["alt"] for name in ABOUT.get(path.stem, ("木棠镇",)))
    # JupyterLab draws figures and tables with what it is given: no output makes a browser fetch a script.
    shown = "".join(output.get("data", {}).get("text/html", "") for output in outputs(notebook))
    assert not re.search(r"<script[^>]* src=|<link[^>]* href=.?http|from ['\"]http|unpkg", shown)
    assert "_itables_" in shown


@pytest.fixture(scope="module")
def other_county(tmp_path_factory: pytest.TempPathFactory, few: Catalogue) -> Path:
    """Marts folder of a county that is not of the sample: 某镇 in 某县, of 2021."""
    folder = tmp_path_factory.mktemp("county")
    sent = township_folder(folder, "2021")
    left = [Household(number, size=4, village=f"{'甲乙'[number % 2]}村") for number in range(1, 13)]
    out = [Household(number, size=4, status="已脱贫", exit_year="2020") for number in range(13, 19)]
    write_registry(sent / "名单.csv", *left, *out)
    write_villages(sent / "行政村.csv", 甲村=1000, 乙村=1000)
    write_csv(
        sent / "资金台账.csv",
        [
            ["乡镇", "行政村", "项目名称", "资金年度", "项目类别", "计划资金(元)", "实际支出(元)"],
            ["某镇", "甲村", "道路", "2021", "基础设施", "1000", "800"],
        ],
    )
    write_csv(
        sent / "分红.csv",
        [
            [
                "乡镇",
                "行政村",
                "户编号",
                "合作企业",
                "入股年度",
                "入股金额(元)",
                "分红年度",
                "应分红(元)",
                "实发分红(元)",
            ],
            *(
                ["某镇", "甲村", f"4600{n:06}", "某企业", "2020", "5000", "2021", "300", "300"]
                for n in range(1, 7)
            ),
        ],
    )
    run_build(build_of(folder, few))
    return folder / "marts"


@pytest.mark.parametrize(
    "path", [path for path in NOTEBOOKS if path.stem[:2] <= "05"], ids=lambda path: path.stem
)
def test_follows_the_data_of_another_county(path: Path, other_county: Path, client: NotebookClient) -> None:
    """Nobody changed a parameter: what is shown is the county that is there."""
    notebook = run(path, other_county, client)
    assert "显示的是 某县 某镇" in printed(notebook)
    for figure in figures(notebook):
        assert figure["data"], figure["layout"]["meta"]["alt"]
        assert "某镇" in figure["layout"]["meta"]["alt"]


@each_notebook
def test_names_what_an_empty_release_lacks(path: Path, empty_release: Path, client: NotebookClient) -> None:
    notebook = run(path, empty_release, client)
    assert release_id(empty_release) in printed(notebook)
    assert "没有" in printed(notebook)
    drawn = figures(notebook)
    assert drawn
    for figure in drawn:
        assert not figure["data"]
        assert "没有" in figure["layout"]["meta"]["alt"]


def test_start_here_names_every_table_and_every_notebook(
    sample_release: Path, client: NotebookClient
) -> None:
    notebook = run(START, sample_release, client)
    shown = "".join(output.data.get("text/html", "") for output in outputs(notebook) if "data" in output)
    with connect(sample_release) as con:
        tables = con.execute(
            "select table_name, split_part(comment, '. ', 1) from duckdb_tables() where schema_name in ('main', 'quality')"
        ).fetchall()
        [[units]] = con.execute(
            "select count(*) from duckdb_columns() where table_name = 'poverty_incidence' and comment like '%(人). %'"
        ).fetchall()
    assert len(tables) > 8
    for name, title in tables:
        assert name in shown and title in shown
    assert shown.count(">人<") == units > 0
    others = {path.name for path in NOTEBOOKS} - {START.name}
    assert all(f"({name})" in notebook.cells[0].source for name in others)


def test_start_here_saves_what_excel_opens(
    sample_release: Path, client: NotebookClient, tmp_path: Path
) -> None:
    notebook = run(START, sample_release, client, SAVE_TO=str(tmp_path / "结果"))
    assert "已存到" in printed(notebook)
    saved = (tmp_path / "结果" / "贫困发生率.csv").read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf") and "薛宅村" in saved.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(tmp_path / "结果" / "贫困发生率.xlsx").active
    assert [cell.value for cell in sheet[1]][:3] == ["县", "乡镇", "行政村"]
    assert sheet.max_row == len(saved.decode("utf-8-sig").splitlines())
    picture = tmp_path / "结果" / "贫困发生率.png"
    assert picture.exists() == (f"已存到 {picture}" in printed(notebook))
    assert picture.exists() or "没有存 贫困发生率.png" in printed(notebook)


def test_quality_of_one_unit(sample_release: Path, client: NotebookClient) -> None:
    path = ROOT / "notebooks" / "07_quality_and_deliveries.ipynb"
    board, rules, _ = figures(run(path, sample_release, client, UNIT="木棠镇", YEAR=2018))
    assert board["layout"]["meta"]["alt"].startswith("木棠镇报送 1 次")
    assert rules["layout"]["meta"]["alt"].startswith("木棠镇有 ")


def test_who_is_left_in_a_county(sample_release: Path, client: NotebookClient) -> None:
    path = ROOT / "notebooks" / "05_who_is_left.ipynb"
    drawn = figures(run(path, sample_release, client, COUNTY="绥宁县", TOWNSHIP=None, YEAR=None))
    assert all(figure["data"] for figure in drawn)
    assert all("2016 年还有 1,310 户 4,289 人没有脱贫" in figure["layout"]["meta"]["alt"] for figure in drawn)
