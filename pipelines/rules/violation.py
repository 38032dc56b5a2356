"""A rule that is broken in one place, and the exceptions that carry one to whoever accounts for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.common.errors import UserError
from pipelines.rules.rule import RULES, Rule, filled


@dataclass(frozen=True)
class Violation:
    """A broken rule and what its sentences name: `fields` by name, lists as tuples."""

    rule: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of(self) -> Rule:
        return RULES[self.rule]

    @property
    def zh(self) -> str:
        """The reason in Chinese."""
        return filled(self.of.zh, dict(self.fields), "、")

    @property
    def en(self) -> str:
        """The reason in English."""
        return filled(self.of.en, dict(self.fields), ", ")

    @property
    def sentences(self) -> tuple[str, str]:
        """The reason in Chinese and in English."""
        return self.zh, self.en

    @property
    def advice(self) -> tuple[str, str]:
        """Reason and remedy in Chinese and in English."""
        return self.advice_zh, self.advice_en

    @property
    def advice_zh(self) -> str:
        """The reason and the remedy, as one sentence in Chinese."""
        return f"{self.zh}；{self.of.remedy_zh}。"

    @property
    def advice_en(self) -> str:
        """The reason and the remedy, as one sentence in English."""
        return f"{self.en}; {self.of.remedy_en}."


@dataclass(frozen=True)
class Notice(Violation):
    """What is reported of a delivery without setting anything aside; `rows` is how many rows it is about."""

    rows: int | None = None

    @property
    def severity(self) -> str:
        return self.of.severity or "warning"


class _Violated(Exception):
    def __init__(self, rule: str, **fields: Any):
        super().__init__(rule)
        self.violation = Violation(rule, fields)

    def __reduce__(self) -> tuple:  # an exception is pickled by its positional arguments
        return _rebuilt, (type(self), self.violation)


class InvalidValue(_Violated):
    """A cell whose value breaks a rule."""


class Refusal(_Violated, UserError):
    """Input without which nothing is built."""

    def __str__(self) -> str:
        return self.violation.advice_en

    @property
    def sentences(self) -> list[str]:
        return [*self.violation.advice]


class UnreadableFile(Refusal):
    """A file or sheet that cannot be read at all; the build goes on without it and reports it."""


def _rebuilt(kind: type[_Violated], violation: Violation) -> _Violated:
    return kind(violation.rule, **violation.fields)
