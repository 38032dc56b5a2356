"""What was found in the data, what was set aside, and by which rules."""

from collections import Counter
from collections.abc import Mapping

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.disclosure.suppression import note_on_small_cells
from pipelines.reconciling import wording
from pipelines.site.elements import (
    filter_field,
    rows_table,
    tile,
)
from pipelines.site.site import SEVERITIES, Site

RULES_TITLE = "哪些数据不计入、为什么"


def _terms(table: str, column: str) -> Mapping[str, str]:
    """Codes of a column of schema quality → how pages write them."""
    return next(one.terms for one in QUALITY_TABLES[table].columns if one.name == column)


STATUSES = {**_terms("deliveries", "status"), **_terms("statements", "status")}
RULE_LEVELS = {**_terms("rules", "level"), "notice": "照常计入、只作提示"}
DIMENSIONS = _terms("rules", "dimension")
VERDICTS = ("不一致", "存疑", "无法核对", "尾差", "一致")


def worst_first(column: str) -> str:
    """What orders verdicts, the worst first."""
    places = " ".join(f"when '{verdict}' then {place}" for place, verdict in enumerate(VERDICTS))
    return f"case {column} {places} end"


def quality_page(site: Site) -> str:
    """Findings, what was set aside, reported figures beside computed ones, and every sheet that was sent."""
    registers = {name: register.title for name, register in site.catalogue.registers.items()}
    sections = (
        _section("findings", "质量发现", _findings(site, registers)),
        _section("quarantine", "隔离的行", _quarantine(site)),
        _section("reconciliation", "报告数与计算数核对", _reconciliation(site)),
        _section("deliveries", "逐表报送情况", _deliveries(site, registers)),
        _section("statements", "哪些表计入、哪些不计入", _statements(site, registers)),
    )
    return site.page("数据质量", "\n".join(("<h1>数据质量</h1>", *sections)), here="quality.html")


def _section(id: str, title: str, body: str) -> str:
    return f'<section><h2 id="{id}">{title}</h2>{body}</section>'


def _findings(site: Site, registers: Mapping[str, str]) -> str:
    """What the rules found, the gravest first."""
    findings = site.query(
        "select severity, message_zh, rows, register, unit, period, file from quality.findings order by "
        "case severity when 'critical' then 1 when 'warning' then 2 else 3 end, unit, period, file, rule, message_zh"
    )
    marts = {name: mart.title for name, mart in site.catalogue.marts.items()}
    # A register and a mart may share a name; what is of a unit is of the register.
    of_units, of_marts = {**marts, **registers}, {**registers, **marts}
    table = rows_table(
        "质量发现",
        ("程度", "说明", "行数", "表", "单位", "期间", "文件"),
        (
            (SEVERITIES.get(severity, severity), message, rows, (of_units if unit else of_marts).get(name, name), unit, *rest)
            for severity, message, rows, name, unit, *rest in findings
        ),
        empty="没有发现。",
    )  # fmt: skip
    return f'{table}<p><a href="data_docs/index.html">每条规则的检查结果</a></p>'


def _quarantine(site: Site) -> str:
    """Why rows are set aside, and how many."""
    quarantine = site.query(
        "select reason_zh, rule, unit, period, count(*) from quality.quarantine group by all "
        "order by count(*) desc, rule, unit, period, reason_zh"
    )
    table = rows_table("隔离的行", ("原因", "规则", "单位", "期间", "处数"), quarantine, empty="没有隔离。")
    return (
        "<p>这里只列原因和数量；每一行的位置见数据库的 <code>quality.quarantine</code>。"
        f'<a href="rules.html">{RULES_TITLE}</a></p>{table}'
    )


def _reconciliation(site: Site) -> str:
    """Reported figures beside what is computed of rows that are shown."""
    figures = site.query(
        "select verdict, unit, period, figure_id, coalesce(village, township, county), measure, "
        "reported_value::double, computed_value, difference, value_unit, dims, source "
        "from reconciliation anti join report_figures using (unit, period, figure_id) "
        f"order by {worst_first('verdict')}, unit, period, figure_id"
    )
    verdicts = Counter(verdict for verdict, *_ in figures)
    [measure] = [column for column in site.catalogue.reconciliation.columns if column.name == "measure"]
    tiles = "".join(tile(verdict, verdicts[verdict]) for verdict in VERDICTS)
    note = (
        '<p class="notes">由不公开的行算出的数不列出，也写作“无法核对”。</p>' if note_on_small_cells() else ""
    )
    table = rows_table(
        "核对",
        (
            *("结果", "单位", "期间", "编号", "地区", "指标"),
            *("报告数", "计算数", "差额", "计量单位", "维度", "来源"),
        ),
        (
            (
                *row[:5],
                measure.shown(row[5]),
                *(wording.in_shown_unit(value, row[9]) for value in row[6:9]),
                wording.UNITS.get(row[9], row[9]),
                wording.dimensions(row[10]),
                row[11],
            )
            for row in figures
        ),
        empty="没有报告数。",
    )
    reports = '<p>文字报告里的数在<a href="reports.html">报告核对</a>。</p>'
    return f'<ul class="tiles">{tiles}</ul>{reports}{note}{table}'


def _deliveries(site: Site, registers: Mapping[str, str]) -> str:
    """What became of the rows of every sheet."""
    deliveries = site.query(
        "select unit, period, file, sheet, register, status, rows_read, accepted, cells_set_aside, quarantined, superseded, "
        "non_data, message_zh from quality.deliveries order by unit, period, file, sheet, register"
    )
    return rows_table(
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
    )


def _statements(site: Site, registers: Mapping[str, str]) -> str:
    """What every sheet was taken for; those that count nowhere come first."""
    statements = site.query(
        """select status, unit, period, file, sheet, register, rows, replaced_by, reason_zh from quality.statements
        order by counts, status not in ('undecided', 'held_back'), unit, period, file, sheet, register"""
    )
    return rows_table(
        "表的取舍",
        ("取舍", "单位", "期间", "文件", "工作表", "台账", "行数", "由哪张表代替", "原因"),
        ((STATUSES.get(status, status), *sheet, registers.get(register, register), *rest)
         for status, *sheet, register, rows, replaced_by, reason in statements
         for rest in [(rows, replaced_by, reason)]),
        empty="没有报送。",
    )  # fmt: skip


def rules_page(site: Site) -> str:
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
        found = site.query(
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
    return site.page(RULES_TITLE, "\n".join(body), here="rules.html")
