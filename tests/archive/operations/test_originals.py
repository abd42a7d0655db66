"""Originals: unchanged or not, compared with a file, written out whole, copied for another program."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Invalid, Unreadable
from archive.model.ids import ArticleId
from archive.operations import ingest, originals
from archive.operations.originals import Place, Shape, _first_difference, _Steps
from tests.archive.made import new_archive

PAGE = "<html><body><article><h1>Salt</h1><p>Salt came over the hills in spring, and the toll was paid in it.</p></article></body></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "Salt.waystation") as made:
        yield made


@pytest.fixture
def article(archive: Archive, tmp_path: Path) -> ArticleId:
    (tmp_path / "salt.html").write_text(PAGE)
    found = ingest.run(archive, [tmp_path / "salt.html"]).files[0].id
    assert found is not None
    return found


def _address(archive: Archive, article: ArticleId) -> str:
    return originals.chosen(archive, article).original.sha512


def test_an_original_is_told_with_its_edition_and_where_it_lay(archive: Archive, article: ArticleId, tmp_path: Path):
    (held,) = originals.held(archive, article)
    assert held.original.sha512 == hashlib.sha512(PAGE.encode()).hexdigest()
    assert (held.shape, held.editions, held.places) == (Shape.SOURCE, (1,), (str(tmp_path / "salt.html"),))


def test_a_file_that_brought_no_other_text_is_an_original_too(archive: Archive, article: ArticleId, tmp_path: Path):
    other = tmp_path / "again.html"
    other.write_text(PAGE.replace("<body>", "<body><!-- saved again -->"))
    ingest.run(archive, [other])
    held = originals.held(archive, article)
    assert [each.original.name for each in held] == ["salt.html", "again.html"]
    assert held[1].editions == ()


def test_unchanged_bytes_are_told_from_changed_ones(archive: Archive, article: ArticleId):
    address = _address(archive, article)
    assert originals.unchanged(archive, address)
    with archive.atomic():
        archive.store.connections.change("UPDATE original_parts SET data = x'00'")
    assert not originals.unchanged(archive, address)


@pytest.mark.parametrize(
    ("change", "differs", "says"),
    [
        (lambda data: data, None, "is the same, byte for byte"),
        (lambda data: data + b"!", len(PAGE), "1 byte longer; all before that is the same"),
        (lambda data: data[:-4], len(PAGE) - 4, "4 bytes shorter; all before that is the same"),
        (lambda data: data[:9] + b"?" + data[10:], 9, "from byte 10 on; it is as long"),
        (lambda _: b"", 0, "shorter"),
    ],
)
def test_a_file_is_compared_byte_by_byte(archive, article, tmp_path, change, differs, says):
    other = tmp_path / "other.html"
    other.write_bytes(change(PAGE.encode()))
    found = originals.compare(archive, _address(archive, article), other)
    assert (found.differs_at, found.same) == (differs, differs is None)
    assert found.sha512 == hashlib.sha512(other.read_bytes()).hexdigest()
    assert says in originals.told(found)


def test_a_folder_is_not_compared(archive: Archive, article: ArticleId, tmp_path: Path):
    with pytest.raises(Unreadable, match="is no file"):
        originals.compare(archive, _address(archive, article), tmp_path)


@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(1, 7), st.integers(1, 7))
def test_the_first_difference_is_found_in_pieces_of_any_length(one: bytes, two: bytes, step: int, piece: int):
    ours = _Steps(two[at : at + piece] for at in range(0, len(two), piece))
    found, total = None, 0
    for at in range(0, len(one), step):
        theirs = one[at : at + step]
        if found is None:
            found = _first_difference(theirs, ours.take(len(theirs)), total)
        total += len(theirs)
    same = next((at for at in range(len(one)) if one[at : at + 1] != two[at : at + 1]), None)
    assert found == same


def test_the_source_is_shown_whole_and_the_words_of_a_document_too(
    archive: Archive, tmp_path: Path, article: ArticleId
):
    assert originals.text(archive, originals.chosen(archive, article)) == PAGE
    document = tmp_path / "toll.rtf"
    document.write_text(
        r"{\rtf1\ansi {\b The toll}\par The keeper took one part in forty of the salt that came over.\par}"
    )
    found = ingest.run(archive, [document]).files[0].id
    assert found is not None
    held = originals.chosen(archive, found)
    assert held.shape is Shape.WORDS
    assert "one part in forty" in originals.text(archive, held)


def test_a_block_leads_to_its_place_in_the_original(archive: Archive, article: ArticleId):
    edition = archive.store.editions.current(article)
    found = originals.place(archive, article, edition.text.index("toll"))
    assert "Salt came over the hills" in PAGE[found.start : found.end]
    assert (found.page, found.number(1)) == (None, 1)


@pytest.mark.parametrize(
    ("page", "pages", "count", "number"),
    [
        ("3", ("1", "3", "4"), 5, 3),  # page 2 has no text, and nothing is called otherwise than it counts
        ("6", ("5", "6", "7"), 3, 2),  # an offprint that goes on counting
        ("1", ("i", "ii", "1", "2"), 4, 3),
        ("ii", ("i", "ii", "1"), 3, 2),
    ],
)
def test_what_a_page_is_called_leads_to_which_it_is(page: str, pages: tuple[str, ...], count: int, number: int):
    assert Place(0, 1, page, pages).number(count) == number


def test_an_original_is_written_whole_and_never_over_the_archive(archive: Archive, article: ArticleId, tmp_path: Path):
    address = _address(archive, article)
    assert originals.write(archive, address, tmp_path / "out.html").read_bytes() == PAGE.encode()
    with pytest.raises(Invalid):
        originals.write(archive, address, archive.path)
    with pytest.raises(Unreadable):
        originals.write(archive, address, tmp_path / "missing" / "out.html")
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(os.name != "posix", reason="other systems have other marks for this")
def test_a_private_copy_cannot_be_written_to(archive: Archive, article: ArticleId, tmp_path: Path):
    folder = tmp_path / "private"
    folder.mkdir()
    copy = originals.private_copy(archive, _address(archive, article), folder)
    assert copy.parent == folder and copy.read_bytes() == PAGE.encode()
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR


@pytest.mark.parametrize(
    ("name", "safe"), [("../a\u202etxt.exe", "_a_txt.exe"), ("CON", "_CON"), ("a/b:c.html", "a_b_c.html")]
)
def test_names_are_made_safe(archive: Archive, name: str, safe: str):
    with archive.atomic():
        original = archive.store.originals.put(name.encode("utf-8", "replace"), name, "text/plain")
    assert originals.file_name(original) == safe
