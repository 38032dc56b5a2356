"""Written reports of deliveries, against a release of a few numbers; texts and places are made up."""

import json

import pytest

from pipelines.audit import delivered
from pipelines.audit.delivered import Delivered, record_reports
from pipelines.audit.released import Coverage
from pipelines.engines.workbench import Workbench
from pipelines.reading import isolation
from tests.support.pdfs import write_pdf
from tests.support.reports import TOWNSHIP, released

RELEASED = released(
    ("registered_households", "", TOWNSHIP, 2018, 30),
    ("exited_households", "exit_year=2018", TOWNSHIP, None, 28),
    ("monitored_households", "category=marginal", TOWNSHIP, 2018, 12),
)
REPORT = """石桥镇2018年工作总结
全镇建档立卡贫困户30户,其中城镇1户,农村29户。2018年石桥镇已脱贫27户。
全镇边缘户约13户。任某家走了3公里。
全镇边缘户9户。
低保边缘户参加培训,石桥合作社分红3万元。春季为建档立卡学生发放教育补助2万元。
"""


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(delivered, "read_released", lambda db, marts: RELEASED)
    monkeypatch.setattr(delivered, "coverage_of", lambda db, number: Coverage())
    path = tmp_path / "总结.txt"
    path.write_text(REPORT)
    report = Delivered("石桥镇", "2018", path.name, path, "石桥镇")
    workbench = Workbench(tmp_path / "bench.duckdb")
    record_reports(workbench, [report], [])
    yield workbench.connection
    workbench.close()


def test_each_figure_with_what_it_is_compared_by(recorded):
    rows = recorded.execute(
        "select figure_id, place, township, figure_period, measure, dims, reported_value::integer, is_compared "
        "from quality.report_figures order by length(figure_id), figure_id"
    ).fetchall()
    assert [(row[0], row[6]) for row in rows] == [
        (f"总结.txt·{n}", v) for n, v in enumerate([30, 1, 29, 27, 13, 3, 9, 30_000, 20_000], 1)
    ]
    assert rows[0][1:5] == ("第 2 行", "石桥镇", "2018", "registered_households")
    assert json.loads(rows[3][5]) == {"exit_year": "2018"}
    assert [row[7] for row in rows] == [True, False, False, True, True, False, True, False, False]


def test_bounds_say_what_is_right_as_printed(recorded):
    bounds = recorded.execute(
        "select reported_value::integer, least, most from quality.report_figures where is_compared order by all"
    ).fetchall()
    assert [bound for bound in bounds if bound[0] in (27, 30)] == [(27, 27, 27), (30, 30, 30)]
    [(_, least, most)] = [bound for bound in bounds if bound[0] == 13]  # about 13
    assert 11.8 < least < 12 < most < 14.5


def test_notes_repeat_no_words_of_the_text(recorded):
    notes = [note for (note,) in recorded.execute("select doubt from quality.report_figures").fetchall()]
    assert any(notes)
    assert not any("任某" in note or "城镇" in note for note in notes if note)


def test_dimensions_of_what_is_not_compared_are_no_names(recorded):
    dims = recorded.execute(
        "select dims from quality.report_figures where value_unit = 'CNY' order by figure_id"
    ).fetchall()
    assert [json.loads(text) for (text,) in dims] == [
        {"cohort": "2018"},
        {"group": "registered_poor", "semester": "spring"},
    ]


def test_a_figure_knows_the_smallest_count_that_it_would_give_away(recorded):
    """30 is 1 and 29: beside the whole, which the register has, 29 gives the one away."""
    smallest = recorded.execute(
        "select reported_value::integer, smallest_count from quality.report_figures where reported_value in (30, 1, 29)"
    ).fetchall()
    assert dict(smallest) == {30: 30, 1: 1, 29: 1}


def test_contradictions_with_what_has_to_be_so(recorded):
    found = recorded.execute("select kind, figures, smallest_count from quality.contradictions").fetchall()
    assert found == []  # 约13户 is no number to hold another against


def test_without_reports_there_are_tables_without_rows(tmp_path):
    workbench = Workbench(tmp_path / "bench.duckdb")
    record_reports(workbench, [], [])
    for name in ("report_figures", "contradictions"):
        assert workbench.count(f"quality.{name}") == 0
    workbench.close()


def test_a_report_that_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "总结.docx"
    path.write_bytes(b"torn")
    workbench = Workbench(tmp_path / "bench.duckdb")
    record_reports(workbench, [Delivered("石桥镇", "2018", path.name, path, None)], [])
    [(note,)] = workbench.connection.execute("select doubt from quality.report_figures").fetchall()
    assert "损坏" in note
    workbench.close()


def test_a_pdf_that_kills_its_reader_harms_no_other_report(tmp_path, monkeypatch):
    bad = write_pdf(tmp_path / "坏.pdf", [(50, 700, "全镇脱贫户30户。")])
    good = tmp_path / "好.txt"
    good.write_text("全镇脱贫户30户。")
    reports = [Delivered("石桥镇", "2018", path.name, path, None) for path in (bad, good)]
    workbench = Workbench(tmp_path / "bench.duckdb")
    isolation.pdf_reader.stop()
    with monkeypatch.context() as program:
        program.setattr(isolation.pdf_reader, "program", "import os; os.abort()")
        record_reports(workbench, reports, [])
    rows = workbench.connection.execute(
        "select file, doubt from quality.report_figures order by all"
    ).fetchall()
    [(_, doubt), (_, other)] = rows
    assert "坏.pdf" in doubt and "严重损坏" in doubt
    assert "坏" not in other
    workbench.close()
