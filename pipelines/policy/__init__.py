"""Thresholds, rates and targets as data: each row with the place and the dates it holds for, and its source.

Rules differ between places and change with time, so none of them is written in code or in a mart's SELECT.
A value without a source is not entered.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
