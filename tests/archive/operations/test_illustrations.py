"""Pictures of an edition: where they stand among blocks, kept by the store, and decoded within limits."""

import json

import pytest

from archive.archive import Archive
from archive.importers.registry import read
from archive.model.article import Illustration, Source, Text
from archive.operations import editions, illustrations
from archive.operations.picture_worker import MOST_PIXELS, _read
from archive.operations.saving import Read, save
from tests.archive.importers.illustrations.drawn import png
from tests.archive.importers.illustrations.test_formats import AFTER, BEFORE, MAP, data_url, page


def kept(archive: Archive, source: Source) -> int:
    with archive.atomic():
        found = save(archive, Read(source, read(source)))
    assert found.id is not None
    return found.id


FIGURE = f'<figure><img src="{data_url(MAP)}"><figcaption>The first map, drawn in ink.</figcaption></figure>'


def test_pictures_are_kept_with_the_edition_and_stand_behind_their_block(archive: Archive) -> None:
    edition = archive.store.editions.current(kept(archive, page(FIGURE)))  # type: ignore[arg-type]
    ((block, numbers),) = illustrations.placed(edition).items()
    assert edition.text[edition.blocks[block].start : edition.blocks[block].end] == BEFORE
    assert numbers == [0]
    assert illustrations.caption(edition, edition.pictures[0]) == "The first map, drawn in ink."
    assert archive.store.editions.summaries(edition.article)[0].pictures == ()


def test_lines_that_are_put_back_leave_pictures_in_their_place(archive: Archive) -> None:
    source = page(FIGURE)
    around = source.data.replace(
        b"<body>",
        b"<body><nav><ul><li><a href='/a'>Home of the ferry</a></li><li><a href='/b'>Maps</a></li></ul></nav>",
    )
    article = kept(archive, Source(around, "maps.html"))
    before = archive.store.editions.current(article)  # type: ignore[arg-type]
    assert before.set_aside
    editions.put_back(archive, before.article, before.set_aside[0])
    after = archive.store.editions.current(before.article)
    assert after.number == 2 and after.pictures == before.pictures
    ((block, _),) = illustrations.placed(after).items()
    assert after.text[after.blocks[block].start : after.blocks[block].end] == BEFORE


def test_editions_without_pictures_keep_nothing_of_them(archive: Archive) -> None:
    article = kept(archive, page(""))
    assert archive.store.connections.value("SELECT count(*) FROM editions WHERE pictures IS NOT NULL") == 0
    assert archive.store.editions.current(article).pictures == ()  # type: ignore[arg-type]
    assert AFTER in archive.store.editions.text(article)  # type: ignore[arg-type]


def test_a_picture_before_all_blocks_stands_first() -> None:
    picture = Illustration("x", "image/png", 90, 90, 1, "0" * 128, 0)
    found = read(page(FIGURE))
    assert found.text is not None
    text = Text(found.text.text, found.text.blocks, (), (picture,))

    class Edition:
        blocks, pictures = text.blocks, text.pictures

    assert illustrations.placed(Edition()) == {-1: [0]}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (png(4, 4, declared=(50_000, 50_000)), "50,000 × 50,000 pixels are more than are shown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "which could run scripts"),
        (b"%PDF-1.7 no picture", "no picture"),
    ],
)
def test_hostile_34_what_is_too_large_or_runs_is_never_decoded(data: bytes, says: str) -> None:
    body = f"<img src='{data_url(data)}'>".encode()
    start = body.index(b"data:")
    asked = json.dumps([600, f"data {start} {len(body) - 2}"])

    def decode(data: bytes, width: int) -> tuple[int, int, bytes]:
        raise AssertionError("it was handed to the decoder")

    answer = _read(Source(body, "x.html", member=asked), decode)
    assert says in answer.members[0].name and answer.members[0].data == b""
    assert MOST_PIXELS < 50_000**2
