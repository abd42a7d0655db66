"""One invented report, written by programs that are not ours, and what must come of it."""

import io
import shutil
import subprocess
import zipfile
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from archive.importers.registry import read
from archive.model.article import BlockKind, Imported, Source

DATA = Path(__file__).parents[3] / "data" / "documents"
TITLE, BYLINE, PUBLISHED = "The ferry that came back", "Ada Brook", "4 May 2021"
# (kind, level, words): what a person sees, in order.
REPORT = [
    ("heading", 1, "How the line was closed"),
    ("paragraph", 0, "For thirty years a small white ferry crossed the sound twice a day, and nobody on the island kept a timetable, because everybody knew it by heart."),
    ("paragraph", 0, "In the autumn of 2016 the company said that fuel had become too dear. The last crossing carried eleven passengers, two bicycles and a crate of hens."),
    ("quote", 1, "We stood on the pier until the lamp could no longer be told from the stars, said one of them."),
    ("heading", 2, "What people did instead"),
    ("item", 1, "Fishermen took neighbours along when the weather allowed it"),
    ("item", 1, "The school moved its lessons to a hall on the mainland"),
    ("item", 2, "Children slept there from Monday to Thursday"),
    ("item", 1, "Old Tomas rowed, as he had always done"),
    ("heading", 1, "How it came back"),
    ("number", 1, "The council counted every crossing for one year"),
    ("number", 1, "A bank lent the money against the toll of the bridge"),
    ("number", 1, "The yard at Selmouth built a boat with batteries"),
    ("paragraph", 0, "The new boat is quieter than the gulls. It carries forty people, needs nine minutes, and is paid for by 2031 if nothing breaks."),
    ("row", 0, "Year | Crossings"),
    ("row", 0, "2015 | 1460"),
    ("row", 0, "2022 | 2190"),
    ("paragraph", 0, "Zoë Šimůnek, who keeps the kiosk, calls the 나루 a promise kept: “It leaves at seven, and seven it is.”"),
]  # fmt: skip
KINDS = {"heading": BlockKind.HEADING, "quote": BlockKind.QUOTE, "item": BlockKind.ITEM, "number": BlockKind.ITEM}


def markdown() -> str:
    """The report as pandoc reads it."""
    lines = ["---", f"title: {TITLE}", f"author: {BYLINE}", f"date: {PUBLISHED}", "lang: en", "---", ""]
    number = 0
    for kind, level, words in REPORT:
        number = number + 1 if kind == "number" else 0
        before = {
            "heading": "#" * level + " ",
            "quote": "> ",
            "item": "    " * (level - 1) + "- ",
            "number": f"{number}. ",
        }
        if kind == "row":
            lines += ["", f"| {words} |", "|---|---|"] if words.startswith("Year") else [f"| {words} |"]
        else:
            lines += ["", before.get(kind, "") + words]
    return "\n".join(lines) + "\n"


def words_of(text: str) -> list[str]:
    return [word.strip("|•*[]()“”\"'") for word in text.split() if word.strip("|•*[]()“”\"'")]


def share_in_order(imported: Imported) -> float:
    """How many of the report's words stand in the text, in order, 0–1."""
    assert imported.text is not None
    wanted = words_of(" ".join(words for _, _, words in REPORT))
    found = words_of(imported.text.text)
    matched = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matched) / len(wanted)


def blocks_of(imported: Imported, *kinds: BlockKind) -> list[tuple[int, str]]:
    assert imported.text is not None
    return [
        (block.level, imported.text.text[block.start : block.end])
        for block in imported.text.blocks
        if block.kind in kinds
    ]


def require_sound(imported: Imported) -> None:
    """What holds for every document: places count in the document as text, blocks are what stands there."""
    text, decoded = imported.text, imported.decoded
    assert text is not None and decoded is not None
    for block in text.blocks:
        assert "".join(decoded[slice(*block.source)].split()) == "".join(text.text[block.start : block.end].split())
        assert all(block.start <= run.start < run.end <= block.end for run in block.runs)
    for aside in text.set_aside:
        assert decoded[aside.start : aside.end] == aside.text
    for proof in imported.metadata.evidence.values():
        assert proof.start is None or 0 <= proof.start <= (proof.end or 0) <= len(decoded)


def require_report(imported: Imported, *, kinds: bool = True) -> None:
    """Every word in order, headings with their levels, lists with theirs."""
    assert imported.error is None
    require_sound(imported)
    assert share_in_order(imported) >= 0.99
    headings = [each for each in blocks_of(imported, BlockKind.HEADING) if each[1] != TITLE]
    assert headings == [(level, words) for kind, level, words in REPORT if kind == "heading"]
    if kinds:
        items = [(level, words.lstrip("123. ")) for level, words in blocks_of(imported, BlockKind.ITEM)]
        assert items == [(level, words) for kind, level, words in REPORT if kind in ("item", "number")]
    rows = [words for kind, _, words in REPORT if kind == "row"]
    assert [words for _, words in blocks_of(imported, BlockKind.PARAGRAPH) if " | " in words] == rows


def take(path: Path, name: str | None = None) -> Imported:
    return read(Source(path.read_bytes(), name or path.name))


def pandoc(folder: Path, ending: str) -> Path:
    """The report as pandoc writes it; skips where there is no pandoc."""
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed here: the committed file it wrote is read all the same")
    source, made = folder / "report.md", folder / f"report.{ending}"
    source.write_text(markdown(), encoding="utf-8")
    subprocess.run(["pandoc", "-s", str(source), "-o", str(made)], check=True, timeout=120)
    return made


def soffice(folder: Path, source: Path, ending: str) -> Path:
    """A document as LibreOffice writes it again; skips where there is no LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here: the committed file it wrote is read all the same")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    arguments = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder / "again"),
        str(source),
    ]
    subprocess.run(arguments, check=True, timeout=240, capture_output=True)
    return folder / "again" / f"{source.stem}.{ending}"


def zipped(members: dict[str, str | bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def docx(body: str, *, before: str = "", **parts: str | bytes) -> bytes:
    """A Word file with this body; other parts by their names, `_` for `/`."""
    document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": document, **parts})


def odt(body: str, *, before: str = "", **parts: str | bytes) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw")
    )
    content = f"{before}<office:document-content{names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def epub(
    chapters: dict[str, str | bytes], *, metadata: str = "", spine: str | None = None, **parts: str | bytes
) -> bytes:
    """A book with these chapters, by the addresses that its package gives them."""
    listed = "".join(
        f'<item id="c{number}" href="{href}" media-type="application/xhtml+xml"/>'
        for number, href in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters))) if spine is None else spine
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{metadata}</metadata><manifest>{listed}</manifest><spine>{order}</spine></package>"
    )
    members = {f"b/{href}": page for href, page in chapters.items() if "/etc" not in href and ".." not in href}
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "b/book.opf": package,
            **members,
            **parts,
        }
    )


def page(body: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'


def taken(data: bytes, name: str = "file.bin") -> Imported:
    return read(Source(data, name))
