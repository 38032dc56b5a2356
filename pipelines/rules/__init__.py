"""Every reason for which a cell, row, sheet or file does not count, and every notice on a delivery, as data.

A rule is an entry of one of the YAML files here; a violation is a rule broken in one place; what is reported without
setting data aside is a notice. Sentences and remedies belong here, whoever finds the violation; how it is found does not.
"""

from pipelines.rules.rule import DIMENSIONS, RULES, Rule
from pipelines.rules.violation import InvalidValue, Notice, Refusal, UnreadableFile, Violation

__all__ = ["DIMENSIONS", "RULES", "InvalidValue", "Notice", "Refusal", "Rule", "UnreadableFile", "Violation"]
