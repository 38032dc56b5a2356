"""The brief of a county as a file to hand round: what stands on its page of the site, as Word, PDF or PNG."""

import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.html
import pypdfium2
from choreographer.browsers.chromium import Chromium
from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pipelines.catalogue.areas import Area
from pipelines.common.errors import UserError
from pipelines.site.build import page_name

FORMATS = (".docx", ".pdf", ".png")
LONGEST_SECONDS = 60
"""How long a browser may take."""

_DOTS_PER_POINT = 2.5
_FONT = "宋体"
_WIDTHS = (26, 12, 27, 24, 24, 20, 47)  # millimetres of the table's columns
_SIZES = {"h1": Pt(18), "h2": Pt(12), "p": Pt(9), "li": Pt(9)}


def find_brief(site: Path, county: str) -> Path:
    """The page of the county's brief. Raises UserError naming those that there are."""
    page = site / "briefs" / f"{page_name(Area(county))}.html"
    if not page.exists():
        titles = [_parsed(other).findtext(".//h1") or "" for other in (site / "briefs").glob("*.html")]
        known = sorted(title.removesuffix("简报") for title in titles)
        raise UserError(
            f"There is no brief of {county}; expected a county of the release: {', '.join(known) or 'none'}.",
            f"没有“{county}”的简报；可写 {'、'.join(known) or '(没有县)'}。",
        )
    return page


def write_brief(page: Path, path: Path) -> None:
    """Write the page to `path`, in the format that its name ends in. Raises UserError where that cannot be done."""
    if path.suffix not in FORMATS:
        raise UserError(
            f"{path.name} ends in no known format; expected {', '.join(FORMATS)}.",
            f"{path.name} 的扩展名不对；可写 {'、'.join(FORMATS)}。",
        )
    if path.suffix == ".docx":
        _write_word(page, path)
        return
    with TemporaryDirectory(prefix="township-") as folder:
        printed = Path(folder) / "brief.pdf"
        _print(page, printed)
        if path.suffix == ".pdf":
            path.write_bytes(printed.read_bytes())
        else:
            with pypdfium2.PdfDocument(printed) as pages:
                pages[0].render(scale=_DOTS_PER_POINT).to_pil().save(path)


def _print(page: Path, path: Path) -> None:
    """Print as the browser's own menu does, by the Chrome or Chromium of this machine."""
    browser = Chromium.find_browser(skip_local=False)
    if browser is None:
        raise UserError(
            "This machine has no Chrome or Chromium, which draws .pdf and .png; .docx needs none.",
            "这台电脑上没有 Chrome 或 Chromium，画不了 .pdf 和 .png；.docx 不需要。",
        )
    profile = path.with_name("profile")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={path}", page.resolve().as_uri()]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=False)
    if not path.exists():
        raise UserError(
            f"{browser} printed nothing within {LONGEST_SECONDS} s; .docx needs no browser.",
            f"{browser} 在 {LONGEST_SECONDS} 秒内没有打印出来;.docx 不需要浏览器。",
        )


def _write_word(page: Path, path: Path) -> None:
    word = new_document()
    section, style = word.sections[0], word.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    style.font.name, style.font.size, style.paragraph_format.space_after = _FONT, _SIZES["p"], Pt(3)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    parsed = _parsed(page)
    for part in parsed.xpath("//div[@class='brief']/descendant::*[self::h1 or self::h2 or self::table or self::p or self::li]"
                             " | //footer/p"):  # fmt: skip
        if part.tag == "table":
            _add_table(word, part)
        else:
            text = word.add_paragraph(style="List Bullet" if part.tag == "li" else None).add_run(_text(part))
            text.font.size, text.bold = _SIZES[part.tag], part.tag in ("h1", "h2")
    word.save(str(path))


def _add_table(word: Document, table: lxml.html.HtmlElement) -> None:
    rows = table.xpath(".//tr")
    made = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, line in zip(made.rows, rows, strict=True):
        for cell, written, width in zip(row.cells, line, _WIDTHS, strict=True):
            [paragraph] = cell.paragraphs
            cell.width = Mm(width)
            paragraph.paragraph_format.space_after = Pt(1)
            is_bold = written.tag == "th" or written.find("strong") is not None
            paragraph.add_run(_text(written)).bold = is_bold
            if written.get("class") == "number":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _text(part: lxml.html.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def _parsed(page: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(page.read_text(encoding="utf-8"))
