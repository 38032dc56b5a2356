"""How good the data are: findings, suspect rows, reviews, the reporting calendar, coverage, gaps in
series, what is held back, and the scorecard.

What a rule demands belongs to `expectations/` and `validation`; this package records what was found.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
