"""The page of written reports: what each figure says, whether the marts say the same, and where reports contradict
themselves."""

from collections.abc import Sequence

from pipelines.disclosure.suppression import WITHHELD, note_on_small_cells
from pipelines.reconciling import wording
from pipelines.site.elements import rows_table, tile
from pipelines.site.pages.quality import VERDICTS, worst_first
from pipelines.site.site import Site

TITLE = "报告核对"
_HEADS = (
    *("结果", "单位", "期间", "文件", "位置", "地区", "年份"),
    *("指标", "维度", "报告数", "计算数", "差额", "计量单位", "说明"),
)


def reports_page(site: Site) -> str:
    """Every figure of the written reports, those first that the marts contradict, and the contradictions among them."""
    figures = site.query(
        f"""select verdict, unit, period, file, place, coalesce(r.village, r.township, r.county), r.figure_period,
            r.measure, r.dims, r.reported_value::double, computed_value, difference, r.value_unit, r.doubt
        from reconciliation as r join report_figures as f using (unit, period, figure_id)
        order by {worst_first("verdict")}, unit, period, file, length(figure_id), figure_id"""
    )
    contradictions = site.query(
        """select unit, period, file, place, kind, coalesce(figures, '*'), explanation, assuming from contradictions
        order by assuming is not null, unit, period, file, place, kind, figures"""
    )
    body = [
        f"<h1>{TITLE}</h1>",
        "<p>报送的文字报告里的每个数，和集市表算出的数放在一起，对不上的在前；再看它们自己是不是对得上。</p>",
        "<p>全文和每个数的依据：<code>township audit 文件 --format html</code>。</p>",
        '<ul class="tiles">',
        *(tile(verdict, sum(row[0] == verdict for row in figures)) for verdict in VERDICTS),
        tile("自相矛盾", len(contradictions)),
        "</ul>",
        f'<p class="notes">{note_on_small_cells()}报告里的小数目也是这样；和它们比的结果写作“无法核对”。</p>'
        if note_on_small_cells()
        else "",
        '<section><h2 id="figures">和集市表核对</h2>',
        rows_table(
            "和集市表核对", _HEADS, (_in_words(site, row) for row in figures), empty="没有报送文字报告。"
        ),
        '</section><section><h2 id="contradictions">自相矛盾的数</h2>',
        rows_table(
            "自相矛盾的数",
            ("单位", "期间", "文件", "位置", "验算", "有关的数", "差在哪里", "前提"),
            contradictions,
            empty="没有发现。",
        ),
        "</section>",
    ]
    return site.page(TITLE, "\n".join(body), here="quality.html")


def _in_words(site: Site, row: Sequence) -> tuple:
    *before, code, dims, reported, computed, difference, unit, note = row
    [measure] = [column for column in site.catalogue.reconciliation.columns if column.name == "measure"]
    shown = [wording.in_shown_unit(value, unit) for value in (reported, computed, difference)]
    return (
        *before, code and measure.shown(code), wording.dimensions(dims), WITHHELD if reported is None else shown[0],
        *shown[1:], wording.UNITS.get(unit, unit), note,
    )  # fmt: skip
