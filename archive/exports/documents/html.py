"""Excerpts as one web page: no script, nothing fetched from anywhere, readable offline, in the dark and on paper.

Each quote carries what `shared.proof` needs to check it. Everything from an article or a person is escaped text; only addresses of
http and https become links.
"""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs
from archive.exports.shared import proof
from archive.exports.shared.cells import plain
from archive.model.excerpt import Packet

from . import look
from .layout import NOTES, TAGS, WORKS_CITED, Heading, Laid, Layout, address, told


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file."""
    layout = Layout(packet, progress)
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.writelines(told(layout, _Page()))
    return ()


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


class _Page:
    """A Teller; what it opens it closes before the next section."""

    checks = True

    def __init__(self) -> None:
        self._noted: list[Runs] = []
        self._groups = 0
        self._open = ""

    def opening(self, title: str, about: str) -> str:
        return opening(title, about)

    def _next(self, opens: str, closes: str) -> str:
        before, self._open = self._open, closes
        return before + opens

    def heading(self, heading: Heading) -> str:
        self._groups += 1
        name, spoken = f"g{self._groups}", _lang(heading.language)
        made = f'<section aria-labelledby="{name}">\n<h2 id="{name}" dir="auto"{spoken}>{text(heading.text)}</h2>\n'
        if heading.definition:
            made += f'<p class="definition" dir="auto">{_broken(heading.definition)}</p>\n'
        return self._next(made, "</section>\n")

    def passage(self, laid: Laid) -> str:
        reference = ""
        if laid.note is not None:
            self._noted.append(laid.cited)
            number = laid.note
            reference = f'<sup><a id="r{number}" href="#n{number}" role="doc-noteref">{number}</a></sup>'
        before, after = (
            f'<span class="context">{_broken(context)}</span>' if context else ""
            for context in (laid.before, laid.after)
        )
        quote = f'<mark class="quote" {proof.attributes(laid.proof)}>{_broken(laid.words)}</mark>{reference}'
        made = [
            f'<article id="p{laid.number}" class="{laid.shade}">\n',
            f'<blockquote dir="auto"{_lang(laid.language)}>{before}{quote}{after}</blockquote>\n',
        ]
        if laid.note is None:
            made.append(f'<p class="cited" dir="auto">{inline(laid.cited)}</p>\n')
        if laid.place:
            made.append(f'<p class="place">{text(laid.place)}</p>\n')
        if laid.tags:
            tags = "".join(f'<li dir="auto">{text(tag)}</li>' for tag in laid.tags)
            made.append(f'<ul class="tags" aria-label="Tags">{tags}</ul>\n')
        if laid.comment:
            note = f'<b>{text(laid.note_by)}</b><span dir="auto">{text(laid.comment)}</span>'
            made.append(f'<div class="note">{note}</div>\n')
        return "".join((*made, "</article>\n"))

    def tag(self, path: str, texts: Sequence[str], *, first: bool) -> str:
        opened = self._next(f"<section><h2>{TAGS}</h2>\n<dl>\n", "</dl></section>\n") if first else ""
        said = "".join(f'<dd dir="auto">{_broken(each)}</dd>\n' for each in texts)
        return f'{opened}<dt dir="auto">{text(path)}</dt>\n{said}'

    def notes(self) -> Iterator[str]:
        if not self._noted:
            return
        begins = (
            f'<section class="ends" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">{NOTES}</h2>\n<ol>\n'
        )
        yield self._next(begins, "</ol></section>\n")
        for number, note in enumerate(self._noted, 1):
            back = f'<a class="back" href="#r{number}" role="doc-backlink" aria-label="Back to passage {number}">↩︎</a>'
            yield f'<li id="n{number}" dir="auto">{inline(note)} {back}</li>\n'

    def work(self, cited: Runs, *, first: bool) -> str:
        begins = f'<section class="ends works" role="doc-bibliography"><h2>{WORKS_CITED}</h2>\n'
        opened = self._next(begins, "</section>\n") if first else ""
        return f'{opened}<p dir="auto">{inline(cited)}</p>\n'

    def closing(self, texts: Sequence[str]) -> Iterator[str]:
        said = "".join(f"<p>{text(each)}</p>" for each in texts)
        yield self._next(f"</main>\n<footer>{said}</footer>\n</body>\n</html>\n", "")


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
    if lead := address(run.link):
        made = f'<a href="{text(lead)}" rel="noreferrer noopener">{made}</a>'
    return made
