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

from . import parts, word_frame, word_xml
from .layout import TAGS, WORKS_CITED, Heading, Laid, Layout, quoted, told
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
        frame = word_frame.frame(layout.title, packet.made, kind, detailed=parts.placed(packet.choice))
        with zipfile.ZipFile(io.BytesIO(frame)) as made:
            for name in made.namelist():
                if name != _BODY and name not in _CLOSED:
                    out.add(name, made.read(name))
        with out.member(_BODY, large=False) as body:
            for piece in text.body():
                body.write(piece.encode())
        if kind:
            out.add(f"word/{kind}s.xml", "".join(word_xml.notes(kind, text.noted)).encode())
        comments = f"{word_xml.HEAD}<w:comments {word_xml.NAMESPACES}>{''.join(text.comments)}</w:comments>"
        out.add("word/comments.xml", comments.encode())
        out.add("customXml/item1.xml", proof_docx.dumped(text.proofs))
    return ()


class _Text:
    """A Teller: the text as it is written, and what it leaves for the other parts."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.kind = ("endnote" if layout.endnotes else "footnote") if layout.footnoted else None
        self.noted: list[Runs] = []
        self.comments: list[str] = []
        self.proofs: list[tuple[str, Proof]] = []
        self._held = ""  # leads to a comment, and waits for a place

    checks = True

    def body(self) -> Iterator[str]:
        """The part of the text."""
        yield f"{word_xml.HEAD}<w:document {word_xml.NAMESPACES}><w:body>"
        yield from told(self._layout, self)
        position = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>' if self.kind == "endnote" else ""
        yield f"{_SECTION.format(notes=position)}</w:body></w:document>"

    def opening(self, title: str, about: str) -> str:
        return said("Title", title) + said("About", about)

    def heading(self, heading: Heading) -> str:
        lines = heading.text.replace("\n", " ")
        made = paragraph("Heading1", run(lines, language=heading.language), lines)
        return made + (said("Definition", heading.definition) if heading.definition else "")

    def tag(self, path: str, texts: Sequence[str], *, first: bool) -> str:
        opened = (said("Heading1", TAGS) if first else "") + said("Heading2", path)
        return opened + "".join(said("Definition", text) for text in texts)

    def notes(self) -> Iterator[str]:
        if self._held:
            yield f"<w:p>{self._held}</w:p>"

    def work(self, cited: Runs, *, first: bool) -> str:
        opened = said("Heading1", WORKS_CITED) if first else ""
        return opened + paragraph("Bibliography", word_xml.cited(cited), word_xml.words(cited))

    def closing(self, texts: Sequence[str]) -> Iterator[str]:
        yield from (said("About", text) for text in texts)

    def passage(self, laid: Laid) -> str:
        name = proof_docx.bookmark(laid.number)
        self.proofs.append((name, laid.proof))
        opening = f'<w:bookmarkStart w:id="{laid.number}" w:name="{name}"/>'
        closing = f'<w:bookmarkEnd w:id="{laid.number}"/>'
        if laid.note is not None and self.kind:
            self.noted.append(laid.cited)
            style = f"{self.kind.capitalize()}Reference"
            mark = f'<w:{self.kind}Reference w:id="{len(self.noted)}"/>'
            closing += f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>{mark}</w:r>{self._held}'
            self._held = ""
        if laid.comment:
            number = len(self.comments)
            self.comments.append(word_xml.comment(number, laid.comment, laid.author, laid.stamp))
            opening = f'<w:commentRangeStart w:id="{number}"/>{opening}'
            closing += f'<w:commentRangeEnd w:id="{number}"/>{self._reference(number)}'

        def strand(text: str, is_quote: bool) -> str:
            return run(text, f"Highlight{laid.shade}" if is_quote else "Context", laid.language)

        made = [paragraph("Quote", content, text) for content, text in quoted(laid, strand, opening, closing)]
        if laid.note is None:
            made.append(paragraph("ExcerptCitation", word_xml.cited(laid.cited), word_xml.words(laid.cited)))
        if laid.place:
            made.append(said("ExcerptDetails", laid.place))
        if laid.tags:
            made.append(said("ExcerptDetails", f"Tags: {laid.tagged}"))
        return "".join(made)

    def _reference(self, number: int) -> str:
        """What leads to a comment; its place is the range around the quote.

        LibreOffice 7.4 gives every note the words of another one where this stands before the second note. The first note's
        comment waits for that.
        """
        told = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        if len(self.noted) == 1 and self._layout.packet.passages > 1:
            self._held = told
            return ""
        return told
