"""A written report among the deliveries: from its file to the page, in one small build."""

from pathlib import Path

from pipelines import connect
from pipelines.catalogue.tables import Catalogue
from pipelines.orchestration.run import run_build
from pipelines.site.pages.deliveries import page_of
from tests.support.pages import Page
from tests.support.small import Household, build_of, township_folder, write_registry, write_villages

REPORT = """某镇2018年工作总结
全镇建档立卡贫困户12户,其中丙村1户,其他村11户。
甲村建档立卡贫困户8户。丙村建档立卡贫困户1户。
帮扶责任人赵测试走访边缘户9户。
"""


def test_a_written_report_is_audited_and_shown_without_small_counts(tmp_path: Path, few: Catalogue) -> None:
    """Eleven households are in the ledger: 5 in 甲村, 5 in 乙村, 1 in 丙村, which the page must not give away."""
    folder = township_folder(tmp_path)
    write_villages(folder / "行政村.csv", 甲村=100, 乙村=100, 丙村=100)
    mine = [Household(number) for number in range(1, 6)]
    others = [Household(number, village="乙村") for number in range(10, 15)]
    write_registry(folder / "名单.csv", *mine, *others, Household(20, village="丙村"))
    (folder / "总结.txt").write_text(REPORT, encoding="utf-8")
    run_build(build_of(tmp_path, few))

    with connect(tmp_path / "marts") as con:
        stated = con.execute(
            "select role, status, rule, counts from quality.statements where file = '总结.txt'"
        ).fetchall()
        unreadable = con.execute("select count(*) from quality.quarantine where file = '总结.txt'").fetchall()
        figures = con.execute(
            "select verdict, reported_value::integer, computed_value::integer from quality.reconciliation "
            "where source like '总结.txt%' and computed_value is not null order by all"
        ).fetchall()
    assert (stated, unreadable) == ([("report", "report", "written_report", False)], [(0,)])
    assert figures == [("一致", 1, 1), ("不一致", 8, 5), ("不一致", 12, 11), ("存疑", 1, 1)]

    site = tmp_path / "marts" / "site"
    rows = [row for row in Page(site / "reports.html").rows if "总结.txt" in row]
    shown = [(row[0], row[5], row[9], row[10]) for row in rows]
    assert [verdict for verdict, *_ in shown] == sorted(
        (verdict for verdict, *_ in shown), key=["不一致", "存疑", "无法核对", "尾差", "一致"].index
    )
    # 11 that are left of 12 would name the one of 丙村, and so would 一致 beside it
    assert [number for *_, number, _ in shown if number in ("1", "11")] == []
    assert ("无法核对", "*") in {(verdict, number) for verdict, _, number, _ in shown}
    assert not {("一致", "丙村"), ("不一致", "丙村")} & {(verdict, area) for verdict, area, *_ in shown}
    text = (site / "reports.html").read_text(encoding="utf-8")
    assert "赵测试" not in text and "建档立卡户数" in text
    delivery = Page(site / "deliveries" / f"{page_of('某镇', '2018')}.html")
    assert "../reports.html" in delivery.links
    assert "reports.html" in Page(site / "quality.html").links
