"""PDF files of a few lines, written by hand: no font is embedded, the characters are those of a Chinese standard font."""

from pathlib import Path

_CHARACTERS = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
SIZE = 12
"""Points of a character's width."""


def write_pdf(path: Path, *pages: list[tuple], extra: str = "") -> Path:
    """A file of pages, each a list of lines: left and bottom in points, the text and, where other programs shall be told
    another text than what is drawn, that one. `extra` is drawn behind the lines of each page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo {_CHARACTERS} >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(map(_line, lines)) + extra
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    path.write_bytes(_file(objects))
    return path


def _line(line: tuple) -> str:
    left, bottom, text, *told = line
    drawn = f"BT /F {SIZE} Tf {left} {bottom} Td <{text.encode('utf-16-be').hex()}> Tj ET"
    if told:
        return f"/Span << /ActualText <feff{told[0].encode('utf-16-be').hex()}> >> BDC {drawn} EMC"
    return drawn


def _file(objects: list[str]) -> bytes:
    content, places = "%PDF-1.5\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>"
    return f"{content}{end}\nstartxref\n{len(content)}\n%%EOF\n".encode("ascii")
