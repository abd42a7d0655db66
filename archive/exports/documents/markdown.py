"""Excerpts as Markdown that pandoc and CommonMark readers read back to the very words: every sign that could mean something is
escaped. Citations are pandoc's footnotes; what YAML can hold of the packet stands in front.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs
from archive.exports.shared.cells import plain
from archive.model.excerpt import Excerpt, Group, Packet

from . import parts
from .parts import Citing

_SPECIAL = re.compile(r"""[\\`*_{}\[\]<>#|~^$@"'&]""")
_RUN = re.compile(r"--+|\.\.+")  # pandoc's smart dashes and dots
# At the beginning of a line: bullets, numbers, definitions, rules, underlines of headings, quotations, code by indentation.
_LINE_START = re.compile(r"(?P<plain>[-+=:%])|(?P<number>\(?(?:[0-9]{1,9}|[A-Za-z]{1,12})|#)(?P<end>[.)])")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[!-;=?-\[\]^_a-z~]+", re.ASCII | re.IGNORECASE)


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file."""
    citing = parts.citing(packet)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        _write(packet, citing, out, progress)
    return ()


def _write(packet: Packet, citing: Citing, out: IO[str], progress: Progress) -> None:
    out.write(_front(packet))
    out.write(f"# {line(packet.title)}\n\n{line(parts.about(packet))}\n")
    notes: list[Runs] = []
    done = 0
    for group in packet.groups():
        out.write(_heading(group))
        for excerpt in group.excerpts:
            progress.report(done, packet.passages, "Writing passages")
            out.writelines(_excerpt(excerpt, packet, citing, notes))
            done += 1
    out.writelines(_codebook(packet))
    if entries := citing.citer.bibliography():
        out.write("\n## Works cited\n")
        out.writelines(f"\n{inline(entry)}\n" for entry in progress.over(entries, "Writing works"))
    for number, note in enumerate(notes, 1):
        out.write(f"\n[^{number}]: {inline(note)}\n")


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


def _heading(group: Group) -> str:
    heading = f"\n## {line(group.heading)}\n" if group.heading else ""
    return heading + (f"\n{_paragraphs(group.definition)}\n" if group.definition else "")


def _excerpt(excerpt: Excerpt, packet: Packet, citing: Citing, notes: list[Runs]) -> Iterator[str]:
    choice = packet.choice
    cited = citing.citer.cite(excerpt)
    if excerpt.before.strip():
        yield f"\n*Before:* {_paragraphs(excerpt.before)}\n"
    reference = ""
    if citing.footnoted:
        notes.append(cited)
        reference = f"[^{len(notes)}]"
    quoted = _paragraphs(excerpt.exact) + reference
    yield "\n" + "\n".join(f"> {each}".rstrip() for each in quoted.split("\n")) + "\n"
    if not citing.footnoted:
        yield f"\n{inline(cited)}\n"
    if excerpt.after.strip():
        yield f"\n*After:* {_paragraphs(excerpt.after)}\n"
    if told := parts.place(excerpt, choice):
        yield f"\n{line(told)}\n"
    if choice.tags and excerpt.tags:
        yield f"\n**Tags:** {_tags(excerpt.tags)}\n"
    if choice.note and excerpt.note.strip():
        yield f"\n**Note:** {_paragraphs(excerpt.note)}\n"
    yield "\n* * *\n"


def _codebook(packet: Packet) -> Iterator[str]:
    tags = parts.defined(packet)
    if tags:
        yield "\n## Tags\n"
    for tag in tags:
        yield f"\n**{line(parts.shown_path(tag.path))}**\n"
        for label, text in (("", tag.definition), ("Use when: ", tag.use_when), ("Not when: ", tag.not_when)):
            if text.strip():
                yield f"\n{label}{_paragraphs(text)}\n"


def _paragraphs(text: str) -> str:
    """Text whose line breaks are breaks between paragraphs."""
    return "\n\n".join(filter(None, (line(each) for each in plain(text).split("\n"))))


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


@lru_cache(maxsize=4096)
def _tags(paths: tuple[str, ...]) -> str:
    return line("; ".join(map(parts.shown_path, paths)))


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
