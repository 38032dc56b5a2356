"""A column may state two counts in each cell."""

import pytest

from tests.support.statements import match_of

HEADER = ["路段", "所在村", "里程", "投资", "受益群众", "竣工时间"]


def columns(tmp_path, header, counts):
    row = ["上组路", "甲村", "1.2公里", "40万元", counts, "2018年6月"]
    match = match_of(tmp_path, ["某镇通组公路硬化项目完成情况"], header, row)
    return {name: match.columns.get(name) for name in ("households", "persons")}


@pytest.mark.parametrize("counts", ["42户168人", "42户、168人", "42 户/168 人"])
def test_households_and_persons_in_one_cell_are_both_read(tmp_path, counts):
    assert columns(tmp_path, HEADER, counts) == {"households": 5, "persons": 5}


@pytest.mark.parametrize("counts", ["168", "168人"])
def test_one_count_is_of_its_own_column(tmp_path, counts):
    assert columns(tmp_path, HEADER, counts) == {"households": None, "persons": 5}
