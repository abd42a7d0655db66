"""Excerpts as a PDF through typst: outline, numbered pages, footnotes, tags for screen readers (PDF/UA-1 where every sign can be shown).

What is set goes in as data: no sign in an article or a note means anything to typst. No file is read but typefaces, none is fetched.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

import resources
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.exports.citations import Runs
from archive.exports.shared.cells import plain
from archive.model.excerpt import Packet

from . import look, parts, scripts
from .layout import NOTES, TAGS, WORKS_CITED, Heading, Laid, Layout, address, strands

# The house's own, then one that typst carries (Latin, Greek, Cyrillic, Hebrew), then those for Hangul that systems have.
_SERIF = (
    "Source Serif Pro",
    "Libertinus Serif",
    "Noto Serif CJK KR",
    "Noto Serif KR",
    "Batang",
    "AppleMyungjo",
    "NanumMyeongjo",
)
_SANS = (
    "Source Sans Pro",
    "DejaVu Sans Mono",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "NanumGothic",
)
_PACKAGES = ("font_source_serif_pro", "font_source_sans_pro")
_LONG = 900  # characters; what is longer may be divided between pages
_MOST_FOOTNOTES = 5_000
_MOST_BACK = 2_000  # endnotes that lead back to their places; measured: 0.5 s of processor time a thousand
_MOST_NAMED = 12
_UNSHOWN = re.compile("the text `(.+?)` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_STANDARD = "ua-1"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file. Warns of signs that no typeface here can show, and of footnotes that became endnotes."""
    layout = Layout(packet, progress)
    warnings = []
    endnotes = layout.endnotes
    if layout.footnoted and not endnotes and packet.passages > _MOST_FOOTNOTES:
        endnotes = True
        warnings.append(
            f"The notes stand at the end of the PDF: there are more than {_MOST_FOOTNOTES:,}, too many for the feet of its pages."
        )
    data, signs = _data(layout, endnotes=endnotes)
    setter = _Setter()
    missing = setter.missing(signs, progress)
    if missing:
        warnings.append(_told(missing))
    progress.report(packet.passages, packet.passages, "Setting pages")
    made = datetime.fromisoformat(packet.made).replace(microsecond=0)
    path.write_bytes(setter.pdf(data, made, standard=None if missing else _STANDARD))
    progress.check()
    return warnings


