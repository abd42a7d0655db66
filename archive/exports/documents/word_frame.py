"""What a Word file holds beside its text: styles, settings, properties, and the parts that python-docx knows nothing of.

Nothing in it tells of this machine, of a template's author or of the time at which it was made but `made`.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from lxml import etree

from . import look

COMMENTS, PROOFS = "/word/comments.xml", "/customXml/item1.xml"
_SERIF, _SANS = "Georgia", "Arial"  # on most machines; the house's own are on few
_EAST_ASIAN, _COMPLEX = "Batang", "Times New Roman"
_PARAGRAPHS: tuple[tuple[str, float, str, float, float], ...] = (
    # name, size in points, role of its colour, centimetres at its left, points after it
    ("Excerpt Details", 9, "muted", 0.75, 2),
    ("Excerpt Citation", 9.5, "text", 0.75, 2),
    ("Definition", 10, "muted", 0, 8),
    ("About", 9.5, "muted", 0, 4),
    ("Bibliography", 10.5, "text", 0.75, 5),
    ("footnote text", 9, "text", 0, 2),
    ("endnote text", 9, "text", 0, 2),
    ("annotation text", 10, "text", 0, 0),
)
_DROPPED = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML)
_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_CUSTOM_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# Any GUID does, as long as it is the same in every packet: by it a program may find this part among others.
_STORE = "{6B0D6E1C-57A7-4F0E-9C53-0C6B7A5E7B11}"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem'
    f' ds:itemID="{_STORE}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    '<ds:schemaRefs><ds:schemaRef ds:uri="urn:waystation:proof"/></ds:schemaRefs></ds:datastoreItem>'
)
_APP = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Waystation</Application></Properties>"
)


def frame(title: str, made: str, notes: str | None, *, detailed: bool) -> bytes:
    """A DOCX file whose text is empty. Its parts for notes (`notes`: footnote, endnote or None), comments and proofs are placeholders.
    `detailed`: a line below each quote says where it stands, and stays on its page."""
    document = Document()
    _properties(document, title, made)
    _styles(document)
    document.styles["Quote"].paragraph_format.keep_with_next = detailed
    _settings(document, notes)
    main = document.part
    for holder in (main.rels, main.package.rels):
        for key in [key for key, each in holder.items() if each.reltype in (*_DROPPED, _EFFECTS)]:
            del holder[key]
    package: Any = main.package
    for part in package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = _APP
    _add(main, COMMENTS, CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS)
    proofs = _add(main, PROOFS, CONTENT_TYPE.XML, RELATIONSHIP_TYPE.CUSTOM_XML)
    _add(proofs, "/customXml/itemProps1.xml", _CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS, _PROPERTIES)
    if notes == "footnote":
        _add(main, "/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES)
    elif notes == "endnote":
        _add(main, "/word/endnotes.xml", CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(holder: Any, name: str, content_type: str, relation: str, content: str = "<x/>") -> Any:
    part = Part(PackURI(name), content_type, content.encode(), holder.package)
    holder.relate_to(part, relation)
    return part


def _properties(document: DocumentObject, title: str, made: str) -> None:
    told = document.core_properties
    moment = datetime.fromisoformat(made).replace(tzinfo=None)
    told.title, told.author, told.comments, told.last_modified_by = title[:255], "", "", ""
    told.created = told.modified = moment
    told.language = "en"


def _settings(document: DocumentObject, notes: str | None) -> None:
    root = document.settings.element
    for name in ("w:rsids", "w:proofState", "w:savePreviewPicture"):
        for each in root.findall(qn(name)):
            root.remove(each)
    language = root.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "ko-KR")
        language.set(qn("w:bidi"), "he-IL")
    if notes:
        marks = "".join(f'<w:{notes} w:id="{number}"/>' for number in (-1, 0))
        number = '<w:numFmt w:val="decimal"/>' if notes == "endnote" else ""
        made = parse_xml(f"<w:{notes}Pr {nsdecls('w')}>{number}{marks}</w:{notes}Pr>")
        root.find(qn("w:compat")).addprevious(made)


def _styles(document: DocumentObject) -> None:
    styles: Any = document.styles
    for each in [each for each in styles if each.type is WD_STYLE_TYPE.TABLE and each.name != "Normal Table"]:
        styles.element.remove(each.element)
    _defaults(styles.element)
    _set(styles["Normal"], 11, "text", after=6)
    styles["Normal"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    styles["Normal"].paragraph_format.line_spacing = 1.2
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12.5)):
        _heading(styles[name], size)
    _quote(styles["Quote"])
    for name, size, role, left, after in _PARAGRAPHS:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.islower() or name == "Bibliography")
        style.base_style = styles["Normal"]
        _set(style, size, role, after=after)
        style.paragraph_format.left_indent = Cm(left)
        if name.startswith("Excerpt"):
            _fonts(style.element, _SANS)
    styles["Bibliography"].paragraph_format.first_line_indent = Cm(-0.75)
    for name in ("footnote reference", "endnote reference"):
        styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True).font.superscript = True
    styles.add_style("annotation reference", WD_STYLE_TYPE.CHARACTER, builtin=True).font.size = Pt(8)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(look.role("accent")), True
    styles.add_style("Context", WD_STYLE_TYPE.CHARACTER).font.color.rgb = RGBColor.from_string(look.role("muted"))
    for shade in look.HIGHLIGHTS:
        _highlight(styles.add_style(f"Highlight {shade}", WD_STYLE_TYPE.CHARACTER), look.role(shade))
    for style, told in zip(styles, _ids(styles), strict=True):
        style.element.styleId = told


_IDS = {"annotation text": "CommentText", "annotation reference": "CommentReference"}


def _ids(styles: Any) -> Iterator[str]:
    """Word finds the styles for notes and comments by these ids, whatever they are called."""
    for style in styles:
        name = style.element.name_val
        if name in _IDS:
            yield _IDS[name]
        elif name.startswith(("footnote ", "endnote ")):
            yield "".join(word.capitalize() for word in name.split())
        else:
            yield style.style_id


def _defaults(root: Any) -> None:
    """Typefaces and languages of all text: for Latin, East Asian and right-to-left letters each its own."""
    found = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for name in ("w:rFonts", "w:lang"):
        for each in found.findall(qn(name)):
            found.remove(each)
    fonts = (
        f'<w:rFonts {nsdecls("w")} w:ascii="{_SERIF}" w:hAnsi="{_SERIF}" w:eastAsia="{_EAST_ASIAN}" w:cs="{_COMPLEX}"/>'
    )
    found.insert(0, parse_xml(fonts))
    found.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="ko-KR" w:bidi="he-IL"/>'))


def _fonts(element: Any, name: str) -> None:
    properties = element.get_or_add_rPr()
    for each in properties.findall(qn("w:rFonts")):
        properties.remove(each)
    properties.insert(
        0, parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{_EAST_ASIAN}"/>')
    )


def _set(style: ParagraphStyle, points: float, role: str, *, after: float) -> None:
    style.font.size = Pt(points)
    style.font.color.rgb = RGBColor.from_string(look.role(role))
    style.paragraph_format.space_after = Pt(after)


def _heading(style: ParagraphStyle, points: float) -> None:
    properties: Any = style.element.get_or_add_pPr()
    for each in properties.findall(qn("w:pBdr")):
        properties.remove(each)
    _fonts(style.element, _SERIF)
    _set(style, points, "text", after=6)
    style.font.bold = style.name != "Title"
    style.paragraph_format.space_before = Pt(0 if style.name == "Title" else 18)
    style.paragraph_format.keep_with_next = True


def _quote(style: ParagraphStyle) -> None:
    _set(style, 11, "text", after=4)
    style.font.italic = False
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.75)
    style.paragraph_format.space_before = Pt(10)


def _highlight(style: CharacterStyle, colour: str) -> None:
    properties = style.element.get_or_add_rPr()
    etree.SubElement(properties, qn("w:shd"), {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): colour})
