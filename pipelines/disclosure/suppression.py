"""Marts as they may be shown where figures leave the office: on the site and in the workbooks.

A count of 1 or 2 of a village is two families that everybody there knows; `withholding` decides which rows are withheld
for it. Marts, SQL and notebooks show everything; the pages of notebooks belong to the site.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from pipelines.catalogue.chinese import chinese_columns, chinese_name
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.common.sql import literal, transaction
from pipelines.disclosure.counts import counter_of
from pipelines.disclosure.history import Count, Withheld, key_of, read_withheld
from pipelines.disclosure.small_cells import load_small_cells, protected_counts, public_columns, rule_of
from pipelines.disclosure.withholding import withhold
from pipelines.marts.mart import Mart, Table
from pipelines.reconciling.computing import load_reconciliation
from pipelines.registers.areas import AREA_COLUMNS, AREA_LEVELS
from pipelines.releases.causes import sheet_changes
from pipelines.releases.store import DATABASE, make_current, read_record

OF_REPORTS = ("report_figures", "contradictions")
"""Tables of schema quality that hold what written reports say."""
WITHHELD = "*"
"""The text in place of a withheld count."""

_NOT_COMPARED = "无法核对"
"""The verdict on a reported figure where nothing that is shown can be compared with it."""


def withhold_of(database: Path, catalogue: Catalogue, before: Path | None = None) -> Withheld:
    """As `withhold`, of a release's database; `before` is the folder of the one published before it, if any."""
    marts = catalogue.marts.values()
    with duckdb.connect(str(database), read_only=True) as db:
        records = {mart.name: _records(db, mart) for mart in marts}
    threshold = load_small_cells().threshold
    if before and (last := read_withheld(before)):
        # a release that is damaged must not keep the next from being published
        with suppress(duckdb.Error):
            shown = _shown_counts(before, last, catalogue, _untouched(before / DATABASE, database))
            return withhold(marts, records, threshold, last, shown)
        return withhold(marts, records, threshold, last)
    return withhold(marts, records, threshold)


def _untouched(older: Path, newer: Path) -> Callable[[str | None], bool]:
    """Whether everybody sees that nothing has been sent about a township since the older of two releases; for None, about
    none."""
    with duckdb.connect() as db:
        for name, database in (("older", older), ("newer", newer)):
            db.execute(f"attach {literal(database)} as {name} (read_only)")
        sheets = [sheet for change in sheet_changes(db) for sheet in (change.old, change.new) if sheet]
    touched = {township for sheet in sheets for township in sheet.townships or [""]}
    return lambda township: not touched or (township is not None and not touched & {township, ""})


def _shown_counts(
    release: Path, withheld: Withheld, catalogue: Catalogue, is_untouched: Callable[[str | None], bool]
) -> dict[Count, int]:
    """The counts of the release in the folder that a reader takes for those of the next one, too: it shows them, or knew them
    before, of townships of which nothing has been sent since. None of a mart that it does not have as it is now."""
    told = {*withheld.told}
    found = {}
    with duckdb.connect(str(release / DATABASE), read_only=True) as db:
        for mart in catalogue.marts.values():
            records: list[dict] = []
            with suppress(duckdb.Error):
                records = _records(db, mart)
            counts_of = counter_of(mart)
            for index, record in enumerate(records):
                if is_untouched(record.get("township")):
                    for measure, value in counts_of(record).items():
                        count = Count(mart.name, key_of(mart, record), measure)
                        if index not in withheld.rows.get(mart.name, ()) or count in told:
                            found[count] = value
    return found


def withheld_rows(database: Path, catalogue: Catalogue) -> Mapping[str, set[int]]:
    """Mart → indices of the rows that the release with this database withholds: as it was published, else as of today."""
    return (read_withheld(database.resolve().parent) or withhold_of(database, catalogue)).rows


def withheld_areas(release: Path, catalogue: Catalogue) -> set[tuple[str, tuple[str | None, ...]]]:
    """Mart and area of the rows that the release in the folder withholds."""
    with open_publishable_marts(release / DATABASE, catalogue) as shown:
        return {(mart, tuple(area)) for mart, *area in shown.execute("from withheld").fetchall()}


def open_publishable_marts(database: Path, catalogue: Catalogue) -> duckdb.DuckDBPyConnection:
    """A connection to a release on which every mart reads as it may be shown.

    Each mart has the column `is_withheld` there; where it is true, all columns but the public ones are NULL. Where
    the key describes more of a row than its area and year, a withheld row is left out: its existence alone would
    reveal somebody. A mart that has no other figures than those that are never shown has no rows. Table `withheld`
    names mart and area of every withheld row.
    """
    release = duckdb.connect(str(database), read_only=True)
    _withhold_of_marts(release, catalogue, withheld_rows(database, catalogue))
    return release


