"""A small OpenDocument spreadsheet, written by hand: no library of the project writes one."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.support.cells import ERROR_CODES, Formula, Percent

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


EMPTY_RESULT = object()
"""A formula whose result is an empty text."""


def write_ods(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if value is EMPTY_RESULT:
        return '<table:table-cell table:formula="of:=T([.B1])"><text:p/></table:table-cell>'
    if isinstance(value, Percent):
        return (
            f'<table:table-cell office:value-type="percentage" office:value="{value}">'
            f"<text:p>{value:.2%}</text:p></table:table-cell>"
        )
    if isinstance(value, Formula):
        return f'<table:table-cell table:formula="of:={escape(value)}"/>'
    if value in ERROR_CODES:
        return (
            '<table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value="" '
            f'calcext:value-type="error"><text:p>{value}</text:p></table:table-cell>'
        )
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
