"""How good the data of each delivery are, computed from schema quality after everything has been checked.

Here belongs what is made from findings. What a finding is belongs to `expectations/`, `validation` and `cleaning`.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
