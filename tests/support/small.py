"""Small deliveries that tests write by hand: a few households in the 27-column form, and a list of villages."""

import csv
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.tables import Catalogue
from pipelines.common.workspace import Workspace
from pipelines.orchestration.resources import Build
from pipelines.orchestration.run import run_build
from pipelines.publishing import publish as publishing
from tests.support.catalogues import traced

PERSON_HEADER = [
    "行政县",
    "乡镇",
    "行政村",
    "自然村",
    "户编号",
    "人编号",
    "姓名",
    "证件号码",
    "人数",
    "与户主关系",
    "民族",
    "文化程度",
    "在校生状况",
    "健康状况",
    "劳动技能",
    "务工状况",
    "务工时间",
    "参加大病医疗",
    "脱贫属性",
    "脱贫年度",
    "贫困户属性",
    "主要致贫原因",
    "危房户",
    "饮水安全",
    "饮水困难",
    "人均纯收入",
    "联系电话",
]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(serial: int) -> str:
    """A valid synthetic ID number: born in 1970, the serial in the last digits."""
    body = f"46000319700101{serial % 1000:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True)
class Household:
    """One household of `size` persons as the registry states it."""

    number: int
    size: int = 1
    village: str = "甲村"
    status: str = "未脱贫"
    exit_year: str = ""
    county: str = "某县"
    township: str = "某镇"

    def rows(self) -> list[list[str]]:
        return [
            [self.county, self.township, self.village, "", f"4600{self.number:06}", f"{self.number}{member}", "王测试",
             id_number(self.number * 10 + member), str(self.size), "户主" if member == 0 else "之子", "汉族", "小学",
             "非在校生", "健康", "普通劳动力", "", "0", "是", self.status, self.exit_year, "一般贫困户", "因病", "否",
             "是", "否", "4000.50", "15400000000"]
            for member in range(self.size)
        ]  # fmt: skip


def write_csv(path: Path, rows: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def write_registry(path: Path, *households: Household) -> None:
    write_csv(path, [PERSON_HEADER, *(row for household in households for row in household.rows())])


def write_villages(path: Path, **population: int) -> None:
    write_csv(
        path, [["乡镇", "行政村", "农村人口数"], *(["某镇", name, str(n)] for name, n in population.items())]
    )


def township_folder(
    root: Path, period: str = "2018", *, county: str = "某县", township: str = "某镇"
) -> Path:
    """A delivery folder of the township, by default of 某镇 in 某县."""
    folder = root / "raw" / township / period
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "unit.yml").write_text(f"county: {county}\ntownship: {township}\n", encoding="utf-8")
    return folder


class _AtOnce(Executor):
    """Does what is submitted in this process, before it returns."""

    def submit(self, function: Callable, /, *arguments: Any, **options: Any) -> Future:
        done: Future = Future()
        try:
            done.set_result(function(*arguments, **options))
        except Exception as fault:
            done.set_exception(fault)
        return done


class SmallBuild(Build):
    """A build without processes beside it: to start them, and to read terms and rules in each, would take longer than
    their work on a few rows."""

    def start_workers(self) -> Executor:
        return _AtOnce()


def build_of(root: Path, catalogue: Catalogue) -> Build:
    """A build of root/raw into root/marts, not yet run, with the dictionary that all builds of the catalogue share."""
    known: Future[list[DictionaryColumn]] = Future()
    known.set_result(traced(catalogue))
    workspace = Workspace.of(root / "raw", root / "marts")
    return SmallBuild(workspace, catalogue, _dictionary=known)


@contextmanager
def without_pages() -> Iterator[None]:
    """Builds leave out what is written on pages and in workbooks, which takes half of a small build."""

    def leave_empty(folder: Path, *_: object) -> None:
        for pages in ("excel", "site"):
            (folder / pages).mkdir()

    with patch.object(publishing, "_write_pages", leave_empty):
        yield


def publish_figures(root: Path, catalogue: Catalogue) -> Build:
    """Build root/raw into root/marts without pages and workbooks."""
    build = build_of(root, catalogue)
    with without_pages():
        run_build(build)
    return build
