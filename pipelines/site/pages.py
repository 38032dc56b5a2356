"""HTML of each page, made of elements. Text from outside is escaped where it is put into a page, and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from html import escape
from itertools import groupby

import duckdb

from pipelines.catalogue.areas import Area
from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import (
    is_small_change,
    note_on_small_cells,
    shown_rows,
)
from pipelines.marts.mart import Mart, MartColumn
from pipelines.quality.calendar import IN_TIME, OVERDUE, board
from pipelines.quality.findings import warnings_by_mart
from pipelines.reconciling import wording
from pipelines.registers.areas import AREA_LEVELS
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change, Comparison
from pipelines.site import notebooks
from pipelines.site.elements import (
    banner,
    column_cell,
    column_head,
    figure_place,
    filter_field,
    rows_table,
    tile,
    wide_table,
)
from pipelines.site.figures import MOST_DRAWN
from pipelines.site.notebooks import Notebook
from pipelines.site.queries import Query
from pipelines.workbooks.area_workbooks import workbook_names

LEVELS = {"county": "县", "township": "乡镇", "village": "村"}
SEVERITIES = {"critical": "严重", "warning": "警告", "info": "提示"}
STATUSES = {
    "read": "已读取",
    "quarantined": "有隔离",
    "superseded": "被替代",
    "non_data": "非数据",
    "unreadable": "读不出",
    "held_back": "待核",
    "last_published": "沿用上次",
    "counted": "计入",
    "control": "用作核对",
    "not_counted": "写明不计入",
    "empty": "没有数据行",
    "other": "不是台账",
    "extract": "摘录",
    "summary": "汇总",
    "draft": "草稿",
    "void": "作废",
    "rejected": "读不出",
}
"""Status of a sheet in quality.deliveries and quality.statements → how pages write it."""
RULES_TITLE = "哪些数据不计入、为什么"
RULE_LEVELS = {
    "cell": "单元格",
    "row": "整行",
    "sheet": "工作表",
    "file": "文件",
    "entry": "报送文件夹里的其他东西",
    "notice": "照常计入、只作提示",
}
DIMENSIONS = {
    "complete": "完整",
    "valid": "有效",
    "consistent": "一致",
    "unique": "唯一",
    "timely": "及时",
    "precise": "精确",
    "accessible": "可读取",
    "understandable": "可理解",
}
VERDICTS = ("不一致", "尾差", "一致", "无法核对")
MOST_CHANGES = 100
"""Changes that the first page lists, those of counties before those of townships and villages."""
_AREA_COLUMNS = ("area_level", *AREA_LEVELS)


@dataclass
class Site:
    """What the pages are made of. `page_names` gives the page of each area, `figures` the figures of each by mart."""

    release: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    areas: Sequence[Area]
    page_names: Mapping[Area, str]
    figures: Mapping[Area, Mapping[str, dict]]
    since_last: Comparison | None = None
    _by_area: dict[str, dict[Area, list[dict]]] = field(default_factory=dict)

    @cached_property
    def label(self) -> str:
        [(release_id, built_at)] = self._query("select release_id, built_at from quality.release")
        return f"发布版本 {release_id}，{built_at:%Y-%m-%d %H:%M} UTC 生成"

    @cached_property
    def _warned(self) -> Mapping[str, list[str]]:
        """Title of a mart → what the release warns of in it."""
        return {self.catalogue.titles[mart]: found for mart, found in warnings_by_mart(self.release).items()}

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Name of the top area → its workbook."""
        return {area.name: name for area, name in workbook_names(self.areas).items()}

    # Pages

    def overview(self) -> str:
        body = [
            "<h1>概览</h1>",
            *([banner("有警告，涉及" + "、".join(sorted(self._warned)))] if self._warned else []),
            self._tiles(),
            self._chooser(self.catalogue.headlines),
            '<section aria-labelledby="changes"><h2 id="changes">和上一个版本相比</h2>'
            + self._changes()
            + "</section>",
            '<section aria-labelledby="areas"><h2 id="areas">各地一览</h2>' + self._areas() + "</section>",
            '<section aria-labelledby="board"><h2 id="board">报送情况</h2>' + self._board() + "</section>",
        ]
        return self._page("概览", "\n".join(body), here="index.html")

    def mart(self, mart: Mart) -> str:
        body = [f"<h1>{escape(mart.title)}</h1>", _definition(mart)]
        if warnings := self._warned.get(mart.title):
            body.insert(1, banner("本表有警告：" + "；".join(warnings)))
        if mart.chart:
            body.append(self._chooser([mart]))
        if mart.has_areas:
            own = [
                row for area in self.areas for row in self._of(mart).get(area, []) if _area_of(row) == area
            ]
            body.append("<section><h2>各县、乡镇的数据</h2>")
            body.append(filter_field("按地区、年度或类别筛选"))
            body.append(self._table(mart, own, f"{mart.title}，各县、乡镇", up="", place=True))
            body.append(self._note(mart, *self.areas) + "</section>")
        return self._page(mart.title, "\n".join(body), here=f"{mart.name}.html")

    def area(self, area: Area) -> str:
        marts = [
            mart
            for mart in self._marts
            if mart.has_areas and (self._of(mart).get(area) or (mart.name, area) in self._withheld)
        ]
        warned = [mart.title for mart in marts if mart.title in self._warned]
        above = Area(area.county)
        trail = ['<a href="../index.html">概览</a>']
        if above != area and above in self.page_names:
            trail.append(f'<a href="{self.page_names[above]}.html">{escape(above.name)}</a>')
        top = area.county or area.name
        body = [
            f'<nav class="trail" aria-label="上级"><p>{" › ".join(trail)}</p></nav>',
            f"<h1>{escape(area.name)}</h1>",
            *([banner("有警告，涉及" + "、".join(warned), "../")] if warned else []),
            f"<p>{LEVELS[area.level]}级。"
            + (
                f'<a href="../excel/{escape(self.files[top])}">下载工作簿 {escape(self.files[top])}</a>'
                if top in self.files
                else ""
            )
            + "</p>",
            self._below(area),
        ]
        for mart in marts:
            rows = self._of(mart)[area]
            own = [row for row in rows if _area_of(row) == area]
            below = [row for row in rows if _area_of(row) != area]
            body.append(
                f'<section aria-labelledby="{mart.name}"><h2 id="{mart.name}">{escape(mart.title)}</h2>'
            )
            if mart.name in self.figures[area]:
                body.append(
                    figure_place(mart.name, self.page_names[area], "h3", self.figures[area][mart.name])
                )
            elif mart.chart:
                body.append("<p>" + self._undrawn() + "</p>")
            if own:
                body.append(self._table(mart, own, f"{area.name} {mart.title}", up="../"))
            if below:
                table = self._table(mart, below, f"{area.name}下级 {mart.title}", up="../", place=True)
                body.append(f"<details><summary>下级 {len(below):,} 行</summary>{table}</details>")
            body.append(self._note(mart, area) + "</section>")
        return self._page(area.name, "\n".join(body), depth=1, scripts=(f"data/{self.page_names[area]}.js",))

    def quality(self) -> str:
        findings = self._query(
            "select severity, message_zh, rows, register, unit, period, file from quality.findings order by "
            "case severity when 'critical' then 1 when 'warning' then 2 else 3 end, unit, period, file, rule, message_zh"
        )
        quarantine = self._query(
            "select reason_zh, rule, unit, period, count(*) from quality.quarantine group by all "
            "order by count(*) desc, rule, unit, period, reason_zh"
        )
        verdicts = dict(self._query("select verdict, count(*) from quality.reconciliation group by all"))
        figures = self._query(
            "select verdict, unit, period, figure_id, coalesce(village, township, county), measure, "
            "reported_value::double, computed_value, difference, value_unit, dims, source from reconciliation "
            "order by case verdict when '不一致' then 1 when '尾差' then 2 when '一致' then 3 else 4 end, unit, period, figure_id"
        )
        deliveries = self._query(
            "select unit, period, file, sheet, register, status, rows_read, accepted, cells_set_aside, quarantined, superseded, "
            "non_data, message_zh from quality.deliveries order by unit, period, file, sheet, register"
        )
        registers = {name: register.title for name, register in self.catalogue.registers.items()}
        marts = {name: mart.title for name, mart in self.catalogue.marts.items()}
        body = [
            "<h1>数据质量</h1>",
            '<section><h2 id="findings">质量发现</h2>',
            rows_table(
                "质量发现",
                ("程度", "说明", "行数", "表", "单位", "期间", "文件"),
                (
                    (
                        SEVERITIES.get(severity, severity),
                        message,
                        rows,
                        # A register and a mart may share a name; what is of a unit is of the register.
                        (marts | registers if unit else registers | marts).get(table, table),
                        unit,
                        period,
                        file,
                    )
                    for severity, message, rows, table, unit, period, file in findings
                ),
                empty="没有发现。",
            ),
            '<p><a href="data_docs/index.html">每条规则的检查结果</a></p>',
            '</section><section><h2 id="quarantine">隔离的行</h2>',
            (
                "<p>这里只列原因和数量；每一行的位置见数据库的 <code>quality.quarantine</code>。"
                f'<a href="rules.html">{RULES_TITLE}</a></p>'
            ),
            rows_table("隔离的行", ("原因", "规则", "单位", "期间", "处数"), quarantine, empty="没有隔离。"),
            '</section><section><h2 id="reconciliation">报告数与计算数核对</h2>',
            '<ul class="tiles">'
            + "".join(tile(verdict, verdicts.get(verdict, 0)) for verdict in VERDICTS)
            + "</ul>",
            filter_field("按单位、指标或结果筛选"),
            rows_table(
                "核对",
                (
                    *("结果", "单位", "期间", "编号", "地区", "指标"),
                    *("报告数", "计算数", "差额", "计量单位", "维度", "来源"),
                ),
                (
                    (
                        *row[:5],
                        wording.MEASURES.get(row[5], row[5]),
                        *(wording.in_shown_unit(value, row[9]) for value in row[6:9]),
                        wording.UNITS.get(row[9], row[9]),
                        wording.dimensions(row[10]),
                        row[11],
                    )
                    for row in figures
                ),
                empty="没有报告数。",
            ),
            '</section><section><h2 id="deliveries">逐表报送情况</h2>',
            filter_field("按单位、文件或台账筛选"),
            rows_table(
                "报送情况",
                (
                    *("单位", "期间", "文件", "工作表", "台账", "状态"),
                    *("读取", "采纳", "隔离的格", "隔离", "重复", "非数据", "说明"),
                ),
                (
                    (*row[:4], registers.get(row[4], row[4]), STATUSES.get(row[5], row[5]), *row[6:])
                    for row in deliveries
                ),
                empty="没有报送。",
            ),
            "</section>",
            self._statements(registers),
        ]
        return self._page("数据质量", "\n".join(body), here="quality.html")

    def _statements(self, registers: Mapping[str, str]) -> str:
        """What every sheet was taken for; those that count nowhere come first."""
        statements = self._query(
            """select status, unit, period, file, sheet, register, rows, replaced_by, reason_zh from quality.statements
            order by counts, status <> 'held_back', unit, period, file, sheet, register"""
        )
        table = rows_table(
            "表的取舍",
            ("取舍", "单位", "期间", "文件", "工作表", "台账", "行数", "由哪张表代替", "原因"),
            ((STATUSES.get(status, status), *sheet, registers.get(register, register), *rest)
             for status, *sheet, register, rows, replaced_by, reason in statements
             for rest in [(rows, replaced_by, reason)]),
            empty="没有报送。",
        )  # fmt: skip
        return f'<section><h2 id="statements">哪些表计入、哪些不计入</h2>{table}</section>'

    def rules(self) -> str:
        """Every reason for which a file, sheet, row or cell does not count, and what its sender can do."""
        body = [
            f"<h1>{RULES_TITLE}</h1>",
            (
                "<p>报来的每一行要么计入，要么写明原因隔离，要么不是数据；没有一行悄悄丢掉。"
                "这里是全部原因；“…”处填写具体内容。</p>"
            ),
            filter_field("按规则或原因筛选"),
        ]
        for level, title in RULE_LEVELS.items():
            found = self._query(
                f"""select reason_zh, remedy_zh, dimension, is_exemptible, rule from quality.rules
                    where if(severity is null, level, 'notice') = '{level}'"""
            )
            body += [
                f'<section><h2 id="{level}">{title}</h2>',
                rows_table(
                    title,
                    ("原因", "规则", "怎么办", "质量维度", "可否豁免"),
                    (
                        (reason, rule, remedy, DIMENSIONS[dimension], "可" if is_exemptible else "否")
                        for reason, remedy, dimension, is_exemptible, rule in found
                    ),
                    empty="没有。",
                ),
                "</section>",
            ]
        return self._page(RULES_TITLE, "\n".join(body), here="rules.html")

    def dictionary(self, columns: Sequence[DictionaryColumn]) -> str:
        body = [
            "<h1>数据字典</h1>",
            (
                '<p class="search"><label for="search">查找列（中文或英文，按 <kbd>/</kbd> 到这里，<kbd>Esc</kbd> 清空）</label>'
                '<input id="search" type="search" autocomplete="off" spellcheck="false" aria-controls="columns" '
                'aria-describedby="found" placeholder="贫困发生率、paid_yuan、脱贫属性……">'
                f'<output id="found" role="status" for="search">共 {len(columns)} 列</output></p>'
            ),
            '<div id="columns">',
        ]
        heads = "".join(
            f'<th scope="col">{title}</th>' for title in ("列", "类型", "单位", "定义", "来源列", "原始表头")
        )
        for table, members in groupby(columns, key=lambda column: column.table_name):
            listed = list(members)
            first = listed[0]
            warnings = "".join(f"<li>{escape(warning)}</li>" for warning in first.warnings)
            reads = "、".join(f"<code>{escape(name)}</code>" for name in first.reads)
            body.append(
                f'<section class="searched"><h2 id="{escape(table)}">{escape(first.table_title)} '
                f"<code>{escape(table)}</code></h2>"
                + (f"<p>取自 {reads}</p>" if reads else "")
                + (f'<ul class="warnings">{warnings}</ul>' if warnings else "")
                + wide_table(
                    f"{first.table_title}的列",
                    f"<thead><tr>{heads}</tr></thead><tbody>{''.join(map(_described, listed))}</tbody>",
                    kind="dictionary",
                )
                + "</section>"
            )
        body.append("</div>")
        return self._page("数据字典", "\n".join(body), here="dictionary.html")

    def notebooks(self, found: Sequence[Notebook]) -> str:
        listed = "".join(
            f'<dt><a href="notebooks/{notebook.name}.html">{escape(notebook.title)}</a></dt>'
            f"<dd>{notebooks.html_of(notebook.look)}</dd>"
            for notebook in found
        )
        body = [
            "<h1>笔记本</h1>",
            (
                "<p>每个笔记本回答一个问题，先看图，再看数，最后是怎样接着查。要换地区、年度，或者自己算，"
                "用 <code>make lab</code> 打开笔记本本身。</p>"
            ),
            f'<dl class="questions">{listed}</dl>',
        ]
        return self._page("笔记本", "\n".join(body), here="notebooks.html")

    def notebook(self, notebook: Notebook, trouble: str = "") -> str:
        """What the notebook asks and, where it was executed, shows. `trouble` says why it could not be."""
        body = ['<nav class="trail" aria-label="上级"><p><a href="../notebooks.html">笔记本</a></p></nav>']
        body.append(f'<div class="asks">{notebooks.html_of(notebook.asks)}</div>')
        if notebook.is_executed:
            body += [self._notebook_cell(cell, notebook) for cell in notebook.cells[1:]]
        else:
            why = f"这一页没有生成：{escape(trouble)}。" if trouble else "这一页的图和数还没有生成。"
            body.append(
                f'<p class="pending">{why}在项目文件夹里运行 <code>make pages</code> 生成，'
                "或者用 <code>make lab</code> 打开笔记本来看。</p>"
            )
        scripts = (f"data/{notebook.name}.js",) if notebook.figures else ()
        return self._page(notebook.title, "\n".join(body), here="notebooks.html", depth=1, scripts=scripts)

    def queries(self, found: Sequence[Query]) -> str:
        listed = "".join(
            f'<section><h2 id="{query.name}">{escape(query.title)}</h2>'
            f'<pre tabindex="0"><code>{escape(query.sql)}</code></pre></section>'
            for query in found
        )
        body = [
            "<h1>用 SQL 查</h1>",
            (
                "<p>在项目文件夹里运行 <code>make sql</code>，把下面的查询粘进去，按自己的地区改。每一条也是 "
                "<code>queries/</code> 里的一个文件，用 <code>.read queries/文件名</code> 运行。表和列的定义见"
                '<a href="dictionary.html">数据字典</a>；中文表名和列名在 <code>zh</code> 里。</p>'
            ),
            listed,
        ]
        return self._page("用 SQL 查", "\n".join(body), here="queries.html")

    # Parts of pages

    def _page(
        self, title: str, body: str, *, here: str = "", depth: int = 0, scripts: Sequence[str] = ()
    ) -> str:
        up = "../" * depth
        links = [
            ("index.html", "概览"),
            *((f"{mart.name}.html", mart.title) for mart in self._marts),
            ("quality.html", "数据质量"),
            ("notebooks.html", "笔记本"),
            ("queries.html", "SQL"),
            ("dictionary.html", "数据字典"),
        ]
        nav = "".join(
            f'<a href="{up}{page}"{" aria-current=page" if page == here else ""}>{escape(text)}</a>'
            for page, text in links
        )
        sources = ["assets/site.js"]
        if "<figure" in body:
            sources += ["assets/plotly.min.js", "assets/template.js", *scripts]
        loaded = "\n".join(f'<script src="{up}{source}" defer></script>' for source in sources)
        return f"""<!doctype html>
<html lang="zh-CN" data-root="{up}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · 台账汇总</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}assets/site.css">
{loaded}
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
<header><nav aria-label="页面">{nav}</nav><button type="button" id="theme">切换深浅色</button></header>
<main id="content">
{body}
</main>
<footer><p>{escape(self.label)}。来源：乡镇报送台账汇总。</p></footer>
</body>
</html>
"""

    @property
    def _marts(self) -> list[Mart]:
        """Marts in the order of the pages: those with figures first."""
        charted = self.catalogue.charted
        return [*charted, *(mart for mart in self.catalogue.marts.values() if mart not in charted)]

    def _tiles(self) -> str:
        [(units, deliveries, files, rows, accepted, quarantined)] = self._query(
            "select count(distinct unit), count(distinct (unit, period)), count(distinct (unit, period, file)), "
            "coalesce(sum(rows_read), 0)::bigint, coalesce(sum(accepted), 0)::bigint, "
            "coalesce(sum(quarantined), 0)::bigint from quality.deliveries"
        )
        found = dict(self._query("select severity, count(*) from quality.findings group by all"))
        verdicts = dict(self._query("select verdict, count(*) from quality.reconciliation group by all"))
        tiles = [
            tile("报送单位", units, f"{deliveries:,} 次报送，{files:,} 个文件"),
            tile("采纳行数", accepted, f"读取 {rows:,} 行"),
            tile("隔离行数", quarantined, "有错的行另放一处，不进汇总", "quality.html#quarantine"),
            tile(
                "质量发现",
                sum(found.values()),
                "，".join(f"{text} {found.get(severity, 0)}" for severity, text in SEVERITIES.items()),
                "quality.html#findings",
            ),
            tile(
                "报告数核对一致",
                verdicts.get("一致", 0) + verdicts.get("尾差", 0),
                f"共 {sum(verdicts.values())} 个，不一致 {verdicts.get('不一致', 0)}，"
                f"无法核对 {verdicts.get('无法核对', 0)}",
                "quality.html#reconciliation",
            ),
        ]
        return '<ul class="tiles">' + "".join(tiles) + "</ul>"

    def _chooser(self, marts: Sequence[Mart]) -> str:
        """A list of areas and the figures of the one that is chosen: at first the one of which most is known."""
        offered = [area for area in self.areas if any(mart.name in self.figures[area] for mart in marts)]
        if not offered:
            return "<p>还没有可以画图的数据。</p>"

        def known(area: Area) -> tuple[int, int, Area]:
            rows = sum(len(self._of(mart).get(area, ())) for mart in marts)
            return sum(bool(self.figures[area].get(mart.name, {}).get("data")) for mart in marts), rows, area

        first = max(offered, key=known)
        options = "".join(
            f'<option value="{self.page_names[area]}"{" selected" if area == first else ""}>{escape(area.label)}</option>'
            for area in offered
        )
        figures = "".join(
            figure_place(mart.name, self.page_names[first], "h2", self.figures[first].get(mart.name))
            for mart in marts
        )
        return (
            '<section class="chooser"><p><label for="area">地区</label> '
            f'<select id="area">{options}</select> <a id="area-page" href="areas/{self.page_names[first]}.html">'
            f'该地区的全部数据</a></p><div class="cards">{figures}</div></section>'
        )

    def _changes(self) -> str:
        """What changed since the release before: files, then figures with old and new value and the cause."""
        if self.since_last is None:
            return "<p>这是第一个版本，没有可以比较的。</p>"
        last, inputs = self.since_last.old, self.since_last.inputs
        if not self.since_last.is_possible:
            return f"<p>上一个版本 {escape(last)} 读不出来，没有比较。</p>"
        if not inputs and not self.since_last.changes:
            return f"<p>上一个版本是 {escape(last)}，报送的文件和算出的数都没有变。</p>"
        # Not even by how much a withheld figure changed is told.
        hidden = {(mart, tuple(area)) for mart, *area in self._query("from withheld")}
        marts = self.catalogue.marts
        changes = [
            change
            for change in self.since_last.changes
            if (change.mart, change.area) not in hidden
            and not is_small_change(marts[change.mart], change.column, change.old, change.new)
        ]
        files = "".join(f"<li>{CAUSES[cause]}：{escape(name)}</li>" for name, cause in sorted(inputs.items()))
        told = f"<p>上一个版本是 {escape(last)}。报送的文件有 {len(inputs):,} 个不同，数有 {len(changes):,} 处不同。</p>"
        if files:
            told += f"<details><summary>不同的文件</summary><ul>{files}</ul></details>"
        if not changes:
            return told
        ranked = sorted(changes, key=lambda change: [*LEVELS, ""].index(_level_and_row(change)[0]))
        if len(changes) > MOST_CHANGES:
            told += (
                f"<p>下面是前 {MOST_CHANGES} 处，先县、乡镇，后村；全部用 <code>township diff</code> 看。</p>"
            )
        heads = "".join(
            f'<th scope="col">{title}</th>'
            for title in ("表", "层级", "哪一行", "列", "原来", "现在", "原因", "依据")
        )
        rows = "".join(map(self._change, ranked[:MOST_CHANGES]))
        return told + wide_table(
            "和上一个版本不同的数", f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
        )

    def _change(self, change: Change) -> str:
        mart = self.catalogue.marts[change.mart]
        level, row = _level_and_row(change)
        if change.column:
            column = next(column for column in mart.columns if column.name == change.column)
            name = column.title
            values = "".join(column_cell(column, _typed(column, value)) for value in (change.old, change.new))
        else:
            name = "整行"
            values = "".join(f"<td>{'有' if value else '没有'}</td>" for value in (change.old, change.new))
        return (
            f'<tr><td><a href="{mart.name}.html">{escape(mart.title)}</a></td><td>{LEVELS.get(level, "")}</td>'
            f"<td>{escape(row)}</td><td>{escape(name)}</td>{values}<td>{CAUSES[change.cause]}</td>"
            f"<td>{'<br>'.join(escape(told.rpartition(' (')[0]) for told in change.behind)}</td></tr>"
        )

    def _notebook_cell(self, cell: Mapping, notebook: Notebook) -> str:
        source = notebooks.text(cell["source"])
        if cell["cell_type"] == "markdown":
            return notebooks.html_of(source)
        is_open = " open" if "parameters" in cell["metadata"].get("tags", ()) else ""
        code = f'<pre tabindex="0"><code>{escape(source)}</code></pre>'
        parts = [f'<details class="code"{is_open}><summary>代码</summary>{code}</details>']
        for forms in notebooks.shown(cell):
            if notebooks.FIGURE in forms:
                parts.append(figure_place(cell["id"], notebook.name, "h3", notebook.figures[cell["id"]]))
            elif notebooks.TABLE in forms:
                table = notebooks.table_of(notebooks.text(forms[notebooks.TABLE]))
                parts.append(
                    f"<div>{filter_field('筛选')}{wide_table('查到的行', table, kind='sortable')}</div>"
                )
            elif "text/html" not in forms:
                parts.append(f"<p>{escape(notebooks.text(forms['text/plain']).strip())}</p>")
        return "\n".join(parts)

    def _areas(self) -> str:
        """One row per area with its latest incidence, and links to all that is known of it."""
        if not self.areas:
            return "<p>还没有数据。</p>"
        incidence = self.catalogue.marts["poverty_incidence"]
        columns = (
            "year",
            "registered_households",
            "registered_persons",
            "poor_households",
            "poor_persons",
            "incidence_rate",
        )
        described = {column.name: column for column in incidence.columns}
        heads = "".join(column_head(incidence, described[name], "") for name in columns)
        lines = []
        for area in self.areas:
            own = [row for row in self._of(incidence).get(area, []) if _area_of(row) == area]
            latest = max(own, key=lambda row: row["year"], default={})
            cells = "".join(column_cell(described[name], latest.get(name)) for name in columns)
            marts = "、".join(
                f'<a href="areas/{self.page_names[area]}.html#{mart.name}">{escape(mart.title)}</a>'
                for mart in self.catalogue.headlines
                if self._of(mart).get(area)
            )
            book = self.files.get(area.name) if area.is_top else None
            lines.append(
                f'<tr><th scope="row"><a href="areas/{self.page_names[area]}.html">{escape(area.label)}</a></th>'
                f"<td>{LEVELS[area.level]}</td>{cells}<td>{marts}</td><td>"
                + (f'<a href="excel/{escape(book)}">Excel</a>' if book else "")
                + "</td></tr>"
            )
        return wide_table(
            "各地一览表",
            '<thead><tr><th scope="col">地区</th><th scope="col">层级</th>'
            f'{heads}<th scope="col">有数据的主题</th><th scope="col">工作簿</th></tr></thead>'
            f"<tbody>{''.join(lines)}</tbody>",
        )

    def _board(self) -> str:
        """Unit × period: rows accepted, how many were set aside or could not be read, and what is overdue."""
        answer = board(self.release)
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, values, strict=True)) for values in answer.fetchall()]
        if not rows:
            return "<p>还没有报送。</p>"
        periods = sorted({row["period"] for row in rows})
        cells = {(row["unit"], row["period"]): row for row in rows}
        lines = []
        for unit in dict.fromkeys(row["unit"] for row in rows):
            lines.append(f'<tr><th scope="row">{escape(unit)}</th>')
            lines += [self._board_cell(cells.get((unit, period))) for period in periods]
            lines.append("</tr>")
        heads = "".join(f'<th scope="col">{escape(period)}</th>' for period in periods)
        return (
            "<p>格中是采纳的行数；▲ 有隔离的行，✕ 有读不出的文件，或本次报送暂不计入（仍用上次发布的）；— 没有报送；"
            "报送日历要求而没有按期到的，写明应报日期。"
            '<a href="quality.html#deliveries">逐表看</a></p>'
            + wide_table(
                "报送情况表",
                f'<thead><tr><th scope="col">单位</th>{heads}</tr></thead><tbody>{"".join(lines)}</tbody>',
                kind="board",
            )
        )

    def _board_cell(self, row: dict | None) -> str:
        if row is None:
            return '<td class="none">—</td>'
        is_bad = row["unreadable"] or row["held_back"] or row["delivery_status"] == OVERDUE
        told = []
        if row["files"]:
            is_good = not is_bad and not row["quarantined"]
            told.append(f"{'✓ ' if is_good else ''}{row['accepted']:,}")
        if row["quarantined"]:
            told.append(f"▲ 隔离 {row['quarantined']:,}")
        if row["unreadable"]:
            told.append(f"✕ {row['unreadable']} 个文件读不出")
        if row["held_back"]:
            told.append("✕ 暂不计入")
        if row["delivery_status"] not in (None, IN_TIME):
            missing = [
                self.catalogue.registers[name].title for name in (row["missing"] or "").split("、") if name
            ]
            told.append(
                f"{row['delivery_status']}{':' if missing else ''}{'、'.join(map(escape, missing))}（{row['due_on']}）"
            )
        state = "bad" if is_bad else "some" if row["quarantined"] else "good" if row["files"] else "none"
        return f'<td class="{state}">{"<br>".join(told)}</td>'

    def _below(self, area: Area) -> str:
        below = [other for other in self.areas if other.county == area.name and other != area]
        if area.level != "county" or not below:
            return ""
        links = "、".join(
            f'<a href="{self.page_names[other]}.html">{escape(other.name)}</a>' for other in below
        )
        return f"<p>下级：{links}</p>"

    @cached_property
    def _withheld(self) -> set[tuple[str, Area]]:
        """Mart and area of the rows that are withheld for small counts, and the areas that hold these."""
        rows = self._query(
            "select distinct mart, coalesce(county, ''), coalesce(township, ''), coalesce(village, '') from withheld"
        )
        return {
            (mart, area)
            for mart, county, township, village in rows
            for area in (Area(county, township, village), Area(county, township), Area(county))
        }

    def _note(self, mart: Mart, *areas: Area) -> str:
        """That counts are withheld, where some of the mart in the areas are."""
        is_needed = any((mart.name, area) in self._withheld for area in areas)
        return f'<p class="notes">{note_on_small_cells()}</p>' if is_needed else ""

    def _undrawn(self) -> str:
        if sum(map(len, self.figures.values())) >= MOST_DRAWN:
            return f"地区太多，站点只画 {MOST_DRAWN} 张图；这个地区的图请在笔记本里画。"
        return "没有可以画图的数据。"

    def _table(self, mart: Mart, rows: Sequence[dict], name: str, *, up: str, place: bool = False) -> str:
        """Rows of a mart without their area columns; `place` puts the area first. `up` leads to the site's folder."""
        columns = [column for column in mart.columns if column.name not in _AREA_COLUMNS]
        heads = '<th scope="col">地区</th>' if place else ""
        heads += "".join(column_head(mart, column, up) for column in columns)
        lines = []
        for row in rows:
            first = self._place(_area_of(row), up) if place else ""
            lines.append(
                f"<tr>{first}{''.join(column_cell(column, row[column.name]) for column in columns)}</tr>"
            )
        return wide_table(name, f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>")

    def _place(self, area: Area, up: str) -> str:
        text = escape(area.name if up else area.label)
        if page := self.page_names.get(area):
            text = f'<a href="{up}areas/{page}.html">{text}</a>'
        return f'<th scope="row">{text}</th>'

    def _of(self, mart: Mart) -> dict[Area, list[dict]]:
        """Rows that each area's page shows: its own, and those of the level below."""
        if mart.name not in self._by_area:
            self._by_area[mart.name] = self._grouped(mart)
        return self._by_area[mart.name]

    def _grouped(self, mart: Mart) -> dict[Area, list[dict]]:
        names = [column.name for column in mart.columns]
        grouped: dict[Area, list[dict]] = {area: [] for area in self.areas}
        for values in shown_rows(self.release, mart):
            row = dict(zip(names, values, strict=True))
            area = _area_of(row)
            shown_on = {area, Area(area.county, area.township)}
            if not (area.township and area.village):
                shown_on.add(Area(area.county))
            for page in shown_on & grouped.keys():
                grouped[page].append(row)
        return grouped

    def _query(self, sql: str) -> list[tuple]:
        return self.release.execute(sql).fetchall()


def _area_of(row: Mapping[str, str | None]) -> Area:
    return Area(*(row[level] or "" for level in AREA_LEVELS))


def _level_and_row(change: Change) -> tuple[str, str]:
    """The area level of the row that changed, empty where its table has none, and what else names the row."""
    level, _, rest = change.key.partition(" ")
    return (level, rest) if level in LEVELS else ("", change.key)


def _typed(column: MartColumn, value: str | None) -> object:
    """A value that a comparison gives as text, as the mart holds it."""
    if value is None or column.type in ("VARCHAR", "DATE"):
        return value
    if column.type == "BOOLEAN":
        return value == "true"
    return (float if column.type == "DOUBLE" else Decimal if column.type.startswith("DECIMAL") else int)(
        value
    )


def _definition(mart: Mart) -> str:
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in mart.warnings)
    return (
        f'<details class="definition"><summary>怎样算出来的，使用注意</summary><dl>'
        f"<dt>内容</dt><dd>{escape(mart.description)}</dd><dt>一行是什么</dt><dd>{escape(mart.grain)}</dd>"
        f"<dt>怎样算</dt><dd>{escape(mart.computed)}</dd>"
        f'<dt>注意</dt><dd><ul>{warnings}</ul></dd></dl><p><a href="dictionary.html#{mart.name}">每一列的定义</a></p>'
        "</details>"
    )


def _described(column: DictionaryColumn) -> str:
    sources = "<br>".join(f"<code>{escape(source)}</code>" for source in column.sources)
    return (
        f'<tr id="{escape(f"{column.table_name}.{column.column_name}")}"><th scope="row">{escape(column.title)}<br>'
        f"<code>{escape(column.column_name)}</code></th><td><code>{escape(column.type)}</code></td>"
        f"<td>{escape(column.unit or '—')}</td><td>{escape(column.definition)}</td>"
        f"<td>{sources or '—'}</td><td>{escape('、'.join(column.raw_headers)) or '—'}</td></tr>"
    )
