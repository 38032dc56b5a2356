"""A list that may not be the list that it would count as is held back."""


def test_a_list_of_villages_of_another_year_than_its_folder_is_held_back_and_the_other_counts(county):
    header = ["行政村", "总户数", "总人口"]
    desk = county.desk(period="2019")
    sheets = {
        year: [[f"木棠镇{year}年行政村基本情况"], header, ["薛宅村", "350", people]]
        for year, people in (("2018", "1400"), ("2019", "1405"))
    }
    desk.named_sheets("村情.xlsx", sheets)
    selection = county.select()
    found = [one for one in selection.statements if one["register"] == "villages"]
    assert {one["sheet"]: (one["counts"], one["rule"]) for one in found if one["sheet"]} == {
        "2018": (False, "title_of_other_year"),
        "2019": (True, "identified_by_headers"),
    }
