"""Excerpts as an OpenDocument text (ODF 1.2): real styles, footnotes or endnotes, comments, and a proof of each quote.

A bookmark stands around each quote, and the document's own properties (`shared.proof_odt`) say where each stands in the archive. The
text is written as a stream.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.citations import Run, Runs
from archive.exports.shared import proof_odt
from archive.exports.shared.cells import plain
from archive.exports.shared.markup import escape, quoteattr
from archive.exports.shared.proof import Proof
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Packet

from . import look, odt_frame, parts, scripts
from .layout import TAGS, WORKS_CITED, Heading, Laid, Layout, address, quoted, told
from .odt_frame import named

_SPACES = re.compile(" {2,}|^ | $|\t")
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in (
        *(
            (name, f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0")
            for name in ("office", "text", "style", "table", "drawing", "meta", "number")
        ),
        ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
_BASES = ("Context", *(f"Highlight {shade}" for shade in look.HIGHLIGHTS))
_LEFTWARDS = "Leftwards "
_TURNED = (
    "Title", "Heading 1", "Heading 2", "Quotations", "Excerpt Details", "Excerpt Citation", "Definition", "About",
    "Bibliography 1", "Footnote", "Endnote",
)  # fmt: skip


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file."""
    layout = Layout(packet, progress)
    text = _Text(layout)
    with Zip(path, packet.made) as out:
        # The type stands first and as it is, so that programs know the file by its first bytes (ODF 1.2, part 3, 3.3).
        out.add("mimetype", odt_frame.TYPE.encode(), stored=True)
        out.add("styles.xml", odt_frame.styles(detailed=parts.placed(packet.choice)))
        with out.member("content.xml", large=False) as body:
            for piece in text.content():
                body.write(piece.encode())
        out.add("meta.xml", odt_frame.properties(layout.title, packet.made, proof_odt.dumped(text.proofs)))
        out.add("META-INF/manifest.xml", odt_frame.MANIFEST.encode())
    return ()


class _Text:
    """A Teller: the text as it is written, and the proofs of its quotes."""

    checks = True

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.proofs: list[tuple[int, Proof]] = []
        languages = sorted({each for each in layout.languages.values() if each})
        self._spoken = {
            (base, each): f"L{number}_{place}"
            for number, each in enumerate(languages)
            for place, base in enumerate(_BASES)
        }

    def content(self) -> Iterator[str]:
        layout = self._layout
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMESPACES} office:version="1.2">'
        yield f"<office:automatic-styles>{''.join(self._styles())}</office:automatic-styles><office:body><office:text>"
        yield from told(layout, self)
        yield "</office:text></office:body></office:document-content>"

    def _styles(self) -> Iterator[str]:
        for each in _TURNED:
            name = f'style:name="{named(_LEFTWARDS + each)}" style:family="paragraph" style:parent-style-name="{named(each)}"'
            turned = '<style:paragraph-properties fo:text-align="start" style:writing-mode="rl-tb"/>'
            yield f"<style:style {name}>{turned}</style:style>"
        for (base, language), name in self._spoken.items():
            spoken, _, country = language.partition("-")
            country = country if re.fullmatch("[A-Z]{2}", country) else "none"
            told = "".join(
                f' {prefix}language{suffix}="{spoken}" {prefix}country{suffix}="{country}"'
                for prefix, suffix in (("fo:", ""), ("style:", "-asian"), ("style:", "-complex"))
            )
            parent = f'style:name="{name}" style:family="text" style:parent-style-name="{named(base)}"'
            yield f"<style:style {parent}><style:text-properties{told}/></style:style>"

    def opening(self, title: str, about: str) -> str:
        return _said("Title", title) + _said("About", about)

    def heading(self, heading: Heading) -> str:
        opened = _said("Heading 1", heading.text.replace("\n", " "))
        return opened + (_said("Definition", heading.definition) if heading.definition else "")

    def tag(self, path: str, texts: Sequence[str], *, first: bool) -> str:
        opened = (_said("Heading 1", TAGS) if first else "") + _said("Heading 2", path)
        return opened + "".join(_said("Definition", text) for text in texts)

    def notes(self) -> Iterator[str]:
        return iter(())

    def work(self, cited: Runs, *, first: bool) -> str:
        opened = _said("Heading 1", WORKS_CITED) if first else ""
        return opened + _paragraph("Bibliography 1", _cited(cited), _words(cited))

    def closing(self, texts: Sequence[str]) -> Iterator[str]:
        yield from (_said("About", text) for text in texts)

    def passage(self, laid: Laid) -> str:
        name = proof_odt.bookmark(laid.number)
        self.proofs.append((laid.number, laid.proof))
        opening, closing = _comment(laid)
        # The mark is closest to the words: a comment or a note beside them is no part of the quote.
        opening += f'<text:bookmark-start text:name="{name}"/>'
        closing = f'<text:bookmark-end text:name="{name}"/>{closing}'
        if laid.note is not None:
            closing += _note(laid.note, laid.cited, "endnote" if self._layout.endnotes else "footnote")

        def strand(text: str, is_quote: bool) -> str:
            base = f"Highlight {laid.shade}" if is_quote else "Context"
            style = self._spoken.get((base, laid.language or ""), named(base))
            return f'<text:span text:style-name="{style}">{_escaped(text)}</text:span>' if text else ""

        made = [_paragraph("Quotations", content, text) for content, text in quoted(laid, strand, opening, closing)]
        if laid.note is None:
            made.append(_paragraph("Excerpt Citation", _cited(laid.cited), _words(laid.cited)))
        made += [_said("Excerpt Details", laid.place)] if laid.place else []
        made += [_said("Excerpt Details", f"Tags: {laid.tagged}")] if laid.tags else []
        return "".join(made)


