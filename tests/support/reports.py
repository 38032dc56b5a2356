"""Reports and releases for tests of audits, both made up."""

from pipelines.audit.released import Computed, Released

COUNTY, TOWNSHIP, VILLAGE = ("某县", None, None), ("某县", "石桥镇", None), ("某县", "石桥镇", "甲村")


def released(*numbers: tuple) -> Released:
    """A release with numbers, each (measure, cut, place, year, value), all of the mart `figures`."""
    made = Released()
    for measure, cut, place, year, value in numbers:
        level = "village" if place[2] else "township" if place[1] else "county"
        made.add(Computed("figures", level, place, year, None, measure, cut, float(value)))
        made.answering[measure].add(("figures", None))
        if place[2]:
            made.townships[place[1]].add((*place[:2], None))
    return made
