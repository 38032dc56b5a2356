"""Who asked what of the releases, where the operator wants that written down: TOWNSHIP_QUERY_LOG names the file.

A line of JSON per query: when, who, release, the SQL without private numbers and names, rows (null where it failed).
"""

import getpass
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from pipelines.common.errors import UserError
from pipelines.common.private_numbers import without_private_numbers
from pipelines.values.masking import without_names

VARIABLE = "TOWNSHIP_QUERY_LOG"


@contextmanager
def query_logged(sql: str, release: str) -> Iterator[Callable[[int], None]]:
    """Write the query down when it is over, with the number of rows that the caller reports meanwhile.

    Only its owner may read the file. Raises UserError where it cannot be written: then nothing is asked.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        yield lambda _: None
        return
    entry: dict[str, object] = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "who": _who(),
        "release": release,
        "sql": without_names(without_private_numbers(sql)),
        "rows": None,
    }
    file = _open(Path(path))
    try:
        yield partial(entry.__setitem__, "rows")
    finally:
        # one write: lines of queries that end together stay whole
        os.write(file, (json.dumps(entry, ensure_ascii=False) + "\n").encode())
        os.close(file)


def _open(path: Path) -> int:
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        raise UserError(
            f"{path} cannot be written to ({error.strerror}); {VARIABLE} names it, and no query goes unlogged.",
            f"查询记录 {path} 写不进（{error.strerror}）；{VARIABLE} 指定了它，没有记录就不能查询。",
        ) from None
    if os.name != "nt" and os.fstat(file).st_mode & 0o077:
        os.close(file)
        raise UserError(
            f"{path} may be read by others; expected the rights 0600: chmod 600 {path}",
            f"查询记录 {path} 别人也能读；请运行 chmod 600 {path}",
        )
    return file


def _who() -> str:
    """The user of the system, and who became that user by sudo. Variables that anybody can set don't count."""
    if os.name == "nt":
        return getpass.getuser()
    import pwd

    user = pwd.getpwuid(os.getuid()).pw_name
    return f"{os.environ['SUDO_USER']} ({user})" if "SUDO_USER" in os.environ else user
