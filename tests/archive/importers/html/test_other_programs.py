"""Pages that other programs wrote from our own Markdown: every word and heading of it comes through, in its kind."""

import re
from pathlib import Path

import pytest

from archive.importers.html import read
from archive.model.article import BlockKind, Imported, Source, Verdict

PAGES = Path(__file__).parents[3] / "data" / "html" / "other_programs"
WRITTEN = sorted(PAGES.glob("*.html"))


def imported(path: Path) -> Imported:
    return read(Source(path.read_bytes(), path.name))


def markdown_of(path: Path) -> str:
    name = next((name for name in ("korean", "script") if name in path.name), "harbour")
    return (PAGES / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)[2]


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\]\([^)]*\)|\[\^\d\]", " ", text))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_word_and_heading_of_the_source_is_in_the_text(path: Path) -> None:
    page = imported(path)
    assert page.verdict is Verdict.OK and page.text is not None
    source = markdown_of(path)
    assert set(words_of(source)) - set(re.findall(r"\w+", page.text.text)) <= {"1", "2", "3"}  # numbers of list items
    headings = [
        re.sub(r"^[\d.]+ ", "", page.text.text[block.start : block.end])
        for block in page.text.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert [line.lstrip("# ") for line in source.splitlines() if line.startswith("#")] == headings[1:]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_front_matter_that_the_program_wrote_into_the_page_is_read(path: Path) -> None:
    metadata = imported(path).metadata
    if "korean" in path.name:
        assert (metadata.title, metadata.byline, metadata.language) == ("방파제를 다시 쌓다", (), "ko")
    else:
        assert (metadata.title, metadata.byline) == ("The wall that holds the harbour", ("Jane Doe",))
        assert (metadata.published, metadata.language) == ("2020-03-03", "en")
