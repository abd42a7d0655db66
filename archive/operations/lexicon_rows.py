"""What may stand in the lexicon: entries as they are kept, or the sentence that says why they cannot be. No act by itself."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.base.errors import Invalid
from archive.base.text import folded
from archive.model.lexicon import Entry, EntryKind

WORD_CHARS = 60
MOST_WORDS = 60
_MOST_OF_A_PHRASE = 4
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")


def checked(wanted: Entry, others: Sequence[Entry]) -> Entry:
    """The entry as it is kept beside the others. Raises Invalid with a sentence for a person."""
    name = _word(wanted.name, "name")
    words: dict[str, str] = {}
    for each in wanted.words:
        word = _word(each, "word")
        if wanted.kind is EntryKind.UNIT or folded(word) != folded(name):
            words.setdefault(folded(word), word)
    if len(words) > MOST_WORDS:
        raise Invalid(f"An entry has at most {MOST_WORDS} words.", "Make two of it.")
    kept = replace(wanted, name=name, words=tuple(words.values()), within=" ".join(_plain(wanted.within).split()))
    {EntryKind.WORDS: _check_words, EntryKind.UNIT: _check_unit, EntryKind.PLACE: _check_place}[wanted.kind](
        kept, [each for each in others if each.kind is wanted.kind]
    )
    return kept


def _plain(text: str) -> str:
    if _CONTROL.search(text.replace("\n", " ").replace("\t", " ")):
        raise Invalid("There are characters in it that cannot be seen.", "Type the words instead of pasting them.")
    return unicodedata.normalize("NFC", text)


def _word(text: str, what: str) -> str:
    word = " ".join(_plain(text).split())
    if not word:
        raise Invalid(f"The {what} is empty.", "Write at least one word.")
    if len(word) > WORD_CHARS:
        raise Invalid(f"A {what} has at most {WORD_CHARS} characters.", "Write a word or a short phrase.")
    if not _LETTER.search(word):
        raise Invalid(f"“{word}” has no letter.", "Write a word.")
    if any(mark in word for mark in ",;|"):
        raise Invalid(f"“{word}” holds a mark that parts words.", "Write it as several words.")
    return word


def _check_words(kept: Entry, others: Sequence[Entry]) -> None:
    from archive.extraction import comparable

    if not kept.words:
        raise Invalid(f"Nothing counts the same as “{kept.name}” yet.", "Write at least two words.")
    if comparable.phrase_of(kept.name) in comparable.lexicon().names:
        raise Invalid(f"“{kept.name}” says what is done, not what is counted.", "Choose another name for the group.")
    theirs = {known: each for each in others for word in each.all_words for known in _meanings(word)}
    for word in kept.all_words:
        if len(word.split()) > _MOST_OF_A_PHRASE:
            raise Invalid(f"“{word}” is too long to be looked for.", f"A phrase has at most {_MOST_OF_A_PHRASE} words.")
        if "person" in comparable.classes(word):
            raise Invalid(f"“{word}” stands for people in general.", "Write words for certain people or things.")
        if comparable.phrase_of(word) in comparable.lexicon().empty:
            raise Invalid(f"“{word}” says nothing about what is counted.", "Leave it out.")
        for known in _meanings(word):
            if known in theirs:
                raise Invalid(
                    f"“{word}” counts the same as “{theirs[known].name}” already.", "Add the other words there."
                )


def meanings(words: Iterable[str]) -> set[str]:
    """Everything by which one of the words is known."""
    return {known for word in words for known in _meanings(word)}


def _meanings(word: str) -> set[str]:
    from archive.extraction import comparable

    return {comparable.own_form(word), *comparable.classes(word)}


def _check_unit(kept: Entry, others: Sequence[Entry]) -> None:
    from archive.extraction.figures.korean_lexicon import korean_of
    from archive.extraction.figures.lexicon import english_of
    from archive.model.lexicon import NONE

    if not kept.words:
        raise Invalid(f"No word stands for “{kept.name}” yet.", "Write the word that stands behind the number.")
    english, korean = english_of(NONE), korean_of(NONE)
    theirs = {folded(word): each for each in others for word in each.words}
    for word in kept.words:
        if folded(word) in theirs:
            raise Invalid(f"“{word}” stands for “{theirs[folded(word)].name}” already.", "Change that entry instead.")
        lower = folded(word)
        if lower in english.number_words or lower in english.numbers or word in korean.digits or word in korean.native:
            raise Invalid(f"“{word}” is a number, and no unit.", "Leave it out.")
        if lower in english.stops:
            raise Invalid(f"“{word}” stands behind numbers of every kind.", "Leave it out.")


def _check_place(kept: Entry, others: Sequence[Entry]) -> None:
    from archive.extraction.figures.places import key_of
    from archive.extraction.findings.gazetteer import key_within

    mine = {folded(name).replace("-", " "): key_of(each.name) for each in (*others, kept) for name in each.all_words}
    theirs = {folded(name): each for each in others for name in each.all_words}
    for name in kept.all_words:
        if folded(name) in theirs:
            raise Invalid(f"“{name}” is a name of “{theirs[folded(name)].name}” already.", "Change that entry instead.")
    if not kept.within:
        return
    around = {key_of(each.name): key_within(each.within, mine) for each in (*others, kept) if each.within}
    if not around[key_of(kept.name)]:
        raise Invalid(f"No place is called “{kept.within}”.", "Write the name of a country, or add that place first.")
    _require_no_cycle(kept, around)


def _require_no_cycle(kept: Entry, around: dict[str, str]) -> None:
    from archive.extraction.figures.places import key_of
    from archive.extraction.findings.gazetteer import shipped

    inside = {**shipped().inside, **around}
    start = key_of(kept.name)
    place, passed = inside.get(start, ""), set[str]()
    while place and place not in passed:
        if place == start:
            raise Invalid(f"“{kept.within}” lies within “{kept.name}” itself.", "Choose a larger place.")
        passed.add(place)
        place = inside.get(place, "")


def require_unused(removed: Iterable[Entry], left: Sequence[Entry]) -> None:
    """Before places go: nothing that stays may lie within one. Raises Invalid."""
    for each in removed:
        names = {folded(name) for name in each.all_words} if each.kind is EntryKind.PLACE else set()
        inside = next((other for other in left if other.within and folded(other.within) in names), None)
        if inside is not None:
            raise Invalid(f"“{inside.name}” lies within “{each.name}”.", "Change that place first.")
