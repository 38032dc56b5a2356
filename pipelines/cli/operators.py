"""Commands for who keeps the releases: diff, releases, pin, unpin, rollback, rekey.

Heavy libraries are imported by the command that needs them.
"""

from typing import Annotated

import typer

from pipelines.cli.options import Format, FormatOption, MartsOption, WideOption
from pipelines.common.language import label, say
from pipelines.common.workspace import Workspace


def diff(
    old: Annotated[str | None, typer.Argument(help="Earlier release; by default the one before.")] = None,
    new: Annotated[str | None, typer.Argument(help="Later release; by default the current one.")] = None,
    marts: MartsOption = None,
    format: FormatOption = Format.table,
    wide: WideOption = False,
) -> None:
    """What changed between two releases, figure by figure, and why."""
    from pipelines.cli.comparison import print_comparison
    from pipelines.releases.diff import compare

    print_comparison(compare(Workspace.of(marts=marts).marts, old, new), format.value, is_wide=wide)


def releases(marts: MartsOption = None, format: FormatOption = Format.table) -> None:
    """The releases that are kept, the newest first; the current one and those pinned are marked."""
    from pipelines.cli.listing import print_rows
    from pipelines.releases.store import all_releases, current_release, pin_of

    folder = Workspace.of(marts=marts).marts
    current = current_release(folder)
    kept = [(release.name, release == current, pin_of(release)) for release in all_releases(folder)]
    if format is not Format.table:
        print_rows(["release", "is_current", "pinned_for"], kept, format.value)
        return
    for name, is_current, note in kept:
        marks = [label("current 当前")] * is_current
        marks += [f"{label('pinned 留着')} {note}".strip()] * (note is not None)
        print("  ".join([name, *marks]))


def pin(
    release: Annotated[str, typer.Argument(help="Release to keep for good: its id or beginning.")],
    note: Annotated[
        str, typer.Option("--note", help="What for, for example the report that quotes it.")
    ] = "",
    marts: MartsOption = None,
) -> None:
    """Keep a release for good; the others go in their turn."""
    from pipelines.releases import store

    chosen = store.find_release(Workspace.of(marts=marts).marts, release)
    store.pin(chosen, note)
    say(f"{chosen.name} 一直留着。", f"{chosen.name} is pinned.")


def unpin(
    release: Annotated[
        str, typer.Argument(help="Release to keep no longer than others: its id or beginning.")
    ],
    marts: MartsOption = None,
) -> None:
    """Let a pinned release go in its turn."""
    from pipelines.releases import store

    chosen = store.find_release(Workspace.of(marts=marts).marts, release)
    store.unpin(chosen)
    say(f"{chosen.name} 不再一直留着。", f"{chosen.name} is no longer pinned.")


def rollback(
    release: Annotated[str, typer.Argument(help="Release to return to: its id or beginning.")],
    marts: MartsOption = None,
) -> None:
    """Make an earlier release the current one again; the next build publishes a new one."""
    from pipelines.releases.store import find_release, make_current

    folder = Workspace.of(marts=marts).marts
    chosen = find_release(folder, release)
    make_current(folder, chosen)
    say(f"{chosen.name} 成为当前版本。", f"{chosen.name} is current.")


def rekey(marts: MartsOption = None) -> None:
    """Code persons under a new key from the next build on."""
    from pipelines.cleaning.identities import renew_key

    old = renew_key(Workspace.of(marts=marts).identity_key)
    say(
        f"已换新密钥；下一次生成会重新读取全部报送。旧密钥是 {old}。",
        f"There is a new key; the next build reads every delivery again. The old one is {old}.",
    )