def _told(missing: Sequence[str]) -> str:
    named = " ".join(missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    return f"No typeface on this machine shows {named}{more}: there are boxes in their places in the PDF."


class _Setter:
    def __init__(self) -> None:
        self._folders = [str(Path(str(spec.origin)).parent / "files") for spec in map(find_spec, _PACKAGES) if spec]
        self._families = _families(tuple(self._folders))

    def pdf(self, data: dict[str, Any], made: datetime, *, standard: str | None) -> bytes:
        """The finished file. Raises WaystationError where typst cannot set it."""
        data |= {"serif": self._known(_SERIF), "sans": self._known(_SANS)}
        files = {
            "main": resources.text("typst", "excerpts.typ").encode(),
            "data.json": json.dumps(data, ensure_ascii=False).encode(),
        }
        try:
            return self._compiled(files, made, standard)
        except typst.TypstError as error:
            if standard is None:
                raise WaystationError(f"The PDF could not be set ({error}).", "Choose another format.") from error
            return self.pdf(data, made, standard=None)

    def missing(self, signs: Sequence[str], progress: Progress) -> list[str]:
        """Those of the signs that no typeface shows: typst refuses a PDF/UA that has one, and names the first."""
        fonts, left, found = json.dumps(self._known(_SERIF)), list(signs), []
        source = (
            '#set document(title: "x")\n'
            f"#set text(font: json(bytes({json.dumps(fonts)})))\n"
            '#for each in json("data.json") { par(text(each)) }'
        ).encode()
        while left:
            progress.check()
            try:
                self._compiled({"main": source, "data.json": json.dumps(left).encode()}, _EPOCH, _STANDARD)
                break
            except typst.TypstError as error:
                named = _UNSHOWN.search(str(error))
                if named is None:
                    break
                unshown = _unquoted(named[1])
                gone = [each for each in left if each in unshown]
                if not gone:
                    break
                found += gone
                left = left[left.index(gone[-1]) + 1 :]
        return found

    def _known(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name.lower() in self._families]

    def _compiled(self, files: dict[str, bytes], made: datetime, standard: str | None) -> bytes:
        # The types that it declares leave out files that are handed over in memory.
        compile_any: Callable[..., bytes] = typst.compile
        return compile_any(
            files, format="pdf", font_paths=self._folders, pdf_standards=[standard] if standard else [], timestamp=made
        )


def _unquoted(told: str) -> str:
    """Text that typst tells as Rust writes it for programmers: `\\u{301}` for what cannot stand by itself."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], told.strip('"'))


@cache
def _families(folders: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in typst.Fonts(font_paths=list(folders)).families())


def _data(layout: Layout, *, endnotes: bool) -> tuple[dict[str, Any], list[str]]:
    """All that is set, and the signs in it that a typeface may lack."""
    notes: list[dict[str, Any]] = []
    pieces: list[dict[str, Any]] = []
    for piece in layout.pieces():
        if isinstance(piece, Heading):
            text = piece.text.replace("\n", " ")
            pieces.append({"heading": _said(text, piece.language), "definition": _lines(piece.definition)})
            continue
        pieces.append(_passage(piece))
        if piece.note is not None and endnotes:
            notes.append({"number": piece.note, "cited": pieces[-1]["cited"]})
    made = date.fromisoformat(layout.packet.made[:10])
    names = ("text", "muted", "line", "accent", *look.HIGHLIGHTS, *(f"{name}_mark" for name in look.HIGHLIGHTS))
    data = {
        "title": layout.title,
        "about": layout.about,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "colours": {name: f"#{look.role(name)}" for name in names},
        "labels": {"tags": TAGS, "notes": NOTES, "works": WORKS_CITED},
        "endnotes": endnotes,
        "back": len(notes) <= _MOST_BACK,
        "pieces": pieces,
        "notes": notes,
        "codebook": [
            {"path": path, "texts": [_said(line) for text in texts for line in text.split("\n")]}
            for path, texts in layout.codebook()
        ],
        "works": [_cited(work) for work in layout.works()],
        "closing": [_said(text) for text in layout.closing(checks=False)],
    }
    return data, sorted(set(_texts(data)))


def _texts(data: Any) -> Iterator[str]:
    """Every sign beyond Latin in any text."""
    if isinstance(data, str):
        if not data.isascii():
            yield from (sign for sign in set(data) if sign > "\u024f" and not sign.isspace())
    else:
        for each in data.values() if isinstance(data, dict) else data if isinstance(data, (list, tuple)) else ():
            yield from _texts(each)


def _passage(laid: Laid) -> dict[str, Any]:
    lines = strands(laid)
    last = max((row, column) for row, line in enumerate(lines) for column, strand in enumerate(line) if strand[1])
    told = parts.note_by(laid.author, laid.stamp)
    return {
        "lines": [
            {
                "strands": [[text, quoted, (row, column) == last] for column, (text, quoted) in enumerate(line)],
                **_set_as("".join(text for text, _ in line), laid.language),
            }
            for row, line in enumerate(lines)
        ],
        "long": len(laid.before) + len(laid.words) + len(laid.after) + len(laid.comment) > _LONG
        or len(lines) + laid.comment.count("\n") > _LONG // 60,
        "shade": laid.shade,
        "cited": _cited(laid.cited),
        "note": laid.note,
        "place": laid.place,
        "tags": f"Tags: {laid.tags}" if laid.tags else "",
        "comment": _lines(laid.comment),
        "told": told,
    }


def _lines(text: str) -> list[dict[str, Any]]:
    return [_said(line) for line in text.split("\n")] if text else []


def _said(text: str, language: str | None = None) -> dict[str, Any]:
    return {"text": text, **_set_as(text, language)}


def _set_as(text: str, language: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"rtl": True} if scripts.runs_left(text) else {}
    if language and language.split("-")[0].lower() != "en":  # that of the document
        told["lang"] = language.split("-")[0].lower()
    return told


def _cited(runs: Runs) -> dict[str, Any]:
    made = []
    for each in runs:
        kinds = (("i", each.italic), ("b", each.bold), ("c", each.small_caps), ("s", each.superscript))
        told: dict[str, Any] = {
            "text": plain(each.text).replace("\n", " "),
            **{name: 1 for name, is_so in kinds if is_so},
        }
        if lead := address(each.link):
            told["link"] = lead
        made.append(told)
    return {"runs": made, **_set_as("".join(run.text for run in runs), None)}
