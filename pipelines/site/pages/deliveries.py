"""A page for each delivery: what became of every sheet, and each fault with what to do about it."""

import hashlib
from collections.abc import Mapping
from html import escape

from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.faults import faults
from pipelines.site.elements import rows_table, tile
from pipelines.site.pages.quality import STATUSES
from pipelines.site.site import Site

HEADS = ("文件", "工作表", "行", "单元格", "列", "原因", "怎么办", "规则")


def delivery_pages(site: Site) -> dict[str, str]:
    """Name of each page in the folder of the site → its HTML."""
    sent = site.query("select distinct unit, period from quality.deliveries order by all")
    return {f"deliveries/{page_of(unit, period)}.html": _page(site, unit, period) for unit, period in sent}


def _reports(site: Site, given: Mapping[str, str]) -> list[str]:
    """What became of the written reports, where there are some."""
    found = site.release.execute(
        """select file, count(*), count(*) filter (verdict = '不一致'), count(*) filter (verdict = '存疑')
        from reconciliation join report_figures using (unit, period, figure_id)
        where unit = $unit and period = $period group by all order by all""",
        given,
    ).fetchall()
    return [
        f"<p>{escape(file)}：{figures:,} 个数，和集市表不一致 {wrong:,} 个，存疑 {doubtful:,} 个，"
        '见<a href="../reports.html">报告核对</a>。</p>'
        for file, figures, wrong, doubtful in found
    ]


def page_of(unit: str, period: str) -> str:
    """A name that stays the same from release to release and that every file system takes."""
    return hashlib.sha256(f"{unit}/{period}".encode()).hexdigest()[:10]


def _page(site: Site, unit: str, period: str) -> str:
    """Counts, sheets and faults of one delivery. What is written in a cell is in the feedback workbook, which is its sender's
    alone."""
    given = {"unit": unit, "period": period}
    [(files, read, accepted, quarantined, cells)] = site.release.execute(
        "select count(distinct file), coalesce(sum(rows_read), 0)::bigint, coalesce(sum(accepted), 0)::bigint, "
        "coalesce(sum(quarantined), 0)::bigint, coalesce(sum(cells_set_aside), 0)::bigint "
        f"from {SHEET_ACCOUNTS} where unit = $unit and period = $period and status <> 'last_published'",
        given,
    ).fetchall()
    sheets = site.release.execute(
        """select file, sheet, register, status, rows, reason_zh from quality.statements
        where unit = $unit and period = $period order by counts, file, sheet, register""",
        given,
    ).fetchall()
    found = [
        (file, sheet, row, cell, header, reason, remedy, rule)
        for _, file, sheet, row, cell, header, reason, _, remedy, rule in faults(
            site.release, unit, period
        ).fetchall()
    ]
    titles = {name: register.title for name, register in site.catalogue.registers.items()}
    name = f"{unit} {period} 报送"
    body = [
        '<nav class="trail" aria-label="上级"><p><a href="../quality.html#deliveries">逐表报送情况</a></p></nav>',
        f"<h1>{escape(name)}</h1>",
        '<ul class="tiles">',
        tile("文件", files),
        tile("采纳行数", accepted, f"读取 {read:,} 行"),
        tile("隔离行数", quarantined, "有错的行另放一处，不进汇总"),
        tile("待核单元格", cells, "这一格作空值，本行照常计入"),
        "</ul>",
        f"<p>退回用的反馈工作簿：<code>feedback/{escape(unit)}_{escape(period)}_反馈.xlsx</code>，其中标出了填错的内容。</p>",
        *_reports(site, given),
        "<section><h2>每张表的去处</h2>",
        rows_table(
            "每张表的去处",
            ("文件", "工作表", "台账", "取舍", "行数", "原因"),
            (
                (file, sheet, titles.get(register, register), STATUSES.get(status, status), rows, reason)
                for file, sheet, register, status, rows, reason in sheets
            ),
            empty="没有读出表。",
        ),
        "</section><section><h2>每处错误</h2>",
        rows_table("每处错误", HEADS, found, empty="没有发现错误。"),
        "</section>",
    ]
    return site.page(name, "\n".join(body), here="quality.html", depth=1)
