"""What the growth is measured on: short news whose vocabulary never ends, long reports up to a megabyte, every twentieth in Korean.

Of a hundred articles one is as long as a chapter (30,000 characters), of a thousand one as long as a book (a million). `article(n)`
depends on nothing but `n`, so that a collection of ten thousand begins with that of a thousand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks import generator, growing
from tests.benchmarks.generator import Made
from tests.benchmarks.growth.fitting import slope

CHAPTER, BOOK = 30_000, 1_000_000  # characters
_CHAPTERS, _BOOKS = (100, 50), (1_000, 500)  # every so manieth, beginning with this one
_KOREAN = (20, 19)  # as `generator` has them
_ELSEWHERE = 50_000_000  # long articles are made of the words of articles that no collection has
_WORD = re.compile(r"[^\W\d_]+")


def article(number: int) -> Made:
    """The article with this number."""
    if number % _KOREAN[0] == _KOREAN[1]:
        return generator.article(number)
    made = growing.article(number)
    for characters, (every, first) in ((BOOK, _BOOKS), (CHAPTER, _CHAPTERS)):
        if number % every == first:
            return replace(made, paragraphs=_long(number, characters))
    return made


def _long(number: int, characters: int) -> tuple[str, ...]:
    paragraphs: list[str] = []
    at, length = _ELSEWHERE + number * 2_000, 0
    while length < characters:
        more = growing.article(at).paragraphs
        paragraphs += more
        length += sum(len(each) + 2 for each in more)
        at += 1
    return tuple(paragraphs)


def collection(count: int, start: int = 0) -> Iterator[Made]:
    """`count` articles from number `start`."""
    return (article(number) for number in range(start, start + count))


def write_files(folder: Path, count: int) -> Path:
    """Writes the collection as text files, 1,000 to a folder; keeps what is already there."""
    for number in range(count):
        path = folder / f"{number // 1000:04d}" / f"{number:07d}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(article(number).text, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Heaps:
    """How a vocabulary grew: `words` of which `different` are different, and the exponent of different = k · wordsᵝ (Heaps 1978)."""

    words: int
    different: int
    exponent: float


def heaps(texts: Iterable[str]) -> Heaps:
    """Reads the texts in their order. The exponent is that of the least squares line through (log words, log different) after each
    doubling of the words, the first thousand left aside: a short beginning says nothing of the law.
    """
    seen: set[str] = set()
    words, due, points = 0, 1_000, []
    for text in texts:
        found = _WORD.findall(text.lower())
        words += len(found)
        seen.update(found)
        if words >= due:
            points.append((words, len(seen)))
            due = 2 * words
    if points and points[-1][0] != words:
        points.append((words, len(seen)))
    exponent = slope(points)
    return Heaps(words, len(seen), float("nan") if exponent is None else exponent)
