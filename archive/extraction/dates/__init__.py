"""Times that a text tells: every date, time, length and recurrence of English and Korean prose, with what it was counted from.

Pure, linear in the length of the text, and never a guess: without a publication date what depends on it stays open.
Rules and words are data in `resources/lexicon`; they are compiled when the first text is read.
"""

from collections.abc import Sequence
from typing import Final

from archive.base.sentences import Span
from archive.extraction import clauses
from archive.extraction.told import told_in
from archive.model.article import Block
from archive.model.event import TimeExpression

# Raised whenever a text may be read otherwise than before: archives then read theirs again.
VERSION: Final = 8


def read(text: str, blocks: Sequence[Block], *, published: str | None, language: str | None) -> list[TimeExpression]:
    """Every time expression of every block, in the order of the text, without overlaps.

    `published` is EDTF (a year or a month will do) or None. `language` decides nothing yet that the letters do not: both
    grammars read what is written in their script.
    """
    from .korean import korean_times
    from .reading import english_times

    told = [sentence for sentence, _ in told_in(text, blocks)]
    found = korean_times(text, blocks, told, published)
    if not found:
        return english_times(text, blocks, told, published)
    taken = {place for each in found for place in range(each.start, each.end)}
    for each in english_times(text, blocks, told, published):
        if each.start not in taken and each.end - 1 not in taken:
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def label(text: str, expression: TimeExpression) -> str:
    """What the mention is called: the clause that carries it, shortened, in the very words of the text."""
    return clauses.shortened(text, Span(*expression.clause), Span(expression.start, expression.end))
