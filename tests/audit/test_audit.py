from pipelines.audit.audit import audit_report


def test_a_report_in_traditional_characters_and_gbk(tmp_path):
    path = tmp_path / "報告.txt"
    path.write_bytes("全鄉貧困戶３０戶,投入２萬元".encode("gb18030"))
    audit = audit_report(path)
    assert [(figure.text, figure.value) for figure in audit.figures] == [("３０戶", 30), ("２萬元", 20_000)]
