"""Countries, capitals, continents and their people, from `resources/lexicon/places.toml`: a gazetteer of the whole world."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import resources
from archive.base.text import folded
from archive.model.lexicon import NONE, Additions

from .in_use import own as own_in_use

_DIRECTIONS: Final = ("North", "South", "East", "West")
_NAME_CHARS: Final = 30
_NAME_BEHIND: Final = re.compile(r"\s(?!I\b)[A-Z][a-z]+")
_NAME_BEFORE: Final = re.compile(r"(?<=\s)([A-Z][a-z]+)\s$")
_MONEY_BEHIND: Final = re.compile(r"\s(?:dollars?|cents?|currency)\b")
_BODY_BEFORE: Final = re.compile(
    r"\b(?:Academy|Alliance|Association|Chamber|Church|College|Federation|Foundation|Institut(?:e|ion)|League|Library|Museum|Society"
    r"|University|Voice)\sof\s(?:the\s)?$"
)
_DOES: Final = re.compile(
    r"\s(?:has\b|had\b|says?\b|is\s\w+ing\b|was\s\w+ing\b|sent\b|told\b|(?:\w+ly\s)?[a-z]{2,}ed\b)"
)
_OPENS: Final = re.compile(r"(?:^|[,;:—\"“]\s*|\b(?:when|while|because|that|as|after|before|and|but|since|until)\s)$")
# Behind a place these make it part of another word: those who left it, a bank, a society.
_OF_NAMES: Final = ("이탈", "인권", "은행", "정보", "무역", "연구", "개발", "대학", "협회", "민주")
_NAMED_BY_DIRECTION: Final = re.compile(r"\b(?:North|South|East|West)\s[A-Z]")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and words for people by the key of their country; one pattern finds both.

    `names` are places, `people` words for those who belong there ("Korean", "Dutch"), all as they are written.
    """

    names: Mapping[str, str]
    people: Mapping[str, str]
    cities: frozenset[str]
    english: re.Pattern[str]
    korean: re.Pattern[str]


def gazetteer() -> Gazetteer:
    """The gazetteer with the places of a person that the reading under way was given."""
    own = own_in_use()
    return _shipped() if own is NONE else gazetteer_of(own)


@lru_cache(maxsize=8)
def gazetteer_of(own: Additions) -> Gazetteer:
    """The same for given places."""
    if not own.places:
        return _shipped()
    mine = {name: key_of(names[0]) for names, _ in own.places for name in names}
    mine |= {" ".join(word[:1].upper() + word[1:] for word in name.split()): key for name, key in mine.items()}
    return _compiled({**_shipped().names, **mine}, _shipped().people, _shipped().cities.difference(mine))


def key_of(name: str) -> str:
    """The key of a place by a name of its own: that of the place that ships where it is another name of that, else its own.

    A city that ships has the key of its country, and a person who tells it apart means the city itself.
    """
    told = _own_names().get(folded(name))
    return told if told is not None else "-".join(folded(name).split())


@cache
def shipped_tables() -> Mapping[str, Mapping[str, str]]:
    """The tables of `resources/lexicon/places.toml`, one a place, by its key."""
    return tomllib.loads(resources.text("lexicon", "places.toml"))


def shipped_names() -> list[tuple[tuple[str, ...], str]]:
    """The names of each place that ships, with its cities and Korean names, and the name of the larger place it lies within."""
    raw = shipped_tables()
    names = {key: told["names"].split("|") for key, told in raw.items()}
    return [
        (
            tuple(name for part in ("names", "cities", "korean") for name in told.get(part, "").split("|") if name),
            names[told["within"]][0] if told.get("within") in names else "",
        )
        for told in raw.values()
    ]


@cache
def _own_names() -> Mapping[str, str]:
    raw = shipped_tables()
    names = {folded(name): key for key, told in raw.items() for name in told["names"].split("|")}
    return names | {folded(key): key for key in raw}


@cache
def _shipped() -> Gazetteer:
    raw = shipped_tables()
    names: dict[str, str] = {}
    people: dict[str, str] = {}
    cities: set[str] = set()
    for key, told in raw.items():
        for name in "|".join((told["names"], told.get("cities", ""), told.get("korean", ""))).split("|"):
            if name:
                names.setdefault(name, key)
        cities.update(told.get("cities", "").split("|"))
        for name in told.get("people", "").split("|"):
            if name:
                people.setdefault(name, key)
                people.setdefault(_plural(name), key)
    return _compiled(names, people, frozenset(cities))


