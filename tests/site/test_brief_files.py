"""A brief to hand round says what the page says, on one sheet of A4."""

from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image

from pipelines.catalogue.areas import Area
from pipelines.common.errors import UserError
from pipelines.site import brief_files
from pipelines.site.brief_files import find_brief, write_brief
from pipelines.site.build import page_name
from tests.support.chromium import find_chromium

HEADS = ("指标", "年度", "数", "上年", "比上年", "比上一版", "依据")
PAGE = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>@page {{ size: A4 portrait }}</style></head>
<body><main><div class="brief"><h1>云上县简报</h1>
<table><thead><tr>{"".join(f"<th>{head}</th>" for head in HEADS)}</tr></thead>
<tbody><tr><th><a href="../x.html">未脱贫人数</a></th><td>2031</td><td class="number"><strong>1,204 人</strong></td>
<td class="number">—</td><td class="number">—</td><td>第一版</td><td class="text">数据截至 2031-06-30</td></tr></tbody></table>
<p class="notes">— 是不知道。</p><section><h2>谁没有按时报</h2><ul><li>河口镇 2031：逾期</li></ul></section>
</div></main><footer><p>发布版本 20310701T000000-abc。</p></footer></body></html>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    briefs = tmp_path / "site" / "briefs"
    briefs.mkdir(parents=True)
    (briefs / f"{page_name(Area('云上县'))}.html").write_text(PAGE, encoding="utf-8")
    return briefs.parent


def test_a_county_without_a_brief_is_told_those_that_there_are(site: Path) -> None:
    with pytest.raises(UserError, match="云上县"):
        find_brief(site, "云下县")
    with pytest.raises(UserError, match=r"\.docx, \.pdf, \.png"):
        write_brief(find_brief(site, "云上县"), site / "brief.jpg")


def test_word_has_every_line_of_the_page_in_its_order(site: Path) -> None:
    write_brief(find_brief(site, "云上县"), site / "brief.docx")
    word = Document(str(site / "brief.docx"))
    [table] = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        list(HEADS),
        ["未脱贫人数", "2031", "1,204 人", "—", "—", "第一版", "数据截至 2031-06-30"],
    ]
    assert [paragraph.text for paragraph in word.paragraphs] == [
        "云上县简报", "— 是不知道。", "谁没有按时报", "河口镇 2031：逾期", "发布版本 20310701T000000-abc。"
    ]  # fmt: skip
    [section] = word.sections
    assert section.page_width == pytest.approx(Mm(210), abs=Mm(1))
    assert section.page_height == pytest.approx(Mm(297), abs=Mm(1))


def test_pdf_and_picture_are_the_page_as_it_is_printed(site: Path) -> None:
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine")
    for name in ("brief.pdf", "brief.png"):
        write_brief(find_brief(site, "云上县"), site / name)
    with pypdfium2.PdfDocument(site / "brief.pdf") as pages:
        assert len(pages) == 1
        assert "1,204" in pages[0].get_textpage().get_text_bounded()
    with Image.open(site / "brief.png") as picture:
        width, height = picture.size
    assert width > 1400 and height / width == pytest.approx(297 / 210, rel=0.01)


def test_without_a_browser_the_picture_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief_files.Chromium, "find_browser", lambda **_: None)
    with pytest.raises(UserError, match="no Chrome"):
        write_brief(find_brief(site, "云上县"), site / "brief.png")
