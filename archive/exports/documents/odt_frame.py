"""What an OpenDocument text holds beside its words: styles, properties and the list of its parts. Nothing in it tells of this machine."""

from collections.abc import Iterable, Sequence
from typing import Any

from odf.element import Element
from odf.namespaces import nsdict
from odf.opendocument import OpenDocumentText
from odf.style import (
    DefaultStyle,
    FontFace,
    FootnoteSep,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TextProperties,
)
from odf.text import NotesConfiguration

from archive.exports.shared.markup import escape, quoteattr

from . import look

TYPE = "application/vnd.oasis.opendocument.text"
PARTS = ("styles.xml", "content.xml", "meta.xml")
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">\n'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{TYPE}"/>\n'
    + "".join(f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>\n' for part in PARTS)
    + "</manifest:manifest>\n"
)
_SERIF, _SANS, _EAST_ASIAN, _COMPLEX = "Georgia", "Arial", "Batang", "Times New Roman"
# name → (parent, points, colour role, centimetres at the left, points before, points after, bold, typeface)
_STYLES: dict[str, tuple[str, float, str, float, float, float, bool, str]] = {
    "Title": ("Standard", 22, "text", 0, 0, 6, False, _SERIF),
    "Heading 1": ("Standard", 15, "text", 0, 18, 6, True, _SERIF),
    "Heading 2": ("Standard", 12.5, "text", 0, 12, 4, True, _SERIF),
    "Quotations": ("Standard", 11, "text", 0.75, 10, 4, False, _SERIF),
    "Excerpt Details": ("Standard", 9, "muted", 0.75, 0, 2, False, _SANS),
    "Excerpt Citation": ("Standard", 9.5, "text", 0.75, 0, 2, False, _SANS),
    "Definition": ("Standard", 10, "muted", 0, 0, 8, False, _SERIF),
    "About": ("Standard", 9.5, "muted", 0, 0, 4, False, _SERIF),
    "Bibliography 1": ("Standard", 10.5, "text", 0.75, 0, 5, False, _SERIF),
    "Footnote": ("Standard", 9, "text", 0, 0, 2, False, _SERIF),
    "Endnote": ("Standard", 9, "text", 0, 0, 2, False, _SERIF),
}  # fmt: skip
_KEPT = ("Title", "Heading 1", "Heading 2")


def named(style: str) -> str:
    """A style's name as it is written in files (ODF 1.2, 19.502)."""
    return style.replace(" ", "_20_")


def styles(*, detailed: bool) -> bytes:
    """The part for styles; `detailed`: a line below each quote says where it stands, and stays on its page."""
    document = OpenDocumentText()
    for face in (_SERIF, _SANS, _EAST_ASIAN, _COMPLEX):
        document.fontfacedecls.addElement(FontFace(name=face, fontfamily=f"'{face}'"))
    _styles(document.styles, (*_KEPT, "Quotations") if detailed else _KEPT)
    page = PageLayout(name="Page")
    page.addElement(
        sized := PageLayoutProperties(
            pagewidth="21cm", pageheight="29.7cm", margin="2.3cm", printorientation="portrait"
        )
    )
    sized.addElement(FootnoteSep(width="0.018cm", distancebeforesep="0.2cm", distanceaftersep="0.2cm", relwidth="25%"))
    document.automaticstyles.addElement(page)
    document.masterstyles.addElement(MasterPage(name="Standard", pagelayoutname=page))
    # odfpy declares the namespaces that this process has used up to now: all of them, or a second file would be another one.
    Element.namespaces.clear()
    Element.namespaces.update(nsdict)
    made: bytes = document.stylesxml()
    return made


def properties(title: str, made: str, own: Iterable[tuple[str, str]] = ()) -> bytes:
    """The part for properties; `own` are those that are ours, by their names."""
    # odfpy names itself and its version as what made every file.
    office, meta = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "meta"))
    defined = "".join(
        f'<meta:user-defined meta:name={quoteattr(name)} meta:value-type="string">{escape(value)}</meta:user-defined>'
        for name, value in own
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="{office}" xmlns:meta="{meta}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
        f"<meta:generator>Waystation</meta:generator><dc:title>{escape(title)}</dc:title>"
        f"<meta:creation-date>{made[:19]}</meta:creation-date><dc:date>{made[:19]}</dc:date><dc:language>en</dc:language>"
        f"{defined}</office:meta></office:document-meta>"
    ).encode()


