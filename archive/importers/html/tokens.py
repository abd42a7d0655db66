"""Cuts a saved page into tags and text with their places in the decoded original; reads only, follows the HTML
standard's tokeniser where browsers show text, and keeps text that browsers would swallow for want of an end tag.

Linear in the length of the page: no pattern looks at the same stretch more than a fixed number of times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# More than this on one tag is an attack: pages in the wild stay under a few hundred.
MAX_ATTRIBUTES = 10_000
_WORDY = 6  # attributes of letters alone that have no value: more than pages write on one tag

# Elements whose content is no markup (HTML standard, 13.2.5.2 to 13.2.5.4); the second set still has entities.
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_ESCAPABLE_RAW = frozenset({"title", "textarea"})

_MARKUP = re.compile(r"<(?:([a-zA-Z][^\s/>]*)|/([a-zA-Z][^\s/>]*)|(!--)|(!\[CDATA\[)|([!?/]))")
_ATTRIBUTE = re.compile(r"""[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)""")
_COMMENT_END = re.compile(r"--!?>")
_SUBSET = re.compile(r"![dD][oO][cC][tT][yY][pP][eE][^\[>]{0,2000}\[")
# What only markup behind an unended style or script can be: a page goes on there, and was not cut inside of it.
_GOES_ON = re.compile(
    r"</?(?:p|div|h[1-6]|article|section|main|footer|table|ul|ol|li|body|html)(?=[\s/>])", re.IGNORECASE
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW | _ESCAPABLE_RAW}

Spans = dict[str, tuple[int, int]]


class TooManyAttributes(Exception):
    """A tag with more attributes than any page needs."""


@dataclass(slots=True)
class Token:
    """`kind` is open, close, text, comment or broken (an unfinished tag); `[start, end)` in the decoded original.

    `attributes` gives the place of each value. `entities` tells whether `&…;` in a text stands for a character.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: Spans = field(default_factory=dict)
    entities: bool = True
    closed: bool = False
    wordy: bool = False  # words stand in the tag as attributes do: its own end is lost


def tokens(source: str) -> Iterator[Token]:
    """The page's tags, texts and comments in order; together they cover every visible character. Raises TooManyAttributes."""
    position = text_from = 0
    unended: set[str] = set()  # what has no end tag here has none further on
    while (match := _MARKUP.search(source, position)) is not None:
        start = match.start()
        opened, closed, comment, cdata, other = match.groups()
        if other == "/":
            # No tag: browsers take "</3 and more" for a comment up to the next ">". Here its words stay.
            position = match.end()
            continue
        token = _tag(source, match, opened or closed, "open" if opened else "close") if opened or closed else None
        if token is None:
            token = _declaration(source, start, bool(comment), bool(cdata))
        if start > text_from:
            yield Token("text", text_from, start)
        yield token
        position = text_from = token.end
        if token.kind == "open" and not token.closed and (token.name in _RAW or token.name in _ESCAPABLE_RAW):
            end = _raw_end(source, token.name, position, unended)
            if end < 0:
                yield Token("broken", position, len(source), token.name)
                return
            if end > position:
                yield Token("text", position, end, entities=token.name in _ESCAPABLE_RAW)
            if not _RAW_END[token.name].match(source, end):
                yield Token("close", end, end, token.name)
            position = text_from = end
    if text_from < len(source):
        yield Token("text", text_from, len(source))


def _tag(source: str, match: re.Match[str], name: str, kind: str) -> Token:
    attributes: Spans = {}
    position, count, bare = match.end(), 0, 0
    while (found := _ATTRIBUTE.match(source, position)) is not None:
        position = found.end()
        if found.group(1):
            closed = source[position - 2] == "/"
            wordy = bare >= _WORDY
            return Token(kind, match.start(), position, name.lower(), attributes, closed=closed, wordy=wordy)
        count += 1
        if count > MAX_ATTRIBUTES:
            raise TooManyAttributes
        group = found.lastindex or 2
        bare += group == 2 and found.group(2).isalpha()
        span = found.span(group) if group > 2 else (found.end(2), found.end(2))
        attributes.setdefault(found.group(2).lower(), span)
    return Token("broken", match.start(), len(source), name.lower())


def _declaration(source: str, start: int, comment: bool, cdata: bool) -> Token:
    if comment:
        if source.startswith(("<!-->", "<!--->"), start):
            return Token("comment", start, source.index(">", start) + 1)
        ended = _COMMENT_END.search(source, start + 4)
        if ended is not None:
            return Token("comment", start, ended.end())
    if cdata:
        end = source.find("]]>", start)
        if end >= 0:
            return Token("cdata", start, end + 3)
    # An internal subset may hold `>`: the document type ends at `]>`.
    subset = _SUBSET.match(source, start + 1)
    end = -1
    if subset is not None and (end := source.find("]", subset.end())) >= 0:
        end = source.find(">", end)
    if end < 0:
        end = source.find(">", start)
    return Token("comment", start, end + 1) if end >= 0 else Token("broken", start, len(source))


def _raw_end(source: str, name: str, position: int, unended: set[str]) -> int:
    """Where content that is no markup ends; -1 where the page was cut inside of it."""
    ended = None if name in unended else _RAW_END[name].search(source, position)
    if ended is not None:
        # No style sheet holds paragraphs: its end is missing, and this is the end of another.
        held = _GOES_ON.search(source, position, ended.start()) if name == "style" else None
        if held is None:
            return ended.start()
        return held.start()
    # Browsers would swallow the whole page: keep what follows the next tag.
    unended.add(name)
    if name in _ESCAPABLE_RAW or name == "iframe":
        following = source.find("<", position)
        return following if following >= 0 else len(source)
    going_on = _GOES_ON.search(source, position)
    return going_on.start() if going_on is not None else -1
