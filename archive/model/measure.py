"""How long a text is and how it begins, as lists and counts show it."""

import re
from functools import cache, lru_cache

from .article import BlockKind, Text

# Scripts that are written without spaces between words, or whose words are best counted by characters.
_CJK = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_RUN = f"[{_CJK}]+"
_WORD = f"[^\\W_{_CJK}]+(?:['’.,-][^\\W_{_CJK}]+)*"
# The same where all is ASCII: a third of the time.
_ASCII_WORD = "[A-Za-z0-9]+(?:['.,-][A-Za-z0-9]+)*"
# When first asked: the long classes take a hundredth of a second, which a start does not need.
_compiled = cache(re.compile)

_EXCERPT_CHARS = 240


@lru_cache(maxsize=1)  # an article and its edition are asked for it one after the other
def words(text: str) -> int:
    """The number of words; of Chinese, Japanese and Korean text, half the number of characters of each run, rounded up."""
    if text.isascii():
        return len(_compiled(_ASCII_WORD).findall(text))
    cjk = sum((match.end() - match.start() + 1) // 2 for match in _compiled(_CJK_RUN).finditer(text))
    return cjk + len(_compiled(_WORD).findall(text))


def excerpt(text: Text) -> str:
    """The beginning of the first paragraph (or, without one, of the first block that is no heading), cut at a word."""
    blocks = [block for block in text.blocks if block.kind is BlockKind.PARAGRAPH]
    blocks = blocks or [block for block in text.blocks if block.kind is not BlockKind.HEADING] or list(text.blocks)
    if not blocks:
        return ""
    start, end = blocks[0].start, blocks[0].end
    if end - start <= _EXCERPT_CHARS:
        return text.text[start:end]
    cut = text.text[start : start + _EXCERPT_CHARS]
    head, space, _ = cut.rpartition(" ")
    return (head if space else cut).rstrip(" ,;:–—-") + "…"
