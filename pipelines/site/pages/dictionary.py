"""The data dictionary, and the systems of township work with what keeps them."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.systems import Place, System
from pipelines.site.elements import filter_field, wide_table
from pipelines.site.site import Site

SYSTEMS_TITLE = QUALITY_TABLES["systems"].title
KINDS = next(column.terms for column in QUALITY_TABLES["systems"].columns if column.name == "system_kind")


def dictionary_page(site: Site, columns: Sequence[DictionaryColumn]) -> str:
    """Every column of every table, to be searched."""
    body = [
        "<h1>数据字典</h1>",
        f'<p>工作中说的系统、台账和机制在哪张表里：<a href="systems.html">{SYSTEMS_TITLE}</a></p>',
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
    return site.page("数据字典", "\n".join(body), here="dictionary.html")


def systems_page(site: Site, columns: Sequence[DictionaryColumn]) -> str:
    """Every system, ledger and mechanism by kind, with links to the tables and columns that keep it."""
    titles = {column.table_name: column.table_title for column in columns} | {
        f"{column.table_name}.{column.column_name}": f"{column.table_title}·{column.title}"
        for column in columns
    }
    heads = "".join(
        f'<th scope="col">{title}</th>' for title in ("编号", "名称", "内容", "保留在", "没有保留的")
    )
    body = [
        f"<h1>{SYSTEMS_TITLE}</h1>",
        (
            "<p>乡镇工作中有名称的系统、台账和机制，以及由哪张表、哪一列、列中的哪一项保留；没有哪张表保留的内容写明原因。"
            '表和列的定义见<a href="dictionary.html">数据字典</a>。</p>'
        ),
        filter_field("按名称、内容或表筛选"),
    ]
    for kind, title in KINDS.items():
        rows = "".join(_mapped(one, titles) for one in site.catalogue.systems if one.kind == kind)
        table = wide_table(title, f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>", kind="systems")
        body.append(f'<section><h2 id="{kind}">{title}</h2>{table if rows else "<p>没有。</p>"}</section>')
    return site.page(SYSTEMS_TITLE, "\n".join(body), here="dictionary.html")


def _mapped(system: System, titles: Mapping[str, str]) -> str:
    others = f"<br>{escape('、'.join(system.other_names))}" if system.other_names else ""
    places = "<br>".join(_linked(place, titles[place.anchor]) for place in system.places)
    return (
        f'<tr id="{system.id}"><td>{system.id}</td><th scope="row">{escape(system.name)}{others}</th>'
        f"<td>{escape(system.holds)}</td><td>{places or '—'}</td><td>{escape(system.not_kept or '—')}</td></tr>"
    )


def _linked(place: Place, title: str) -> str:
    term = f"：{escape(place.term)}" if place.term else ""
    return f'<a href="dictionary.html#{place.anchor}">{escape(title)}</a>{term} <code>{escape(place.anchor)}</code>'


def _described(column: DictionaryColumn) -> str:
    sources = "<br>".join(f"<code>{escape(source)}</code>" for source in column.sources)
    return (
        f'<tr id="{escape(f"{column.table_name}.{column.column_name}")}"><th scope="row">{escape(column.title)}<br>'
        f"<code>{escape(column.column_name)}</code></th><td><code>{escape(column.type)}</code></td>"
        f"<td>{escape(column.value_unit or '—')}</td><td>{escape(column.definition)}</td>"
        f"<td>{sources or '—'}</td><td>{escape('、'.join(column.raw_headers)) or '—'}</td></tr>"
    )
