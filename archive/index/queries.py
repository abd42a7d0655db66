"""What a person types → a query tree. Never raises: a half-typed query means what is complete of it.

Words are joined by AND. `"…"` is an exact phrase (unstemmed), `AND OR NOT`, `-word`, brackets, `prefix*`, `fuzzy~` (one
edit) and `fuzzy~2`, `title:` and the other names of `fields.NAMES`, `published:2019`, `published:2019-10..2021`.
`tag:route` is that tag or one below it, `tag:route/*` one below it; `has:note`, `has:tag`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from . import analysis
from .fields import EXACT, NAMES, SEARCHED

MAX_DEPTH = 40
# No more is read of a query, and no more looked for: a word is 1 of this work, and near words are compared with all that there are.
MAX_CHARS, MOST_WORK = 8_000, 50
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Word:
    """The term or, in stemmed fields, any word of the same stem `root` (None: the term only).

    `[start, end)` is the word's place in the query as typed.
    """

    term: str
    root: str | None
    fields: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these terms at these relative positions."""

    parts: tuple[tuple[int, str], ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    start: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any word within `edits` insertions, deletions, substitutions or swaps of neighbours."""

    term: str
    edits: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Published on some day of `[first, last]` (proleptic Gregorian ordinals, inclusive), however vaguely dated."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""


Node = Word | Phrase | Prefix | Fuzzy | Days | And | Or | Not | Everything

_WORK: dict[type, int] = {Prefix: 5, Fuzzy: 10}

_LEX = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |["\u201c\u201d\u201e](?P<quoted>[^"\u201c\u201d\u201e]*)["\u201c\u201d\u201e]?
    |(?P<operator>(?:AND|OR|NOT)(?=[\s()"\u201c]|$))
    |(?P<minus>[-\u2212](?=[^\s)]))
    |(?P<field>[A-Za-z]+):(?=[^\s)])
    |(?P<word>(?:[^\s()"\u201c\u201d\u201e])+)""",
    re.VERBOSE,
)
_STRETCH = re.compile(r"[^\s()\"\u201c\u201d\u201e]+")
_SUFFIX = re.compile(r"(?P<star>\*+)$|~(?P<edits>\d?)$")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    start: int


def _lexemes(query: str) -> Iterator[_Lexeme]:
    place = 0
    while place < len(query):
        match = _LEX.match(query, place)
        if match is None:
            break
        kind = match.lastgroup or "quoted"
        text = match[kind] if match[kind] is not None else ""
        after_space = place == 0 or query[place - 1].isspace() or query[place - 1] in '("\u201c:'
        if kind == "field" and text.lower() not in NAMES:
            # No field of ours: `10:30` and the like are words.
            match = _STRETCH.match(query, place) or match
            kind, text = "word", match[0]
            yield _Lexeme(kind, text, place)
            place = match.end()
            continue
        if kind != "space" and not (kind == "minus" and not after_space):
            yield _Lexeme(kind, text, match.start(kind))
        place = match.end()


class _Bounded:
    """Takes the words of a query in their order, and leaves out what is beyond `MOST_WORK`."""

    def __init__(self) -> None:
        self.work = self.words = 0
        self.left_out = False

    @property
    def full(self) -> bool:
        """Whether all that follows is left out."""
        return self.left_out and self.work >= MOST_WORK

    def kept(self, node: Node) -> Node | None:
        match node:
            case Or(parts):
                return _join(Or, [held for part in parts if (held := self.kept(part)) is not None])
            case Phrase(parts, fields) if self.work < MOST_WORK:
                self.left_out = self.left_out or len(parts) > MOST_WORK - self.work
                held = Phrase(parts[: MOST_WORK - self.work], fields)
                self.work += len(held.parts)
                self.words += len(held.parts)
                return held
            case _:
                weight = _WORK.get(type(node), 1)
                if self.work + weight > MOST_WORK:
                    self.left_out = True
                    return None
                self.work += weight
                self.words += 1
                return node


