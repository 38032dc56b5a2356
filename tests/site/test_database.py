"""What a page can be asked in SQL is what pages show."""

import base64
import gzip
from pathlib import Path

import duckdb

from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import open_publishable
from pipelines.orchestration.run import run_build
from pipelines.releases.store import DATABASE
from pipelines.site.database import write_database_script
from tests.support.small import Household, build_of, township_folder, write_registry, write_villages


def test_the_file_withholds_what_pages_withhold(tmp_path: Path, few: Catalogue) -> None:
    """Of 甲村 two households are poor, and of 乙村 eight: both are withheld, since the township's total would tell one by
    the other. One row of the registry is set aside."""
    folder = township_folder(tmp_path)
    write_villages(folder / "行政村.csv", 甲村=100, 乙村=200, 丙村=200)
    many = [Household(number, village="乙村" if number < 18 else "丙村") for number in range(10, 30)]
    write_registry(folder / "名单.csv", Household(1), Household(2), *many, Household(30, status="说不清"))
    run_build(build_of(tmp_path, few))
    with open_publishable(tmp_path / "marts" / DATABASE, few) as release:
        write_database_script(release, few, tmp_path / "release.js")
    [packed] = (tmp_path / "release.js").read_text(encoding="utf-8").split("'")[1::2]
    content = gzip.decompress(base64.b64decode(packed))
    (tmp_path / "shown.duckdb").write_bytes(content)
    with duckdb.connect(str(tmp_path / "shown.duckdb"), read_only=True) as shown:
        found = dict(
            shown.execute("select village, poor_persons from poverty_incidence where area_level = 'village'")
            .fetchall()
        )  # fmt: skip
        in_chinese = dict(shown.execute('select "行政村", "贫困人数" from zh."贫困发生率"').fetchall())
        set_aside = shown.execute("select header, raw from quality.quarantine").fetchall()
        tables = {name for (name,) in shown.execute("select table_name from duckdb_tables()").fetchall()}
    assert found == {"甲村": None, "乙村": None, "丙村": 12}
    assert in_chinese["甲村"] is None and in_chinese["丙村"] == 12
    assert set_aside == [("脱贫属性", None)]
    assert "finding_rows" not in tables and {"deliveries", "reconciliation", "poverty_lines"} <= tables
