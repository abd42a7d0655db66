"""Pictures that lie beside a page, in folders, ZIP files, web archives and mails: kept with it, and nothing from anywhere else."""

import email.mime.image
import email.mime.multipart
import email.mime.text
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.archive import Archive
from archive.confinement import wire
from archive.importers import registry
from archive.importers.illustrations import fetching
from archive.model.article import Edition, Illustration, Imported, Source
from archive.model.protocols import Reader
from archive.operations import curate, editions, illustrations, ingest, joining, originals
from tests.archive.importers.containers.making import zipped
from tests.archive.importers.illustrations.drawn import png
from tests.archive.importers.illustrations.test_formats import AFTER, BEFORE

MAP, LAMP, ICON = png(120, 80), png(90, 90, shade=30), png(16, 16)
CAPTION = "The first map, drawn in ink."


class Readers:
    """The real readers, in this process, behind the language of their pipe."""

    def __init__(self, made: Reader = registry.read) -> None:
        self.sent: list[bytes] = []
        self._made = made

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            request = wire.request_of(source)
            self.sent.append(request)
            answer = self._made(wire.source_of(request))
            bodies = iter([each.data for each in answer.members])
            yield source, wire.imported_of(wire.answer_of(answer), lambda _, bodies=bodies: next(bodies))

    def close(self) -> None:
        pass


def page(*addresses: str) -> bytes:
    figures = "".join(
        f'<figure><img src="{each}" alt="A map"><figcaption>{CAPTION}</figcaption></figure>' for each in addresses
    )
    head = "<html><head><meta charset='utf-8'></head>"
    body = f"<body><article><h1>Two maps</h1><p>{BEFORE}</p>{figures}<p>{AFTER}</p></article></body></html>"
    return (head + body).encode()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def taken(archive: Archive, *paths: Path) -> list[Edition]:
    report = ingest.run(archive, paths, pool=Readers())
    return [archive.store.editions.current(each.id) for each in report.files if each.id is not None]


def held(archive: Archive, edition: Edition) -> list[bytes | None]:
    return illustrations.data(archive, edition, edition.pictures, Readers(fetching.read))


def test_a_saved_page_brings_the_pictures_of_its_own_folder_with_their_captions(
    archive: Archive, tmp_path: Path
) -> None:
    files = {"Maps.html": page("./Maps_files/a%20map.png?v=2", "Maps_files/icon.png"), "Maps_files/a map.png": MAP}
    write(tmp_path, {**files, "Maps_files/icon.png": ICON})
    (edition,) = taken(archive, tmp_path / "Maps.html")
    (picture,) = edition.pictures
    assert held(archive, edition) == [MAP]
    assert (picture.alt, illustrations.caption(edition, picture)) == ("A map", CAPTION)
    ((block, _),) = illustrations.placed(edition).items()
    assert edition.text[edition.blocks[block].start : edition.blocks[block].end] == BEFORE


def test_a_page_in_a_folder_brings_those_that_lie_anywhere_in_it(archive: Archive, tmp_path: Path) -> None:
    root = write(tmp_path / "site", {"pages/a.html": page("../images/map.png", "지도.png"), "images/map.png": MAP})
    write(root, {"pages/지도.png": LAMP})
    (edition,) = taken(archive, root)
    assert held(archive, edition) == [MAP, LAMP]
    assert [row[1] for row in archive.store.originals.pictures(edition.article)] == [
        str(root / "images/map.png"),
        str(root / "pages/지도.png"),
    ]


@pytest.mark.hostile(31)
@pytest.mark.parametrize("whole", [True, False])
def test_hostile_31_nothing_outside_of_the_folder_is_opened(
    archive: Archive, tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"secret.png": MAP, "in/own.txt": b"x"})
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "in" / "folder").symlink_to(tmp_path)
    outside = [
        "../secret.png",
        "folder/secret.png",
        "link.png",
        "..%2fsecret.png",
        "..\\secret.png",
        "%2e%2e/secret.png",
    ]
    outside += [
        str(tmp_path / "secret.png"),
        f"file://{tmp_path}/secret.png",
        f"//host{tmp_path}/secret.png",
        "own.txt",
    ]
    write(tmp_path, {"in/a.html": page(*outside)})
    opened: list[Path] = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: opened.append(self) or real(self))
    found = taken(archive, tmp_path / "in" if whole else tmp_path / "in" / "a.html")
    pages = [each for each in found if each.original.name == "a.html"]
    assert [each.pictures for each in pages] == [()]
    assert [each for each in opened if each.name == "secret.png"] == []


def test_a_page_by_itself_brings_nothing_but_its_own_folder(archive: Archive, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": page("private.png", "a_files/map.png"), "private.png": LAMP, "a_files/map.png": MAP})
    (edition,) = taken(archive, tmp_path / "a.html")
    assert held(archive, edition) == [MAP]


def test_a_zip_file_hands_over_each_picture_once_for_all_its_pages(archive: Archive, tmp_path: Path) -> None:
    files = {"site/a.html": page("img/map.png"), "site/b.html": page("./img/map.png", "b_files/lamp.png")}
    files |= {"site/img/map.png": MAP, "site/b_files/lamp.png": LAMP, "site/img/other.png": png(50, 95)}
    box = tmp_path / "site.zip"
    box.write_bytes(zipped({name: data.replace(b"Two maps", name.encode()) for name, data in files.items()}))
    report = ingest.run(archive, [box], pool=Readers())
    assert [each.member for each in report.files] == [None, "site/a.html", "site/b.html"]
    assert report.files[0].members == 2
    assert report.files[0].warnings == (
        "1 file inside was left out, being neither texts, documents nor saved pages (1 .png).",
    )
    first, second = (archive.store.editions.current(each.id) for each in report.files[1:] if each.id is not None)
    assert held(archive, first) == [MAP] and held(archive, second) == [MAP, LAMP]
    assert archive.store.connections.value("SELECT count(*) FROM originals WHERE media_type = 'image/png'") == 2


def test_a_web_archive_gives_its_pages_the_pictures_that_were_fetched_with_them(
    archive: Archive, tmp_path: Path
) -> None:
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True)
    for address, kind, status, data in (
        ("https://example.org/img/map.png", "image/png", "200 OK", MAP),
        ("https://example.org/a/", "text/html", "200 OK", page("/img/map.png#x", "lamp.png", "gone.png", "far.png")),
        ("https://example.org/a/lamp.png", "image/png", "200 OK", LAMP),
        ("https://example.org/a/gone.png", "image/png", "404 Not Found", png(99, 99)),
    ):
        http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(data), length=len(data), http_headers=http
        )
        writer.write_record(record)
    (tmp_path / "w.warc.gz").write_bytes(made.getvalue())
    (edition,) = taken(archive, tmp_path / "w.warc.gz")
    assert held(archive, edition) == [MAP, LAMP]


