"""What a folder holds of other programs comes in after its articles, or is told by name; bags that lead out of themselves do not come."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.importers import registry as importers
from archive.importers.interchange import registry
from archive.model.article import Imported, Source
from archive.operations import annotate, gathering, ingest
from tests.archive.importers.interchange.conftest import TEXT, qdpx, selection

DATA = Path(__file__).parents[2] / "data" / "interchange"
SIX = selection(TEXT.index("six"), TEXT.index("six") + 3)
STORY = "The lantern on the pier burned until the last boat of the evening had come in and tied up."


class Readers:
    """The real readers, in this process."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            yield source, importers.read(source)

    def close(self) -> None:
        pass


def names(folder: Path) -> list[str]:
    return [each.path.relative_to(folder).as_posix() for each in gathering.gather([folder]).files]


def test_files_of_other_programs_come_last(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, data in (
        ("a.csv", b"url,title,highlight\nhttps://example.org,x,words\n"),
        ("b.qdpx", qdpx(SIX)),
        ("sub/pier.txt", STORY.encode()),
        ("z.md", STORY.encode()),
    ):
        (tmp_path / name).write_bytes(data)
    assert names(tmp_path) == ["z.md", "sub/pier.txt", "a.csv", "b.qdpx"]


def test_highlights_beside_their_article_find_it(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(f'title,url,highlight\nThe pier,,"{STORY[4:40]}"\n', "utf-8")
    (tmp_path / "in" / "pier.txt").write_text(f"The pier\n\n{STORY} {STORY.replace('pier', 'quay')}\n", "utf-8")
    report = ingest.run(archive, [tmp_path / "in"], pool=Readers())
    assert [str(each.status) for each in report.files] == ["added", "added"] and report.warnings == ()
    assert [each.anchor.exact for each in annotate.passages(archive)] == [STORY[4:40].strip()]


def test_every_sample_is_known_by_its_beginning() -> None:
    for path in DATA.iterdir():
        if path.suffix not in (".txt", ".md"):
            assert registry.is_likely(path.read_bytes()[:65_536], path.name), path.name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("package.json", b'{"name": "x", "version": "1.0", "dependencies": {}}'),
        ("places.json", b'[{"lat": 1, "uri": "x"}]'),
        ("rain.csv", b"day,rain\n1,2\n"),
        ("prices.csv", b"title,date,price\nRice,2020-01-01,3\n"),
        ("cache.sqlite", b"SQLite format 3\0" + bytes(200)),
        ("graph.rdf", b"<rdf:RDF xmlns:rdf='x'/>"),
        ("empty.json", b""),
        ("broken.csv", b"\xff\xfe\x00"),
    ],
)
def test_what_may_be_anything_is_left_and_told_by_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "pier.txt").write_text(STORY)
    found = gathering.gather([tmp_path])
    assert [each.path.name for each in found.files] == ["pier.txt"]
    (told,) = found.warnings()
    assert f"({name})" in told and "Import it by name" in told
    assert [each.path.name for each in gathering.gather([tmp_path / name]).files] == [name]


def test_many_of_them_are_one_sentence(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.json").write_text('{"x": 1}')
    (told,) = gathering.gather([tmp_path]).warnings()
    assert told.startswith("200 files were left out of folders") and "and 190 more" in told and len(told) < 400


# Bags


def bag(folder: Path, listed: str, name: str = "manifest-sha512.txt") -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "data" / "pier.txt").write_text(STORY)
    (folder / name).write_text(listed)
    return folder


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x.txt",
        "data\\..\\..\\x",
        "~/.ssh/id",
        "data/%2e%2e/%2E%2E/x",
        "data/../../x",
    ],
)
@pytest.mark.parametrize("name", ["manifest-sha512.txt", "tagmanifest-md5.txt", "fetch.txt"])
def test_a_bag_with_unsafe_paths_is_refused(archive: Archive, tmp_path: Path, path: str, name: str) -> None:
    listed = f"https://example.org/x 12 {path}\n" if name == "fetch.txt" else f"{'0' * 128}  {path}\n"
    bag(tmp_path / "in" / "bag", listed, name)
    (tmp_path / "in" / "other.txt").write_text(STORY)
    report = ingest.run(archive, [tmp_path / "in"], pool=Readers())
    assert [str(each.status) for each in report.files] == ["added", "refused"]
    assert f"its {name} names a place outside of it" in (report.files[1].error or "")


def test_a_folder_that_is_a_bag_is_one_file_whose_lists_are_no_articles(archive: Archive, tmp_path: Path) -> None:
    bag(tmp_path / "in" / "bag", f"{'0' * 128}  data/pier.txt\n{'0' * 128}  data/a..b.txt\n")
    (tmp_path / "in" / "bag" / "data" / "passwd.txt").symlink_to("/etc/passwd")
    assert names(tmp_path) == ["in/bag"]
    report = ingest.run(archive, [tmp_path / "in"], pool=Readers())
    assert [(each.member, str(each.status)) for each in report.files] == [(None, "opened"), ("data/pier.txt", "added")]
    assert "1 file is not what the bag's list says that it was (pier.txt)." in report.files[0].warnings
    assert "1 file of the bag's list is missing (a..b.txt)." in report.files[0].warnings


def test_a_bag_that_is_too_large_says_what_to_import_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LARGEST_CONTAINER_BYTES", 100)
    folder = bag(tmp_path / "bag", "")
    with pytest.raises(Unreadable, match="more than") as caught:
        gathering.load(folder)
    assert "“data”" in caught.value.advice


# Sizes


def test_a_project_may_be_larger_than_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = qdpx(SIX, members={"sources/film.mp4": b"\0" * 10})
    for name, value in (("LARGEST_BYTES", 500), ("LARGEST_PROJECT_BYTES", len(data))):
        monkeypatch.setattr(gathering, name, value)
    for name in ("canal.qdpx", "canal.zip"):
        (tmp_path / name).write_bytes(data)
        assert gathering.load(tmp_path / name) == data
    monkeypatch.setattr(gathering, "LARGEST_PROJECT_BYTES", len(data) - 1)
    with pytest.raises(Unreadable, match="Export it without its recordings"):
        gathering.load(tmp_path / "canal.qdpx")
    for name, told in (
        ("a.json", "export fewer at once, or as SQLite"),
        ("a.csv", "export fewer"),
        ("a.txt", "split it"),
    ):
        (tmp_path / name).write_bytes(b"words " * 200)
        with pytest.raises(Unreadable, match=told):
            gathering.load(tmp_path / name)
