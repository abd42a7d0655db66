"""Passages as they are pasted: plain text, HTML for word processors, Markdown for editors; each with its citation and its note.

Everything from an article or a person is escaped text.
"""

import re
from collections.abc import Sequence
from html import escape

from archive.exports.citations import Run, Runs, plain
from archive.exports.documents import markdown
from archive.exports.shared.cells import plain as printable
from archive.model.excerpt import Excerpt

_ADDRESS = re.compile(r"https?://[^\s<>\"\\()]+", re.IGNORECASE)

Cited = Sequence[tuple[Excerpt, Runs]]


def quoted(words: str) -> str:
    """In quotation marks; marks inside become single ones (Chicago Manual of Style 13.30)."""
    inner = words.strip()
    if inner.startswith("“") and inner.endswith("”") and inner.count("“") == 1:
        inner = inner[1:-1]
    return f"“{inner.replace('“', '‘').replace('”', '’')}”"


def as_plain(cited: Cited, works: Sequence[Runs]) -> str:
    """A paragraph a passage, its note on the line below; an empty line between them."""
    parts = [
        f"{quoted(excerpt.exact)} — {plain(runs)}" + (f"\n{excerpt.note}" if excerpt.note else "")
        for excerpt, runs in cited
    ]
    return "\n\n".join([*parts, *map(plain, works)])


def as_html(cited: Cited, works: Sequence[Runs]) -> str:
    """Block quotations, each followed by a paragraph with its citation; it says its encoding, as browsers' clips do."""
    parts = [
        f'<blockquote dir="auto">{_lines(quoted(excerpt.exact))}</blockquote>\n<p dir="auto">— {_html(runs)}</p>'
        + (f'\n<p dir="auto">{_lines(excerpt.note)}</p>' if excerpt.note else "")
        for excerpt, runs in cited
    ]
    return "\n".join(['<meta charset="utf-8">', *parts, *(f'<p dir="auto">{_html(entry)}</p>' for entry in works)])


def as_markdown(cited: Cited, works: Sequence[Runs]) -> str:
    """Block quotations, each followed by a paragraph with its citation."""
    parts = []
    for excerpt, runs in cited:
        lines = (markdown.line(each) for each in printable(quoted(excerpt.exact)).split("\n"))
        quote = "\n".join(f"> {each}".rstrip() for each in lines)
        parts.append(f"{quote}\n\n— {markdown.inline(runs)}")
        if excerpt.note.strip():
            parts.append("\n\n".join(filter(None, map(markdown.line, printable(excerpt.note).split("\n")))))
    return "\n\n".join([*parts, *map(markdown.inline, works)]) + "\n"


def _lines(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")


def _html(runs: Runs) -> str:
    return "".join(_html_run(run) for run in runs)


def _html_run(run: Run) -> str:
    made = escape(printable(run.text))
    for wanted, tag in ((run.italic, "i"), (run.bold, "b"), (run.superscript, "sup")):
        made = f"<{tag}>{made}</{tag}>" if wanted else made
    if run.link is not None and _ADDRESS.fullmatch(run.link):
        made = f'<a href="{escape(run.link)}">{made}</a>'
    return made