def open_publishable(database: Path, catalogue: Catalogue) -> duckdb.DuckDBPyConnection:
    """As `open_publishable_marts`, with what written reports say as it may be shown, too.

    Table `reconciliation` is quality.reconciliation with what is computed of rows that are shown; `report_figures` and
    `contradictions` are without small counts.
    """
    release = open_publishable_marts(database, catalogue)
    _withhold_of_reports(release, catalogue)
    return release


def write_publishable(release: Path, catalogue: Catalogue, marts: Path) -> None:
    """Make `marts` a folder of releases with one in it, the one given as it may be shown.

    What reads a release as a whole, as notebooks do, reads this one as any other; table `suppression.withheld`,
    which no other has, lets figures state what is missing for that.
    """
    folder = marts / "releases" / release.name
    folder.mkdir(parents=True)
    shutil.copyfile(release / DATABASE, folder / DATABASE)
    # it is not the file that was published
    record = {name: value for name, value in read_record(release).items() if name != "sha256"}
    (folder / "release.json").write_text(json.dumps(record, ensure_ascii=False, indent=2), encoding="utf-8")
    with duckdb.connect(str(folder / DATABASE)) as db, transaction(db):
        _withhold_of_marts(db, catalogue, withheld_rows(release / DATABASE, catalogue))
        _withhold_of_reports(db, catalogue)
        db.execute("delete from quality.reconciliation")
        db.execute("insert into quality.reconciliation from temp.main.reconciliation")
        for name in OF_REPORTS:
            db.execute(f"delete from quality.{name}")
            db.execute(f"insert into quality.{name} from temp.main.{name}")
            _rewrite_chinese(db, QUALITY_TABLES[name], f"quality.{name}", catalogue)
        for mart in catalogue.marts.values():
            columns = ", ".join(column.name for column in mart.columns)
            own = f"{Path(DATABASE).stem}.main.{mart.name}"
            db.execute(f"delete from {own}")
            db.execute(f"insert into {own} select {columns} from temp.main.{mart.name}")
            _rewrite_chinese(db, mart, own, catalogue)
        _rewrite_chinese(db, catalogue.reconciliation, "quality.reconciliation", catalogue)
        # Beside the tables that an analyst sees.
        db.execute("create schema suppression")
        db.execute("create table suppression.withheld as from temp.main.withheld")
    make_current(marts, folder)


def _rewrite_chinese(db: duckdb.DuckDBPyConnection, table: Table, name: str, catalogue: Catalogue) -> None:
    """Make the table of schema zh from the table anew."""
    chinese = chinese_name(table)
    db.execute(f"delete from {chinese}")
    db.execute(f"insert into {chinese} select {chinese_columns(table, catalogue)} from {name}")


def _withhold_of_marts(
    release: duckdb.DuckDBPyConnection, catalogue: Catalogue, hidden: Mapping[str, set[int]]
) -> None:
    """The temporary tables of `open_publishable_marts`."""
    areas = ", ".join(f"{level} varchar" for level in AREA_LEVELS)
    release.execute(f"create temp table withheld (mart varchar, {areas})")
    for mart in catalogue.marts.values():
        _shadow(release, mart, hidden[mart.name])


