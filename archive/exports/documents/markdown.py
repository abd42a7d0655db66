"""Excerpts as Markdown that pandoc and CommonMark readers read back to the very words: every sign that could mean something is
escaped. Citations are pandoc's footnotes; what YAML can hold of the packet stands in front.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs
from archive.exports.shared.cells import plain
from archive.model.excerpt import Packet

from .layout import TAGS, WORKS_CITED, Heading, Laid, Layout, told

_SPECIAL = re.compile(r"""[\\`*_{}\[\]<>#|~^$@"'&]""")
_RUN = re.compile(r"--+|\.\.+")  # pandoc's smart dashes and dots
# At the beginning of a line: bullets, numbers, definitions, rules, underlines of headings, quotations, code by indentation.
_LINE_START = re.compile(r"(?P<plain>[-+=:%])|(?P<number>\(?(?:[0-9]{1,9}|[A-Za-z]{1,12})|#)(?P<end>[.)])")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[!-;=?-\[\]^_a-z~]+", re.ASCII | re.IGNORECASE)


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file."""
    layout = Layout(packet, progress)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.write(_front(packet))
        out.writelines(told(layout, _Text()))
    return ()


def _front(packet: Packet) -> str:
    choice = packet.choice
    told = {
        "title": packet.title,
        "date": packet.made[:10],
        "made": packet.made,
        "archive": packet.archive_uid,
        "passages": packet.passages,
        "style": choice.style,
        "grouping": str(choice.grouping),
        "redacted": choice.redact,
        "left_out": list(packet.held_back),
    }
    # A string of JSON is a string of YAML 1.2.
    lines = (f"{key}: {json.dumps(_printable(value), ensure_ascii=False)}" for key, value in told.items())
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _printable(value: object) -> object:
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return plain(value) if isinstance(value, str) else value


class _Text:
    """A Teller; the front matter says what the others say at the end."""

    checks = False

    def __init__(self) -> None:
        self._noted: list[Runs] = []

    def opening(self, title: str, about: str) -> str:
        return f"# {line(title)}\n\n{line(about)}\n"

    def heading(self, heading: Heading) -> str:
        return f"\n## {line(heading.text)}\n" + (f"\n{_paragraphs(heading.definition)}\n" if heading.definition else "")

    def passage(self, laid: Laid) -> str:
        made = [f"\n*Before:* {_paragraphs(laid.before)}\n"] if laid.before else []
        reference = ""
        if laid.note is not None:
            self._noted.append(laid.cited)
            reference = f"[^{laid.note}]"
        quoted = _paragraphs(laid.words) + reference
        made.append("\n" + "\n".join(f"> {each}".rstrip() for each in quoted.split("\n")) + "\n")
        if laid.note is None:
            made.append(f"\n{inline(laid.cited)}\n")
        if laid.after:
            made.append(f"\n*After:* {_paragraphs(laid.after)}\n")
        if laid.place:
            made.append(f"\n{line(laid.place)}\n")
        if laid.tags:
            made.append(f"\n**Tags:** {_line_of(laid.tagged)}\n")
        if laid.comment:
            made.append(f"\n**{line(laid.note_by)}:** {_paragraphs(laid.comment)}\n")
        return "".join((*made, "\n* * *\n"))

    def tag(self, path: str, texts: Sequence[str], *, first: bool) -> str:
        said = "".join(f"\n{_paragraphs(each)}\n" for each in texts)
        return (f"\n## {TAGS}\n" if first else "") + f"\n**{line(path)}**\n{said}"

    def notes(self) -> Iterator[str]:
        return iter(())

    def work(self, cited: Runs, *, first: bool) -> str:
        return (f"\n## {WORKS_CITED}\n" if first else "") + f"\n{inline(cited)}\n"

    def closing(self, texts: Sequence[str]) -> Iterator[str]:
        yield from (f"\n[^{number}]: {inline(note)}\n" for number, note in enumerate(self._noted, 1))


def _paragraphs(text: str) -> str:
    """Text whose line breaks are breaks between paragraphs."""
    text = plain(text)
    return "\n\n".join(filter(None, map(line, text.split("\n")))) if "\n" in text else line(text)


def line(text: str) -> str:
    """Text as one line of Markdown that means just its words."""
    text = plain(text).replace("\t", " ").replace("\n", " ").strip(" ")
    return _begun(_escaped(text))


def inline(runs: Runs) -> str:
    """Runs with the type that Markdown has: italic and bold; addresses lead somewhere."""
    return _begun("".join(map(_run, runs)).strip(" "))


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if "--" not in escaped and ".." not in escaped:
        return escaped
    return _RUN.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), escaped)


def _begun(escaped: str) -> str:
    """The same where it begins a line."""
    match = _LINE_START.match(escaped)
    if match is None:
        return escaped
    place = 0 if match["plain"] else match.start("end")
    return f"{escaped[:place]}\\{escaped[place:]}"


_line_of = lru_cache(maxsize=4096)(line)


@lru_cache(maxsize=4096)
def _run(run: Run) -> str:
    if run.link is not None and run.link == run.text and _ADDRESS.fullmatch(run.link):
        return f"<{run.link}>"
    match = _EDGES.fullmatch(plain(run.text))
    assert match is not None  # it matches any text
    before, words, after = match.groups()
    if not words:
        return before + after
    mark = ("*" if run.italic else "") + ("**" if run.bold else "")
    return f"{before}{mark}{_escaped(words)}{mark[::-1]}{after}"
