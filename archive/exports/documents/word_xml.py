"""Paragraphs and runs of WordprocessingML (ECMA-376, part 1, 17) as text; everything from an article or a person is escaped."""

from collections.abc import Iterable

from archive.exports.citations import Runs
from archive.exports.shared.cells import plain
from archive.exports.shared.markup import escape, quoteattr

from . import scripts
from .layout import address

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EAST_ASIAN = ("ko", "ja", "zh")
_RIGHT_TO_LEFT = ("he", "ar", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ku")


def paragraph(style: str, content: str, text: str) -> str:
    """A paragraph of `content`; `text` tells which way it runs."""
    bidi = "<w:bidi/>" if scripts.runs_left(text) else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{content}</w:p>'


def said(style: str, text: str) -> str:
    """A paragraph for each line of a text."""
    return "".join(paragraph(style, run(line), line) for line in text.split("\n"))


def run(text: str, character_style: str = "", language: str | None = None, properties: str = "") -> str:
    """Runs of a text: right-to-left letters stand in runs of their own, so that each finds its typeface."""
    made = []
    styled = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    spoken = _language(language)
    for piece, leftwards in scripts.stretches(text):
        inside = f"{styled}{properties}{'<w:rtl/>' if leftwards else ''}{spoken}"
        made.append(f"<w:r>{f'<w:rPr>{inside}</w:rPr>' if inside else ''}{_words(piece)}</w:r>")
    return "".join(made)


def _words(text: str) -> str:
    pieces = text.split("\t")
    words = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces)
    return "<w:tab/>".join(words)


def _language(language: str | None) -> str:
    if not language:
        return ""
    family = language.split("-")[0].lower()
    name = "eastAsia" if family in _EAST_ASIAN else "bidi" if family in _RIGHT_TO_LEFT else "val"
    return f'<w:lang w:{name}="{language}"/>'


def cited(runs: Runs) -> str:
    """Runs of a citation; addresses lead somewhere."""
    made = []
    for each in runs:
        # The order of these is that of the schema (CT_RPr).
        properties = "".join(
            tag
            for wanted, tag in ((each.bold, "<w:b/>"), (each.italic, "<w:i/>"), (each.small_caps, "<w:smallCaps/>"))
            if wanted
        ) + ('<w:vertAlign w:val="superscript"/>' if each.superscript else "")
        lead = address(each.link)
        words = run(plain(each.text).replace("\n", " "), "Hyperlink" if lead else "", properties=properties)
        code = quoteattr(f' HYPERLINK "{lead}" ')
        made.append(f"<w:fldSimple w:instr={code}>{words}</w:fldSimple>" if lead else words)
    return "".join(made)


def words(runs: Runs) -> str:
    """The words of a citation, for its direction."""
    return "".join(each.text for each in runs)


def notes(kind: str, found: Iterable[Runs]) -> Iterable[str]:
    """The part of footnotes or endnotes (`kind` is one of these words without its s), numbered from 1."""
    style, reference = f"{kind.capitalize()}Text", f"{kind.capitalize()}Reference"
    yield f"{HEAD}<w:{kind}s {NAMESPACES}>"
    for number, name in ((-1, "separator"), (0, "continuationSeparator")):
        spacing = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        yield f'<w:{kind} w:type="{name}" w:id="{number}"><w:p>{spacing}<w:r><w:{name}/></w:r></w:p></w:{kind}>'
    for number, each in enumerate(found, 1):
        mark = f'<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        yield f'<w:{kind} w:id="{number}">{paragraph(style, mark + cited(each), words(each))}</w:{kind}>'
    yield f"</w:{kind}s>"


def comment(number: int, text: str, author: str, stamp: str) -> str:
    """A comment; `stamp` is a UTC time stamp or nothing."""
    told = f" w:author={quoteattr(author)}" + (f' w:date="{stamp[:19]}Z"' if stamp else "")
    initials = "".join(word[0] for word in author.split())[:3]
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    lines = text.split("\n")
    body = "".join(
        paragraph("CommentText", (mark if not place else "") + run(line), line) for place, line in enumerate(lines)
    )
    return f'<w:comment w:id="{number}"{told} w:initials={quoteattr(initials)}>{body}</w:comment>'
