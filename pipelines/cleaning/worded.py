"""Take the terms of a code from the words of another column: 中央财政专项扶贫资金 is of the level 中央."""

import re
from collections.abc import Iterator

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.registers.columns import Column
from pipelines.rules import Notice

_SHORTEST = 2
"""Letters of a word that names a term among others: 县 alone is in 贫困县, too."""


def words_of(source: SheetSource, column: Column) -> Column | None:
    """The column that has this one's terms in words, where the sheet has it, and nothing else states the term."""
    match = source.match
    is_stated = (
        column.name in match.columns or column.name in source.defaults or match.rows_per_part or match.split
    )
    if is_stated or column.worded_in not in match.columns:
        return None
    return source.register.by_name[column.worded_in]


def worded_sql(source: SheetSource, column: Column, text: str) -> str:
    """SQL for the one term whose words the text contains; NULL where it contains words of none, or of several.

    Of words within each other the longest counts: 市本级 is not 本级.
    """
    terms = {
        word: term for word, term in source.contexts[column.name].terms.items() if len(word) >= _SHORTEST
    }
    pattern = "|".join(re.escape(word) for word in sorted(terms, key=len, reverse=True))
    of_word = ", ".join(f"{literal(word)}: {literal(term)}" for word, term in terms.items())
    found = f"""list_distinct(list_transform(
        regexp_extract_all(replace({text}, ' ', ''), {literal(pattern)}), lambda word: map {{{of_word}}}[word]))"""
    return f"if(len({found}) = 1, {found}[1], null)::{column.sql_type}"


def worded_notices(source: SheetSource) -> Iterator[Notice]:
    """A notice on each column whose terms are taken from the words of another."""
    for column in source.register.columns:
        if words := words_of(source, column):
            fields = {"title": column.title, "column": column.name, "words": words.title, "other": words.name}
            yield Notice("term_from_words", fields)
