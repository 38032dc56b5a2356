"""Tables to look at, beside the figures."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from IPython.display import HTML, display
from itables import options, to_html_datatable
from itables.javascript import generate_init_offline_itables_html
from pandas.io.formats.style import Styler

MOST_ROWS = 200

MIME_TYPE = "application/vnd.township.table+html"
"""Of the table as plain HTML, which a page of the site takes: it brings its own way to sort and to search."""

# Of DataTables, which itables carries: https://datatables.net/reference/option/language
_CHINESE = {
    "search": "筛选：",
    "info": "第 _START_—_END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（从 _MAX_ 行里筛出）",
    "lengthMenu": "每页 _MENU_ 行",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有行",
}
_BUTTONS: list[dict[str, object]] = [
    {"extend": "copyHtml5", "text": "复制"},
    {"extend": "csvHtml5", "text": "存 CSV", "bom": True},
    {"extend": "excelHtml5", "text": "存 Excel"},
]


def use() -> None:
    """Give this notebook the script that tables are sorted and searched with.

    The script is put into the output of the cell, since a link to a CDN leads nowhere on a machine without a network.
    """
    # itables' own init_notebook_mode also uses the script before it is there, which the console complains of.
    display(HTML(generate_init_offline_itables_html(options.dt_bundle)))


@dataclass(frozen=True)
class Table:
    """A table that JupyterLab shows to be sorted, searched and saved, without a network."""

    styled: Styler
    numeric: list[int]

    def to_html(self) -> str:
        """The table as plain HTML."""
        return str(self.styled.to_html())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        interactive = to_html_datatable(
            self.styled,
            connected=False,
            allow_html=True,  # `table` has escaped what senders wrote
            language=_CHINESE,
            buttons=_BUTTONS,
            # By value, although they are text with separators and a dash where nothing is known.
            columnDefs=[{"targets": self.numeric, "type": "num-fmt"}],
            pageLength=25,
        )
        return {"text/html": interactive, MIME_TYPE: self.to_html()}


def table(rows: pd.DataFrame) -> Table:
    """The rows as a reader wants them: no index, thousands separated, 是 and 否, and — for what is unknown.

    Columns named …年度 hold years, which take no separator, and those named …（%） two decimals. Of a long result the
    first rows are shown, and how many there are.
    """
    shown = rows.head(MOST_ROWS)
    # Escaped, because what senders wrote may look like HTML.
    styled = shown.style.format(_cell, escape="html")
    for ending, as_text in (("年度", _year), ("（%）", _percent)):
        styled.format(as_text, subset=shown.columns[shown.columns.str.endswith(ending)], escape="html")
    styled.hide(axis="index")
    numeric = [index for index, name in enumerate(shown) if _is_numeric(shown[name])]
    marks = dict.fromkeys(shown.columns[numeric], "number")
    styled.set_td_classes(pd.DataFrame(marks, index=shown.index))
    if shown.empty:
        styled.set_caption("没有行")
    elif len(shown) < len(rows):
        styled.set_caption(f"共 {len(rows):,} 行，这里是前 {MOST_ROWS} 行")
    return Table(styled, numeric)


def _year(value: object) -> str:
    return _cell(value).replace(",", "")


def _cell(value: object) -> str:
    if pd.isna(value):
        return "—"
    if pd.api.types.is_bool(value):
        return "是" if value else "否"
    if _is_number(value):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)


def _percent(value: object) -> str:
    return f"{value:,.2f}" if _is_number(value) else _cell(value)


def _is_numeric(column: pd.Series) -> bool:
    return any(map(_is_number, column)) or (
        pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    )


def _is_number(value: object) -> bool:
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value) and not pd.isna(value)
