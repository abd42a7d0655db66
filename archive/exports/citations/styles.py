"""The citation styles that ship, and any CSL file by its path: read without following anything out of the file.

No entity is resolved and no network touched. A dependent style is followed to its parent where that ships.
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from citeproc import CitationStylesStyle
from lxml import etree

from archive.base.errors import Invalid

from .conditions import asked
from .elements import Layout
from .soundness import require_sound
from .terms import Terms

_CS = "{http://purl.org/net/xbiblio/csl}"
_LARGEST = 4 * 1024 * 1024  # bytes; the largest style of the CSL repository has 0.3 MB
_DEEPEST = 120  # elements inside of each other; Chicago's has 25
FIRST_NOTE = "first-reference-note-number"
_ANOTHER = "Choose a style from the list, or save the CSL file again from where it comes."


@dataclass(frozen=True, slots=True)
class Shipped:
    """A style of the list. `csl` is its name in the CSL repository, which dependent styles call it by."""

    id: str
    label: str
    csl: str


SHIPPED = {
    each.id: each
    for each in (
        Shipped("chicago-notes", "Chicago, 18th edition (notes and bibliography)", "chicago-notes-bibliography"),
        Shipped("chicago-author-date", "Chicago, 18th edition (author-date)", "chicago-author-date"),
        Shipped("apa", "APA, 7th edition", "apa"),
        Shipped("mla", "MLA, 9th edition", "modern-language-association"),
        Shipped("harvard", "Harvard (Cite Them Right)", "harvard-cite-them-right"),
        Shipped("mhra", "MHRA, 4th edition (notes)", "mhra-notes"),
        Shipped("asa", "American Sociological Association", "american-sociological-association"),
        Shipped("ieee", "IEEE (numbers)", "ieee"),
    )
}
# Names that earlier editions of the CSL repository, and styles that depend on them, call the same style by.
_ALSO = {
    "chicago-notes-bibliography-17th-edition": "chicago-notes",
    "chicago-author-date-17th-edition": "chicago-author-date",
}
_PARENTS = {each.csl: each.id for each in SHIPPED.values()} | _ALSO


@dataclass(frozen=True, slots=True)
class Style:
    """A style ready to cite with. `root` is citeproc's tree, kept so that its elements live."""

    title: str
    in_notes: bool
    root: Any
    terms: Terms
    citation: Layout
    bibliography: Layout | None
    options: dict[str, str]
    numbered: bool
    refers_back: bool  # "above n 5"
    positions: frozenset[str]  # those that it asks for: works cited at others look alike


def load(style: str, language: str) -> Style:
    """The style by its id or path, speaking `language` (BCP 47) unless it names one itself. Raises Invalid."""
    return _loaded(_read(style), style, language)


@lru_cache(maxsize=16)
def _loaded(source: bytes, style: str, language: str) -> Style:
    root = _parsed(source, style)
    root = _independent(root, style)
    data = io.BytesIO(etree.tostring(root, encoding="UTF-8"))
    try:
        read = CitationStylesStyle(data, locale=root.get("default-locale") or _locale(language), validate=False)
    except Exception as error:
        # citeproc raises whatever the part that it stumbles over raises.
        raise Invalid(f"The citation style {_named(style)} cannot be used: {error}.", _ANOTHER) from error
    return _compiled(read, style)


def _compiled(read: Any, style: str) -> Style:
    root = read.root
    citation, bibliography = root.find(f"{_CS}citation"), root.find(f"{_CS}bibliography")
    if citation is None:
        raise Invalid(f"{_named(style)} is no citation style: it does not say how to cite.", _ANOTHER)
    terms = Terms(root)
    title = root.findtext(f"{_CS}info/{_CS}title") or _named(style)
    try:
        require_sound(root)
        return Style(
            title=" ".join(title.split()),
            in_notes=root.get("class") == "note",
            root=root,
            terms=terms,
            citation=Layout(root, citation, terms),
            bibliography=None if bibliography is None else Layout(root, bibliography, terms),
            options={**dict(root.attrib), **dict(citation.attrib)},
            refers_back=any(each.get("variable") == FIRST_NOTE for each in root.iter(f"{_CS}text", f"{_CS}number")),
            numbered=any(each.get("variable") == "citation-number" for each in root.iter(f"{_CS}text", f"{_CS}number")),
            positions=asked(root),
        )
    except Invalid as error:
        raise Invalid(f"{_named(style)} cannot be used. {error.what}", error.advice or _ANOTHER) from error


def _read(style: str) -> bytes:
    if style in SHIPPED:
        return files("resources").joinpath("styles", f"{style}.csl").read_bytes()
    path = Path(style)
    if path.suffix.lower() not in (".csl", ".xml"):
        raise Invalid(f"There is no citation style {style!r}.", f"Choose one of {', '.join(SHIPPED)}, or a CSL file.")
    try:
        if path.stat().st_size > _LARGEST:
            raise Invalid(f"{path.name} is too large for a citation style.", _ANOTHER)
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"The citation style {path.name} cannot be read: {error.strerror}.", _ANOTHER) from error


def _parsed(data: bytes, style: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Invalid(f"{_named(style)} is no citation style: it is broken XML.", _ANOTHER) from error
    if root.getroottree().docinfo.doctype:
        raise Invalid(f"{_named(style)} declares a document type, which no citation style needs.", _ANOTHER)
    if root.tag != f"{_CS}style":
        raise Invalid(f"{_named(style)} is no citation style.", _ANOTHER)
    if _depth(root) > _DEEPEST:
        raise Invalid(f"{_named(style)} nests its elements too deeply for a citation style.", _ANOTHER)
    return root


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _independent(root: Any, style: str) -> Any:
    """The style itself, or the parent that a dependent one points at, with the dependent one's locale."""
    links = root.findall(f"{_CS}info/{_CS}link[@rel='independent-parent']")
    if not links or root.find(f"{_CS}citation") is not None:
        return root
    name = str(links[0].get("href", "")).rstrip("/").rsplit("/", 1)[-1].removesuffix(".csl")
    if name not in _PARENTS:
        raise Invalid(
            f"{_named(style)} only points at another style, {name!r}, which does not come with Waystation.",
            f"Save the style {name!r} as a CSL file too, and choose that one.",
        )
    parent = _parsed(_read(_PARENTS[name]), _PARENTS[name])
    if root.get("default-locale"):
        parent.set("default-locale", root.get("default-locale"))
    return parent


def _named(style: str) -> str:
    return style if style in SHIPPED else Path(style).name


def _locale(language: str) -> str:
    """citeproc takes a locale by the name of its file; a language alone is its main dialect."""
    parts = language.replace("_", "-").split("-")
    return "en-US" if parts[0].lower() in ("", "en", "und") and len(parts) == 1 else "-".join(parts)
