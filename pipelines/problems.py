"""What goes wrong in words that a user can act on.

Every refusal that a person may meet is a `Problem`; the command line prints its text and nothing else.
"""


class Problem(Exception):
    """A plain sentence: what was found, where, and what was expected."""


class UnreadableFile(Problem):
    """One file cannot be read at all; the build goes on without it and says so."""


class RefusedBuild(Problem):
    """A critical expectation failed; the last release stands."""
