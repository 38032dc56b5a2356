"""One recognised sheet in steps: spooled lines → cells → values → faults and typed rows, inside DuckDB.

The SELECTs are compiled from the register's contract. A step makes a table of its own, so that each can be looked at: to
see one, name it after `clean_sheet` in the same connection. Corrections and exemptions alone change tables: that of the
cells as they were loaded, and those of parsed values and faults.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.cleaning.balance import class_balance
from pipelines.cleaning.blocks import class_block_titles
from pipelines.cleaning.both_counts import part_counts
from pipelines.cleaning.breakdowns import find_further_parts
from pipelines.cleaning.cells import (
    carry_down,
    class_headings,
    class_notes,
    fill_merged,
    find_rows_without_content,
    load_cells,
    repeat_above,
    shift_left,
    take_totals_for_data,
)
from pipelines.cleaning.denials import find_denials, reject_denied
from pipelines.cleaning.faults import find_faults
from pipelines.cleaning.headed import find_headed_rows
from pipelines.cleaning.household_amounts import find_household_amounts
from pipelines.cleaning.households import (
    carry_household_facts,
    carry_household_ids,
    find_divided_households,
    read_by_household,
)
from pipelines.cleaning.in_wan import find_amounts_in_wan
from pipelines.cleaning.magnitudes import find_other_units
from pipelines.cleaning.marked_rows import find_marked_rows
from pipelines.cleaning.members import class_members_below_heads
from pipelines.cleaning.merged_objects import join_merged_objects
from pipelines.cleaning.merges import class_members
from pipelines.cleaning.monthly import find_supplements, monthly_notices
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
from pipelines.cleaning.quotients import rounded_amounts
from pipelines.cleaning.remarks import find_amounts_taken_back, heeding, unheeded_remarks
from pipelines.cleaning.repeated_plans import count_plans_once
from pipelines.cleaning.repetitions import find_pasted_rows
from pipelines.cleaning.rivals import find_rival_amounts
from pipelines.cleaning.shifts import find_shifted_rows
from pipelines.cleaning.short_names import name_townships_in_full
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.stated_units import find_contradicting_units
from pipelines.cleaning.sums import find_totals
from pipelines.cleaning.told import part_told
from pipelines.cleaning.totals import disagreements, summed
from pipelines.cleaning.typed_rows import type_rows
from pipelines.cleaning.unread_states import find_unread_states
from pipelines.cleaning.void_rows import find_void_rows
from pipelines.cleaning.worded import worded_notices
from pipelines.cleaning.written_once import carry_township
from pipelines.cleaning.years import find_row_years
from pipelines.common.sql import scalar
from pipelines.registers.columns import AMOUNTS
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


@dataclass(frozen=True)
class _Step:
    """What some steps have made of the cells: the table that they are in now, tables of rows that are set aside, notices,
    and by column the tables (row, value) of what stands above rows, or once for several."""

    cells: str
    rejected: list[str | None]
    notices: list[Notice]
    above: Mapping[str, str] = field(default_factory=dict)


def clean_sheet(source: SheetSource) -> CleanSheet:
    """Clean the sheet in the connection of `source`."""
    stated = _stated_rows(source)
    source = read_by_household(source, stated.cells)
    of_households = _households(source, stated.cells)
    irregular = parse_irregular_values(source, of_households.cells)
    cells, second_table = find_second_table(source, of_households.cells, irregular)
    several = several_terms(source, cells, irregular)
    counted = _rows_that_count_once(source, cells, irregular, has_totals=second_table is None)
    cells = counted.cells
    above, of_headings = find_headed_rows(source, cells)
    places = name_places(source, cells)
    years = find_row_years(source, cells, irregular)
    void_rows = find_void_rows(source, cells)
    denials, of_denials = find_denials(source, cells)
    doubtful = [void_rows, None if heeding(source) else reject_denied(source, denials), years.rejected]
    doubtful += _doubtful_rows(source, cells, irregular)
    taken_back = find_amounts_taken_back(source, cells, irregular, void_rows, denials)
    rejected = [*stated.rejected, *of_households.rejected, *counted.rejected, *doubtful]
    unread_states, of_states = find_unread_states(source, cells, [*rejected, taken_back])
    rejected.append(unread_states)
    faults = find_faults(source, cells, irregular, [*filter(None, rejected)], taken_back, second_table)
    exempted = [*source.amendments.apply_exemptions(source.db, cells, source.match)]
    above |= stated.above
    rows = type_rows(source, cells, irregular, places, years.table, faults, taken_back, above)
    notices = [
        *stated.notices,
        *of_households.notices,
        *several,
        *counted.notices,
        *years.notices,
        *of_denials,
        *of_headings,
    ]
    notices += [*unheeded_remarks(source, cells, taken_back, void_rows), *exempted]
    notices += of_states
    notices += _compare_totals(source, cells, irregular) if second_table is None else []
    notices += unsplit_notices(source, rows)
    notices += rounded_amounts(source, cells)
    notices += monthly_notices(source, cells, rows)
    rows_read = scalar(source.db, f"select count(*) from {cells}")
    data_rows = scalar(source.db, f"select count(*) from {cells} where class = 'data'")
    return CleanSheet(rows, faults, notices, rows_read, data_rows, source.match.grain)


def _stated_rows(source: SheetSource) -> _Step:
    """The cells of each row of data, with what stands only once for several rows."""
    cells = load_cells(source)
    notices = [*source.amendments.apply_corrections(source.db, cells, source.match)]
    cells, villages, of_blocks = class_block_titles(source, cells)
    cells, of_balance = class_balance(source, cells)
    cells, of_members = class_members(source, cells)
    cells, of_heads = class_members_below_heads(source, cells)
    cells = repeat_above(source, fill_merged(source, cells))
    cells, parts, of_objects = join_merged_objects(source, cells)
    cells = class_headings(source, cells)
    cells, of_notes = class_notes(source, cells)
    without_content = find_rows_without_content(source, cells)
    cells = carry_down(source, cells)
    cells, of_townships = carry_township(source, cells)
    cells = name_townships_in_full(source, cells)
    cells = take_totals_for_data(source, cells)
    cells = shift_left(source, cells)
    cells, of_told = part_told(source, cells)
    cells, of_counts = part_counts(source, cells)
    notices += [
        *of_blocks,
        *of_balance,
        *of_members,
        *of_heads,
        *of_objects,
        *of_notes,
        *of_townships,
        *of_told,
        *of_counts,
    ]
    above = parts | ({"village": villages} if villages else {})
    return _Step(cells, [without_content], notices, above)


def _households(source: SheetSource, cells: str) -> _Step:
    """The cells with the household of each row, and with what one row states for its household."""
    cells, unclear, of_ids = carry_household_ids(source, cells)
    cells, of_facts = carry_household_facts(source, cells)
    notices = [*of_ids, *of_facts]
    if source.grain and source.grain.size:
        size = source.register.by_name[source.grain.size].title
        notices.append(Notice("coarser_grain", {"grain": source.grain.title, "size": size}))
    note_people(source, cells)
    return _Step(cells, [unclear], [*notices, *worded_notices(source)])


def _rows_that_count_once(
    source: SheetSource, cells: str, irregular: Irregular, *, has_totals: bool
) -> _Step:
    """The cells without what states the same money again: parts, totals, repeated plans. The totals of a sheet with a second
    table are not those of its rows."""
    rejected: list[str | None] = []
    notices: list[Notice] = []
    if has_totals:
        cells, unclear_parts, of_parts = find_further_parts(source, cells, irregular)
        cells, unclear, of_totals = find_totals(source, cells, irregular)
        cells, pasted = find_pasted_rows(source, cells, irregular)
        rejected += [unclear, unclear_parts, pasted]
        rejected.append(find_household_amounts(source, cells, irregular))
        notices += [*of_parts, *of_totals]
    cells, unclear_plans, of_plans = count_plans_once(source, cells, irregular)
    return _Step(cells, [*rejected, unclear_plans], [*notices, *of_plans])


def _doubtful_rows(source: SheetSource, cells: str, irregular: Irregular) -> list[str | None]:
    """Tables of rows whose cells, each readable, contradict each other, the sheet or its register."""
    return [
        find_other_units(source, cells, irregular),
        find_other_money(source, cells),
        find_contradicting_units(source, cells),
        find_amounts_in_wan(source, cells, irregular),
        find_other_stages(source, cells),
        find_rival_amounts(source, cells),
        find_supplements(source, cells),
        find_shifted_rows(source, cells, irregular),
        find_disagreeing_parts(source, cells, irregular),
        find_divided_households(source, cells, irregular),
        find_marked_rows(source, cells),
    ]


def _compare_totals(source: SheetSource, cells: str, irregular: Irregular) -> list[Notice]:
    columns = {
        column: value_sql(source, irregular, column, is_data=False)
        for column in summed(source.register, source.mapped)
    }
    words = [column.name for column in source.mapped if column.kind not in AMOUNTS]
    return [*disagreements(source.db, cells, columns, source.contexts, words)]
