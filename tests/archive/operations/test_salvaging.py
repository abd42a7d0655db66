"""What can be read of a damaged file is saved in a new archive, and what is lost is told; the damaged file stays as it is."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Damaged, Invalid, NotAnArchive, WaystationError, WrongPassphrase
from archive.base.progress import Progress
from archive.model.search import Scope
from archive.operations import annotate, maintain, memos, protecting, recoding, salvaging
from archive.protection import leftovers
from archive.protection.keys import Key

AddArticle = Callable[..., int]
KEY = Key(bytes(range(32)))
PAGE = 4096


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: Key | None, add_article: AddArticle) -> Path:
    place = tmp_path / "Box" / "Test.waystation"
    with Archive.create(place, key) as made:
        for number in range(40):
            body = f"The bridge number {number} was built of stone. " * 60
            article = add_article(made, body, title=f"Bridge {number}")
            annotate.mark(made, article, 4, 12, note=f"seen {number}", tags=["bridges"])
        made.index.catch_up()
    return place


def _root(path: Path, key: Key | None, name: str) -> int:
    with Archive.open(path, read_only=True, key=key) as archive:
        return int(archive.store.connections.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)))


def _spoil(path: Path, *pages: int) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(data)


def test_a_whole_archive_is_saved_whole(path: Path, key: Key | None, tmp_path: Path) -> None:
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert (saved.told, saved.findings) == ((), ())
    assert (saved.holdings.articles, saved.holdings.passages) == (40, 40)
    with Archive.open(path, key=key) as old, Archive.open(saved.path, key=key) as new:
        assert new.uid == old.uid
        assert [each.note for each in annotate.passages(new)] == [each.note for each in annotate.passages(old)]


def test_until_it_is_whole_there_is_nothing_of_its_name_and_what_an_interruption_left_goes(
    path: Path, key: Key | None, tmp_path: Path
) -> None:
    target = tmp_path / "New.waystation"
    left = tmp_path / ".New.waystation-0123abcd.part"
    left.write_bytes(b"half")
    seen: set[bool] = set()
    told = Progress(lambda done, total, label: seen.add(target.exists()))
    salvaging.save_readable(path, target, key=key, progress=told)
    assert seen == {False}
    assert target.exists() and not [each.name for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_pages_that_are_lost_cost_what_stood_there_and_no_more(path: Path, key: Key | None, tmp_path: Path) -> None:
    with Archive.open(path, key=key) as archive:
        pages = [
            row[0]
            for row in archive.store.connections.rows("SELECT rootpage FROM sqlite_schema WHERE name IN ('editions')")
        ]
    spoilt = pages[0] + 60  # a page among texts, originals or their indexes
    _spoil(path, spoilt)
    before = path.read_bytes()
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert saved.holdings.articles >= 30
    assert path.read_bytes() == before
    with Archive.open(saved.path, key=key) as archive:
        assert archive.store.integrity() == []
        assert len(archive.store.articles.ids(Scope())) == saved.holdings.articles


def test_a_lost_table_of_articles_leaves_the_texts(path: Path, key: Key | None, tmp_path: Path) -> None:
    _spoil(path, _root(path, key, "articles"))
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert saved.holdings.articles == 40
    assert any("under their first lines" in sentence for sentence in saved.told)
    assert saved.holdings.passages == 40


def test_passages_without_their_text_become_a_memo(path: Path, key: Key | None, tmp_path: Path) -> None:
    _spoil(path, _root(path, key, "editions"), _root(path, key, "articles"))
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert any("are in a memo" in sentence for sentence in saved.told)
    with Archive.open(saved.path, key=key) as archive:
        (memo,) = memos.memos(archive)
        assert "seen 7" in memo.text


def test_a_file_that_is_cut_short_gives_what_is_left(path: Path, key: Key | None, tmp_path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4 // PAGE * PAGE])
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert saved.told
    with Archive.open(saved.path, key=key) as archive:
        assert archive.store.integrity() == []


def test_nothing_is_made_of_a_file_of_which_nothing_can_be_read(path: Path, key: Key | None, tmp_path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(PAGE * 20))
    with pytest.raises(NotAnArchive):
        salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    assert not (tmp_path / "New.waystation").exists()


def test_an_existing_file_is_not_written_over(path: Path, key: Key | None) -> None:
    with pytest.raises(Invalid):
        salvaging.save_readable(path, path, key=key)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_spoilt_a_sound_archive_or_a_sentence_comes_of_it(
    path: Path, key: Key | None, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    pages = path.stat().st_size // PAGE
    _spoil(path, *chance.sample(range(2, pages), chance.choice((1, 3, 10))))
    try:
        saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=key)
    except WaystationError:
        assert not (tmp_path / "New.waystation").exists()
        return
    with Archive.open(saved.path, key=key) as archive:
        assert archive.store.integrity() == []
        assert all("refers to" not in finding.what for finding in maintain.check(archive))


PASSPHRASE = "seven slow herons"


@pytest.fixture
def under_a_passphrase(tmp_path: Path, add_article: AddArticle, cheap_keys: None) -> Path:
    place = tmp_path / "Box" / "Under.waystation"
    with protecting.create(place, PASSPHRASE, starter=False) as made:
        for number in range(20):
            add_article(made, f"The bridge number {number} was built of stone. " * 60, title=f"Bridge {number}")
    return place


def test_what_is_saved_of_an_archive_under_a_passphrase_opens_by_that_passphrase(
    under_a_passphrase: Path, tmp_path: Path
) -> None:
    _spoil(under_a_passphrase, 1 + under_a_passphrase.stat().st_size // PAGE // 2)
    key = protecting.unlock(under_a_passphrase, PASSPHRASE)
    saved = salvaging.save_readable(under_a_passphrase, tmp_path / "New.waystation", key=key)
    with Archive.open(saved.path, key=protecting.unlock(saved.path, PASSPHRASE)) as archive:
        assert len(archive.store.articles.ids(Scope())) == saved.holdings.articles > 10


def test_the_passphrase_of_a_file_that_is_cut_short_is_known_by_what_is_left(
    under_a_passphrase: Path, tmp_path: Path
) -> None:
    data = under_a_passphrase.read_bytes()
    under_a_passphrase.write_bytes(data[: len(data) - PAGE - 100])
    with pytest.raises(Damaged):
        protecting.unlock(under_a_passphrase, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        protecting.unlock_damaged(under_a_passphrase, "seven slow hounds")
    key = protecting.unlock_damaged(under_a_passphrase, PASSPHRASE)
    saved = salvaging.save_readable(under_a_passphrase, tmp_path / "New.waystation", key=key)
    assert saved.holdings.articles >= 10


def test_a_right_passphrase_is_not_called_wrong_where_the_beginning_is_damaged(under_a_passphrase: Path) -> None:
    data = bytearray(under_a_passphrase.read_bytes())
    data[100:2000] = random.Random(2).randbytes(1900)
    under_a_passphrase.write_bytes(data)
    with pytest.raises(Damaged):
        protecting.unlock(under_a_passphrase, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        protecting.unlock(under_a_passphrase, "seven slow hounds")
    assert protecting.unlock_damaged(under_a_passphrase, PASSPHRASE).raw


def test_how_much_can_be_read_is_told_and_nothing_is_written(path: Path, key: Key | None) -> None:
    whole = salvaging.look(path, key=key)
    assert (whole.holdings.articles, whole.holdings.passages, whole.gaps, whole.lost_of) == (40, 40, 0, "")
    _spoil(path, _root(path, key, "articles"))
    before = sorted(each.name for each in path.parent.iterdir())
    spoilt = salvaging.look(path, key=key)
    assert (spoilt.holdings.articles, spoilt.holdings.passages, spoilt.lost_of) == (0, 40, "articles")
    assert spoilt.gaps and sorted(each.name for each in path.parent.iterdir()) == before
    path.write_bytes(random.Random(1).randbytes(PAGE * 20))
    with pytest.raises(NotAnArchive):
        salvaging.look(path, key=key)


def test_a_lost_page_of_the_list_of_tables_costs_no_table_that_was_made_before(
    path: Path, key: Key | None, tmp_path: Path
) -> None:
    """Encrypting writes the end of that list at the end of the file: a file that is cut short lacks it first."""
    if key is None:
        recoded = protecting.encrypt(path, PASSPHRASE).key
    else:
        recoding.decrypt(path, key)
        recoded = None
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - PAGE - 100])
    saved = salvaging.save_readable(path, tmp_path / "New.waystation", key=recoded)
    assert (saved.holdings.articles, saved.holdings.passages) == (40, 40)
    assert sorted(each.suffix for each in tmp_path.iterdir() if each.is_file()) == [".waystation"]


def test_an_encrypted_file_without_its_beginning_is_refused_by_its_own_name(
    under_a_passphrase: Path, tmp_path: Path
) -> None:
    key = protecting.unlock(under_a_passphrase, PASSPHRASE)
    _spoil(under_a_passphrase, 1)
    with pytest.raises(NotAnArchive, match=r"Nothing of Under\.waystation can be read"):
        salvaging.save_readable(under_a_passphrase, tmp_path / "New.waystation", key=key)
    with pytest.raises(NotAnArchive, match=r"Nothing of Under\.waystation can be read"):
        salvaging.look(under_a_passphrase, key=key)
    names = [each.name for folder in (tmp_path, under_a_passphrase.parent) for each in folder.iterdir()]
    assert not [name for name in names if "part" in name or name.startswith("New")]


def test_the_copy_that_is_read_of_a_damaged_encrypted_file_has_a_name_that_is_cleared_away(
    under_a_passphrase: Path, tmp_path: Path
) -> None:
    key = protecting.unlock(under_a_passphrase, PASSPHRASE)
    _spoil(under_a_passphrase, 1 + under_a_passphrase.stat().st_size // PAGE // 2)
    target, seen = tmp_path / "New.waystation", set[str]()
    told = Progress(lambda done, total, label: seen.update(each.name for each in tmp_path.iterdir() if each.is_file()))
    salvaging.save_readable(under_a_passphrase, target, key=key, progress=told)
    drafts = {name for name in seen if name.endswith(".part")}
    assert len(drafts) == 2
    for name in drafts:
        (tmp_path / name).write_bytes(b"half")
    leftovers.clear_drafts(target)
    assert not [name for name in drafts if (tmp_path / name).exists()]