def test_a_mail_shows_the_pictures_that_it_carries(archive: Archive, tmp_path: Path) -> None:
    mail = email.mime.multipart.MIMEMultipart("related")
    mail["From"], mail["Subject"], mail["Date"] = (
        "Anna Moor <anna@example.org>",
        "Maps",
        "Tue, 3 Mar 2020 10:00:00 +0000",
    )
    mail["Message-ID"], mail["To"] = "<1@example.org>", "b@example.org"
    mail.attach(email.mime.text.MIMEText(page("cid:map1").decode(), "html", "utf-8"))
    for name, data in (("map1", MAP), ("unshown", LAMP)):
        part = email.mime.image.MIMEImage(data, "png")
        part["Content-ID"] = f"<{name}>"
        part.add_header("Content-Disposition", "inline", filename=f"{name}.png")
        mail.attach(part)
    (tmp_path / "m.eml").write_bytes(mail.as_bytes())
    (edition,) = taken(archive, tmp_path / "m.eml")
    assert held(archive, edition) == [MAP]
    ((block, _),) = illustrations.placed(edition).items()
    assert edition.text[edition.blocks[block].start : edition.blocks[block].end] == BEFORE
    warnings = archive.store.articles.get(edition.article).warnings
    assert any("1 attachment was left out" in each for each in warnings)


def test_readers_get_no_picture_and_cannot_name_another_original(archive: Archive, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": page("a_files/map.png"), "a_files/map.png": MAP})

    class Liar(Readers):
        def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
            for source, imported in super().read(sources):
                assert imported.text is not None
                (own,) = imported.text.pictures
                lies = [replace(own, sha512="ab" * 64), replace(own, place="beside other.png"), own]
                yield source, replace(imported, text=replace(imported.text, pictures=tuple(lies)))

    readers = Liar()
    report = ingest.run(archive, [tmp_path / "a.html"], pool=readers)
    assert report.files[0].id is not None and MAP not in b"".join(readers.sent)
    edition = archive.store.editions.current(report.files[0].id)
    assert held(archive, edition) == [MAP]


def _a_page_with_a_picture(archive: Archive, folder: Path, title: str = "Two maps") -> Edition:
    write(folder, {"a.html": page("a_files/map.png").replace(b"Two maps", title.encode()), "a_files/map.png": MAP})
    return taken(archive, folder / "a.html")[0]


def test_pictures_are_no_originals_to_choose_from_and_go_with_the_last_article(
    archive: Archive, tmp_path: Path
) -> None:
    one = _a_page_with_a_picture(archive, tmp_path / "1", "One map")
    two = _a_page_with_a_picture(archive, tmp_path / "2", "Another")
    assert [each.original.name for each in originals.held(archive, one.article)] == ["a.html"]
    assert [row[2] for row in archive.store.originals.places(one.article)] == ["a.html"]
    count = "SELECT count(*) FROM originals WHERE media_type = 'image/png'"
    for edition, left in ((one, 1), (two, 0)):
        curate.trash(archive, [edition.article])
        curate.purge(archive, [edition.article])
        assert archive.store.connections.value(count) == left


def test_a_page_that_is_read_in_another_encoding_keeps_its_pictures(archive: Archive, tmp_path: Path) -> None:
    data = (
        page("a_files/map.png").replace(b"utf-8", b"cp1252").replace(b"Two maps", "Zwei Karten über".encode("cp1252"))
    )
    write(tmp_path, {"a.html": data, "a_files/map.png": MAP})
    (edition,) = taken(archive, tmp_path / "a.html")
    editions.reread(archive, edition.article, "cp1251", pool=Readers())
    again = archive.store.editions.current(edition.article)
    assert again.number == 2 and held(archive, again) == [MAP]


def test_a_picture_that_is_gone_is_none(archive: Archive, tmp_path: Path) -> None:
    edition = _a_page_with_a_picture(archive, tmp_path)
    lost = Illustration("beside x.png", "image/png", 90, 90, 1, "0" * 128, 0)
    assert illustrations.data(archive, edition, [lost, *edition.pictures], Readers()) == [None, MAP]


def test_an_article_that_takes_in_a_later_edition_keeps_its_pictures(archive: Archive, tmp_path: Path) -> None:
    earlier = _a_page_with_a_picture(archive, tmp_path / "1", "One map")
    write(tmp_path / "2", {"b.html": page("b_files/lamp.png"), "b_files/lamp.png": LAMP})
    (later,) = taken(archive, tmp_path / "2" / "b.html")
    joining.join(archive, earlier.article, later.article)
    curate.purge(archive, [later.article])
    current = archive.store.editions.current(earlier.article)
    assert held(archive, current) == [LAMP]
