"""Turns an RTF file into an Article: a small reader of its own, since no library that is kept tells styles, notes and lists; runs
nothing, opens no object, keeps every word that a reader sees, and tells what it leaves out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from archive.model.article import BlockKind, Imported, RunKind, Source, Verdict

from ..charsets import codec_name
from ..html.links import safe_target
from ..manuscript import Fact, Manuscript, finish
from .flow import Flow, Paragraph, Style
from .state import HEADS, INFO, MARKS, SILENT, Goal, State
from .tokens import CHARSETS, Token, page, tokens

IMPORTER: Final = "rtf"
VERSION: Final = 1
MEDIA_TYPE: Final = "application/rtf"
_MOST_DEEP: Final = 10_000
_DEEP: Final = f"This file is nested more than {_MOST_DEEP:,} deep: no document is, so it was not read."
_SWALLOWED: Final = "This document is damaged: some of its text stands where fonts or styles are listed, or in a part that is not known, and was not read."
_MOST_UNSHOWN: Final = 5  # separators of notes are paragraphs that nobody is shown; there are four kinds
_CUT: Final = "This document is damaged: it breaks off, and its end is missing."
_MORE: Final = "Something stands behind the end of the document and was not read."
_PICTURE: Final = "picture was left out|pictures were left out"
_OBJECT: Final = "embedded object was left out|embedded objects were left out"
_COMMENT: Final = "comment was set aside|comments were set aside"
_DELETED: Final = "tracked deletion was left out|tracked deletions were left out"
_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]{1,2048})"', re.IGNORECASE)
# Groups that may be passed over and hold words all the same.
_SHOWN: Final = frozenset({"shpinst", "shppict", "do"})


class _TooDeep(Exception):
    """More groups in each other than any document has."""


def read(source: Source) -> Imported:
    """The article in an RTF file; refused, with a sentence, when it is hostile or without words."""
    reader = _Reader(codec_name(source.encoding) if source.encoding else None)
    try:
        manuscript = reader.manuscript(source.data)
    except _TooDeep:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error=_DEEP)
    return finish(manuscript, IMPORTER, VERSION, MEDIA_TYPE)


class _Reader:
    def __init__(self, codec: str | None) -> None:
        self._chosen, self._default = codec, codec or "cp1252"
        self._made = Manuscript()
        self._styles: dict[int, Style] = {}
        self._flows = [Flow(self._made, self._styles, self._made.pieces)]
        self._stack: list[State] = []
        self._unshown = 0  # paragraphs in groups that nobody is shown
        self._state = State(codec=self._default)
        self._fonts: dict[int, str] = {}
        self._font = self._style = 0
        self._bytes = bytearray()
        self._units: list[int] = []  # UTF-16, so that two halves of a character find each other
        self._skip = self._notes = 0
        self._starred = False
        self._fields: list[tuple[list[str], int]] = []
        self._author: list[str] = []
        self._info: list[tuple[str, list[str]]] = []
        self._ways = self._control_words()

    def manuscript(self, data: bytes) -> Manuscript:
        """Everything in the file."""
        closed = False
        for token in tokens(data.lstrip(b"\xef\xbb\xbf \t\r\n")):
            if closed:
                if token.kind in ("open", "word", "hex") or token.value.strip(b" \t\0\x1a"):
                    self._made.miss(_MORE)
                    break
                continue
            self._take(token)
            closed = not self._stack
            if self._made.full():
                break
        if not closed and not self._made.full():
            self._made.miss(_CUT)
        while self._stack:
            self._close()
        self._flows[0].close()
        for name, words in self._info:
            fact = Fact(INFO[name], name, " ".join("".join(words).split())[:2_000])
            if fact.value and fact not in self._made.facts:
                self._made.facts.append(fact)
        return self._made

    def _take(self, token: Token) -> None:
        match token.kind:
            case "bytes" | "hex":
                self._text(token.value)
            case "open":
                self._open()
            case "close":
                self._close()
            case "word":
                self._word(token.value.decode("ascii"), token.number)
            case "symbol":
                self._symbol(token.value)
            case _:
                self._made.miss(_CUT)

    def _open(self) -> None:
        self._flush()
        if len(self._stack) >= _MOST_DEEP:
            raise _TooDeep
        self._stack.append(self._state)
        self._state = replace(self._state, opened="")
        self._starred, self._skip = False, 0
        if self._state.goal is Goal.STYLES:
            self._style = 0

    def _close(self) -> None:
        self._flush()
        self._skip = 0
        if not self._stack:
            return
        opened = self._state.opened
        self._state = self._stack.pop()
        if opened == "flow":
            self._flows.pop().close()
        elif opened == "result" and self._fields:
            code, start = self._fields[-1]
            match = _LINK.match("".join(code))
            if match and (target := safe_target(match[1])):
                self._flows[-1].inline.mark(RunKind.LINK, start, target)
        elif opened == "field" and self._fields:
            self._fields.pop()

    def _word(self, word: str, number: int | None) -> None:
        self._flush(units=word != "u")
        starred, self._starred = self._starred, False
        if word in self._ways:
            self._ways[word](number)
        elif word in MARKS:
            self._put(MARKS[word])
        elif starred or word in SILENT or word in HEADS or word in INFO:
            self._destination(word)

    def _destination(self, word: str) -> None:
        """A group that goes elsewhere than into the text; an unknown one that may be passed over is."""
        goal = self._state.goal
        if goal is Goal.NOTHING or word in _SHOWN:
            return
        if word in HEADS:
            self._begin(Flow(self._made, self._styles, self._made.after, aside="header or footer"))
        elif word in INFO and goal is Goal.INFO:
            self._state.info = word
            self._info.append((word, []))
        elif word == "atnauthor":
            self._state.goal, self._author = Goal.AUTHOR, []
        elif word not in INFO:
            self._state.goal = Goal.NOTHING

    def _begin(self, flow: Flow) -> None:
        self._flows.append(flow)
        state = self._state
        state.opened, state.goal = "flow", Goal.TEXT
        state.strong = state.emphasis = state.hidden = False

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in (b"\n", b"\r"):
            self._flush()
            self._paragraph(None)
        elif symbol in (b"~", b"\t"):
            self._text(b" ")
        elif symbol == b"_":
            self._text(b"-")
        elif symbol in (b"\\", b"{", b"}"):
            self._text(symbol)

    def _text(self, data: bytes) -> None:
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            data = data[passed:]
        if data and self._state.goal is not Goal.NOTHING:
            self._flush(gathered=False)
            self._bytes += data

    def _flush(self, *, gathered: bool = True, units: bool = True) -> None:
        """Makes characters of what was gathered, now that what comes next is of another kind."""
        if units and self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._put(raw.decode("utf-16-le", "replace"))
        if gathered and self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._put(raw.decode("ascii" if raw.isascii() else self._state.codec, "replace"))

    def _put(self, text: str) -> None:
        flow = self._flows[-1]
        match self._state.goal:
            case Goal.TEXT if not self._state.deleted:
                self._show(flow, text)
            case Goal.LABEL:
                flow.label.add(text)
            case Goal.FIELD if self._fields:
                self._fields[-1][0].append(text)
            case Goal.STYLES:
                self._styles.setdefault(self._style, Style()).name += text
            case Goal.INFO if self._state.info:
                self._info[-1][1].append(text)
            case Goal.AUTHOR:
                self._author.append(text)
            case _:
                pass

    def _show(self, flow: Flow, text: str) -> None:
        if self._state.hidden:
            flow.hidden.add(text)
            return
        inline = flow.inline
        start = inline.length
        inline.replaced += text.count("\ufffd")
        inline.add(text)
        if self._state.strong:
            inline.mark(RunKind.STRONG, start)
        if self._state.emphasis:
            inline.mark(RunKind.EMPHASIS, start)

    # Control words

    def _control_words(self) -> Mapping[str, Callable[[int | None], None]]:
        return {
            "par": self._paragraph, "sect": self._paragraph, "nestcell": self._paragraph, "cell": self._cell, "row": self._row,
            "pard": self._pard, "plain": self._plain, "page": lambda _: self._put(" "),
            "b": lambda n: setattr(self._state, "strong", n != 0), "i": lambda n: setattr(self._state, "emphasis", n != 0),
            "v": lambda n: setattr(self._state, "hidden", n != 0), "deleted": self._deleted,
            "s": self._set_style, "sbasedon": self._based_on, "outlinelevel": self._outline,
            "ls": lambda n: self._shape("listed", bool(n)), "ilvl": lambda n: self._shape("level", max(0, min(n or 0, 8))),
            "li": lambda n: self._shape("indent", n or 0), "fi": lambda n: self._shape("hanging", (n or 0) < 0),
            "intbl": lambda _: self._shape("in_table", True),
            "u": self._unicode, "uc": lambda n: setattr(self._state, "fallback", max(0, min(n or 0, 64))),
            "f": self._set_font, "fcharset": self._charset, "cpg": self._font_page, "ansicpg": self._ansi_page,
            "mac": lambda _: self._set_default("mac_roman"), "pc": lambda _: self._set_default("cp437"),
            "pca": lambda _: self._set_default("cp850"),
            "fonttbl": lambda _: self._go(Goal.FONTS), "stylesheet": lambda _: self._go(Goal.STYLES),
            "info": lambda _: self._go(Goal.INFO), "listtext": lambda _: self._go(Goal.LABEL),
            "pntext": lambda _: self._go(Goal.LABEL), "fldinst": lambda _: self._go(Goal.FIELD),
            "pict": lambda _: self._left_out(_PICTURE), "objdata": lambda _: self._left_out(_OBJECT),
            "footnote": self._note, "annotation": self._annotation, "shptxt": self._box, "dptxbxtext": self._box,
            "field": self._field, "fldrslt": self._result,
        }  # fmt: skip

    def _go(self, goal: Goal) -> None:
        if self._state.goal is not Goal.NOTHING:
            self._state.goal = goal

    def _left_out(self, what: str) -> None:
        if self._state.goal is Goal.TEXT:
            self._made.left_out[what] += 1
        self._state.goal = Goal.NOTHING

    def _shape(self, name: str, value: int | bool) -> None:
        if self._state.goal is Goal.TEXT:
            setattr(self._flows[-1].paragraph, name, value)

    def _paragraph(self, _: int | None) -> None:
        if self._state.goal is not Goal.TEXT:
            self._notice_swallowed()
        if self._state.goal is Goal.TEXT:
            self._flows[-1].end_paragraph()
            self._fields = [(code, 0) for code, _ in self._fields]

    def _notice_swallowed(self) -> None:
        """Paragraphs stand in no list of fonts or styles, and hardly any where nothing is shown: its end is lost, and this is the text."""
        listed = any(state.goal in (Goal.FONTS, Goal.STYLES) for state in (*self._stack[-4:], self._state))
        self._unshown += self._state.goal is Goal.NOTHING
        if listed or self._unshown >= _MOST_UNSHOWN:
            self._made.miss(_SWALLOWED)

    def _cell(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._flows[-1].end_cell()

    def _row(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._flows[-1].end_row()

    def _pard(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._flows[-1].paragraph = Paragraph()

    def _plain(self, _: int | None) -> None:
        state = self._state
        state.strong = state.emphasis = state.hidden = state.deleted = False

    def _deleted(self, number: int | None) -> None:
        self._state.deleted = number != 0
        if self._state.deleted and self._state.goal is Goal.TEXT:
            self._made.left_out[_DELETED] += 1

    def _set_style(self, number: int | None) -> None:
        if self._state.goal is Goal.STYLES:
            self._style = number or 0
            self._styles[self._style] = Style()
        else:
            self._shape("style", number or 0)

    def _based_on(self, number: int | None) -> None:
        if self._state.goal is Goal.STYLES:
            self._styles.setdefault(self._style, Style()).based_on = number

    def _outline(self, number: int | None) -> None:
        if self._state.goal is Goal.STYLES:
            self._styles.setdefault(self._style, Style()).outline = number
        else:
            self._shape("outline", 9 if number is None else number)

    def _unicode(self, number: int | None) -> None:
        if number is not None and self._state.goal is not Goal.NOTHING:
            self._units.append(number & 0xFFFF)
        self._skip = self._state.fallback

    def _set_font(self, number: int | None) -> None:
        if self._state.goal is Goal.FONTS:
            self._font = number or 0
        elif self._chosen is None:
            self._state.codec = self._fonts.get(number or 0, self._default)

    def _charset(self, number: int | None) -> None:
        if self._state.goal is Goal.FONTS and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    def _font_page(self, number: int | None) -> None:
        codec = page(number or 0)
        if self._state.goal is Goal.FONTS and codec:
            self._fonts[self._font] = codec

    def _ansi_page(self, number: int | None) -> None:
        self._set_default(page(number or 0))

    def _set_default(self, codec: str | None) -> None:
        if codec and self._chosen is None:
            self._default = self._state.codec = codec

    def _note(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._notes += 1
            self._put(f"[{self._notes}]")
            before = f"[{self._notes}]"
            self._begin(Flow(self._made, self._styles, self._made.after, BlockKind.CAPTION, before=before))

    def _annotation(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._made.left_out[_COMMENT] += 1
            author, self._author = "".join(self._author).strip(), []
            before = f"{author}:" if author else ""
            self._begin(Flow(self._made, self._styles, self._made.after, aside="comment", before=before))

    def _box(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._begin(Flow(self._made, self._styles, self._flows[-1].into))

    def _field(self, _: int | None) -> None:
        if self._state.goal is Goal.TEXT:
            self._state.opened = "field"
            self._fields.append(([], self._flows[-1].inline.length))

    def _result(self, _: int | None) -> None:
        if self._fields and self._state.goal is Goal.TEXT:
            self._state.opened = "result"
            self._fields[-1] = (self._fields[-1][0], self._flows[-1].inline.length)
