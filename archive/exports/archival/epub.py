"""Whole articles as an EPUB 3.3 book (https://www.w3.org/TR/epub-33/): a chapter an article, with its passages shown and listed."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.shared import pages
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Packet, Shown, Work

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# Pictures that every reader of EPUB 3.3 shows (3.2, core media types).
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """A book with a table of contents; articles in the order of their ids."""
    chapters: list[tuple[str, Work]] = []
    pictures: dict[str, str] = {}
    left = 0
    with Zip(path, packet.made) as book:
        book.add("mimetype", b"application/epub+zip", stored=True)
        book.add("META-INF/container.xml", _CONTAINER.encode())
        for whole in progress.over(packet.wholes(), "Writing articles", len(packet.works)):
            name = f"article-{whole.work.id}.xhtml"
            chapters.append((name, whole.work))
            showing = whole.showing()
            left += showing.left
            figures = _figures(book, showing.pictures, pictures)
            with book.member(f"EPUB/{name}") as out:
                out.write(_HEAD.encode())
                for piece in pages.page(whole, figures, policy=False):
                    out.write(piece.encode())
        book.add("EPUB/contents.xhtml", "".join(_contents(packet, chapters)).encode())
        book.add("EPUB/book.opf", "".join(_package(packet, chapters, pictures)).encode())
    told = pages.left_out(left)
    if packet.memos:
        count = "1 memo was" if len(packet.memos) == 1 else f"{len(packet.memos):,} memos were"
        told.append(f"{count} left out, because a book of articles has no place for them.")
    return told


def _figures(book: Zip, shown: Sequence[Shown], pictures: dict[str, str]) -> dict[int, list[str]]:
    """Adds the pictures to the book, each once; the elements that show them, by the block that they stand behind."""
    found: dict[int, list[str]] = {}
    for each in shown:
        name = f"pictures/{each.sha512[:32]}{_ENDINGS[each.media_type]}"
        if name not in pictures:
            pictures[name] = each.media_type
            book.add(f"EPUB/{name}", each.data, stored=True)
        found.setdefault(each.after, []).append(pages.figure(name, each.alt))
    return found


def _contents(packet: Packet, chapters: Sequence[tuple[str, Work]]) -> Iterator[str]:
    yield f'{_HEAD}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    yield f"<head><title>{pages.text(packet.title)}</title></head>\n<body>"
    yield f'<nav epub:type="toc" id="toc"><h1>{pages.text(packet.title)}</h1><ol>'
    for name, work in chapters:
        yield f'<li><a href="{name}">{pages.text(work.title or "Untitled")}</a></li>\n'
    yield "</ol></nav></body></html>\n"


def _package(packet: Packet, chapters: Sequence[tuple[str, Work]], pictures: Mapping[str, str]) -> Iterator[str]:
    languages = list(dict.fromkeys(work.language for _, work in chapters if work.language)) or ["und"]
    yield f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid">\n'
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:waystation:{packet.archive_uid}:{packet.made}").urn
    yield f'<dc:identifier id="uid">{pages.text(identifier)}</dc:identifier><dc:title>{pages.text(packet.title)}</dc:title>\n'
    for language in languages:
        yield f"<dc:language>{pages.text(language)}</dc:language>"
    # EPUB 3.3, 5.5.3.2.3: to the second.
    yield f'\n<meta property="dcterms:modified">{packet.made[:19]}Z</meta>\n</metadata>\n<manifest>\n'
    yield '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
    for name, work in chapters:
        yield f'<item id="a{work.id}" href="{name}" media-type="application/xhtml+xml"/>\n'
    for number, (name, media_type) in enumerate(pictures.items(), 1):
        yield f'<item id="p{number}" href="{name}" media-type="{media_type}"/>\n'
    yield '</manifest>\n<spine>\n<itemref idref="contents"/>\n'
    for _, work in chapters:
        yield f'<itemref idref="a{work.id}"/>\n'
    yield "</spine>\n</package>\n"
