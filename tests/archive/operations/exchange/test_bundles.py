"""A bundle holds what was chosen and no more, says who signed it, opens with the age program where it is encrypted, and brings all of it."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.excerpt import Scope
from archive.model.exchange import Record
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from archive.operations import acts, annotate, codebook, collect, curate, events, memos
from archive.operations.exchange import bundling, foreign, merging, opening
from archive.protection import signatures
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import NOBODY, Told, faults, said, side
from tests.archive.made import new_archive
from tests.archive.times import Rules

BODY = "The lock opened at six on 4 May 2021.\nNobody was there.\nThe lock closed at nine."


@pytest.fixture
def full(archive: Archive, add_article: AddArticle, rules: Rules) -> tuple[Archive, ArticleId, ArticleId]:
    """Two articles with passages, tags, an event, memos and a collection."""
    one, two = (
        add_article(archive, BODY, "The lock"),
        add_article(archive, "A ferry crossed.\nIt carried coal.", "The ferry"),
    )
    passage, _ = annotate.mark(archive, one, 9, 17, note="first", tags=["water/locks"])
    annotate.set_note(archive, passage.uid, "second")
    annotate.mark(archive, two, 12, 20, tags=["boats"])
    codebook.define(archive, "water/locks", "Gates on a canal")
    memos.create(archive, "About it", "text", about=("passage", passage.uid))
    memos.create(archive, "Free", "text")
    collect.create_with(archive, "Shelf", [one, two])
    return archive, one, two


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "Other.waystation") as opened:
        yield opened


def bring(here: Archive, path: Path, passphrase: str | None = None) -> merging.Merged:
    with foreign.side(here, path, passphrase=passphrase) as side:
        return merging.merge(here, side)[0]


def test_a_bundle_brings_everything_and_again_nothing(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, one, _ = full
    out = tmp_path / "All.waystation-bundle"
    done = bundling.bundle(archive, out)
    told = bring(other, out)
    assert said(other) == said(archive)
    assert dict(told.added) == {kind: count for kind, count in done.counts.items() if count}
    assert told.contents.signer is not None and not told.contents.signer.known
    assert told.contents.signer.fingerprint == done.fingerprint == signatures.fingerprint(signatures.own_key())
    again = bring(other, out)
    assert (again.added, again.changed, again.removed) == ({}, {}, {})
    assert again.contents.signer is not None and again.contents.signer.known
    article = other.store.articles.with_uid(archive.store.articles.get(one).uid)
    assert article is not None
    assert other.store.originals.data(other.store.editions.current(article).original.sha512).startswith(b"The lock")
    assert other.store.integrity() == []


def test_a_chosen_article_goes_alone(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, one, _ = full
    out = tmp_path / "One.waystation-bundle"
    bundling.bundle(archive, out, scope=Scope(PassageFilter(articles=(one,))))
    with zipfile.ZipFile(out) as file:
        words = b"".join(file.read(name) for name in file.namelist())
    assert b"ferry" not in words and b"boats" not in words and b'"Free"' not in words
    bring(other, out)
    kinds = [kind for kind, _ in said(other)]
    assert (kinds.count("article"), kinds.count("passage"), kinds.count("memo"), kinds.count("tag")) == (1, 1, 1, 2)


def test_what_may_not_leave_stays(full: tuple[Archive, ArticleId, ArticleId], tmp_path: Path) -> None:
    archive, one, _ = full
    curate.set_rights(archive, [one], sensitivity="confidential")
    out = tmp_path / "Open.waystation-bundle"
    done = bundling.bundle(archive, out)
    assert done.articles == 1 and done.warnings == ("1 article was left out: confidential.",)
    with zipfile.ZipFile(out) as file:
        words = b"".join(file.read(name) for name in file.namelist())
    for told in (b"Nobody was there", b"second", b"About it", b"opened"):
        assert told not in words
    with pytest.raises(Invalid, match="nothing to bundle"):
        bundling.bundle(archive, out, scope=Scope(PassageFilter(articles=(one,))))


def test_it_is_a_bag(full: tuple[Archive, ArticleId, ArticleId], tmp_path: Path) -> None:
    archive, *_ = full
    out = tmp_path / "Bag.waystation-bundle"
    bundling.bundle(archive, out)
    with zipfile.ZipFile(out) as file:
        names = set(file.namelist())
        assert file.read("bagit.txt").startswith(b"BagIt-Version: 1.0\n")
        listed = {line.split("  ")[1] for line in file.read("manifest-sha512.txt").decode().splitlines()}
        assert listed == {name for name in names if name.startswith("data/")}
        told = json.loads(file.read("signature.json"))
        assert told["algorithm"] == "Ed25519"
        file.extractall(tmp_path / "folder")
    with opening.Bundle(tmp_path / "folder") as folder:
        assert folder.contents.counts["article"] == 2


def test_history_goes_along_so_that_a_later_bundle_is_joined(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, one, _ = full
    first, second = tmp_path / "1.waystation-bundle", tmp_path / "2.waystation-bundle"
    bundling.bundle(archive, first)
    bring(other, first)
    (passage,) = annotate.of_article(archive, one)
    annotate.set_note(archive, passage.uid, "third")
    bundling.bundle(archive, second)
    told = bring(other, second)
    assert told.conflicts == 0 and annotate.find(other, passage.uid).note == "third"
    assert bring(other, first).changed == {}
    assert annotate.find(other, passage.uid).note == "third"


def test_an_encrypted_bundle_opens_with_its_passphrase_only_and_with_the_age_program(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, *_ = full
    out = tmp_path / "Secret.waystation-bundle"
    bundling.bundle(archive, out, passphrase="correct horse")
    assert b"Nobody" not in out.read_bytes() and out.read_bytes().startswith(b"age-encryption.org/v1")
    assert foreign.needs_passphrase(out)
    for wrong in (None, "wrong"):
        with pytest.raises(Invalid):
            bring(other, out, wrong)
    assert bring(other, out, "correct horse").contents.encrypted
    assert said(other) == said(archive)
    if shutil.which("age") is None:
        pytest.skip("the age program is not here")
    plain = subprocess.run(
        ["script", "-qec", f"age -d -o {tmp_path / 'plain.zip'} {out}", "/dev/null"],
        input=b"correct horse\n", capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (tmp_path / "plain.zip").exists(), plain.stdout
    assert zipfile.is_zipfile(tmp_path / "plain.zip")


def test_a_merged_bundle_is_taken_back_as_one_act(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, *_ = full
    out = tmp_path / "All.waystation-bundle"
    bundling.bundle(archive, out)
    with foreign.side(other, out) as side:
        _, change = merging.merge(other, side)
    assert change.inverse is not None
    acts.perform(other, change.inverse)
    assert said(other) == {}
    bring(other, out)
    assert said(other) == said(archive)


def test_an_event_and_its_date_come_along(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, one, _ = full
    text = archive.store.editions.text(one)
    start = text.index("4 May 2021")
    events.add(archive, edtf="2021-05-04", label="Opening", span=annotate.Span(one, start, start + 10))
    out = tmp_path / "Events.waystation-bundle"
    bundling.bundle(archive, out)
    told = bring(other, out)
    assert told.added["event"] == 1 and told.added["mention"] == 1 and told.held == 0
    assert said(other) == said(archive)


def _nested(archive: Archive, article: ArticleId) -> None:
    collect.create(archive, "Outer")
    outer = next(each.id for each in archive.store.collections.list() if each.name == "Outer")
    collect.create(archive, "Inner", outer)
    collect.add(archive, next(each.id for each in archive.store.collections.list() if each.name == "Inner"), [article])


def _shelves(archive: Archive) -> dict[str, str | None]:
    found = {each.id: each for each in archive.store.collections.list()}
    return {each.name: None if each.parent is None else found[each.parent].name for each in found.values()}


def test_a_collection_of_what_was_chosen_comes_with_those_that_it_lies_in(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, tmp_path: Path
) -> None:
    archive, one, _ = full
    _nested(archive, one)
    collect.create(archive, "Elsewhere")
    bundling.bundle(archive, tmp_path / "One", scope=Scope(PassageFilter(articles=(one,))))
    bring(other, tmp_path / "One")
    assert _shelves(other) == {"Shelf": None, "Outer": None, "Inner": "Outer"}


class WithoutOuter(Told):
    """An archive as an older version bundled some of its articles: without the collection in which theirs lies."""

    def batches(self, kind: str) -> Iterator[Sequence[Record]]:
        for batch in super().batches(kind):
            yield [each for each in batch if each.values.get("name") != '"Outer"']


@pytest.mark.parametrize("moved", [False, True], ids=["made in it", "moved into it"])
def test_a_collection_that_is_told_without_the_one_that_it_lies_in_goes_there_when_that_comes(
    full: tuple[Archive, ArticleId, ArticleId], other: Archive, moved: bool
) -> None:
    archive, one, _ = full
    _nested(archive, one)
    shelves = {each.name: each.id for each in archive.store.collections.list()}
    if moved:
        collect.move(archive, shelves["Inner"], None)
        collect.move(archive, shelves["Inner"], shelves["Outer"])
    side(archive)
    merging.merge(other, WithoutOuter(archive.store.connections, NOBODY))
    assert _shelves(other) == {"Shelf": None, "Inner": None} and faults(other) == []
    assert not merging.merge(other, WithoutOuter(archive.store.connections, NOBODY))[1].touched
    merging.merge(other, side(archive))
    assert _shelves(other) == {"Shelf": None, "Outer": None, "Inner": "Outer"}
    assert said(other) == said(archive) and faults(other) == []
