"""The first page: what was delivered, figures of an area, what changed, and all areas."""

from decimal import Decimal
from html import escape

from pipelines.marts.mart import MartColumn
from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.calendar import IN_TIME, OVERDUE
from pipelines.releases.causes import CAUSES
from pipelines.releases.diff import Change
from pipelines.site.elements import (
    banner,
    column_cell,
    column_head,
    tile,
    wide_table,
)
from pipelines.site.pages.deliveries import page_of
from pipelines.site.parts import chooser
from pipelines.site.site import LEVELS, SEVERITIES, Site, area_of

MOST_CHANGES = 100
"""Changes that the first page lists, those of counties before those of townships and villages."""


def overview_page(site: Site) -> str:
    """The first page of the site."""
    body = [
        "<h1>概览</h1>",
        *([banner("有警告，涉及" + "、".join(sorted(site.warned)))] if site.warned else []),
        _tiles(site),
        chooser(site, site.catalogue.headlines),
        '<section aria-labelledby="changes"><h2 id="changes">和上一个版本相比</h2>'
        + _changes(site)
        + "</section>",
        '<section aria-labelledby="areas"><h2 id="areas">各地一览</h2>' + _areas(site) + "</section>",
        '<section aria-labelledby="board"><h2 id="board">报送情况</h2>' + _board(site) + "</section>",
    ]
    return site.page("概览", "\n".join(body), here="index.html")


def _tiles(site: Site) -> str:
    [(units, deliveries, files, rows, accepted, quarantined)] = site.query(
        "select count(distinct unit), count(distinct (unit, period)), count(distinct (unit, period, file)), "
        "coalesce(sum(rows_read), 0)::bigint, coalesce(sum(accepted), 0)::bigint, "
        f"coalesce(sum(quarantined), 0)::bigint from {SHEET_ACCOUNTS}"
    )
    found = dict(site.query("select severity, count(*) from quality.findings group by all"))
    verdicts = dict(site.query("select verdict, count(*) from reconciliation group by all"))
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


def _changes(site: Site) -> str:
    """What changed since the release before: files, then figures with old and new value and the cause."""
    if site.since_last is None:
        return "<p>这是第一个版本，没有可以比较的。</p>"
    last, inputs = site.since_last.old, site.since_last.inputs
    if not site.since_last.is_possible:
        return f"<p>上一个版本 {escape(last)} 读不出来，没有比较。</p>"
    if not inputs and not site.since_last.changes:
        return f"<p>上一个版本是 {escape(last)}，报送的文件和算出的数都没有变。</p>"
    # Not even the size of a withheld figure's change is shown.
    changes = [change for change in site.since_last.changes if not site.is_withheld(change)]
    files = "".join(f"<li>{CAUSES[cause]}：{escape(name)}</li>" for name, cause in sorted(inputs.items()))
    text = f"<p>上一个版本是 {escape(last)}。报送的文件有 {len(inputs):,} 个不同，数有 {len(changes):,} 处不同。</p>"
    if files:
        text += f"<details><summary>不同的文件</summary><ul>{files}</ul></details>"
    if not changes:
        return text
    ranked = sorted(changes, key=lambda change: [*LEVELS, ""].index(_level_and_row(change)[0]))
    if len(changes) > MOST_CHANGES:
        text += f"<p>下面是前 {MOST_CHANGES} 处，先县、乡镇，后村；全部用 <code>township diff</code> 看。</p>"
    heads = "".join(
        f'<th scope="col">{title}</th>'
        for title in ("表", "层级", "哪一行", "列", "原来", "现在", "原因", "依据")
    )
    rows = "".join(_change(site, change) for change in ranked[:MOST_CHANGES])
    return text + wide_table("和上一个版本不同的数", f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>")


def _change(site: Site, change: Change) -> str:
    mart = site.catalogue.marts[change.mart]
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
        f"<td>{'<br>'.join(escape(one.rpartition('（')[0]) for one in change.behind)}</td></tr>"
    )


def _areas(site: Site) -> str:
    """One row per area with its latest incidence, and links to all that is known of it."""
    if not site.areas:
        return "<p>还没有数据。</p>"
    incidence = site.catalogue.marts["poverty_incidence"]
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
    for area in site.areas:
        own = [row for row in site.rows_of(incidence).get(area, []) if area_of(row) == area]
        latest = max(own, key=lambda row: row["year"], default={})
        cells = "".join(column_cell(described[name], latest.get(name)) for name in columns)
        marts = "、".join(
            f'<a href="areas/{site.page_names[area]}.html#{mart.name}">{escape(mart.title)}</a>'
            for mart in site.catalogue.headlines
            if site.rows_of(mart).get(area)
        )
        book = site.workbooks.get(area)
        lines.append(
            f'<tr><th scope="row"><a href="areas/{site.page_names[area]}.html">{escape(area.label)}</a></th>'
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


def _board(site: Site) -> str:
    """Unit × period: rows accepted, how many were set aside or could not be read, and what is overdue."""
    rows = site.board
    if not rows:
        return "<p>还没有报送。</p>"
    periods = sorted({row["period"] for row in rows})
    cells = {(row["unit"], row["period"]): row for row in rows}
    lines = []
    for unit in dict.fromkeys(row["unit"] for row in rows):
        lines.append(f'<tr><th scope="row">{escape(unit)}</th>')
        lines += [_board_cell(site, cells.get((unit, period))) for period in periods]
        lines.append("</tr>")
    heads = "".join(f'<th scope="col">{escape(period)}</th>' for period in periods)
    return (
        "<p>格中是采纳的行数，点开看每张表、每处错误；"
        "▲ 有隔离的行，✕ 有读不出的文件，或本次报送暂不计入（仍用上次发布的）；— 没有报送；"
        "报送日历要求而没有按期到的，写明应报日期。"
        '<a href="quality.html#deliveries">逐表看</a></p>'
        + wide_table(
            "报送情况表",
            f'<thead><tr><th scope="col">单位</th>{heads}</tr></thead><tbody>{"".join(lines)}</tbody>',
            kind="board",
        )
    )


def _board_cell(site: Site, row: dict | None) -> str:
    if row is None:
        return '<td class="none">—</td>'
    is_bad = row["unreadable"] or row["held_back"] or row["delivery_status"] == OVERDUE
    lines = []
    if row["files"]:
        is_good = not is_bad and not row["quarantined"]
        lines.append(f"{'✓ ' if is_good else ''}{row['accepted']:,}")
    if row["quarantined"]:
        lines.append(f"▲ 隔离 {row['quarantined']:,}")
    if row["unreadable"]:
        lines.append(f"✕ {row['unreadable']} 个文件读不出")
    if row["held_back"]:
        lines.append("✕ 暂不计入")
    if row["delivery_status"] not in (None, IN_TIME):
        missing = [
            site.catalogue.registers[name].title for name in (row["missing"] or "").split("、") if name
        ]
        lines.append(
            f"{row['delivery_status']}{':' if missing else ''}{'、'.join(map(escape, missing))}（{row['due_on']}）"
        )
    state = "bad" if is_bad else "some" if row["quarantined"] else "good" if row["files"] else "none"
    if row["files"]:
        link = f"deliveries/{page_of(row['unit'], row['period'])}.html"
        lines[0] = f'<a href="{link}">{lines[0]}</a>'
    return f'<td class="{state}">{"<br>".join(lines)}</td>'


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
