"""How the lines of a paragraph become one text: hyphens that a line break made go, real ones stay, as the document itself spells."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .glyphs import LINE_END_HYPHEN

HYPHENS: Final = f"-\N{HYPHEN}\N{SOFT HYPHEN}{LINE_END_HYPHEN}"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\N{HYPHEN}][^\W\d_]+)*")
_TAIL: Final = re.compile(rf"([^\W\d_]+(?:[-\N{{HYPHEN}}][^\W\d_]+)*)[{HYPHENS}]$")
_HEAD: Final = re.compile(r"[^\W\d_]+(?:[-\N{HYPHEN}][^\W\d_]+)*")
_LAST: Final = re.compile(r"[^\W\d_]+$")
_HANGUL: Final = re.compile("[가-힣]")
_UNSPACED: Final = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SPACED_SHARE: Final = 0.2  # of Hangul lines that end with a space, where a program writes them


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a document as they stand within its lines, and whether its lines end with the spaces that are there."""

    words: Counter[str]
    spaces_written: bool

    def joint(self, before: str, after: str, trailing: bool) -> tuple[int, str]:
        """How two lines join: characters to take off the end of the first, and what to put between them."""
        if not before or not after:
            return 0, ""
        last = before[-1]
        if last in HYPHENS and len(before) > 1:
            return self._hyphen(before, after)
        if _UNSPACED.match(last) and _UNSPACED.match(after[0]):
            return 0, ""
        if _HANGUL.match(last) and _HANGUL.match(after[0]) and not trailing:
            return 0, "" if self._one_word(before, after) else " "
        spans = last == "\N{EN DASH}" and before[-2:-1].isdigit() and after[0].isdigit()
        return 0, "" if spans or (last in "/\N{EM DASH}" and after[0].isalnum() and not trailing) else " "

    def _hyphen(self, before: str, after: str) -> tuple[int, str]:
        tail, head = _TAIL.search(before), _HEAD.match(after)
        if before[-1] == "\N{SOFT HYPHEN}":
            return 1, ""
        if tail is None or head is None:
            # "1998-" and "2003", or a dash with a space before it.
            return 0, "" if before[-2:-1].isalnum() and after[0].isalnum() else " "
        first, second = tail[1].casefold(), head[0].casefold()
        if not head[0][0].islower():
            return (1, "") if self.words[first + second] and not self.words[f"{first}-{second}"] else (0, "")
        whole, apart = self.words[first + second], self.words[f"{first}-{second}"]
        if whole or apart:
            return (1, "") if whole >= apart else (0, "")
        # Neither stands elsewhere: two words that both stand alone in this document were joined by its writer.
        parts = [first.rpartition("-")[2], second.partition("-")[0]]
        both = all(len(part) > 2 and self.words[part] for part in parts)
        return (0, "") if both else (1, "")

    def _one_word(self, before: str, after: str) -> bool:
        if self.spaces_written:
            return True
        first, second = _LAST.search(before), _HEAD.match(after)
        return first is not None and second is not None and self.words[first[0] + second[0]] > 0


def spelling(lines: Iterable[tuple[str, bool]]) -> Spelling:
    """What the lines (text, whether a space stands at its end) teach: words at their edges, which may be cut, are left out."""
    words: Counter[str] = Counter()
    hangul = spaced = 0
    for text, trailing in lines:
        found = list(_WORD.finditer(text))
        for match in found:
            if match.end() < len(text.rstrip(" .,;:!?\"'”’)")) or text[-1:] not in HYPHENS:
                words[match[0].casefold()] += 1
        if found and text[-1:] in HYPHENS:
            words[found[-1][0].casefold()] -= found[-1].end() >= len(text) - 1
        if text and _HANGUL.match(text[-1]):
            hangul += 1
            spaced += trailing
    return Spelling(+words, hangul > 4 and spaced > _SPACED_SHARE * hangul)
