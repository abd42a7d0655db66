"""Excerpts as one web page: no script, nothing fetched from anywhere, readable offline, in the dark and on paper.

Each quote carries what `shared.proof` needs to check it. Everything from an article or a person is escaped text; only addresses of
http and https become links.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import IO

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs
from archive.exports.shared import proof
from archive.exports.shared.cells import plain
from archive.model.excerpt import Excerpt, Group, Grouping, Packet

from . import look, parts
from .parts import Citing

_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_USUAL = "sun"  # what is shown where no colour was chosen


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file."""
    citing = parts.citing(packet)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        _write(packet, citing, out, progress)
    return ()


def _write(packet: Packet, citing: Citing, out: IO[str], progress: Progress) -> None:
    out.write(opening(packet.title, parts.about(packet)))
    notes: list[Runs] = []
    by_article = packet.choice.grouping is Grouping.ARTICLE
    languages: dict[str, str | None] = {work.uid: work.language for work in packet.works.values()} if by_article else {}
    done = 0
    for number, group in enumerate(packet.groups(), 1):
        out.write(_opened(group, number, languages.get(group.key)))
        for excerpt in group.excerpts:
            progress.report(done, packet.passages, "Writing passages")
            done += 1
            out.writelines(_article(excerpt, done, packet, citing, notes))
        out.write("</section>\n")
    out.writelines(_codebook(packet))
    if notes:
        out.write('<section class="ends" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Notes</h2>\n<ol>\n')
        for number, note in enumerate(notes, 1):
            back = f'<a class="back" href="#r{number}" role="doc-backlink" aria-label="Back to passage {number}">↩︎</a>'
            out.write(f'<li id="n{number}" dir="auto">{inline(note)} {back}</li>\n')
        out.write("</ol></section>\n")
    if entries := citing.citer.bibliography():
        out.write('<section class="ends works" role="doc-bibliography"><h2>Works cited</h2>\n')
        out.writelines(f'<p dir="auto">{inline(entry)}</p>\n' for entry in progress.over(entries, "Writing works"))
        out.write("</section>\n")
    out.write(_foot(packet))


def opening(title: str, about: str) -> str:
    """A page up to and with its title, and `main` opened."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(look.policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Waystation">\n'
        f"<title>{text(title)}</title>\n<style>{look.css()}</style>\n</head>\n<body>\n"
        f'<header><h1 dir="auto">{text(title)}</h1>\n<p class="about">{text(about)}</p></header>\n<main>\n'
    )


def _opened(group: Group, number: int, language: str | None) -> str:
    if not group.heading:
        return "<section>\n"
    heading = f'<section aria-labelledby="g{number}">\n<h2 id="g{number}" dir="auto"{_lang(language)}>{text(group.heading)}</h2>\n'
    return heading + (f'<p class="definition" dir="auto">{_broken(group.definition)}</p>\n' if group.definition else "")


def _article(excerpt: Excerpt, number: int, packet: Packet, citing: Citing, notes: list[Runs]) -> Iterator[str]:
    choice = packet.choice
    cited = citing.citer.cite(excerpt)
    reference = ""
    if citing.footnoted:
        notes.append(cited)
        note = len(notes)
        reference = f'<sup><a id="r{note}" href="#n{note}" role="doc-noteref">{note}</a></sup>'
    shade = excerpt.colour if excerpt.colour in look.HIGHLIGHTS else _USUAL
    carried = proof.attributes(proof.of(excerpt, redacted=choice.redact))
    yield f'<article id="p{number}" class="{shade}">\n<blockquote dir="auto"{_lang(excerpt.work.language)}>'
    if excerpt.before.strip():
        yield f'<span class="context">{_broken(excerpt.before)}</span>'
    yield f'<mark class="quote" {carried}>{_broken(excerpt.exact)}</mark>{reference}'
    if excerpt.after.strip():
        yield f'<span class="context">{_broken(excerpt.after)}</span>'
    yield "</blockquote>\n"
    if not citing.footnoted:
        yield f'<p class="cited" dir="auto">{inline(cited)}</p>\n'
    if told := parts.place(excerpt, choice):
        yield f'<p class="place">{text(told)}</p>\n'
    if choice.tags and excerpt.tags:
        tags = "".join(f'<li dir="auto">{text(parts.shown_path(tag))}</li>' for tag in excerpt.tags)
        yield f'<ul class="tags" aria-label="Tags">{tags}</ul>\n'
    if choice.note and excerpt.note.strip():
        yield f'<div class="note"><b>Note</b><span dir="auto">{text(excerpt.note)}</span></div>\n'
    yield "</article>\n"


def _codebook(packet: Packet) -> Iterator[str]:
    tags = parts.defined(packet)
    if not tags:
        return
    yield "<section><h2>Tags</h2>\n<dl>\n"
    for tag in tags:
        yield f'<dt dir="auto">{text(parts.shown_path(tag.path))}</dt>\n'
        for label, said in (("", tag.definition), ("Use when: ", tag.use_when), ("Not when: ", tag.not_when)):
            if said.strip():
                yield f'<dd dir="auto">{label}{_broken(said)}</dd>\n'
    yield "</dl></section>\n"


def _foot(packet: Packet) -> str:
    left_out = "".join(f"<p>{text(reason)}</p>" for reason in packet.held_back)
    redacted = "<p>Words were replaced before this was exported.</p>" if packet.choice.redact else ""
    check = "<p>Each quote carries where it stands: “waystation verify” with this file says whether it still does.</p>"
    return f"</main>\n<footer>{left_out}{redacted}{check}</footer>\n</body>\n</html>\n"


def text(value: str) -> str:
    """Text of an element or of a quoted attribute."""
    return escape(plain(value), quote=True)


def _broken(value: str) -> str:
    return text(value).replace("\n", "<br>")


def _lang(language: str | None) -> str:
    return f' lang="{text(language)}"' if language else ""


def inline(runs: Runs) -> str:
    """Runs with their type; addresses of http and https lead there."""
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    made = text(run.text)
    for wanted, tag in ((run.italic, "i"), (run.bold, "b"), (run.superscript, "sup")):
        if wanted:
            made = f"<{tag}>{made}</{tag}>"
    if run.small_caps:
        made = f'<span class="caps">{made}</span>'
    if run.link is not None and _ADDRESS.fullmatch(run.link):
        made = f'<a href="{text(run.link)}" rel="noreferrer noopener">{made}</a>'
    return made