class _Parser:
    """Recursive descent over the lexemes; what cannot be understood is left out."""

    def __init__(self, query: str, bounded: _Bounded) -> None:
        self._bounded = bounded
        self._lexemes = _lexemes(query)
        self._held = next(self._lexemes, None)
        self._depth = 0

    def parse(self) -> Node:
        parts: list[Node] = []
        while self._peek() is not None:
            node = self._alternatives(SEARCHED)
            if node is not None:
                parts.append(node)
            self._step()  # a closing bracket that nothing opened
        return _join(And, parts) or Everything()

    def _peek(self) -> _Lexeme | None:
        # Thousands of words are not read to be left out.
        return None if self._bounded.full else self._held

    def _step(self) -> None:
        self._held = next(self._lexemes, None)

    def _take_operator(self, *names: str) -> bool:
        lexeme = self._peek()
        if lexeme is not None and lexeme.kind == "operator" and lexeme.text in names:
            self._step()
            return True
        return False

    def _alternatives(self, fields: tuple[str, ...]) -> Node | None:
        parts = []
        while True:
            node = self._conjunction(fields)
            if node is not None:
                parts.append(node)
            if not self._take_operator("OR"):
                return _join(Or, parts)

    def _conjunction(self, fields: tuple[str, ...]) -> Node | None:
        parts = []
        while (lexeme := self._peek()) is not None and lexeme.kind != "close":
            if lexeme.kind == "operator" and lexeme.text == "OR":
                break
            if self._take_operator("AND"):
                continue
            node = self._item(fields)
            if node is not None:
                parts.append(node)
        return _join(And, parts)

    def _item(self, fields: tuple[str, ...]) -> Node | None:
        negative = False
        while (lexeme := self._peek()) is not None and (
            lexeme.kind == "minus" or (lexeme.text == "NOT" and lexeme.kind == "operator")
        ):
            negative = not negative
            self._step()
        node = self._positive(fields)
        return Not(node) if negative and node is not None else node

    def _positive(self, fields: tuple[str, ...]) -> Node | None:
        lexeme = self._peek()
        while lexeme is not None and lexeme.kind == "field":
            fields = (NAMES[lexeme.text.lower()],)
            self._step()
            lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("close", "operator", "minus"):
            return None
        self._step()
        if lexeme.kind == "open":
            return self._bracket(fields)
        node = self._leaf(lexeme, fields)
        return None if node is None else self._bounded.kept(node)

    def _leaf(self, lexeme: _Lexeme, fields: tuple[str, ...]) -> Node | None:
        if fields == ("published",):
            return days(lexeme.text)
        if fields[0] in EXACT:
            return exact(lexeme.text, fields, lexeme.start)
        return phrase(lexeme.text, fields) if lexeme.kind == "quoted" else word(lexeme.text, fields, lexeme.start)

    def _bracket(self, fields: tuple[str, ...]) -> Node | None:
        self._depth += 1
        # Beyond the depth that anybody types, brackets no longer group.
        node = self._alternatives(fields) if self._depth <= MAX_DEPTH else None
        self._depth -= 1
        lexeme = self._peek()
        if lexeme is not None and lexeme.kind == "close":
            self._step()
        return node


