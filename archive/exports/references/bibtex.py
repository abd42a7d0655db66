"""Articles as BibTeX, in UTF-8, with biblatex's `date` (EDTF) beside year and month.

Signs that TeX obeys are written as commands; words with capitals are braced, so that no style takes them away.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports.shared.cells import plain
from archive.model import edtf
from archive.model.excerpt import Packet, Work

from .marks import Reference, references

_TYPES = {"article-newspaper": "article", "report": "techreport"}
_COMMANDS = {
    "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "{": "\\{", "}": "\\}",
    "%": "\\%", "#": "\\#", "$": "\\$", "&": "\\&", "_": "\\_",
}  # fmt: skip
# BibTeX counts braces, escaped ones too: where they do not come in pairs, they need names.
_NAMED = _COMMANDS | {"{": "\\textbraceleft{}", "}": "\\textbraceright{}"}
_OBEYED = re.compile("|".join(map(re.escape, _COMMANDS)))
_EDTF = re.compile(r"[0-9TXYZ:/.~?%+-]+", re.ASCII)
_CAPITALS = re.compile(r"(?<![\w\\{])[^\W\d_]*[^\W\d_a-z][^\W\d_]*(?![\w}])")
_IN_ADDRESS = re.compile(r"[\s{}\\\"<>^`|]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file with an entry for each article."""
    with path.open("x", encoding="utf-8", newline="\n") as out:
        for reference in progress.over(references(packet, progress), "Writing articles"):
            out.write(entry(reference))
    return ()


def entry(reference: Reference) -> str:
    """An entry, with a blank line after it."""
    kind = _TYPES.get(reference.item["type"], "misc")
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference) if value)
    return f"@{kind}{{{reference.key},\n{fields}}}\n\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    work, item = reference.work, reference.item
    yield "title", _braced(_titled(str(item["title"])))
    yield "author", _braced(" and ".join(_name(name) for name in item.get("author", ())))
    if work.publisher:
        names = {"article-newspaper": "journal", "report": "institution"}
        yield names.get(item["type"], "publisher"), _braced(_tex(work.publisher))
    if item["type"] == "article-newspaper":
        yield "entrysubtype", "{newspaper}"
    yield from _dates(work)
    yield "url", _braced(_address(work.url or ""))
    yield "urldate", _braced(work.accessed or "")
    yield "language", _braced(_tex(work.language or ""))
    republished = f"Reprinted by {work.republisher}" if work.republisher and work.republisher != work.publisher else ""
    yield "note", _braced(_tex(republished))
    yield "keywords", _braced(", ".join(_tex(tag.replace(",", ";")) for tag in reference.tags))
    yield "annote", _braced("\\par ".join(_tex(note) for note in reference.notes))


def _dates(work: Work) -> Iterator[tuple[str, str]]:
    if not work.published:
        return
    if _EDTF.fullmatch(work.published):
        yield "date", _braced(work.published)  # biblatex reads it as it stands
    try:
        start, _ = edtf.points(work.published)
    except Invalid:
        return
    if start is not None and start.year.isdigit():
        yield "year", _braced(start.year)
        if start.month.isdigit() and int(start.month) <= 12:
            yield "month", _MONTHS[int(start.month) - 1]


def _name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    family = " ".join(filter(None, (name.get("non-dropping-particle"), _grouped(_tex(name["family"])))))
    return ", ".join(filter(None, (family, _tex(name.get("suffix", "")), _tex(name.get("given", "")))))


def _grouped(family: str) -> str:
    return f"{{{family}}}" if " " in family else family


def _titled(title: str) -> str:
    """Words with capitals in braces, but for one that begins the title with just its own."""
    tex = _tex(title)
    first = re.match(r"[^\W\d_][a-z]*\b", tex)
    begun = first.end() if first else 0
    return tex[:begun] + _CAPITALS.sub(lambda match: f"{{{match[0]}}}" if match[0].isascii() else match[0], tex[begun:])


def _tex(text: str) -> str:
    words = " ".join(plain(text).split())
    commands = _COMMANDS if _paired(words) else _NAMED
    return _OBEYED.sub(lambda match: commands[match[0]], words)


def _paired(text: str) -> bool:
    depth = 0
    for sign in re.findall("[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _address(url: str) -> str:
    """An address has no spaces, braces or backslashes: they are written as RFC 3986 has them."""
    return _IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), plain(url).strip())


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
