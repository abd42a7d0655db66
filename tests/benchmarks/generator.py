"""Collections of invented articles, the same on every machine: Zipf words, lengths as in news, dates, publishers, Korean.

The words are made of syllables, so that no text of anybody's is in them. `article(n)` depends on nothing but `n`.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ONSETS, VOWELS, CODAS = (
    "b c d f g h k l m n p r s t v w st tr pl gr".split(),
    "a e i o u ai ea".split(),
    " n r s t l m".split(" "),
)
KOREAN = "강 산 바다 배 길 마을 사람 시장 국경 다리 겨울 여름 학교 도서관 등대 항구 기차 소식 가격 가족 편지 아이들 건너 떠나 돌아".split()
PUBLISHERS = [
    f"{first} {second}"
    for first in ("North", "Harbour", "River", "Upper", "Stone")
    for second in ("Courier", "Post", "Review", "Notes")
]
VOCABULARY = 60_000
FIRST_DAY = datetime.date(1998, 1, 1).toordinal()


def _make_words() -> list[str]:
    chance = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = chance.choice((1, 2, 2, 3, 3, 4))
        words[
            "".join(chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(syllables))
        ] = None
    return list(words)


WORDS = _make_words()
# Zipf's law with exponent 1 over the ranks (Zipf 1949), as cumulative weights.
_WEIGHTS: list[float] = []
for _rank in range(1, VOCABULARY + 1):
    _WEIGHTS.append((_WEIGHTS[-1] if _WEIGHTS else 0.0) + 1 / _rank)


@dataclass(frozen=True, slots=True)
class Made:
    """One invented article."""

    number: int
    title: str
    byline: str
    publisher: str
    published: datetime.date | None
    language: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a plain text file would hold it."""
        head = [self.title, "", f"By {self.byline}" if self.language == "en" else f"{self.byline} 기자"]
        if self.published:
            head += [
                f"Published: {self.published:%d %B %Y}" if self.language == "en" else f"입력 {self.published:%Y.%m.%d}"
            ]
        return "\n".join([*head, "", "\n\n".join(self.paragraphs), ""])


def article(number: int) -> Made:
    """The article with this number; every twentieth is Korean, every fifteenth undated."""
    chance = random.Random(number)
    korean = number % 20 == 19
    length = max(60, min(4000, int(chance.lognormvariate(6.0, 0.6))))  # words: median 400, as in news
    sentences: list[str] = []
    while length > 0:
        count = min(length, chance.randint(6, 28))
        length -= count
        sentences.append(_sentence(chance, count, korean))
    paragraphs = [" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4)]
    return Made(
        number,
        _sentence(chance, chance.randint(4, 10), korean).rstrip(".다"),
        " ".join(chance.choices(KOREAN, k=1))
        if korean
        else " ".join(word.title() for word in chance.choices(WORDS[200:4000], k=2)),
        chance.choice(PUBLISHERS),
        None if number % 15 == 0 else datetime.date.fromordinal(FIRST_DAY + chance.randrange(10_000)),
        "ko" if korean else "en",
        tuple(paragraphs),
    )


def _sentence(chance: random.Random, count: int, korean: bool) -> str:
    if korean:
        return (
            " ".join(chance.choice(KOREAN) + chance.choice(("이", "을", "에서", "", "은")) for _ in range(count))
            + "다."
        )
    words = chance.choices(WORDS, cum_weights=_WEIGHTS, k=count)
    if chance.random() < 0.25:
        words[chance.randrange(count)] = f"{chance.randrange(1, 90_000):,}"
    return " ".join(words).capitalize() + "."


def collection(count: int, start: int = 0) -> Iterator[Made]:
    """`count` articles from number `start`."""
    return (article(number) for number in range(start, start + count))


def write_files(folder: Path, count: int) -> Path:
    """Writes the collection as text files, 1,000 to a folder; keeps what is already there."""
    for made in collection(count):
        path = folder / f"{made.number // 1000:03d}" / f"{made.number:06d}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made.text, encoding="utf-8")
    return folder
