"""The marts as workbooks: one for each county, for each township or village that no county is known of, and one for all.

A workbook has a cover, native charts, a sheet per mart with Chinese headers, and the meaning of every column.
The same release gives the same bytes.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import xlsxwriter

from pipelines.catalogue.areas import EVERYWHERE, Area, areas
from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.common.sql import scalar
from pipelines.disclosure.suppression import open_publishable_marts, shown_rows
from pipelines.marts.mart import Mart
from pipelines.workbooks.cells import Formats
from pipelines.workbooks.chart_sheet import add_chart_sheet
from pipelines.workbooks.cover import add_cover
from pipelines.workbooks.dictionary_sheet import add_dictionary_sheet
from pipelines.workbooks.mart_sheet import add_mart_sheet


def write_excel(
    database: Path,
    folder: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
) -> list[Path]:
    """Write the workbooks of a release into `folder` and return their paths, in order of the areas' names, that of all last.

    database: the DuckDB file of the release, opened read-only. columns: the dictionary.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_publishable_marts(database, catalogue) as release:
        names = workbook_names(areas(release, catalogue.marts.values()))
        if names:
            names[EVERYWHERE] = f"{EVERYWHERE.name}.xlsx"
        return [
            _write_workbook(release, area, folder / name, catalogue, columns) for area, name in names.items()
        ]


def write_workbooks_of(
    database: Path,
    wanted: Sequence[str],
    folder: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
) -> list[Path]:
    """Write a workbook for each county or township that is wanted, by its name or label (儋州市·木棠镇), or for all.

    Without a name, one for all areas. Raises UserError for a name that no area has, or that several have.
    """
    with open_publishable_marts(database, catalogue) as release:
        known = areas(release, catalogue.marts.values())
        chosen = [_area_named(name, known) for name in wanted] or [EVERYWHERE]
        names = file_names(area.label or area.name for area in chosen)
        return [
            _write_workbook(release, area, folder / name, catalogue, columns)
            for area, name in zip(chosen, names, strict=True)
        ]


def _area_named(name: str, known: Sequence[Area]) -> Area:
    found = [area for area in known if name in (area.name, area.label)]
    if len(found) == 1:
        return found[0]
    labels = [area.label for area in found or known]
    raise UserError(
        f"{len(found)} areas are called {name}; expected one of {', '.join(labels)}.",
        f"叫“{name}”的地区有 {len(found)} 个；请写 {'、'.join(labels)} 之一。",
    )


def workbook_names(areas: Iterable[Area]) -> dict[Area, str]:
    """Area → file name of its workbook, for those that nothing is known above."""
    tops = [area for area in areas if area.is_top]
    return dict(zip(tops, file_names(area.name for area in tops), strict=True))


def file_names(names: Iterable[str]) -> list[str]:
    """A file name for each name that every system accepts; those that would fall together are numbered."""
    given: list[str] = []
    for name in names:
        stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ")[:80] or "_"
        if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem, re.IGNORECASE):
            stem = f"_{stem}"
        same = [other for other in given if re.sub(r" \d+$", "", other).casefold() == stem.casefold()]
        given.append(f"{stem} {len(same) + 1}" if same else stem)
    return [f"{stem}.xlsx" for stem in given]


def _write_workbook(
    release: duckdb.DuckDBPyConnection,
    area: Area,
    path: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
) -> Path:
    tables = {mart.name: _rows(release, mart, area) for mart in catalogue.marts.values() if mart.has_areas}
    marts = [catalogue.marts[name] for name, rows in tables.items() if rows]
    release_id, built_at = (
        scalar(release, f"select {column} from quality.release") for column in ("release_id", "built_at")
    )
    # Rows are written to disk one by one, so that a county of any size takes no more memory than a small one.
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": f"{area.name} {release_id}", "created": built_at})
        formats = Formats(book)
        add_cover(book, formats, release, area, marts)
        if area.level:  # rows of several counties do not add up to a chart
            add_chart_sheet(book, formats, area, tables, catalogue)
        for mart in marts:
            add_mart_sheet(book, formats, mart, tables[mart.name])
        names = {mart.name for mart in marts}
        add_dictionary_sheet(book, formats, [column for column in columns if column.table_name in names])
    return path


def _rows(release: duckdb.DuckDBPyConnection, mart: Mart, area: Area) -> list[tuple]:
    """The mart's rows in the area: its own first, then those of the levels below, each in the mart's order."""
    condition, values = area.holds()
    return shown_rows(release, mart, condition, values)
