"""Short news files, the same on every machine: about 900 bytes each, with a headline, a byline, a dateline, days and figures.

The words between are `generator`'s; what stands around days and figures are sentences as agencies write them. `story(n)` depends on
nothing but `n`.
"""

import datetime
import random
from pathlib import Path

from tests.benchmarks.generator import FIRST_DAY, WORDS

_PLACES = "Norhaven Tessaly Birkmouth Odenvale Quillport Saltmere Varnholm Estermark Lindow Karsby".split()
_AGENCIES = ("Coastal Wire", "Upland Press", "Harbour News Agency", "Meridian Dispatch")
_NAMES = "Ada Ilse Owen Mara Piet Nora Jonas Edda".split()
_FAMILIES = "Quay Larch Fenn Molder Strand Hallow Ostby Reyne".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_SENTENCES = (
    "The {noun} ministry said on {weekday} that {count} people had been counted in {place} since {month} {year}.",
    "Exports of {noun} fell {percent} percent in {year}, the bureau of statistics said.",
    "In {month}, the price of {noun} rose to {money} million dollars from {less} million a year earlier.",
    "At least {few} workers were hurt when the {noun} works closed last {weekday}.",
    "{name} {family}, who left {place} {few} years ago, called the {noun} plan a mistake.",
    "The council will vote on the {noun} on {day} {month}, officials said.",
    "About {percent} percent of households told the survey that {noun} was hard to find.",
    "It was the first {noun} to reach {place} in {few} years, the {noun} company said.",
    "Shares closed {percent}.{few} points lower, and the {noun} index lost {count} points.",
    "Since {year}, {count} tonnes of {noun} have been landed at {place}, a spokesman told reporters.",
)
_PLAIN = (
    "The {noun} of the {other} was not to be had for comment.",
    "Nobody at the {other} would say why the {noun} had been {noun}.",
    "{name} {family} said the {other} had waited long enough for its {noun}.",
    "The {noun} and the {other} are to be {noun} again, people near the {other} said.",
)


def _word(chance: random.Random) -> str:
    """Few words often and most of them hardly ever, as in news (Zipf 1949)."""
    return WORDS[int(len(WORDS) ** chance.random()) - 1]


def _filled(chance: random.Random, sentence: str, day: datetime.date) -> str:
    earlier = day - datetime.timedelta(days=chance.randint(1, 700))
    return sentence.format(
        noun=_word(chance),
        other=_word(chance),
        weekday=chance.choice(_DAYS),
        count=f"{chance.randint(200, 90_000):,}",
        place=chance.choice(_PLACES),
        month=f"{earlier:%B}",
        year=earlier.year,
        percent=chance.randint(2, 60),
        money=f"{chance.randint(20, 900) / 10:.1f}",
        less=f"{chance.randint(20, 900) / 10:.1f}",
        few=chance.randint(2, 9),
        day=chance.randint(1, 28),
        name=chance.choice(_NAMES),
        family=chance.choice(_FAMILIES),
    )


def story(number: int) -> str:
    """The text of the file with this number."""
    chance = random.Random(number)
    day = datetime.date.fromordinal(FIRST_DAY + chance.randint(0, 9_000))
    agency = chance.choice(_AGENCIES)
    headline = " ".join(_word(chance) for _ in range(6)).capitalize()
    lines = [f"{headline} in {chance.choice(_PLACES)}", ""]
    lines += [f"By {chance.choice(_NAMES)} {chance.choice(_FAMILIES)}, {agency}", f"{day:%B} {day.day}, {day.year}", ""]
    length = int(chance.lognormvariate(6.45, 0.45))
    begins = f"{chance.choice(_PLACES).upper()}, {day:%b} {day.day} ({agency}) - "
    said: list[str] = []
    while sum(map(len, said)) < length:
        said.append(_filled(chance, chance.choice(_SENTENCES if chance.random() < 0.3 else _PLAIN), day))
    paragraphs = [" ".join(said[at : at + 2]) for at in range(0, len(said), 2)]
    return "\n".join([*lines, begins + "\n\n".join(paragraphs), ""])


def telling(number: int) -> str:
    """A sentence with a figure or a day; the same for each number."""
    chance = random.Random(f"telling {number}")
    day = datetime.date.fromordinal(FIRST_DAY + chance.randint(0, 9_000))
    return _filled(chance, chance.choice(_SENTENCES), day)


def write_stories(folder: Path, count: int) -> Path:
    """The first `count` stories as files, a thousand a folder; files that are there already are left alone."""
    for number in range(count):
        path = folder / f"{number // 1000:02}" / f"story-{number:05}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(story(number), encoding="utf-8")
    return folder
