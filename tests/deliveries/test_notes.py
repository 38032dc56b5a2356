"""Notes on a sheet go before those on its file, and those before notes on the delivery."""

import yaml

from pipelines.deliveries.notes import Notes, SheetName, sheets_line

NOTES = Notes.model_validate(
    {
        "defaults": {"year": 2018, "partner": "某公司"},
        "sheets": [
            {"file": "台账.xlsx", "defaults": {"year": 2019}},
            {"file": "台账.xlsx", "sheet": "二季度", "counts": False, "defaults": {"year": 2020}},
        ],
    }
)


def test_the_nearest_note_counts() -> None:
    on_file, on_sheet = NOTES.on("台账.xlsx", "一季度"), NOTES.on("台账.xlsx", "二季度")
    assert on_file and on_file.counts is None
    assert on_sheet and on_sheet.counts is False
    assert NOTES.on("别的.xlsx", "二季度") is None


def test_defaults_of_a_sheet_replace_those_of_the_delivery() -> None:
    assert NOTES.defaults_of("台账.xlsx", "二季度") == {"year": 2020, "partner": "某公司"}
    assert NOTES.defaults_of("台账.xlsx", "一季度") == {"year": 2019, "partner": "某公司"}
    assert NOTES.defaults_of("别的.xlsx", "") == {"year": 2018, "partner": "某公司"}


def test_a_printed_line_is_read_back_as_it_was_meant() -> None:
    """Names of sheets that are numbers or days, and of files with colons, are text."""
    stated = {"file": "台账: 2019.xlsx", "sheet": "2019", "replaces": ["台账.xlsx·2018", "2018-12-31"]}
    (note,) = Notes.model_validate(yaml.safe_load(sheets_line(stated))).sheets
    assert (note.file, note.sheet) == ("台账: 2019.xlsx", "2019")
    assert note.replaced == (SheetName(file="台账.xlsx·2018"), SheetName(file="2018-12-31"))