def _compiled(names: Mapping[str, str], people: Mapping[str, str], cities: frozenset[str]) -> Gazetteer:
    written = sorted((*names, *people), key=len, reverse=True)
    latin = [name for name in written if name[0] < "\u1100"]
    hangul = [re.escape(name) for name in written if name[0] >= "\u1100"]
    return Gazetteer(
        names, people, cities,
        re.compile(rf"(?:{_by_letters(latin)}|t(?<!\wt)he (?:{'|'.join(_DIRECTIONS)})(?=\W))(?![\w$])"),
        re.compile(rf"(?<![가-힣])(?:{'|'.join(hangul)})"),
    )  # fmt: skip


def _by_letters(written: list[str]) -> str:
    """The names as one pattern, those with the same first letter together, so that most are never tried.

    What stands before a name is looked at behind its first letter: a search passes over all other letters at once.
    """
    groups: dict[str, list[str]] = {}
    for name in written:
        groups.setdefault(re.escape(name[0]), []).append(re.escape(name[1:]))
    return "|".join(rf"{first}(?<!\w{first})(?:{'|'.join(rest)})" for first, rest in groups.items())


def _plural(name: str) -> str:
    return name if name.endswith(("ese", "ish", "ch", "s")) else name + "s"


@cache
def _people_words() -> frozenset[str]:
    return frozenset(name.lower().split()[-1] for name in _shipped().people)


def demonym(word: str) -> bool:
    """Whether the word, in lower case, names people of a country: "koreans", "dutch"."""
    return word in _people_words()


@cache
def _name_words() -> frozenset[str]:
    return frozenset(name.lower().split()[-1] for name in _shipped().names)


def place_name(word: str) -> bool:
    """Whether the word, in lower case, ends the name of a place: "norway", "zealand"."""
    return word in _name_words()


def place_in_plural(word: str) -> bool:
    """Whether the word is the name of a place made plural: "the two Koreas"."""
    return word.endswith("s") and word[:-1] in _name_words() and not demonym(word)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that the text names at `[start, end)`. `person`: by the word for its people."""

    start: int
    end: int
    key: str
    person: bool


def find(text: str, start: int, end: int, told: dict[str, str]) -> list[Found]:
    """Every place named in `[start, end)`, in order. "The South" is the country so called that was told last.

    `told` remembers, from sentence to sentence, the countries by the direction in their name.
    """
    places = gazetteer()
    found = []
    for match in places.english.finditer(text, start, end):
        name = match[0]
        if name.startswith("the "):
            key = told.get(name[4:])
            if key is not None and not text[match.end() : match.end() + 2].strip()[:1].isupper():
                found.append(Found(match.start() + 4, match.end(), key, person=False))
            continue
        person = name in places.people
        key = places.people[name] if person else places.names[name]
        for direction in _DIRECTIONS:
            if name.startswith(direction + " "):
                told[direction] = key
        if name in places.cities and _is_government(text, start, match.start(), match.end()):
            continue
        if person or not _in_a_name(text, start, match.start(), match.end()):
            found.append(Found(match.start(), match.end(), key, person))
    return found


def _is_government(text: str, first: int, start: int, end: int) -> bool:
    """Whether a city does what only its government can: "Lisbon says", "when Oslo closed the border"."""
    return (
        _DOES.match(text, end) is not None and _OPENS.search(text, max(first, start - _NAME_CHARS), start) is not None
    )


def _in_a_name(text: str, first: int, start: int, end: int) -> bool:
    """Whether the place is part of a longer name: "Radio Free Asia", "Korea Economic Institute", "Voice of America", or of money: "US dollars"."""
    if (
        _NAME_BEHIND.match(text, end)
        or _MONEY_BEHIND.match(text, end)
        or _BODY_BEFORE.search(text, max(first, start - _NAME_CHARS), start)
    ):
        return True
    before = _NAME_BEFORE.search(text, max(first, start - _NAME_CHARS), start)
    return before is not None and before.start() > first and before[1] not in gazetteer().names


def names_direction(text: str) -> bool:
    """Whether the text may name a country by its direction; in one that does not there is nothing to note."""
    return any(direction in text for direction in _DIRECTIONS) and _NAMED_BY_DIRECTION.search(text) is not None


def note(text: str, start: int, end: int, told: dict[str, str]) -> None:
    """Remembers the countries by direction that `[start, end)` names, for "the South" in what follows."""
    if _NAMED_BY_DIRECTION.search(text, start, end):
        find(text, start, end, told)


def find_korean(text: str, start: int, end: int) -> list[Found]:
    """Every place named in Korean letters in `[start, end)`, in order."""
    places = gazetteer()
    return [
        Found(match.start(), match.end(), places.names[match[0]], person=False)
        for match in places.korean.finditer(text, start, end)
        if match[0] in places.names and not text.startswith(_OF_NAMES, match.end())
    ]
