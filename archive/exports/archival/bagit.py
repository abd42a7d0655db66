"""A BagIt bag (RFC 8493) with SHA-512: originals, editions as text, passages as Web Annotations, metadata as Dublin Core, the codebook,
and pages that read all of it in a browser. A ZIP file where the name ends in `.zip`, else a folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import quote

from archive.base.progress import Progress
from archive.exports.data import jsonfile, jsonld
from archive.exports.shared import pages, records
from archive.exports.shared.cells import plain
from archive.exports.shared.names import Names, safe
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Packet, Showing, Whole, Work

_AGENT = "Waystation"
_DC = "http://purl.org/dc/elements/1.1/"


class _Target(Protocol):
    """Where members go."""

    def add(self, name: str, pieces: Iterable[bytes]) -> None: ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.writelines(pieces)


class _Zipped:
    def __init__(self, zip: Zip, top: str) -> None:
        self._zip, self._top = zip, top

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        with self._zip.member(f"{self._top}/{name}") as out:
            for piece in pieces:
                out.write(piece)


class _Bag:
    """Adds members and keeps their digests for the manifests."""

    def __init__(self, target: _Target) -> None:
        self._target = target
        self._digests: dict[str, str] = {}
        self._octets = self._streams = 0

    def add(self, name: str, pieces: Iterable[bytes], known: str | None = None) -> str | None:
        """Writes a member; a sentence where its bytes do not have the digest that was known of them."""
        digest, size = hashlib.sha512(), 0

        def through() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                yield piece

        self._target.add(name, through())
        self._digests[name] = digest.hexdigest()
        if name.startswith("data/"):
            self._octets += size
            self._streams += 1
        if known is not None and digest.hexdigest() != known:
            return f"{PurePosixPath(name).name} is not what was imported: its bytes have changed. Check the archive."
        return None

    def text(self, name: str, told: Iterable[str]) -> None:
        self.add(name, (piece.encode("utf-8", "replace") for piece in told))

    def close(self, packet: Packet) -> None:
        self.text("bagit.txt", ["BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        told = {
            "Bagging-Date": packet.made[:10],
            "Bag-Software-Agent": _AGENT,
            "External-Identifier": jsonld.urn(packet.archive_uid) if packet.archive_uid else None,
            "External-Description": _line(packet.title),
            "Payload-Oxum": f"{self._octets}.{self._streams}",
        }
        self.text("bag-info.txt", [f"{label}: {value}\n" for label, value in told.items() if value])
        self.text("manifest-sha512.txt", self._manifest(payload=True))
        self.text("tagmanifest-sha512.txt", self._manifest(payload=False))

    def _manifest(self, *, payload: bool) -> list[str]:
        names = sorted(name for name in self._digests if name.startswith("data/") is payload)
        return [f"{self._digests[name]}  {name}\n" for name in names]


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """Makes the bag; what may not leave, or does not have its digest any more, is told."""
    if path.suffix.lower() != ".zip":
        path.mkdir()
        return _fill(packet, _Bag(_Folder(path)), progress)
    with Zip(path, packet.made) as zip:
        return _fill(packet, _Bag(_Zipped(zip, safe(packet.title))), progress)


def _fill(packet: Packet, bag: _Bag, progress: Progress) -> list[str]:
    warnings: list[str] = []
    names, listed, without, left = Names(), [], 0, 0
    for whole in progress.over(packet.wholes(), "Writing articles", len(packet.works)):
        folder = names.give(_name(f"{whole.work.id:05d} {whole.work.title or 'Untitled'}"[:80]))
        listed.append((folder, whole.work, len(whole.excerpts)))
        without += whole.data is None
        showing = whole.showing()
        left += showing.left
        warnings += _article(bag, f"data/articles/{folder}", whole, packet, showing)
    if packet.tags:
        bag.text("data/codebook.json", _document(packet))
    if packet.memos:
        bag.text("data/memos.json", _document(packet, memos=True))
    bag.text("data/index.html", _index(packet, listed))
    bag.close(packet)
    warnings += pages.left_out(left)
    if without:
        count = "1 original was" if without == 1 else f"{without:,} originals were"
        warnings.append(f"{count} left out, because what is redacted stands in them.")
    return warnings


def _article(bag: _Bag, folder: str, whole: Whole, packet: Packet, showing: Showing) -> list[str]:
    told = []
    original = whole.edition.original
    if whole.data is not None:
        told.append(bag.add(f"{folder}/original/{safe(_name(original.name))}", whole.data(), original.sha512))
        for number, each in enumerate((each for each in showing.pictures if each.lain), 1):
            ending = each.media_type.rpartition("/")[2].replace("jpeg", "jpg")
            told.append(bag.add(f"{folder}/pictures/picture-{number}.{ending}", iter([each.data]), each.sha512))
    for edition in whole.earlier() if whole.earlier is not None else ():
        bag.text(f"{folder}/edition-{edition.number}.txt", [edition.text])
    bag.text(f"{folder}/edition-{whole.edition.number}.txt", [whole.text])
    bag.text(f"{folder}/metadata.dc.xml", _dublin_core(whole.work, original.sha512 if whole.data is not None else None))
    if whole.excerpts:
        items = [jsonld.annotation(each, packet.choice) for each in whole.excerpts]
        page = {"@context": [jsonld.CONTEXT, jsonld.TERMS], "type": "AnnotationPage", "items": items}
        bag.text(f"{folder}/passages.jsonld", [json.dumps(page, ensure_ascii=False, indent=1), "\n"])
    bag.text(f"{folder}/index.html", pages.page(whole, pages.inside(showing.pictures), back="../../index.html"))
    return [each for each in told if each]


def _document(packet: Packet, *, memos: bool = False) -> list[str]:
    """The codebook, or the journal with the tags and articles that it may be about, as our JSON export tells them."""
    told = jsonfile.head(packet) | {"tags": [records.tag(each, packet.choice) for each in packet.tags]}
    if memos:
        told |= {
            "articles": list(map(records.work, packet.works.values())),
            "memos": list(map(records.memo, packet.memos)),
        }
    return [jsonfile.dumped(told), "\n"]


def _dublin_core(work: Work, original: str | None) -> Iterator[str]:
    """Simple Dublin Core (DCMES 1.1) in the XML of OAI-DC."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="{_DC}">\n'
    fields = [
        ("title", work.title),
        *(("creator", name) for name in work.byline),
        ("publisher", work.publisher),
        ("contributor", work.republisher),
        ("date", work.published),
        ("language", work.language),
        ("source", work.url),
        ("rights", work.rights.rights),
        ("identifier", jsonld.urn(work.uid)),
        ("identifier", f"urn:sha512:{original}" if original else None),
        ("type", "Text"),
    ]
    for name, value in fields:
        if value:
            yield f"  <dc:{name}>{pages.text(value)}</dc:{name}>\n"
    yield "</oai_dc:dc>\n"