def _styles(styles: Any, kept: Sequence[str]) -> None:
    common = DefaultStyle(family="paragraph")
    common.addElement(ParagraphProperties(hyphenationladdercount="no-limit", writingmode="lr-tb"))
    faces = {"fontname": _SERIF, "fontnameasian": _EAST_ASIAN, "fontnamecomplex": _COMPLEX}
    languages = {
        "language": "en",
        "country": "GB",
        "languageasian": "ko",
        "countryasian": "KR",
        "languagecomplex": "he",
        "countrycomplex": "IL",
    }
    common.addElement(
        TextProperties(fontsize="11pt", fontsizeasian="11pt", fontsizecomplex="11pt", **faces, **languages)
    )
    styles.addElement(common)
    standard = Style(name="Standard", family="paragraph", attributes={"class": "text"})
    standard.addElement(ParagraphProperties(lineheight="120%", marginbottom="0.2cm"))
    styles.addElement(standard)
    for name, told in _STYLES.items():
        styles.addElement(_paragraph(name, name in kept, *told))
    for name in ("Footnote Symbol", "Footnote anchor", "Endnote Symbol", "Endnote anchor"):
        style = Style(name=named(name), displayname=name, family="text")
        if name.endswith("anchor"):
            style.addElement(TextProperties(textposition="super 58%"))
        styles.addElement(style)
    for name, properties in _characters():
        style = Style(name=named(name), displayname=name, family="text")
        style.addElement(TextProperties(**properties))
        styles.addElement(style)
    for kind in ("footnote", "endnote"):
        capital = kind.capitalize()
        styles.addElement(
            NotesConfiguration(
                noteclass=kind, numformat="1", startvalue="0", numsuffix=" ", startnumberingat="document", defaultstylename=capital,
                citationstylename=named(f"{capital} Symbol"), citationbodystylename=named(f"{capital} anchor"),
            )
        )  # fmt: skip


def _paragraph(
    name: str,
    kept: bool,
    parent: str,
    points: float,
    role: str,
    left: float,
    before: float,
    after: float,
    bold: bool,
    face: str,
) -> Any:
    told = {"defaultoutlinelevel": name[-1]} if name.startswith("Heading") else {}
    style = Style(name=named(name), displayname=name, family="paragraph", parentstylename=parent, **told)
    hanging = {"textindent": f"-{left}cm"} if name.startswith("Bibliography") else {}
    staying = {"keepwithnext": "always"} if kept else {}
    right = f"{left}cm" if name == "Quotations" else "0cm"
    style.addElement(
        ParagraphProperties(
            marginleft=f"{left}cm",
            marginright=right,
            margintop=f"{before}pt",
            marginbottom=f"{after}pt",
            orphans="2",
            widows="2",
            **hanging,
            **staying,
        )
    )
    size, weight = f"{points}pt", "bold" if bold else "normal"
    style.addElement(
        TextProperties(
            fontname=face, fontsize=size, fontsizeasian=size, fontsizecomplex=size, color=f"#{look.role(role)}",
            fontweight=weight, fontweightasian=weight, fontweightcomplex=weight,
        )
    )  # fmt: skip
    return style


def _characters() -> list[tuple[str, dict[str, str]]]:
    both = {"fontstyle": "italic", "fontstyleasian": "italic", "fontstylecomplex": "italic"}
    heavy = {"fontweight": "bold", "fontweightasian": "bold", "fontweightcomplex": "bold"}
    highlights = [(f"Highlight {shade}", {"backgroundcolor": f"#{look.role(shade)}"}) for shade in look.HIGHLIGHTS]
    return [
        ("Context", {"color": f"#{look.role('muted')}"}),
        ("Italic", both),
        ("Bold", heavy),
        ("Small capitals", {"fontvariant": "small-caps"}),
        ("Raised", {"textposition": "super 58%"}),
        ("Internet link", {"color": f"#{look.role('accent')}", "textunderlinestyle": "solid"}),
        *highlights,
    ]
