"""Rules that tests read times with instead of the program's own: bare years, days as YYYY-MM-DD, and "last year"."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pytest

from archive.base.sentences import sentences
from archive.model import edtf
from archive.model.article import Block
from archive.model.event import Basis, TimeExpression, TimexType
from archive.operations import readers
from tests.archive.numbers import FigureRules

_TIMES = re.compile(r"\b(\d{4}-\d\d-\d\d|\d{4})\b|\b(last year)\b|\b(for (\w+) years)\b")


class Rules:
    """Rules of a version that tests may raise, and change: what `skipping` matches is read no longer."""

    def __init__(self) -> None:
        self.version = 1
        self.skipping = ""
        self.wider = False
        self.texts_read = 0
        self.figures = FigureRules()

    def read(
        self, text: str, blocks: Sequence[Block], published: str | None, language: str | None
    ) -> list[TimeExpression]:
        self.texts_read += 1
        return list(self._found(text, blocks, published))

    def _found(self, text: str, blocks: Sequence[Block], published: str | None) -> Iterator[TimeExpression]:
        for block in blocks:
            spans = [(block.start + s, block.start + e) for s, e in sentences(text[block.start : block.end])]
            for match in _TIMES.finditer(text, block.start, block.end):
                if self.skipping and re.fullmatch(self.skipping, match[0]):
                    continue
                sentence = next(span for span in spans if span[0] <= match.start() < span[1])
                yield self._expression(text, sentence, match, published)

    def _expression(
        self, text: str, sentence: tuple[int, int], match: "re.Match[str]", published: str | None
    ) -> TimeExpression:
        start, end = match.span()
        if self.wider and text[:start].endswith("in "):
            start -= 3
        kind, value, told, basis = TimexType.DATE, match[0], match[1], Basis.EXPLICIT
        anchor: str | None = None
        if match[2]:
            year = edtf.parse(published).earliest if published else None
            told = f"{year.year - 1:04d}" if year else "XXXX"
            value, basis, anchor = told, Basis.RELATIVE, published
        elif match[3]:
            kind, value, told = TimexType.DURATION, "P3Y", None
        parsed = edtf.parse(told) if told else None
        return TimeExpression(
            start=start,
            end=end,
            type=kind,
            value=value,
            modifier=None,
            edtf=told,
            earliest=parsed.earliest if parsed else None,
            latest=parsed.latest if parsed else None,
            precision=parsed.precision if parsed else edtf.Precision.NONE,
            basis=basis,
            anchor_value=anchor,
            rule=f"test-{self.version}",
            sentence=sentence,
            clause=sentence,
        )

    def label(self, text: str, expression: TimeExpression) -> str:
        start, end = expression.clause
        return text[start : min(end, start + 90)]

    def alike(self, label: str, exact: str) -> str:
        words = [word for word in re.findall(r"\w+", label.replace(exact, " ").casefold()) if len(word) > 3]
        return " ".join(words) if len(words) > 1 else ""

    def reader(self) -> readers.Reader:
        return readers.Reader(lambda: self.version, self.read, self.label, self.alike)


@contextmanager
def reading_with(rules: Rules) -> Iterator[Rules]:
    """Lets the program read times and figures by these rules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(readers.READERS, "dates", rules.reader())
        patch.setitem(readers.READERS, "figures", rules.figures.reader())
        yield rules


def day(text: str) -> date:
    return date.fromisoformat(text)
