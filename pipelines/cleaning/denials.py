"""Step: read columns in which rows deny what their register lists: 是否签约 of a list of contracts, with 否."""

import re

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.reading.normalise import normalise
from pipelines.rules import Notice, Violation
from pipelines.values.parse import TEXT_BLANKS, is_yes

_NO = "未|没有?|不|无"


def find_denials(source: SheetSource, cells: str) -> tuple[dict[int, str], list[Notice]]:
    """Return row of data → header and answer, for rows that do not affirm their fact, and notices on columns without
    answers, which are reported as unread."""
    facts = source.register.facts
    denials = _denied_in_codes(source, cells)
    notices = []
    for header in source.match.questions:
        texts = {row: text for row, [text] in source.texts(cells, [header.index]).items()}
        said = {row: _answer(text, facts) for row, text in texts.items() if text not in TEXT_BLANKS}
        if 2 * sum(answer is not None for answer in said.values()) > len(said):
            denials |= {row: f"{header.label}:{texts[row]}" for row, answer in said.items() if not answer}
        else:
            notices.append(header.notice(source.register))
    return denials, notices


def _denied_in_codes(source: SheetSource, cells: str) -> dict[int, str]:
    """Rows that deny their fact where a term is asked for: 未务工 as 务工地."""
    columns = [column.name for column in source.mapped if column.kind == "code"]
    facts = "|".join(map(re.escape, source.register.facts))
    if not (columns and facts):
        return {}
    # the different texts first: few, however many rows there are
    texts = source.db.execute(
        f"select {', '.join(f'list(distinct {name})' for name in columns)} from {cells} where class = 'data'"
    ).fetchall()
    denials: dict[int, str] = {}
    for name, found in zip(columns, texts[0], strict=True):
        denying = [
            text for text in found or () if text and re.fullmatch(f"({_NO})({facts})", normalise(text))
        ]
        if denying:
            rows = source.db.execute(
                f"select row, {name} from {cells} where class = 'data' and list_contains($1, {name})",
                [denying],
            )
            denials |= {row: f"{source.match.headers[name]}:{text}" for row, text in rows.fetchall()}
    return denials


def reject_denied(source: SheetSource, denials: dict[int, str]) -> str | None:
    """Denials → denied_rows(row, rule, reason_zh, reason_en); None where there are none."""
    denied = {row: Violation("fact_denied", {"found": found}) for row, found in denials.items()}
    return reject_rows(source, "denied_rows", denied)


def _answer(text: str, facts: tuple[str, ...]) -> bool | None:
    """Return the answer in the cell, or None."""
    words = "|".join(map(re.escape, facts))
    text = re.sub(r"\(.*\)$", "", normalise(text))
    said = re.fullmatch(rf"({_NO}|已经?)?({words})?", text)
    if said and text:
        return not re.fullmatch(_NO, said[1] or "")
    return is_yes(text)
