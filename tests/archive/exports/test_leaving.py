"""What was chosen to stay behind is in no part of any file, whichever the format; what is kept for others says all by itself."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.exports.redaction.leftovers import leftovers
from archive.exports.redaction.rules import Redactor
from archive.exports.registry import FORMATS, Family
from archive.model.excerpt import Choice, Redaction
from archive.model.ids import ArticleId, Uid
from archive.operations import annotate, codebook, curate, memos, publish
from tests.archive.conftest import AddArticle

SAID = ("zebrafish", "quicksilver", "marmalade", "Wilhelmina", "periwinkle", "oboist")
STAY = Choice(note=False, tags=False, definitions=False, author=False, date=False, locator=False)


@pytest.fixture
def noted(archive: Archive, add_article: AddArticle) -> ArticleId:
    """A passage whose note, tag, definition and author have each a word of its own, and an article and a journal with notes."""
    article = add_article(archive, "A heron stood in the shallows. It left before noon.", title="Herons")
    codebook.add(archive, "quicksilver", definition="a marmalade matter")
    start, end = annotate.find_quote(archive, article, "in the shallows")
    annotate.mark(archive, article, start, end, note="zebrafish too", tags=("quicksilver",), author="Wilhelmina")
    curate.note(archive, article, "periwinkle")
    memos.create(archive, title="Birds", text="The oboist asked.", about=None)
    return article


def found(path: Path, word: str) -> list[str]:
    return leftovers(path, Redactor([Redaction(Uid("0" * 32), "name", word, "…")]))


@pytest.mark.parametrize("format", [name for name, kind in FORMATS.items() if not kind.about_tags])
def test_what_was_chosen_to_stay_behind_is_in_no_part_of_the_file(
    archive: Archive, noted: ArticleId, tmp_path: Path, format: str
) -> None:
    out = tmp_path / f"out{FORMATS[format].ending}"
    publish.export(archive, format, STAY, out)
    assert not [(word, place) for word in SAID for place in found(out, word)]


def test_definitions_stay_behind_of_a_codebook_and_its_tags_do_not(
    archive: Archive, noted: ArticleId, tmp_path: Path
) -> None:
    out = tmp_path / "out.qdc"
    done = publish.export(archive, "qdc", STAY, out)
    assert (done.tags, done.passages, done.articles) == (1, 0, 0)
    assert found(out, "quicksilver") and not found(out, "marmalade")


@pytest.mark.parametrize(
    "format", [name for name, kind in FORMATS.items() if kind.family is Family.ARCHIVAL or name == "qdpx"]
)
def test_what_is_kept_or_goes_on_elsewhere_says_who_marked_what_unless_told_otherwise(
    archive: Archive, noted: ArticleId, tmp_path: Path, format: str
) -> None:
    out = tmp_path / f"out{FORMATS[format].ending}"
    publish.export(archive, format, FORMATS[format].usual, out)
    assert all(found(out, word) for word in ("zebrafish", "quicksilver", "Wilhelmina"))


def test_every_format_offers_to_leave_out_what_it_carries() -> None:
    """Where a format says notes or tags, the page that exports has a tick for them."""
    silent = {"bibliography", "qdc", "taguette"}  # the first two hold neither, the third no notes
    assert all({"note", "tags"} <= kind.options for name, kind in FORMATS.items() if name not in silent)