def _index(packet: Packet, listed: Sequence[tuple[str, Work, int]]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">\n<head><meta charset="utf-8"/>'
    yield pages.POLICY
    yield f"<title>{pages.text(packet.title)}</title><style>{pages.STYLE}</style></head>\n<body><h1>{pages.text(packet.title)}</h1>"
    yield f'<p class="about">{len(listed):,} articles · {packet.passages:,} passages · {pages.text(packet.made[:10])}</p><ul>'
    for folder, work, count in listed:
        passages = "" if not count else " · 1 passage" if count == 1 else f" · {count:,} passages"
        yield f'<li><a href="articles/{quote(folder)}/index.html">{pages.text(work.title or "Untitled")}</a>'
        yield f'<div class="about">{pages.text(pages.about(work) + passages)}</div></li>\n'
    yield "</ul>"
    if packet.tags:
        yield "<h2>Codebook</h2><ul>"
        for tag in packet.tags:
            meaning = f'<div class="said">{pages.text(tag.definition)}</div>' if tag.definition else ""
            yield f'<li><span class="tags">{pages.text(tag.path)}</span>{meaning}</li>\n'
        yield "</ul>"
    for memo in packet.memos:
        yield f'<h2 dir="auto">{pages.text(memo.title)}</h2><p class="said" dir="auto">{pages.text(memo.text)}</p>'
    yield "</body></html>\n"


def _name(name: str) -> str:
    # A manifest percent-encodes percent signs (RFC 8493, 2.1.3), which readers in use do not undo.
    return name.replace("%", "_")


def _line(text: str) -> str:
    return " ".join(plain(text).split())
