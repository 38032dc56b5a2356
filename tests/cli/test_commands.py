"""The command as a user types it: what it prints, and how it ends."""

from pathlib import Path

import pytest

from tests.support.small import Household, township_folder, write_csv, write_registry


def _empty(root: Path) -> None:
    (root / "raw").mkdir()


def _nameless_period(root: Path) -> None:
    write_csv(root / "raw" / "某镇" / "去年" / "名单.csv", [["姓名"]])


def _only_a_text_named_xlsx(root: Path) -> None:
    (township_folder(root) / "名单.xlsx").write_text("姓名,证件号码\n", encoding="utf-8")


def _broken_yaml(root: Path) -> None:
    folder = township_folder(root)
    write_registry(folder / "名单.csv", Household(1))
    (folder / "delivery.yml").write_text("money_unit: 美元\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("lay_out", "status", "chinese", "english"),
    [
        (lambda root: None, 2, "不是文件夹", "is not a folder"),
        (_empty, 2, "没有报送", "holds no deliveries"),
        (_nameless_period, 1, "“去年”不是期间", "去年 is not a period"),
        (_only_a_text_named_xlsx, 1, "某镇/2018/名单.xlsx 扩展名是", "名单.xlsx: not a workbook"),
        (
            _broken_yaml,
            1,
            "某镇/2018/delivery.yml 填写有误，第 1 行：money_unit：应为 '元' or '万元'；写的是 '美*'",
            "某镇/2018/delivery.yml: line 1: money_unit: Input should be '元' or '万元'; found '美*'",
        ),
    ],
)
def test_input_that_cannot_be_used_is_one_sentence(tmp_path, township, lay_out, status, chinese, english):
    """1 where nothing of what was delivered can be published, 2 where there is nothing that was delivered."""
    lay_out(tmp_path)
    ended = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert ended.returncode == status
    zh, en = ended.stderr.strip().splitlines()
    assert chinese in zh and english in en
    assert not (tmp_path / "marts").exists()


def test_wrong_usage_ends_with_two(township):
    assert township("frobnicate").returncode == 2
    assert township("build", "--nothing").returncode == 2
    assert township("--help").returncode == 0