def _comment(laid: Laid) -> tuple[str, str]:
    if not laid.comment:
        return "", ""
    name = f'office:name="note{laid.number}"'
    told = (f"<dc:creator>{escape(laid.author)}</dc:creator>" if laid.author else "") + (
        f"<dc:date>{laid.stamp[:19]}</dc:date>" if laid.stamp else ""
    )
    body = "".join(f"<text:p>{_escaped(line)}</text:p>" for line in laid.comment.split("\n"))
    return f"<office:annotation {name}>{told}{body}</office:annotation>", f"<office:annotation-end {name}/>"


def _note(number: int, cited: Runs, kind: str) -> str:
    body = _paragraph(kind.capitalize(), _cited(cited), _words(cited))
    return (
        f'<text:note text:id="note{number}" text:note-class="{kind}"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body>{body}</text:note-body></text:note>"
    )


def _said(style: str, text: str) -> str:
    return "".join(_paragraph(style, _escaped(line), line) for line in text.split("\n"))


def _paragraph(style: str, content: str, text: str) -> str:
    name = named(f"{_LEFTWARDS}{style}" if scripts.runs_left(text) else style)
    if style.startswith("Heading"):
        return f'<text:h text:style-name="{name}" text:outline-level="{style[-1]}">{content}</text:h>'
    return f'<text:p text:style-name="{name}">{content}</text:p>'


def _escaped(text: str) -> str:
    """Text whose spaces and tabs all count; the format joins runs of them (ODF 1.2, 6.1.2)."""
    return _SPACES.sub(_space, escape(text))


def _space(match: re.Match[str]) -> str:
    return "<text:tab/>" if match[0] == "\t" else f'<text:s text:c="{len(match[0])}"/>'


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _cited(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    made = _escaped(plain(run.text).replace("\n", " "))
    for wanted, style in (
        *((run.italic, "Italic"), (run.bold, "Bold")),
        *((run.small_caps, "Small capitals"), (run.superscript, "Raised")),
    ):
        if wanted:
            made = f'<text:span text:style-name="{named(style)}">{made}</text:span>'
    lead = address(run.link)
    style = f'text:style-name="{named("Internet link")}"'
    return f'<text:a xlink:type="simple" xlink:href={quoteattr(lead)} {style}>{made}</text:a>' if lead else made
