"""Kinds of ledgers that are of no register are recognised by words of their own."""

from pipelines.registers.contract import load_registers
from pipelines.statements.kinds import load_kinds


def test_every_kind_has_a_word_that_no_kind_before_it_has() -> None:
    """The more particular comes first, and none is so general that those after it are never reached."""
    seen: set[str] = set()
    for kind in load_kinds():
        assert {*kind.words} - seen, kind.kind
        seen |= {*kind.words}
    assert len({kind.kind for kind in load_kinds()}) == len(load_kinds())


def test_a_register_is_of_kinds_that_there_are() -> None:
    known = {kind.kind for kind in load_kinds()}
    assert {kind for register in load_registers().values() for kind in register.evidence.kinds} <= known