def _withhold_of_reports(release: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """The temporary tables that `open_publishable` has beside those of the marts."""
    _withhold_of_reconciliation(release, catalogue)
    withhold_small_counts_of_reports(release)


def _withhold_of_reconciliation(release: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Table `reconciliation`: quality.reconciliation in which only that is compared which is shown elsewhere.

    What is computed from rows of which one is withheld would give that one away, and so would the verdict on a reported
    figure. So what was computed is computed once more from the rows that are shown; what comes out otherwise is withheld.
    """
    measures = release.execute(
        "select distinct measure from quality.reconciliation where computed_value is not null"
    ).fetchall()
    threshold = load_small_cells().threshold
    release.execute(
        "create temp view compared_figures as select told.*, told.reported_value as value, least, most, "
        "coalesce(is_compared, true) as is_compared from quality.reconciliation as told "
        "left join quality.report_figures using (unit, period, figure_id)"
    )
    # to plan what computes all that marts answer takes longer than all marts together
    again = load_reconciliation(
        catalogue.marts.values(), "compared_figures", {measure for (measure,) in measures}
    )
    told = [c.name for c in again.columns if c.name not in ("computed_value", "difference", "verdict")]
    is_same = " and ".join(f"again.{name} is not distinct from told.{name}" for name in told)
    release.execute(
        "create temp table reconciliation as "
        "select * exclude (is_shown) replace (if(is_shown, computed_value, null) as computed_value, "
        f"if(is_shown, difference, null) as difference, if(is_shown, verdict, '{_NOT_COMPARED}') as verdict, "
        "if(is_shown or computed_value is null, doubt, null) as doubt) "
        f"from (select *, not coalesce(value_unit in ('household', 'person') and computed_value > 0 "
        f"and computed_value < {threshold}, false) and exists (select 1 from ({again.sql}) as again where {is_same} "
        "and abs(again.computed_value - told.computed_value) <= 1e-9 * abs(told.computed_value)) as is_shown "
        "from quality.reconciliation as told)"
    )


def withhold_small_counts_of_reports(release: duckdb.DuckDBPyConnection) -> None:
    """Tables `report_figures` and `contradictions` without small counts of people, and `reconciliation` of the former: what
    a report says of two families is theirs, whoever wrote it."""
    small = f"coalesce(smallest_count < {load_small_cells().threshold}, false)"
    names = {
        "report_figures": ("reported_value", "least", "most", "smallest_count"),
        "contradictions": ("figures", "explanation", "assuming", "smallest_count"),
    }
    for table in OF_REPORTS:
        shown = ", ".join(f"if({small}, null, {name}) as {name}" for name in names[table])
        release.execute(f"create temp table {table} as select * replace ({shown}) from quality.{table}")
    release.execute(
        "update reconciliation set reported_value = null, difference = null, computed_value = null, doubt = null, "
        f"verdict = '{_NOT_COMPARED}' where (unit, period, figure_id) in "
        f"(select (unit, period, figure_id) from quality.report_figures where {small})"
    )


def _shadow(release: duckdb.DuckDBPyConnection, mart: Mart, hidden: set[int]) -> None:
    """A table named as the mart and found before it: whatever reads the mart on this connection reads this."""
    public = public_columns(mart)
    never = never_shown(mart)
    shown = [
        column.name
        if column.name in public
        else f"case when {'false' if column.name in never else 'not is_withheld'} then {column.name} end as {column.name}"
        for column in mart.columns
    ]
    source = f"(select *, list_contains(?::bigint[], rowid) as is_withheld from main.{mart.name})"
    indices = sorted(hidden)
    if mart.has_areas:
        release.execute(
            f"insert into withheld select '{mart.name}', {', '.join(AREA_LEVELS)} from {source} where is_withheld",
            [indices],
        )
    if all(column.name in public or column.name in never for column in mart.columns):
        listed = "where false"
    else:
        listed = "" if is_listed(mart) else "where not is_withheld"
    release.execute(
        f"create temp table {mart.name} as select {', '.join(shown)}, is_withheld from {source} {listed}",
        [indices],
    )


def is_listed(mart: Mart) -> bool:
    """Whether the existence of a withheld row is shown: it is where its key has no more than area and year."""
    return {*mart.key} <= {*AREA_COLUMNS, "year"}


def is_small_change(mart: Mart, column: str, old: str | None, new: str | None) -> bool:
    """Whether a change reveals a count that is withheld now or was before; without a column, a row that went."""
    if not column:
        return bool(mart.counts) and new is None and not is_listed(mart)
    return column in mart.counts and any(0 < int(v) < load_small_cells().threshold for v in (old, new) if v)


def shown_rows(
    release: duckdb.DuckDBPyConnection, mart: Mart, condition: str = "true", values: Sequence[str] = ()
) -> list[tuple]:
    """The mart's rows as they are shown, WITHHELD in the place of each count that is: counties first, then by key.

    A column that is never shown is WITHHELD in every row.

    release: of `open_publishable`.
    """
    public, never = public_columns(mart), never_shown(mart)
    level = "case area_level when 'county' then 1 when 'township' then 2 else 3 end"
    order = ", ".join(f"{column} nulls first" for column in mart.key if column != "area_level")
    names = ", ".join(column.name for column in mart.columns)
    found = release.execute(
        f"select {names}, is_withheld from {mart.name} where {condition} order by {level}, {order}", values
    ).fetchall()
    return [
        tuple(
            WITHHELD if column.name in never or (is_withheld and column.name not in public) else value
            for column, value in zip(mart.columns, row, strict=True)
        )
        for *row, is_withheld in found
    ]


def never_shown(mart: Mart) -> tuple[str, ...]:
    """Columns that are too small by nature to be shown; none where the policy withholds nothing."""
    return rule_of(mart).never if load_small_cells().threshold else ()


def note_on_small_cells() -> str:
    """The note on it for readers of site and workbooks; empty where the policy withholds nothing."""
    threshold = load_small_cells().threshold
    note = (
        f"户数或人数不足 {threshold} 的行、能推算出它们的行和本来就很小的列，不列出或以 {WITHHELD} 代替；"
        "全部数据在数据库和笔记本里。"
    )
    return note if threshold else ""


def _records(release: duckdb.DuckDBPyConnection, mart: Mart) -> list[dict]:
    """The rows of a mart; none where no count is there to be withheld, as in lists of all households."""
    rule = rule_of(mart)
    if not (protected_counts(mart) or rule.together or rule.after):
        return []
    names = [column.name for column in mart.columns]
    found = release.execute(f"select {', '.join(names)} from main.{mart.name} order by rowid").fetchall()
    return [dict(zip(names, values, strict=True)) for values in found]
