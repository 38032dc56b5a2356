from pipelines.audit.not_figures import blank_dates_and_marks, blank_fixed_numerals


def test_dates_and_marks_are_blanked_in_place():
    text = "2.2018年投入30万元(2018.12.31)\n3.5万元"
    blanked = blank_dates_and_marks(text)
    assert blanked.replace("\0", "#") == "2.####年投入30万元(####.##.##)\n3.5万元"


def test_amounts_that_look_like_a_month_stay():
    assert blank_dates_and_marks("拨付2018.12万元") == "拨付2018.12万元"


def test_fixed_numerals_are_blanked_in_place():
    text = "第三批三台,“两不愁”"
    assert blank_fixed_numerals(text).replace("\0", "#") == "##批三台,#####"
