"""The look that every figure shares: fonts, colours, titles, the corner with source and release."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from pipelines.charts.values import AREA

# One family of each system first, so that no system falls back to a Japanese or bitmap face:
# macOS, older macOS, Windows, then Linux packages and the faces that analysts install by hand.
FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "sans-serif",
)

# Okabe and Ito, Color Universal Design (2008): distinguished by every common kind of colour vision and, because
# their lightness differs, in a black-and-white print.
BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW = "#56B4E9", "#CC79A7", "#F0E442"
INK, GREY, GRID = "#222222", "#595959", "#D9D9D9"

# The fill of a bar that must be distinguished from its neighbour without colour.
HATCHED = {"shape": "/", "fillmode": "overlay", "fgcolor": "white", "size": 7, "solidity": 0.25}

# The mark of what a bar is measured against: a target, what was due.
MARK = {"symbol": "line-ns-open", "size": 24, "color": INK, "line": {"width": 3}}

# Columns of text, a Chinese character being two, that fit a figure 700 pixels wide.
_TITLE_WIDTH = 70
_NOTE_WIDTH = 96
_LINE = 17  # pixels


@dataclass(frozen=True)
class Release:
    """The release that a figure is drawn from, as its corner shows it.

    withheld: mart and area (county, township, village) of the rows that are kept back for small counts where the
    release is shown outside the office, as pipelines.disclosure.suppression has it.
    """

    release_id: str
    built_on: str  # in China
    withheld: frozenset[tuple[str | None, ...]] = frozenset()

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Release:
        """Read the label of the release that `con` is open on."""
        # fetchall, because a connection with rows left to fetch refuses the next query.
        [(release_id, built_on)] = con.execute(
            "select release_id, left((built_at + interval 8 hours)::varchar, 10) from quality.release"
        ).fetchall()
        places = con.execute(
            "select database_name, schema_name from duckdb_tables() where table_name = 'withheld'"
        ).fetchall()
        withheld = [
            row
            for database, schema in places
            for row in con.execute(f"select distinct * from {database}.{schema}.withheld").fetchall()
        ]
        return cls(release_id, built_on, frozenset(withheld))

    def withholds(self, mart: str, rows: pd.DataFrame) -> bool:
        """Whether rows of the mart are withheld in the area that `rows` are of, or among such areas as they are of.

        Of several areas, those count that share what `rows` have in common: the township of all its villages. Without
        rows, any area counts.
        """
        common = {name: rows[name].iloc[0] for name in AREA if rows[name].nunique(dropna=False) == 1}
        wanted = {name: None if pd.isna(value) else value for name, value in common.items()}
        return any(
            mart == of and wanted.items() <= dict(zip(AREA, area, strict=True)).items()
            for of, *area in self.withheld
        )

    def left_out(self, mart: str, rows: pd.DataFrame) -> str:
        """The note of a figure of these rows that others of them are withheld; empty where none is."""
        return "户数或人数太少的不公布，没有画出，合计里也没有。" if self.withholds(mart, rows) else ""

    def __str__(self) -> str:
        return f"发布版本 {self.release_id}，{self.built_on} 生成"


@cache
def template() -> go.layout.Template:
    """The Plotly template of the project, for screen and print."""
    axis = {
        "automargin": True,
        "gridcolor": GRID,
        "linecolor": GREY,
        "zerolinecolor": GREY,
        "title": {"standoff": 12, "font": {"size": 13}},
        "ticklabelstandoff": 6,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": ", ".join(FONTS), "size": 13, "color": INK},
            "title": {
                "x": 0.012,
                "xref": "container",
                "xanchor": "left",
                "yref": "container",
                "yanchor": "top",
            },
            "colorway": [BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE, YELLOW],
            "paper_bgcolor": "white",
            "plot_bgcolor": "white",
            "xaxis": axis,
            "yaxis": axis,
            "legend": {
                "orientation": "h",
                "traceorder": "normal",
                "x": 0,
                "xanchor": "left",
                "yanchor": "bottom",
            },
            "hoverlabel": {"align": "left", "bgcolor": "white"},
            "hovermode": "closest",
            "separators": ".,",
            "bargap": 0.35,
        }
    )


def use() -> None:
    """Make the template the default of this session and draw figures without a network.

    JupyterLab renders the mime type with the extension that Plotly's own package installs, which carries
    plotly.js. The `notebook` renderers would put 4.8 MB of script or a link to a CDN into each notebook.
    """
    pio.templates["township"] = template()
    pio.templates.default = "township"
    pio.renderers.default = "plotly_mimetype"


def finish(
    fig: go.Figure,
    release: Release,
    *,
    mart: str,
    title: str,
    subtitle: str = "",
    coverage: str = "",
    notes: str = "",
    plot_height: int = 320,
) -> go.Figure:
    """Give a drawn figure its title, its text alternative and its corner.

    title: the headline with its number; subtitle: how to read the figure; coverage: what its numbers rest on, which
    ends the subtitle; notes: what is not drawn, and why.
    plot_height: pixels between the axes. The text alternative, in `layout.meta['alt']`, is one sentence.
    """
    subtitle = "；".join(filter(None, (subtitle, coverage)))
    headline, under = _wrap(title, _TITLE_WIDTH), _wrap(subtitle, _NOTE_WIDTH)
    corner = [*_wrap(notes, _NOTE_WIDTH), f"来源：乡镇报送台账汇总（{mart}）。{release}"]
    named = [trace for trace in fig.data if trace.showlegend is not False and trace.visible is not False]
    top = 30 + 24 * len(headline) + _LINE * len(under) + (30 if len(named) > 1 else 16)
    bottom = 66 + _LINE * len(corner)
    fig.update_layout(
        template=template(),
        title={
            "text": "<br>".join(f"<b>{line}</b>" for line in headline),
            "font": {"size": 18},
            # Plotly hangs a title of several lines from the middle of its first one.
            "pad": {"t": 14 + 12 * (len(headline) - 1)},
            "y": 1,
            "subtitle": {"text": "<br>".join(under), "font": {"size": 13, "color": GREY}},
        },
        margin={"t": top, "b": bottom, "l": 20, "r": 30},
        height=top + plot_height + bottom,
        # In pixels: a share of the height would push the legend of a tall figure into the title.
        legend={"y": 1 + 4 / plot_height},
        meta={"alt": "，".join(part for part in (title, subtitle, notes.rstrip("。")) if part) + "。"},
    )
    # From the right edge, so that long labels on the left push nothing out of the figure.
    fig.add_annotation(
        text="<br>".join(corner),
        showarrow=False,
        align="right",
        font={"size": 11, "color": GREY},
        x=1,
        xref="paper",
        xanchor="right",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-58,
    )
    return fig


def write_beside(fig: go.Figure, y: list, x: list, texts: list[str], **panel: int) -> None:
    """Write each text to the right of the point, of which neither the legend nor the pointer knows."""
    fig.add_scatter(
        y=y,
        x=x,
        mode="text",
        text=texts,
        textposition="middle right",
        textfont={"size": 11},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        **panel,
    )


def missing(text: str, release: Release, *, mart: str, coverage: str = "") -> go.Figure:
    """A figure without axes whose headline states, in one Chinese sentence, of what there is nothing to draw.

    coverage: as in `finish`.
    """
    fig = go.Figure().update_xaxes(visible=False).update_yaxes(visible=False)
    return finish(fig, release, mart=mart, title=text, coverage=coverage, plot_height=10)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at punctuation where there is some.

    A figure's text is SVG, which does not wrap, and Chinese has no spaces to break at.
    """
    lines = []
    while text:
        # GB 18030 takes a byte for what is half as wide as a Chinese character, and two for one.
        fits = len(text.encode("gb18030")[:width].decode("gb18030", "ignore"))
        if fits < len(text):
            after = max(text.rfind(mark, 0, fits) for mark in "，；。、：") + 1
            fits = max(after, text.rfind("（", 0, fits)) or fits
        lines.append(text[:fits])
        text = text[fits:]
    return lines
