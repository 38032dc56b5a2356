"""Cell overrides of an .ods: errors are recognised by the text that the sender sees, the rest by the cell's
attributes."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from pipelines.reading.cell_overrides import CellOverrides
from pipelines.reading.comments import sent
from pipelines.reading.packages import refuse_entities

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}

_ODD = re.compile(rb'value-type="percentage"|:formula=|>(#|Err:)|<office:annotation')
_ERROR = re.compile(r"#(REF!|DIV/0!|VALUE!|NAME\?|N/A|NULL!|NUM!)|Err:\d{3}")


def ods_cell_overrides(path: Path) -> list[CellOverrides]:
    """Return the cell overrides of every sheet, in the order of the workbook.

    Raises UnreadableFile where the sheets declare XML entities, and what `packages.UNPACKING_ERRORS` lists where the
    file is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    refuse_entities(content)
    sheets: list[CellOverrides] = []
    if not _ODD.search(content):
        return sheets
    row = 0
    for event, element in ElementTree.iterparse(BytesIO(content), ("start", "end")):
        if event == "start" and element.tag == f"{_TABLE}table":
            sheets.append(CellOverrides())
            row = 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", 1))
            if sheets:
                _note(element, range(row + 1, row + 1 + repeated), sheets[-1])
            row += repeated
            element.clear()
    return sheets


def _note(row: ElementTree.Element, numbers: range, odd: CellOverrides) -> None:
    place = 1
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        kind = cell.get(f"{_OFFICE}value-type")
        annotation = cell.find(f"{_OFFICE}annotation")
        if annotation is not None:
            cell.remove(annotation)  # its lines are not the cell's
            lines = "\n".join("".join(line.itertext()) for line in annotation.iter(f"{_TEXT}p"))
            odd.comments[numbers.start, place] = sent(lines, annotation.findtext(_CREATOR, ""))
        shown = ["".join(line.itertext()) for line in cell.iter(f"{_TEXT}p")]
        formula = cell.get(f"{_TABLE}formula")
        text = None
        if formula and shown and _ERROR.fullmatch(shown[0]):
            text = shown[0]
        elif formula and kind is None and not shown:  # one whose result is an empty text shows that
            text = "=" + formula.partition("=")[2]
        if text is not None or kind == "percentage":
            places = [(number, one) for number in numbers for one in range(place, place + repeated)]
            if text is None:
                odd.percentages.update(places)
            else:
                odd.texts.update(dict.fromkeys(places, text))
        place += repeated
