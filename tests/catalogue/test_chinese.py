"""Schema zh: the same rows, in the words that counties use."""

from pathlib import Path

import pipelines
from pipelines.catalogue.tables import Catalogue


def test_tables_in_chinese_have_the_rows_of_the_others(sample_release: Path, catalogue: Catalogue):
    """Row by row, where no code is translated."""
    with pipelines.connect(sample_release) as db:
        for mart in catalogue.marts.values():
            plain = [column for column in mart.columns if not column.terms]
            names = ", ".join(column.name for column in plain)
            titles = ", ".join(f'"{column.title}"' for column in plain)
            one, other = f"select {names} from {mart.name}", f'select {titles} from zh."{mart.title}"'
            differing = f"({one} except all {other}) union all ({other} except all {one})"
            assert not db.execute(differing).fetchall(), mart.name


def test_codes_are_terms(sample_release: Path):
    with pipelines.connect(sample_release) as db:
        levels = db.execute('select distinct "层级" from zh."贫困发生率" order by all').fetchall()
    assert levels == [("乡镇",), ("县",), ("村",)]
