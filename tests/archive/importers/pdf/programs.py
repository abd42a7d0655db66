"""PDFs made by programs that are not ours, of `tests/data/pdf/report.md`, and how what was read compares with it."""

import difflib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import typst

from archive.model.article import BlockKind, Imported

DATA = Path(__file__).parents[3] / "data" / "pdf"
REPORT = (DATA / "report.md").read_text(encoding="utf-8")
_COLUMNS = """
#set page(paper: "a5", columns: 2, margin: 1.6cm, header: [_River Freight Review_ #h(1fr) Vol. 4],
  footer: context align(center, counter(page).display("1")))
#set par(justify: true)
#set text(lang: "en", size: 8pt)
#set document(title: "The slow return of the river barges", author: "Marta Lindqvist")
#show heading.where(level: 1): it => place(top, float: true, scope: "parent", text(18pt, it.body))
"""


@dataclass(frozen=True)
class Written:
    """What the report says: its words in order without its notes, each note's words, headings, items."""

    words: list[str]
    notes: list[list[str]]
    headings: list[tuple[int, str]]
    items: list[str]


def written() -> Written:
    text = re.sub(r"\[\^\w+\](?!:)", "", REPORT)
    notes = [note.split() for note in re.findall(r"^\[\^\w+\]: (.*)$", text, re.M)]
    text = re.sub(r"^\[\^\w+\]: .*$", "", text, flags=re.M)
    text = re.sub(r"\[([^\]]*)\]\(http[^)]*\)", r"\1", text)
    headings = [(len(mark), title) for mark, title in re.findall(r"^(#+) (.*)$", text, re.M)]
    items = re.findall(r"^- (.*)$", text, re.M)
    return Written(re.sub(r"^(?:#+|-) ", "", text, flags=re.M).split(), notes, headings, items)


def words_of(imported: Imported) -> list[str]:
    """The words that were read, without the notes and the marks that lead to them."""
    assert imported.text is not None
    noted = [" ".join(note[:6]) for note in written().notes]
    blocks = [imported.text.text[block.start : block.end] for block in imported.text.blocks]
    text = " ".join(block for block in blocks if not any(note in block for note in noted))
    return re.sub(r"(?<=[.])[¹²12](?=\s)", "", text).split()


def in_order(expected: list[str], found: list[str]) -> float:
    """The share of the expected words that were found in their order."""
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(expected)


def of_kind(imported: Imported, kind: BlockKind) -> list[tuple[int, str]]:
    assert imported.text is not None
    return [
        (block.level, imported.text.text[block.start : block.end])
        for block in imported.text.blocks
        if block.kind is kind
    ]


def in_columns() -> bytes:
    """The report in two columns by typst, with a header and a footer on every page."""
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.*)$", REPORT, re.M))
    text = re.sub(r"^\[\^\w+\]: .*$", "", REPORT, flags=re.M)
    text = re.sub(r"\[\^(\w+)\]", lambda match: f"#footnote[{notes[match[1]]}]", text)
    text = re.sub(r"\[([^\]]*)\]\((http[^)]*)\)", r'#link("\2")[\1]', text)
    text = re.sub(r"^(#+) ", lambda match: "=" * len(match[1]) + " ", text, flags=re.M)
    return typeset(_COLUMNS + text)


def typeset(markup: str) -> bytes:
    """A PDF by typst with the fonts that it brings."""
    return bytes(typst.compile(markup.encode(), ignore_system_fonts=True))


def by_office(folder: Path, kind: str) -> bytes:
    """The report by pandoc as ODT or DOCX, and by LibreOffice as PDF; skips where one of them is missing."""
    pandoc, soffice = _program("pandoc"), _program("soffice")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    subprocess.run([pandoc, "report.md", "-o", f"report.{kind}"], cwd=folder, check=True, capture_output=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", f"report.{kind}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return (folder / "report.pdf").read_bytes()


def by_browser(folder: Path) -> bytes:
    """The report by pandoc as HTML, and by Chromium's print to PDF with its running lines; skips where one of them is missing."""
    pandoc, browser = _program("pandoc"), _program("chromium")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    page = ["-s", "--metadata", "pagetitle=The slow return of the river barges"]
    subprocess.run([pandoc, *page, "report.md", "-o", "report.html"], cwd=folder, check=True, capture_output=True)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    address = (folder / "report.html").as_uri()
    subprocess.run(
        [*command, "--print-to-pdf=report.pdf", address], cwd=folder, check=True, capture_output=True, timeout=240
    )
    return (folder / "report.pdf").read_bytes()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
