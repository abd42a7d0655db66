"""The part of a sentence that carries a word, and excerpts of it: always the very words of the text, never reworded."""

import re
from bisect import bisect_left, bisect_right
from typing import Final

from archive.base.sentences import Span, grapheme_end, grapheme_start

# Where a clause ends: a semicolon, a dash between blanks, or a comma before a word that begins another clause. What none of
# these begins with is passed over at once.
_BOUNDARY: Final = re.compile(
    r"(?=[;；:：,\s])(?:[;；]\s*|\s[–—-]{1,2}\s|[:：]\s+"
    r"|,\s+(?=(?i:and|but|while|whereas|although|though|because|so|yet|nor|after|before|when|if|since)\s)"
    r"|(?<=[고며나만데서]),\s*)",
)
_LEAST_CHARS: Final = 16  # a shorter clause says too little by itself, and is joined with its neighbour
_REACH_CHARS: Final = 500
_QUOTES: Final = " \t\n\r,;:–—-"


class Clauses:
    """The clauses of a text. Where those of a sentence end is looked up once, however many times it tells."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentence = Span(-1, -1)
        self._starts: list[int] = []
        self._ends: list[int] = []

    def around(self, sentence: Span, start: int, end: int) -> Span:
        """The clause of the sentence that `[start, end)` stands in; the whole sentence where it has but one."""
        self._look(sentence)
        sentence = _within_reach(self._text, Span(min(sentence.start, start), max(sentence.end, end)), start, end)
        begin, finish = self._begin(sentence, start), sentence.end
        for at in range(bisect_left(self._starts, end), len(self._starts)):
            if self._ends[at] > sentence.end:
                break
            if self._starts[at] - begin >= _LEAST_CHARS:
                finish = self._starts[at]
                break
        if finish - begin < _LEAST_CHARS:
            begin, finish = sentence
        while begin < start and self._text[begin] in _QUOTES:
            begin += 1
        while finish > end and self._text[finish - 1] in _QUOTES:
            finish -= 1
        return Span(begin, finish)

    def _begin(self, sentence: Span, start: int) -> int:
        at = bisect_right(self._ends, start) - 1
        while at >= 0 and self._starts[at] >= sentence.start:
            if sentence.end - self._ends[at] >= _LEAST_CHARS:
                return self._ends[at]
            at -= 1
        return sentence.start

    def _look(self, sentence: Span) -> None:
        if sentence != self._sentence:
            spans = [match.span() for match in _BOUNDARY.finditer(self._text, *sentence)]
            self._sentence = sentence
            self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]


def _within_reach(text: str, sentence: Span, start: int, end: int) -> Span:
    """The sentence, or of an endless one what stands near, cut between words: time stays linear whatever the text."""
    begin, finish = sentence
    if start - begin > _REACH_CHARS:
        begin = text.find(" ", start - _REACH_CHARS, start) + 1 or start - _REACH_CHARS
    if finish - end > _REACH_CHARS:
        blank = text.rfind(" ", end, end + _REACH_CHARS)
        finish = blank if blank > end else end + _REACH_CHARS
    return Span(grapheme_start(text, begin), grapheme_end(text, finish))


def shortened(text: str, clause: Span, keep: Span, most_chars: int = 90) -> str:
    """The clause on one line, at most so many characters of it around `keep`; "…" stands where words were left out."""
    whole = _line(text[clause.start : clause.end])
    if len(whole) <= most_chars:
        return whole
    before, kept, after = (
        _line(text[clause.start : keep.start]), _line(text[keep.start : keep.end])[:most_chars], _line(text[keep.end : clause.end])
    )  # fmt: skip
    gap_before = " " if before and text[keep.start - 1].isspace() else ""
    gap_after = " " if after and text[keep.end : keep.end + 1].isspace() else ""
    room = max(most_chars - len(kept) - len(gap_before) - len(gap_after), 0)
    left = len(before) if len(before) + min(len(after), room // 2) <= room else max(room - len(after), room // 2)
    head, tail = _last_words(before, left), _first_words(after, room - min(left, len(before)))
    return f"{head}{gap_before if head else ''}{kept}{gap_after if tail else ''}{tail}"


def _line(piece: str) -> str:
    return " ".join(piece.split())


def _first_words(piece: str, most: int) -> str:
    if len(piece) <= most:
        return piece
    cut = piece[: max(most - 1, 0)]
    at = cut.rfind(" ")
    return cut[: at if at > 0 else len(cut)].rstrip(" ,;:") + "…"


def _last_words(piece: str, most: int) -> str:
    if len(piece) <= most:
        return piece
    cut = piece[len(piece) - max(most - 1, 0) :] if most > 1 else ""
    at = cut.find(" ")
    return "…" + cut[at + 1 if at >= 0 else 0 :].lstrip(" ,;:")
