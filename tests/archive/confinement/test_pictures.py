"""Pages as pictures through the pipe: drawn in a child, believed in nothing."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.base.errors import Unreadable
from archive.confinement import pictures
from archive.confinement.checked import BadAnswer
from archive.confinement.pool import Pool, command
from archive.confinement.wire import request_of
from archive.model.article import Source
from archive.model.picture import Picture

READERS = Path(__file__).with_name("readers.py")
PDF = Path(__file__).parents[2] / "data" / "pdf" / "odt.pdf"


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    entry = [sys.executable, "-P", str(READERS), str(tmp_path / "written.txt")]
    with Pool(entry, readers=1, verdict_seconds=2) as made:
        yield made


def test_a_request_for_a_picture_is_never_taken_for_a_file_nor_the_other_way_round() -> None:
    asked = pictures.request_of(b'{"picture": [1, 2]}\n', 3, 400)
    assert pictures.is_asked(asked)
    assert not pictures.is_asked(request_of(Source(b'{"picture": [1, 2]}\n', '{"picture": [1, 2]}')))


def test_what_was_drawn_arrives() -> None:
    made = Picture(2, 1, b"abcdef", 7)
    head, pixels = pictures.frames_of(pictures.request_of(b"data", 3, 400), lambda data, page, width: made)
    assert pictures.picture_of(head, lambda size: pixels[:size]) == made


def test_the_reader_is_told_which_page_and_how_wide() -> None:
    def draw(data: bytes, page: int, width: int) -> Picture:
        raise Unreadable(f"{data!r} {page} {width}", "Look elsewhere.")

    (answer,) = pictures.frames_of(pictures.request_of(b"a\nb", 3, 400), draw)
    with pytest.raises(Unreadable) as refused:
        pictures.picture_of(answer, bytes)
    assert (refused.value.what, refused.value.advice) == ("b'a\\nb' 3 400", "Look elsewhere.")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        json.dumps({"width": 0, "height": 4, "pages": 1}).encode(),
        json.dumps({"width": 4, "height": -4, "pages": 1}).encode(),
        json.dumps({"width": 100_000, "height": 100_000, "pages": 1}).encode(),
        json.dumps({"width": 4, "height": 4, "pages": 0}).encode(),
        json.dumps({"width": True, "height": 4, "pages": 1}).encode(),
        json.dumps({"error": None, "advice": ""}).encode(),
        b"[" * 5_000,
    ],
)
def test_an_answer_that_cannot_be_is_none(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        pictures.picture_of(answer, bytes)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("hang", "longer than 2 seconds"),
        ("die", "stopped the reader"),
        ("forge", "cannot be right"),
        ("short", "stopped the reader|cannot be right"),
        ("raise", "could not be drawn \\(ValueError"),
    ],
)
def test_a_page_that_kills_or_fools_its_reader_costs_itself(pool: Pool, order: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        pool.picture(order.encode(), 1, 8)
    assert pool.picture(b"grey", 1, 8) == Picture(8, 1, b"\x80" * 24, 1)


def test_a_page_of_a_pdf_is_drawn_where_nothing_can_be_reached(page_of: Callable[[int], Picture]) -> None:
    first, second = page_of(1), page_of(2)
    assert first.width == second.width == 200 and first.pages == second.pages >= 2
    assert first.pixels != second.pixels


@pytest.fixture
def page_of() -> Iterator[Callable[[int], Picture]]:
    data = PDF.read_bytes()
    with Pool(command("archive.importers.worker", "import"), readers=1) as pool:
        yield lambda number: pool.picture(data, number, 200)
