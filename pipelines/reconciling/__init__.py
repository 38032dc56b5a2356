"""Figures that reports state, compared with the marts.

Here belongs which mart answers which reported measure, and how readers call it. The figures themselves are the register
`reported_figures`; what a mart means belongs to `marts`.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
