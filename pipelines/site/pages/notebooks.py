"""The list of notebooks, and a page for each."""

from collections.abc import Mapping, Sequence
from html import escape

from pipelines.site import notebooks
from pipelines.site.elements import (
    figure_place,
    wide_table,
)
from pipelines.site.notebooks import Notebook
from pipelines.site.site import Site


def notebooks_page(site: Site, found: Sequence[Notebook]) -> str:
    """What each notebook asks, with a link to it."""
    listed = "".join(
        f'<dt><a href="notebooks/{notebook.name}.html">{escape(notebook.title)}</a></dt>'
        f"<dd>{notebooks.html_of(notebook.summary)}</dd>"
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
    return site.page("笔记本", "\n".join(body), here="notebooks.html")


def notebook_page(site: Site, notebook: Notebook, trouble: str = "") -> str:
    """What the notebook asks and, where it was executed, shows. `trouble` is why it could not be."""
    body = ['<nav class="trail" aria-label="上级"><p><a href="../notebooks.html">笔记本</a></p></nav>']
    body.append(f'<div class="asks">{notebooks.html_of(notebook.question)}</div>')
    if notebook.is_executed:
        body += [_cell(cell, notebook) for cell in notebook.cells[1:]]
    else:
        why = f"这一页没有生成：{escape(trouble)}。" if trouble else "这一页的图和数还没有生成。"
        body.append(
            f'<p class="pending">{why}在项目文件夹里运行 <code>make pages</code> 生成，'
            "或者用 <code>make lab</code> 打开笔记本来看。</p>"
        )
    scripts = (f"data/{notebook.name}.js",) if notebook.figures else ()
    return site.page(notebook.title, "\n".join(body), here="notebooks.html", depth=1, scripts=scripts)


def _cell(cell: Mapping, notebook: Notebook) -> str:
    source = notebooks.text(cell["source"])
    if cell["cell_type"] == "markdown":
        return notebooks.html_of(source)
    is_open = " open" if "parameters" in cell["metadata"].get("tags", ()) else ""
    code = f'<pre tabindex="0"><code>{escape(source)}</code></pre>'
    parts = [f'<details class="code"{is_open}><summary>代码</summary>{code}</details>']
    for forms in notebooks.outputs(cell):
        if notebooks.FIGURE in forms:
            parts.append(figure_place(cell["id"], notebook.name, "h3", notebook.figures[cell["id"]]))
        elif notebooks.TABLE in forms:
            table = notebooks.table_of(notebooks.text(forms[notebooks.TABLE]))
            parts.append(wide_table("查到的行", table, kind="sortable"))
        elif "text/html" not in forms:
            parts.append(f"<p>{escape(notebooks.text(forms['text/plain']).strip())}</p>")
    return "\n".join(parts)
