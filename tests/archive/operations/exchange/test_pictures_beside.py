"""Pictures that lay beside pages go with their articles, byte for byte, in bundles, merges and backups; nothing of them is trusted unseen."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.base.text import sha512
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, illustrations
from archive.operations.backups import making
from archive.operations.exchange import bundling, checks, foreign, merging
from archive.operations.exchange.telling import told_of
from tests.archive.exchanged import faults, said, side
from tests.archive.made import new_archive
from tests.archive.operations.exchange import begun
from tests.archive.times import Rules

BODY = begun.BODIES[0]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def theirs(tmp_path: Path, rules: Rules) -> Iterator[Archive]:
    """An archive with a page beside which two pictures lay."""
    with new_archive(tmp_path / "Theirs.waystation") as archive:
        annotate.mark(archive, begun.add_article(archive, 0, BODY, pictures=2), 4, 9, note="theirs")
        yield archive


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def mine(tmp_path: Path, stack: ExitStack, pictures: int | None) -> Archive:
    """An archive with the same page and some of its pictures, or without it."""
    archive = stack.enter_context(new_archive(tmp_path / "Mine.waystation"))
    if pictures is not None:
        begun.add_article(archive, 0, BODY, pictures)
    return archive


def shown(archive: Archive) -> list[bytes | None]:
    """The bytes of the pictures that the only article shows."""
    edition = archive.store.editions.current(ArticleId(1))
    return illustrations.data(archive, edition, edition.pictures)


@pytest.mark.parametrize("form", ["bundle", "archive"])
@pytest.mark.parametrize("here", [None, 0, 1, 2])
def test_they_come_byte_for_byte_and_are_shown(
    theirs: Archive, tmp_path: Path, stack: ExitStack, form: str, here: int | None
) -> None:
    archive, path = mine(tmp_path, stack, here), theirs.path
    if form == "bundle":
        path = tmp_path / "Work.waystation-bundle"
        bundling.bundle(theirs, path)
    else:
        theirs.checkpoint()
    _, change = foreign.bring(archive, path)
    assert shown(archive) == [begun.picture(0), begun.picture(1)]
    assert {each.note for each in annotate.passages(archive)} == {"theirs"}
    assert faults(archive) == []
    before = said(archive)
    editions = len(archive.store.editions.ids())
    assert not foreign.bring(archive, path)[1].touched
    assert said(archive) == before and len(archive.store.editions.ids()) == editions
    if here is not None:
        assert change.inverse is not None
        back = acts.perform(archive, change.inverse)
        assert shown(archive) == [begun.picture(number) for number in range(here)]
        assert back.inverse is not None
        acts.perform(archive, back.inverse)
        assert shown(archive) == [begun.picture(0), begun.picture(1)]


def test_pictures_of_both_sides_stand_in_the_text(tmp_path: Path, stack: ExitStack, theirs: Archive) -> None:
    archive = mine(tmp_path, stack, 3)
    merging.merge(theirs, side(archive))
    merging.merge(archive, side(theirs))
    assert shown(theirs) == shown(archive) == [begun.picture(number) for number in range(3)]


@pytest.mark.parametrize("here", [0, 1])
def test_passages_go_along_to_the_text_that_has_the_pictures_and_back(
    tmp_path: Path, stack: ExitStack, theirs: Archive, here: int
) -> None:
    archive = mine(tmp_path, stack, here)
    article = ArticleId(1)
    annotate.mark(archive, article, 14, 18, note="mine")
    before = archive.store.articles.get(article).edition
    _, change = merging.merge(archive, side(theirs))
    current = archive.store.articles.get(article).edition
    told = {(each.note, each.edition) for each in archive.store.passages.of(article)}
    assert current != before and told == {("mine", current), ("theirs", current)}
    assert faults(archive) == []
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert [(each.note, each.edition) for each in archive.store.passages.of(article)] == [("mine", before)]
    assert archive.store.articles.get(article).edition == before and faults(archive) == []


def test_one_that_is_not_what_it_was_is_refused_and_nothing_comes(
    tmp_path: Path, stack: ExitStack, theirs: Archive
) -> None:
    archive = mine(tmp_path, stack, None)
    address = sha512(begun.picture(1))
    with theirs.atomic():
        assert theirs.store.connections.change(
            "UPDATE original_parts SET data = x'00' WHERE original = (SELECT id FROM originals WHERE sha512 = ?)",
            (address,),
        )
    with pytest.raises(Unreadable, match="not what it was"):
        merging.merge(archive, side(theirs))
    assert archive.store.editions.ids() == []


@pytest.mark.parametrize(
    "told",
    [
        ["ab", "a.png", "image/png", 3],
        ["ab" * 64, "a.html", "text/html", 3],
        ["ab" * 64, "a.png", "image/png", 10**12],
        "x",
    ],
)
def test_what_cannot_be_a_picture_is_refused(theirs: Archive, told: object) -> None:
    (article,) = (record for batch in side(theirs).batches("article") for record in batch)
    whole = told_of(article)
    checks.record("article", whole)
    whole["extras"]["pictures"] = [told]
    with pytest.raises(Unreadable):
        checks.record("article", whole)


def test_a_name_comes_without_the_folders_before_it(tmp_path: Path, stack: ExitStack, theirs: Archive) -> None:
    with theirs.atomic():
        theirs.store.connections.change(
            "UPDATE originals SET name = '..\\..\\home/evil.png' WHERE media_type = 'image/png'"
        )
    archive = mine(tmp_path, stack, None)
    merging.merge(archive, side(theirs))
    assert {(path, name) for _, path, _, name, _ in archive.store.originals.pictures(ArticleId(1))} == {
        ("evil.png", "evil.png")
    }


def test_a_backup_holds_them(theirs: Archive, tmp_path: Path) -> None:
    copy = making.back_up(theirs, tmp_path / "Copy.waystation")
    assert copy.checked == copy.originals == 3
    with Archive.open(tmp_path / "Copy.waystation", read_only=True) as opened:
        assert shown(opened) == [begun.picture(0), begun.picture(1)]
