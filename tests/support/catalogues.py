"""The registers, marts and catalogues that tests work with, loaded and traced once in a process."""

from dataclasses import replace
from functools import cache

from pipelines.catalogue.dictionary import DictionaryColumn, dictionary
from pipelines.catalogue.tables import Catalogue
from pipelines.marts.loading import load_marts
from pipelines.reconciling.computing import load_reconciliation
from pipelines.registers.loading import load_registers

all_registers = cache(load_registers)
all_marts = cache(load_marts)
whole_catalogue = cache(Catalogue.load)


@cache
def few_marts() -> Catalogue:
    """The catalogue with the headline marts, those that they are compared with, and the registers behind them."""
    catalogue = whole_catalogue()
    below = {name for mart in catalogue.headlines for name in mart.reads}
    wanted = {
        "registry_summary",
        "remaining_households",
        *below,
        *(mart.name for mart in catalogue.headlines),
    }
    marts = {name: mart for name, mart in catalogue.marts.items() if name in wanted}
    behind = {name for mart in marts for name in catalogue.registers_behind(mart)}
    behind |= {"villages", "reported_figures"}
    registers = {name: register for name, register in catalogue.registers.items() if name in behind}
    tables = {*marts, *(f"clean.{name}" for name in registers)}
    return replace(
        catalogue,
        registers=registers,
        marts=marts,
        reconciliation=load_reconciliation(marts.values()),
        suites={table: suite for table, suite in catalogue.suites.items() if table in tables},
        systems_file=None,
    )


_TRACED: list[tuple[Catalogue, list[DictionaryColumn]]] = []


def traced(catalogue: Catalogue) -> list[DictionaryColumn]:
    """The dictionary, traced once in a process: it follows from the catalogue alone."""
    if not any(known is catalogue for known, _ in _TRACED):
        _TRACED.append((catalogue, dictionary(catalogue)))
    return next(columns for known, columns in _TRACED if known is catalogue)
