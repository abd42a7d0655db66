"""Tells names of persons from names of organisations and roles; takes lists of names apart."""

import re
from functools import cache

from .lexicon import any_of, words

_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_TOKEN = re.compile(rf"(?:{_UPPER}[\w’'‘.\-]*|d['’]{_UPPER}[\w\-]+)$")
_SYLLABLE = "(?:kk|tt|pp|ss|jj|ch|[bdghjkmnprstwy])?[wy]?(?:ae|ai|eo|eu|ee|oo|oe|ou|ui|[aeiou])(?:ng|[bdghklmnprst])?"
_KOREAN_GIVEN = re.compile(rf"(?=[A-Z])(?i:{_SYLLABLE}-{_SYLLABLE})")
_HANGUL_NAME = re.compile(r"[가-힣]{2,4}$")
_SEPARATOR = re.compile(r"\s*(?:,?\s+and\s+|\s+&\s+|\s*[;·ㆍ]\s*|,\s*|\s+with\s+|\s+및\s+|\s+와\s+)\s*", re.IGNORECASE)
_LONGEST_NAME_CHARS = 60


def _names(key: str) -> frozenset[str]:
    return words("bylines", "names", key)


@cache
def nobody() -> frozenset[str]:
    """What stands where names do and is nobody's: agencies and roles."""
    return _names("agencies") | _names("roles")


@cache
def _joining() -> frozenset[str]:
    return _names("particles") | _names("suffixes")


def is_person(text: str) -> bool:
    """Whether the words could be one person's name: two to five capitalised words, or two to four Hangul syllables."""
    text = text.strip()
    if not text or len(text) > _LONGEST_NAME_CHARS or text.casefold() in nobody():
        return False
    if _HANGUL_NAME.match(text):
        return text not in _names("korean_roles")
    tokens = text.split()
    if not 2 <= len(tokens) <= 6:
        return False
    kept = [token for token in tokens if token.casefold() not in _joining()]
    if len(kept) < 2 or (not _TOKEN.match(tokens[-1]) and tokens[-1].casefold() not in _names("suffixes")):
        return False
    if any(re.search(r"\d", token) or not _TOKEN.match(token) for token in kept):
        return False
    return not any(token.casefold().strip(".,’'") in _names("organisation") for token in kept)


def is_likely_person(text: str) -> bool:
    """A person's name that begins with a known given or family name, or is a romanised Korean one ("Sang-hun Choe"): enough for a
    line with nothing else on it."""
    if not is_person(text):
        return False
    tokens = text.split()
    first, last = tokens[0], tokens[-1]
    korean = _KOREAN_GIVEN.fullmatch(first) is not None and last.casefold() in _names("korean_families")
    return korean or first.casefold() in _names("given")


@cache
def _role_start() -> re.Pattern[str]:
    return re.compile(rf"[\s,|(–—-]*{any_of(_names('roles'))}", re.IGNORECASE)


@cache
def _korean_role() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(sorted(_names('korean_roles'), key=len, reverse=True))})$", re.IGNORECASE)


def tidy(name: str) -> str:
    """The name without titles, role and stray punctuation; a name in capitals gets ordinary case."""
    name = re.sub(r"\s+", " ", name).strip(' \t,;:|/·–—-()[]*_"“”')
    name = _korean_role().sub("", name)
    if re.search(r"[^\W\d_]{4}\.$", name):
        name = name[:-1]  # a sentence's full stop; "Jr." and initials keep theirs
    tokens = name.split()
    while tokens and tokens[0].casefold() in _names("titles"):
        tokens.pop(0)
    name = " ".join(tokens)
    if name.isupper() and len(tokens) > 1:
        name = " ".join(token if re.fullmatch(r"(?:\w\.)+|I{2,3}|IV", token) else token.title() for token in tokens)
        name = re.sub(r"(?<=['’])([A-Z])(?=\w?\b)", lambda match: match[0].lower(), name)
    return name


def persons(text: str) -> list[tuple[str, int, int]]:
    """(name, start, end) of the persons in a list of names; stops at the first part that is a role or an organisation."""
    found: list[tuple[str, int, int]] = []
    position = 0
    for part, start, end in _parts(text):
        role = _role_start().search(part)
        candidate = part[: role.start()] if role and role.start() > 0 else part
        name = tidy(candidate)
        if is_person(name):
            found.append((name, start, start + len(candidate.rstrip())))
        elif position == 0 or not (_role_start().match(part) or part.casefold().strip() in _names("suffixes")):
            break
        position = end
    return found


def _parts(text: str) -> list[tuple[str, int, int]]:
    parts, position = [], 0
    for separator in _SEPARATOR.finditer(text):
        parts.append((text[position : separator.start()], position, separator.start()))
        position = separator.end()
    parts.append((text[position:], position, len(text)))
    return [part for part in parts if part[0].strip()]


def _key(name: str) -> tuple[str, ...]:
    tokens = [token.casefold().strip(".,") for token in name.split()]
    kept = tuple(token for token in tokens if len(token) > 1 and token not in _names("suffixes"))
    return (kept[0], kept[-1]) if len(kept) > 1 else tuple(tokens)


def distinct(names: list[str]) -> tuple[str, ...]:
    """The names, each person once in its fullest form (first and last word agree), in order of appearance."""
    fullest: dict[tuple[str, ...], str] = {}
    for name in names:
        key = _key(name)
        if len(name) > len(fullest.get(key, "")):
            fullest[key] = name
    return tuple(fullest.values())
