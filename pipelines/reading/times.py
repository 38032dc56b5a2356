"""A time of which one cell states the first and the last day or month: 2023.1-2023.12, 2023年7月至12月, 2021.6-至今."""

import re

_DAY = r"(?:19|20)\d\d[-./年]\d\d?(?:[-./月]\d\d?[日号]?|月)?"
_TIME = re.compile(
    rf"自?(?P<first>{_DAY})起?(?:-+至?|[—－~～至到]+)(?P<last>{_DAY}|\d\d?月(?:\d\d?[日号])?|今|现在)止?"
)
_ONE_DIGIT = re.compile(r"(?<=^\d{4})[./](\d)$")


def days_of_time(text: str) -> tuple[str, str] | None:
    """The first and the last day or month as they are written, 至今 where the time goes on; None where the text states none.

    A month of one digit behind a point is just that: no zero was lost, as in a number 2023.1.
    """
    found = _TIME.fullmatch(re.sub(r"\s", "", text))
    if not found:
        return None
    first, last = found["first"], found["last"]
    if last in ("今", "现在"):
        last = "至今"
    elif not re.match(r"\d{4}", last):
        last = f"{first[:4]}年{last}"
    return _ONE_DIGIT.sub(r"-0\1", first), _ONE_DIGIT.sub(r"-0\1", last)