def _join(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def exact(text: str, fields: tuple[str, ...], start: int) -> Node | None:
    """A whole tag by its path, or one of what an article can have; `route/*` is what lies below a tag, `rou*` a beginning."""
    term = "/".join(" ".join(part.split()) for part in analysis.fold(text).strip("/").split("/"))
    if term.endswith("/*"):
        return Word(f"{term[:-2]}/", None, fields, start, start + len(text)) if len(term) > 2 else None
    if term.endswith("*"):
        return Prefix(term.rstrip("*"), fields) if term.rstrip("*") else None
    return Word(term, None, fields, start, start + len(text)) if term else None


def phrase_parts(text: str) -> tuple[tuple[int, str], ...]:
    """The terms that stand for the text when it has to match exactly, with their positions."""
    found = list(analysis.terms(text))
    paired = {place for term in found if term.role == "pair" for place in (term.position, term.position + 1)}
    return tuple(
        (term.position, term.term)
        for term in found
        if term.role in ("part", "pair") or (term.role == "single" and term.position not in paired)
    )


def phrase(text: str, fields: tuple[str, ...]) -> Node | None:
    """A quoted phrase."""
    parts = phrase_parts(text)
    return Phrase(parts, fields) if parts else None


def word(text: str, fields: tuple[str, ...], start: int = 0) -> Node | None:
    """What one unquoted stretch of a query means; `start` is its place in the query."""
    suffix = _SUFFIX.search(text)
    stretch = text[: suffix.start()] if suffix else text
    found = list(analysis.terms(stretch))
    if not found:
        return None
    if suffix and not analysis.is_cjk(stretch):
        closed = "".join(term.term for term in found if term.role == "part")
        if suffix["star"]:
            return Prefix(closed, fields)
        return Fuzzy(closed, min(int(suffix["edits"] or 1), 2), fields)
    raws = analysis.TOKEN.findall(stretch)
    parts = phrase_parts(stretch)
    if len(raws) > 1:
        return Phrase(parts, fields)
    whole = [term for term in found if term.role in ("joined", "either")]
    options: list[Node] = [_word(term, fields, start) for term in whole]
    if len(parts) == 1:
        single = next(term for term in found if term.term == parts[0][1])
        options.insert(0, _word(single, fields, start))
    else:
        options.append(Phrase(parts, fields))
    return _join(Or, options)


def _word(term: analysis.Found, fields: tuple[str, ...], start: int) -> Word:
    stemmable = term.role in ("part", "joined") and term.end - term.start >= len(term.term) and term.term.isalpha()
    root = (term.stem or term.term) if stemmable else None
    return Word(term.term, root, fields, start + term.start, start + term.end)


def _bounds(text: str) -> tuple[int, int] | None:
    """First and last day of a year, month or day; None when it is not complete or no date."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(group) if group else None for group in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first.toordinal(), first.toordinal()
        if month:
            return first.toordinal(), first.replace(day=monthrange(year, month)[1]).toordinal()
        return first.toordinal(), date(year, 12, 31).toordinal()
    except ValueError:
        return None


def days(text: str) -> Days | None:
    """`2019`, `2019-10`, `2019-10-05`, `A..B`, `A..`, `..B`; an end that is half typed is open; None when nothing is left."""
    first_text, dots, last_text = text.partition("..")
    first, last = _bounds(first_text), _bounds(last_text.lstrip("."))
    if not dots:
        return Days(*first) if first else None
    if first is None and last is None:
        return None
    low, high = first[0] if first else _FIRST, last[1] if last else _LAST
    return Days(min(low, high), max(low, high))


class Asked(NamedTuple):
    """What a query means as far as it is looked for, and what is to be said where that is not all of it."""

    node: Node
    left_out: str | None


@lru_cache(maxsize=256)
def asked(query: str) -> Asked:
    """The query tree, `Everything` when the query says nothing, bounded so that it is answered at once."""
    cut = len(query) > MAX_CHARS
    bounded = _Bounded()
    node = _Parser(query[:MAX_CHARS].rsplit(None, 1)[0] if cut else query, bounded).parse()
    if not (cut or bounded.left_out):
        return Asked(node, None)
    count = f"the first {bounded.words:,} words" if bounded.words else "the beginning"
    return Asked(node, f"Of this long search only {count} could be looked for; ask for fewer.")


def parse(query: str) -> Node:
    """The query tree; `Everything` when the query says nothing."""
    return asked(query).node


def wanted(node: Node) -> Iterator[Word | Phrase | Prefix | Fuzzy]:
    """The words and phrases that hits contain (nothing under a NOT), in the query's order."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Word() | Phrase() | Prefix() | Fuzzy():
            yield node
        case _:
            return
