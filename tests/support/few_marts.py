"""The headline marts and what they are made of: builds do the same with them as with all, in half of the time.

`python -m tests.support.few_marts build …` is the command `township` over them.
"""

from dataclasses import replace
from functools import cache

from pipelines.catalogue.tables import Catalogue
from pipelines.cli.commands import main
from pipelines.reconciling.computing import load_reconciliation

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
    )


if __name__ == "__main__":
    few = few_marts()
    Catalogue.load = classmethod(lambda _: few)  # type: ignore[method-assign,assignment]
    main()
