"""Takes a note of Zotero, which is HTML, apart: its words, and the passages that were taken into it from a text."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from .jsons import text
from .pages import Page

_QUOTES = "“”\"„‟«»「」'‘’ \t\n"


@dataclass(slots=True)
class Quoted:
    """Words that a note quotes, with what is said beside them."""

    exact: str = ""
    comment: str = ""
    colour: str = ""
    key: str = ""


def read_note(html: str) -> tuple[str, list[Quoted]]:
    """The words of a note as plain text, and what it quotes; a note that is plain text already stays as it is."""
    if "<" not in html:
        return html.strip(), []
    parser = _Marked()
    parser.feed(html)
    parser.close()
    parser.finish()
    return Page(html).laid.text.strip(), parser.found


@dataclass(slots=True)
class _Paragraph:
    quotes: list[Quoted] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class _Marked(HTMLParser):
    """Finds `<span class="highlight">` and, in the same paragraph, what is neither that nor its citation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Quoted] = []
        self._spans: list[str] = []
        self._paragraph = _Paragraph()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            said = dict(attrs)
            kind = said.get("class") or ""
            self._spans.append(kind)
            if kind == "highlight":
                self._paragraph.quotes.append(_told(said.get("data-annotation") or ""))
        elif tag in ("p", "li", "blockquote", "div"):
            self.finish()

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._spans:
            self._spans.pop()
        elif tag in ("p", "li", "blockquote", "div"):
            self.finish()

    def handle_data(self, data: str) -> None:
        if "highlight" in self._spans and self._paragraph.quotes:
            self._paragraph.quotes[-1].exact += data
        elif not any(kind.startswith("citation") for kind in self._spans):
            self._paragraph.said.append(data)

    def finish(self) -> None:
        """Ends the paragraph under way."""
        comment = " ".join("".join(self._paragraph.said).split()).strip(" ()")
        for each in self._paragraph.quotes:
            each.exact = each.exact.strip(_QUOTES)
            each.comment = comment
            self.found.append(each)
        self._paragraph = _Paragraph()


def _told(annotation: str) -> Quoted:
    try:
        said = json.loads(unquote(annotation))
    except (ValueError, RecursionError):
        return Quoted()
    return Quoted(colour=text(said, "color"), key=text(said, "annotationKey"))
