"""What goes wrong in words that a user can act on.

Every refusal that a person may meet is a `UserError`; the command line prints its text and nothing else.
"""

from concurrent.futures.process import BrokenProcessPool

from pipelines.common.private_numbers import without_private_numbers


class UserError(Exception):
    """A plain sentence: what was found, where, and what was expected; it shows no number of a person.

    `sentences` are those that the terminal shows: in Chinese, where it is given, and in English.
    """

    def __init__(self, english: str, chinese: str = ""):
        super().__init__(without_private_numbers(english), without_private_numbers(chinese))

    def __str__(self) -> str:
        return self.args[0]

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence in (self.args[1], self.args[0]) if sentence]


class RefusedBuild(UserError):
    """Nothing of what was delivered can be published; the last release stays current."""


_NO_MEMORY = ("Out of Memory", "Cannot allocate memory", "failed to map segment", "can't start new thread")


def lack_of(fault: BaseException | None) -> str | None:
    """What the machine lacks, where that is what the fault comes from: room, rights or memory."""
    seen: list[BaseException] = []
    # What a step raised and the error that Dagster makes of it are each the other's cause.
    while fault is not None and fault not in seen:
        seen.append(fault)
        text = str(fault)
        if isinstance(fault, MemoryError | BrokenProcessPool) or any(sign in text for sign in _NO_MEMORY):
            return "Memory ran out or a process of the build was ended; expected some 2 GB that are free."
        if "No space left" in text or "disk is full" in text:
            return f"The disk is full ({' '.join(text.split())}); expected room for another release."
        if isinstance(fault, PermissionError) or "Read-only file system" in text:
            return f"{' '.join(text.split())}; expected a folder that the build may write to."
        fault = fault.__cause__ or fault.__context__
    return None
