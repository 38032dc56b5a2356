"""Columns that are described once, in a `columns.yml`, and that contracts and marts take by `use: name`."""

from collections.abc import Mapping, Set

LIST = "columns.yml"


def with_shared(column: dict, shared: Mapping[str, dict], own: Set[str]) -> dict:
    """The column with its entry in the list where it has `use`, else as it is.

    `own` are the keys that it may set itself; its headers are added to those of the entry. Raises TypeError where there is no
    such entry, or where it sets another key.
    """
    if "use" not in column:
        return column
    name, given = column["use"], {key: value for key, value in column.items() if key != "use"}
    if name not in shared:
        raise TypeError(f"{LIST} has no {name}")
    if others := {*given} - own:
        raise TypeError(f"{', '.join(sorted(others))} of {name} is set in {LIST}")
    entry = shared[name]
    headers = [*entry.get("headers", []), *given.get("headers", [])]
    return {"name": name, **entry, **given, **({"headers": headers} if headers else {})}
