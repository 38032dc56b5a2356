"""The page for questions in SQL: saved ones and the reader's own, asked in the browser where DuckDB is at hand."""

from collections.abc import Sequence
from html import escape

from pipelines.disclosure.suppression import note_on_small_cells
from pipelines.site.queries import Query
from pipelines.site.site import Site


def queries_page(site: Site, found: Sequence[Query], *, runs: bool) -> str:
    """Saved queries, and what runs them and others in the page, where `runs`; else they are pasted into a prompt."""
    listed = "".join(
        f'<section><h2 id="{query.name}">{escape(query.title)}</h2>'
        f'<pre tabindex="0"><code>{escape(query.sql)}</code></pre></section>'
        for query in found
    )
    body = [
        "<h1>用 SQL 查</h1>",
        _desk(found) if runs else "",
        (
            "<p>在项目文件夹里运行 <code>make sql</code>，把下面的查询粘进去，按自己的地区改。每一条也是 "
            "<code>queries/</code> 里的一个文件，用 <code>.read queries/文件名</code> 运行。表和列的定义见"
            '<a href="dictionary.html">数据字典</a>；中文表名和列名在 <code>zh</code> 里。</p>'
        ),
        listed,
    ]
    scripts = ["assets/queries.js"] if runs else []
    return site.page("用 SQL 查", "\n".join(body), here="queries.html", scripts=scripts, lists=runs)


def _desk(found: Sequence[Query]) -> str:
    saved = "".join(f'<option value="{query.name}">{escape(query.title)}</option>' for query in found)
    return (
        "<p>查询就在这个浏览器里运行：不上网，什么也不发出去，只能查，改不坏；站点从文件夹里直接打开也能查。"
        f"查的是网页上公布的数据{'，不公布的数是空的' if note_on_small_cells() else ''}；"
        "单元格的原文和逐处问题（<code>quality.finding_rows</code>）不在里面。</p>"
        '<div class="desk"><p><label for="saved">存好的查询</label> '
        f'<select id="saved"><option value="" selected disabled>选一条就运行</option>{saved}</select></p>'
        '<p><label for="sql">查询</label><textarea id="sql" rows="8" spellcheck="false" autocomplete="off">'
        "from zh.贫困发生率</textarea></p>"
        '<p><button type="button" id="run">运行</button> <kbd>Ctrl</kbd> + <kbd>Enter</kbd> '
        '<output id="state" role="status" for="sql"></output></p></div>'
        '<div id="answer"></div>'
        '<figure id="chart" hidden><figcaption><label>画图 <select id="chart-of"></select></label> '
        '<label>按 <select id="chart-by"></select></label></figcaption>'
        '<div class="scroll"><div id="plot" class="plot" role="img" hidden></div></div></figure>'
    )
