"""One recognised sheet in steps: spooled lines → cells → values → faults and typed rows, inside DuckDB.

The SELECTs are compiled from the register's contract. A step makes a table and changes none, so that each can be
looked at: to see one, name it after `clean_sheet` in the same connection.
"""

from dataclasses import dataclass

from pipelines.cleaning.balance import class_balance
from pipelines.cleaning.breakdowns import find_further_parts
from pipelines.cleaning.cells import (
    carry_down,
    carry_township,
    class_headings,
    class_notes,
    fill_merged,
    find_rows_without_content,
    load_cells,
    shift_left,
    take_totals_for_data,
)
from pipelines.cleaning.denials import find_denials, reject_denied
from pipelines.cleaning.faults import find_faults
from pipelines.cleaning.households import (
    carry_household_facts,
    carry_household_ids,
    find_divided_households,
    read_by_household,
)
from pipelines.cleaning.in_wan import find_amounts_in_wan
from pipelines.cleaning.magnitudes import find_other_units
from pipelines.cleaning.parsing import (
    Irregular,
    find_second_table,
    name_places,
    parse_irregular_values,
    several_terms,
    value_sql,
)
from pipelines.cleaning.parts import find_disagreeing_parts, unsplit_notices
from pipelines.cleaning.people import note_people
from pipelines.cleaning.purposes import find_other_money, find_other_stages
from pipelines.cleaning.remarks import find_amounts_taken_back, heeding, unheeded_remarks
from pipelines.cleaning.repeated_plans import count_plans_once
from pipelines.cleaning.repetitions import find_pasted_rows
from pipelines.cleaning.rivals import find_rival_amounts
from pipelines.cleaning.shifts import find_shifted_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.sums import find_totals
from pipelines.cleaning.totals import disagreements, summed
from pipelines.cleaning.typed_rows import type_rows
from pipelines.cleaning.void_rows import find_void_rows
from pipelines.cleaning.worded import worded_notices
from pipelines.cleaning.years import find_row_years
from pipelines.common.sql import scalar
from pipelines.rules import Notice


@dataclass(frozen=True)
class CleanSheet:
    """What became of one sheet: the tables of its typed rows and its faults, what is reported of it, and how many rows
    it has, and how many of those are data (the others are titles, headers, blank lines, totals and footers); `grain` is
    the form in which its rows prove to be."""

    rows: str
    faults: str
    notices: list[Notice]
    rows_read: int
    data_rows: int
    grain: str | None


def clean_sheet(source: SheetSource) -> CleanSheet:
    """Clean the sheet in the connection of `source`."""
    cells = load_cells(source)
    notices = [*source.amendments.apply_corrections(source.db, cells, source.match)]
    cells, of_step = class_balance(source, cells)
    notices += of_step
    cells = fill_merged(source, cells)
    cells = class_headings(source, cells)
    cells, of_step = class_notes(source, cells)
    notices += of_step
    without_content = find_rows_without_content(source, cells)
    cells = carry_down(source, cells)
    cells, of_step = carry_township(source, cells)
    notices += of_step
    cells = take_totals_for_data(source, cells)
    cells = shift_left(source, cells)
    source = read_by_household(source, cells)
    cells, unclear_households, carried = carry_household_ids(source, cells)
    notices += carried
    cells, carried = carry_household_facts(source, cells)
    notices += carried
    if source.grain and source.grain.size:
        size = source.register.by_name[source.grain.size].title
        notices.append(Notice("coarser_grain", {"grain": source.grain.title, "size": size}))
    note_people(source, cells)
    notices += worded_notices(source)
    irregular = parse_irregular_values(source, cells)
    cells, second_table = find_second_table(source, cells, irregular)
    notices += several_terms(source, cells, irregular)
    unclear = unclear_parts = pasted = None
    if second_table is None:  # else its totals are of its own rows
        cells, unclear_parts, of_step = find_further_parts(source, cells, irregular)
        notices += of_step
        cells, unclear, of_step = find_totals(source, cells, irregular)
        notices += of_step
        pasted = find_pasted_rows(source, cells, irregular)
    cells, unclear_plans, of_step = count_plans_once(source, cells, irregular)
    notices += of_step
    places = name_places(source, cells)
    years = find_row_years(source, cells, irregular)
    notices += years.notices
    void_rows = find_void_rows(source, cells)
    denials, of_step = find_denials(source, cells)
    notices += of_step
    found = (
        void_rows,
        None if heeding(source) else reject_denied(source, denials),
        unclear,
        unclear_parts,
        pasted,
        unclear_households,
        unclear_plans,
        years.rejected,
        find_other_units(source, cells, irregular),
        find_other_money(source, cells),
        find_amounts_in_wan(source, cells, irregular),
        find_other_stages(source, cells),
        find_rival_amounts(source, cells),
        find_shifted_rows(source, cells, irregular),
        find_disagreeing_parts(source, cells, irregular),
        find_divided_households(source, cells, irregular),
    )
    rejected = [without_content, *filter(None, found)]
    taken_back = find_amounts_taken_back(source, cells, irregular, void_rows, denials)
    notices += unheeded_remarks(source, cells, taken_back, void_rows)
    faults = find_faults(source, cells, irregular, rejected, taken_back, second_table)
    notices += source.amendments.apply_exemptions(source.db, cells, source.match)
    if second_table is None:
        notices += _compare_totals(source, cells, irregular)
    rows = type_rows(source, cells, irregular, places, years.table, faults, taken_back)
    notices += unsplit_notices(source, rows)
    rows_read = scalar(source.db, f"select count(*) from {cells}")
    data_rows = scalar(source.db, f"select count(*) from {cells} where class = 'data'")
    return CleanSheet(rows, faults, notices, rows_read, data_rows, source.match.grain)


def _compare_totals(source: SheetSource, cells: str, irregular: Irregular) -> list[Notice]:
    columns = {
        column: value_sql(source, irregular, column, is_data=False)
        for column in summed(source.register, source.mapped)
    }
    return [*disagreements(source.db, cells, columns, source.contexts)]
