"""Assets: deliveries → clean/<register> → marts/<mart> → release, each described from its contract."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.charts.boundaries import load_boundaries
from pipelines.cleaning.delivery import Cleaned
from pipelines.cleaning.identities import key_name, load_key
from pipelines.cleaning.people import people_of
from pipelines.common.folders import remove_whole
from pipelines.marts.mart import Mart
from pipelines.orchestration.delivery_checks import report_checks
from pipelines.orchestration.gate import require_publishable
from pipelines.orchestration.history import forget_old_runs
from pipelines.orchestration.holding import (
    alert_of_gone,
    alert_of_held_back,
    hold_contradictions_back,
    hold_misnamed_notes_back,
    hold_unreadable_back,
    nothing_accepted,
    partly_held_back,
    show_held_back,
    unusable_deliveries,
)
from pipelines.orchestration.partitions import BOARD, DELIVERIES, plan, released, sync
from pipelines.orchestration.resources import Build
from pipelines.publishing.publish import BuildResults, publish
from pipelines.quality.calendar import load_calendar
from pipelines.quality.coverage import COVERAGE
from pipelines.reconciling.computing import load_reconciliation
from pipelines.registers.areas import AREA_TABLE, AREAS_TITLE
from pipelines.registers.contract import Register
from pipelines.releases.store import current_record, kept_pieces
from pipelines.validation import import_great_expectations

OWNER = "team:township-data"
RECONCILIATION = dg.AssetKey(["quality", "reconciliation"])

deliveries = dg.AssetSpec(
    BOARD,
    description="What units sent, by unit and period (报送情况). A partition is materialised when a release holds what "
    "was sent, failed where it is held back or a build with it was refused; one that is missing is owed by the calendar "
    "(报送日历) and has not come.",
    group_name="deliveries",
    owners=[OWNER],
    kinds={"excel", "csv"},
    partitions_def=DELIVERIES,
)


def all_assets(catalogue: Catalogue) -> list[dg.AssetSpec | dg.AssetsDefinition]:
    """Every asset that the catalogue gives rise to, but the marts."""
    return [
        deliveries,
        _clean_assets(catalogue.registers),
        _reconciliation_asset(catalogue.reconciliation),
        _release_asset(catalogue),
    ]


def clean_key(register: str) -> dg.AssetKey:
    return dg.AssetKey(["clean", register])


def mart_key(mart: str) -> dg.AssetKey:
    return dg.AssetKey(["marts", mart])


def key_of(table: str) -> dg.AssetKey:
    """The asset of a table as SQL names it: clean.persons → clean/persons, exits_by_year → marts/exits_by_year."""
    schema, _, name = table.rpartition(".")
    return clean_key(name) if schema == "clean" else mart_key(name)


def _clean_assets(registers: Mapping[str, Register]) -> dg.AssetsDefinition:
    """Define one asset for all registers: a delivery holds sheets of several, and each of its files is read once."""

    @dg.multi_asset(
        name="cleaning", specs=[*map(_clean_spec, registers.values()), _areas_spec(), _coverage_spec()]
    )
    def cleaning(context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]) -> Iterator:
        workspace = build.workspace
        found, arriving = build.cleaned()
        forget_old_runs(context.instance, workspace)
        build.report("reading", 0, len(found))
        if not any(workspace.pieces.glob("*")):  # everything will be new
            _get_ready(build)
        all_cleaned: list[Cleaned] = []
        for cleaned in arriving:
            if cleaned.is_new:
                _get_ready(build)
            all_cleaned.append(cleaned)
            build.report("reading", len(all_cleaned), len(found))
        all_cleaned.sort(key=lambda cleaned: cleaned.delivery.name)
        # Ledgers of no register are a valid outcome: then nothing counts, and the release reports that.
        is_refused = any(cleaned.quarantined or cleaned.problems for cleaned in all_cleaned)
        if is_refused and not any(cleaned.accepted for cleaned in all_cleaned):
            raise nothing_accepted(build, all_cleaned)
        unusable = unusable_deliveries(build, all_cleaned)
        owed = load_calendar(workspace, build.catalogue.registers)
        sync(
            context.instance,
            sorted({*(d.name for d in found), *unusable, *(f"{unit}/{period}" for unit, period, *_ in owed)}),
        )
        build.gather(all_cleaned, unusable)
        hold_unreadable_back(build)
        hold_misnamed_notes_back(build)
        hold_contradictions_back(build)
        _remove_unused_pieces(build)
        unreleased = _unreleased(context.instance, build)
        if build.is_published:
            build.record, build.is_unchanged = current_record(workspace.marts), True
            yield from _arrivals(context.instance, unreleased)
            show_held_back(context.instance, deliveries.key, build)
            report_checks(context.instance, context.run, workspace)
            return
        for cleaned in unreleased:
            plan(context, deliveries.key, cleaned.delivery.name)
        for name in (*registers, "areas", "coverage"):
            rows = build.workbench.count(f"clean.{name}")
            yield dg.MaterializeResult(asset_key=clean_key(name), metadata={"dagster/row_count": rows})

    return cleaning


def _remove_unused_pieces(build: Build) -> None:
    """Remove the pieces of deliveries that changed or went and that no release holds, and those of crashed builds."""
    in_use = {*(cleaned.pieces.name for cleaned in build.deliveries), *kept_pieces(build.workspace.marts)}
    for folder in build.workspace.pieces.iterdir():
        if folder.name not in in_use:
            remove_whole(folder)


def _get_ready(build: Build) -> None:
    """Start what only a build with something new needs, while the workers are still cleaning."""
    build.trace_dictionary()
    import_great_expectations()


def _clean_spec(register: Register) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(name, sql_type, description)
        for name, (sql_type, description) in register.clean_columns.items()
    ]
    return dg.AssetSpec(
        clean_key(register.name),
        deps=[deliveries.key],
        description=f"{register.title}. {register.description}\n\n{register.grain}。",
        group_name="clean",
        owners=[OWNER],
        kinds={"duckdb", "parquet"},
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        # Where nothing has changed there is nothing new, and what is downstream is not run either.
        skippable=True,
    )


def _areas_spec() -> dg.AssetSpec:
    columns = [dg.TableColumn(name, "VARCHAR", definition) for name, definition in AREA_TABLE.items()]
    return _table_spec("areas", f"{AREAS_TITLE}. 各台账写到的县、乡镇和行政村，每个地区一行。", columns)


def _coverage_spec() -> dg.AssetSpec:
    columns = [dg.TableColumn(c.name, c.type, c.description) for c in COVERAGE.columns]
    return _table_spec("coverage", COVERAGE.comment, columns)


def _table_spec(name: str, description: str, columns: Sequence[dg.TableColumn]) -> dg.AssetSpec:
    """A table that is made of all registers together."""
    return dg.AssetSpec(
        clean_key(name),
        deps=[deliveries.key],
        description=description,
        group_name="clean",
        owners=[OWNER],
        kinds={"duckdb"},
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
    )


def _reconciliation_asset(reconciliation: Mart) -> dg.AssetsDefinition:
    @dg.asset(
        key=RECONCILIATION,
        deps=[key_of(table) for table in sorted(reconciliation.reads) if not table.startswith("quality.")],
        description=f"{reconciliation.comment}",
        group_name="quality",
        owners=[OWNER],
        kinds={"duckdb", "sql"},
        metadata={"dagster/column_schema": column_schema(reconciliation)},
    )
    def reconcile(build: dg.ResourceParam[Build]) -> dg.MaterializeResult:
        build.audit_reports()
        reported = build.workbench.connection.execute(
            "select measure from clean.reported_figures union select measure from quality.report_figures"
        ).fetchall()
        # to plan what computes all that marts answer takes longer than any mart, and most of it nobody reported
        compared = load_reconciliation(
            build.catalogue.marts.values(), measures={measure for (measure,) in reported}
        )
        rows = build.workbench.build(compared)
        verdicts = build.workbench.connection.execute(
            "select verdict, count(*) from quality.reconciliation group by all order by all"
        ).fetchall()
        return dg.MaterializeResult(metadata={"dagster/row_count": rows, **dict(verdicts)})

    return reconcile


def column_schema(mart: Mart) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(column.name, column.type, column.comment) for column in mart.columns]
    )


def _release_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    @dg.asset(
        key="release",
        deps=[
            *(mart_key(name) for name in catalogue.marts),
            *(clean_key(name) for name in catalogue.registers),
            RECONCILIATION,
        ],
        description="The marts as analysts open them (township.duckdb, parquet/, release.json), visible by one rename.",
        group_name="release",
        owners=[OWNER],
        kinds={"duckdb", "parquet"},
        output_required=False,
    )
    def release(context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]) -> Iterator:
        require_publishable(build)
        if build.is_published:
            build.record, build.is_unchanged = current_record(build.workspace.marts), True
            return
        key = load_key(build.workspace.identity_key)
        arrived = _unreleased(context.instance, build)
        last = current_record(build.workspace.marts)
        build.record = publish(
            build.workbench,
            build.catalogue,
            build.workspace.marts,
            BuildResults(
                outcomes=build.outcomes,
                reviews=build.reviews,
                dictionary=build.trace_dictionary().result(),
                identity=key_name(key),
                fingerprint=build.fingerprint,
                pieces={name: folder.name for name, folder in build.pieces.items()},
                held_back=[*build.held_back.values(), *partly_held_back(build)],
                people=people_of(build.workbench.connection, build.pieces.values(), key),
                boundaries=load_boundaries(build.workspace.boundaries),
            ),
            build.submit,
        )
        build.wait_for_background_tasks()
        _remove_unused_pieces(build)  # of the release that this one displaced
        alert_of_held_back(build, last)
        alert_of_gone(build)
        yield from _arrivals(context.instance, arrived)
        show_held_back(context.instance, deliveries.key, build)
        report_checks(context.instance, context.run, build.workspace)
        yield dg.MaterializeResult(
            metadata={
                "release_id": build.record["release_id"],
                "data_docs": dg.MetadataValue.path(str(build.workspace.data_docs / "index.html")),
                **{f"rows/{table}": rows for table, rows in build.record["tables"].items()},
            }
        )

    return release


def _unreleased(instance: dg.DagsterInstance, build: Build) -> list[Cleaned]:
    """Deliveries that could be read and that the current release does not hold as they were sent."""
    readable = [
        cleaned
        for cleaned in build.deliveries
        if cleaned.accepted and cleaned.delivery.name not in build.held_back
    ]
    settled = released(instance, deliveries.key, (cleaned.delivery.name for cleaned in readable))
    held = current_record(build.workspace.marts).get("pieces", {})
    return [
        cleaned
        for cleaned in readable
        if held.get(cleaned.delivery.name) != cleaned.pieces.name or cleaned.delivery.name not in settled
    ]


def _arrivals(
    instance: dg.DagsterInstance, unreleased: Sequence[Cleaned]
) -> Iterator[dg.AssetMaterialization]:
    """Report deliveries that this release is the first to hold as they were sent."""
    sent_before = instance.get_materialized_partitions(deliveries.key)
    for cleaned in unreleased:
        yield dg.AssetMaterialization(
            deliveries.key,
            partition=cleaned.delivery.name,
            metadata={
                "files": cleaned.files,
                "rows_read": cleaned.rows_read,
                "accepted": cleaned.accepted,
                "quarantined": cleaned.quarantined,
                "unreadable": len(cleaned.problems),
                "resent": cleaned.delivery.name in sent_before,
            },
        )
