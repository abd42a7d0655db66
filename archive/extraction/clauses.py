"""The part of a sentence that carries a word, and excerpts of it: always the very words of the text, never reworded."""

import re
from typing import Final

from archive.base.sentences import Span, grapheme_end, grapheme_start

# Where a clause ends: a semicolon, a dash between blanks, or a comma before a word that begins another clause.
_BOUNDARY: Final = re.compile(
    r"[;；]\s*|\s[–—-]{1,2}\s|[:：]\s+"
    r"|,\s+(?=(?:and|but|while|whereas|although|though|because|so|yet|nor|after|before|when|if|since)\s)"
    r"|(?<=[고며나만데서]),\s*",
    re.IGNORECASE,
)
_LEAST_CHARS: Final = 16  # a shorter clause says too little by itself, and is joined with its neighbour
_REACH_CHARS: Final = 500
_QUOTES: Final = " \t\n\r,;:–—-"


def clause(text: str, sentence: Span, start: int, end: int) -> Span:
    """The clause of the sentence that `[start, end)` stands in; the whole sentence where it has but one."""
    sentence = _within_reach(text, Span(min(sentence.start, start), max(sentence.end, end)), start, end)
    begin, finish = sentence
    for match in _BOUNDARY.finditer(text, sentence.start, sentence.end):
        if match.end() <= start:
            if start - match.end() < sentence.end - match.end() and sentence.end - match.end() >= _LEAST_CHARS:
                begin = match.end()
        elif match.start() >= end and match.start() - begin >= _LEAST_CHARS:
            finish = match.start()
            break
    if finish - begin < _LEAST_CHARS:
        begin, finish = sentence
    while begin < start and text[begin] in _QUOTES:
        begin += 1
    while finish > end and text[finish - 1] in _QUOTES:
        finish -= 1
    return Span(begin, finish)


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
