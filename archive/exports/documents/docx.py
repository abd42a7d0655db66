"""Excerpts as a Word file (ECMA-376): real styles, footnotes or endnotes, comments, and a proof of each quote.

A bookmark stands around each quote, and a part of its own (`shared.proof_docx`) says for each bookmark where the quote stands in
the archive. The text is written as a stream.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.citations import Runs
from archive.exports.shared import proof_docx
from archive.exports.shared.proof import Proof
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Packet

from . import word_frame, word_xml
from .layout import TAGS, WORKS_CITED, Heading, Laid, Layout, strands
from .word_xml import paragraph, run, said

_BODY, _CLOSED = (
    "word/document.xml",
    ("word/comments.xml", "customXml/item1.xml", "word/footnotes.xml", "word/endnotes.xml"),
)
# A4 with the house's margins, in twentieths of a point.
_SECTION = (
    '<w:sectPr>{notes}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304"'
    ' w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
)


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file."""
    layout = Layout(packet, progress)
    text = _Text(layout)
    kind = text.kind
    with Zip(path, packet.made) as out:
        with zipfile.ZipFile(io.BytesIO(word_frame.frame(layout.title, packet.made, kind))) as made:
            for name in made.namelist():
                if name != _BODY and name not in _CLOSED:
                    out.add(name, made.read(name))
        with out.member(_BODY, large=False) as body:
            for piece in text.body():
                body.write(piece.encode())
        if kind:
            out.add(f"word/{kind}s.xml", "".join(word_xml.notes(kind, text.notes)).encode())
        comments = f"{word_xml.HEAD}<w:comments {word_xml.NAMESPACES}>{''.join(text.comments)}</w:comments>"
        out.add("word/comments.xml", comments.encode())
        out.add("customXml/item1.xml", proof_docx.dumped(text.proofs))
    return ()


class _Text:
    """The text as it is written, and what it leaves for the other parts."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.kind = ("endnote" if layout.endnotes else "footnote") if layout.footnoted else None
        self.notes: list[Runs] = []
        self.comments: list[str] = []
        self.proofs: list[tuple[str, Proof]] = []

    def body(self) -> Iterator[str]:
        layout = self._layout
        yield f"{word_xml.HEAD}<w:document {word_xml.NAMESPACES}><w:body>"
        yield said("Title", layout.title) + said("About", layout.about)
        for piece in layout.pieces():
            yield _heading(piece) if isinstance(piece, Heading) else self._passage(piece)
        for place, (path, texts) in enumerate(layout.codebook()):
            yield ("" if place else said("Heading1", TAGS)) + said("Heading2", path)
            yield "".join(said("Definition", text) for text in texts)
        for place, work in enumerate(layout.works()):
            yield "" if place else said("Heading1", WORKS_CITED)
            yield paragraph("Bibliography", word_xml.cited(work), word_xml.words(work))
        yield "".join(said("About", text) for text in layout.closing(checks=True))
        position = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>' if self.kind == "endnote" else ""
        yield f"{_SECTION.format(notes=position)}</w:body></w:document>"

    def _passage(self, laid: Laid) -> str:
        name = proof_docx.bookmark(laid.number)
        self.proofs.append((name, laid.proof))
        opening = f'<w:bookmarkStart w:id="{laid.number}" w:name="{name}"/>'
        closing = f'<w:bookmarkEnd w:id="{laid.number}"/>'
        if laid.comment:
            number = len(self.comments)
            self.comments.append(word_xml.comment(number, laid.comment, laid.author, laid.stamp))
            opening = f'<w:commentRangeStart w:id="{number}"/>{opening}'
            closing += (
                f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
                f'<w:commentReference w:id="{number}"/></w:r>'
            )
        if laid.note is not None and self.kind:
            self.notes.append(laid.cited)
            style = f"{self.kind.capitalize()}Reference"
            mark = f'<w:{self.kind}Reference w:id="{len(self.notes)}"/>'
            closing += f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>{mark}</w:r>'
        made = [_quoted(laid, opening, closing)]
        if laid.note is None:
            made.append(paragraph("ExcerptCitation", word_xml.cited(laid.cited), word_xml.words(laid.cited)))
        if laid.place:
            made.append(said("ExcerptDetails", laid.place))
        if laid.tags:
            made.append(said("ExcerptDetails", f"Tags: {laid.tags}"))
        return "".join(made)


def _heading(heading: Heading) -> str:
    lines = heading.text.replace("\n", " ")
    made = paragraph("Heading1", run(lines, language=heading.language), lines)
    return made + (said("Definition", heading.definition) if heading.definition else "")


def _quoted(laid: Laid, opening: str, closing: str) -> str:
    lines = strands(laid)
    places = [(row, column) for row, line in enumerate(lines) for column, strand in enumerate(line) if strand[1]]
    made = []
    for row, line in enumerate(lines):
        content = []
        for column, (text, quoted) in enumerate(line):
            words = run(text, f"Highlight{laid.shade}" if quoted else "Context", laid.language)
            first, last = (row, column) == places[0], (row, column) == places[-1]
            content.append(f"{opening if first else ''}{words}{closing if last else ''}")
        made.append(paragraph("Quote", "".join(content), "".join(text for text, _ in line)))
    return "".join(made)
