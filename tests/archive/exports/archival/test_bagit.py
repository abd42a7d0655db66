"""Bags, checked by the Library of Congress's own bagit: complete, valid, and with the very originals and words in them."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bagit as validator
import pytest
from lxml import etree, html

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.archival import bagit
from archive.exports.data import jsonld
from archive.model.excerpt import Packet, Whole
from tests.archive.conftest import AddArticle, blocks_of
from tests.archive.exports.conftest import MakePacket

DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def bagged(make_packet: MakePacket, tmp_path: Path) -> Callable[..., Path]:
    """`bagged(packet)` makes a bag in a folder, and checks that bagit finds it valid."""

    def make(packet: Packet | None = None) -> Path:
        path = tmp_path / "bag"
        assert bagit.write(packet or make_packet(), path, Progress()) == []
        checked = validator.Bag(str(path))
        checked.validate()
        assert checked.version_info == (1, 0) and checked.algorithms == ["sha512"]
        return path

    return make


def test_a_bag_is_valid_and_holds_every_article_with_its_original(
    bagged: Callable[..., Path], make_packet: MakePacket
) -> None:
    path, packet = bagged(), make_packet()
    folders = sorted((path / "data" / "articles").iterdir())
    wholes = list(packet.wholes())
    assert len(folders) == len(wholes) == 3
    for folder, whole in zip(folders, wholes, strict=True):
        (original,) = (folder / "original").iterdir()
        assert hashlib.sha512(original.read_bytes()).hexdigest() == whole.edition.original.sha512
        assert (folder / f"edition-{whole.edition.number}.txt").read_text("utf-8") == whole.text
        core = etree.parse(folder / "metadata.dc.xml").getroot()
        assert [each.text for each in core.findall(f"{DC}title")] == ([whole.work.title] if whole.work.title else [])
        assert [each.text for each in core.findall(f"{DC}creator")] == list(whole.work.byline)
        listed = folder / "passages.jsonld"
        items = json.loads(listed.read_bytes())["items"] if whole.excerpts else []
        assert listed.exists() == bool(whole.excerpts)
        assert [each["id"] for each in items] == [jsonld.urn(each.uid) for each in whole.excerpts]
        for item in items:
            position, quote = item["target"]["selector"]
            assert whole.text[position["start"] : position["end"]] == quote["exact"]


def test_its_pages_lead_to_each_other_and_show_the_words_and_marks(
    bagged: Callable[..., Path], make_packet: MakePacket
) -> None:
    path, packet = bagged(), make_packet()
    index = html.parse(path / "data" / "index.html", parser=html.HTMLParser(encoding="utf-8")).getroot()
    links = [link.get("href") for link in index.iter("a")]
    assert len(links) == 3
    for link, whole in zip(links, packet.wholes(), strict=True):
        from urllib.parse import unquote

        page = path / "data" / unquote(link)
        shown = html.parse(page, parser=html.HTMLParser(encoding="utf-8")).getroot()
        for mark in shown.iter("sup"):
            mark.drop_tree()
        words = "".join(
            "".join(node.itertext()) for node in shown.iter("p", "li", "h1", "h2") if node.get("class") != "about"
        )
        for block in whole.blocks:
            assert whole.text[block.start : block.end] in words
        assert (page.parent / "../../index.html").resolve() == (path / "data" / "index.html").resolve()
        assert not list(shown.iter("script", "img", "iframe", "link"))


def test_a_zipped_bag_is_the_same_in_one_folder(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    for name in ("one.zip", "two.zip"):
        bagit.write(packet, tmp_path / name, Progress())
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as zipped:
        zipped.extractall(tmp_path / "out")
    (top,) = (tmp_path / "out").iterdir()
    validator.Bag(str(top)).validate()


def test_earlier_texts_of_an_article_are_in_it(
    coded: Archive, bagged: Callable[..., Path], make_packet: MakePacket
) -> None:
    whole = next(iter(make_packet().wholes()))
    text = blocks_of(whole.text + "\nA line more.")
    with coded.atomic():
        coded.store.editions.add(
            whole.work.id, text, original=whole.edition.original.sha512, encoding="utf-8", importer="plain", importer_version=1,
            reason="update", path="", created="2026-02-01T00:00:00.000Z",
        )  # fmt: skip
    folder = min((bagged() / "data" / "articles").iterdir())
    assert (folder / "edition-1.txt").read_text("utf-8") == whole.text
    assert (folder / "edition-2.txt").read_text("utf-8") == text.text


def test_an_original_that_may_not_leave_is_told_and_one_that_changed_too(
    make_packet: MakePacket, tmp_path: Path
) -> None:
    packet = make_packet()

    def changed() -> list[Whole]:
        first, second, third = packet.wholes()
        return [replace(first, data=None), replace(second, data=lambda: iter([b"other bytes"])), third]

    told = bagit.write(replace(packet, wholes=lambda: iter(changed())), tmp_path / "bag", Progress())
    assert [each.split(",")[0].split(":")[0] for each in told] == [
        "article.txt is not what was imported",
        "1 original was left out",
    ]
    validator.Bag(str(tmp_path / "bag")).validate()
    assert not (min((tmp_path / "bag" / "data" / "articles").iterdir()) / "original").exists()


def test_names_that_no_system_takes_are_made_ones_that_all_take(
    archive: Archive, add_article: AddArticle, tmp_path: Path
) -> None:
    from archive.model.excerpt import Choice
    from archive.operations import choosing, packing

    for title in ("CON", "a/b\\c:d", "100 %\u202e", "x" * 400, "배" * 200):
        add_article(archive, "Words.", title=title)
    choice = Choice()
    packet = packing.pack(archive, choice, choosing.choose(archive, choice), title="..")
    bagit.write(packet, tmp_path / "bag", Progress())
    validator.Bag(str(tmp_path / "bag")).validate()
    assert all(len(each.name.encode()) <= 255 for each in (tmp_path / "bag").rglob("*"))
