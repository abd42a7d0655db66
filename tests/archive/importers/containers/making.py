"""Invented articles, and the files that hold them, for the tests of containers."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict

DATA = Path("tests/data/containers")
PARAGRAPHS = (
    "The weir above the mill was mended in the spring, and the water has stood eleven inches higher ever since.",
    "Nobody had asked the owners of the lower meadow, who found their hay under water in the second week of June.",
    "The miller, a patient man, said that he had only put back what the ice had taken away in a hard winter.",
    "The parish met twice about it and came to no end, as parishes do, while the ditch went on filling.",
)


def page(title: str = "The weir", author: str = "Anna Moor", charset: str | None = "utf-8") -> str:
    """A page with an article."""
    meta = f'<meta charset="{charset}">' if charset else ""
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head>{meta}<title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>By {author}</p>{body}</article></body></html>"
    )


def zipped(files: dict[str, bytes | str], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file, by Python's own library."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", pack) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return made.getvalue()


def warc(
    pages: dict[str, bytes], *, packed: bool = True, headers: tuple[tuple[str, str], ...] = (), status: str = "200 OK"
) -> bytes:
    """A web archive, by warcio."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "a test"}))
    for address, data in pages.items():
        http = StatusAndHeaders(status, list(headers) or [("Content-Type", "text/html")], protocol="HTTP/1.1")
        told = {"WARC-Date": "2021-04-05T23:10:00Z"}
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(data), length=len(data), http_headers=http, warc_headers_dict=told
        )
        writer.write_record(record)
    return made.getvalue()


def shown(data: bytes, name: str = "file") -> str:
    """The text of what the importers make of the bytes."""
    imported = read(Source(data, name))
    assert imported.text is not None, imported.error
    return imported.text.text


def texts(data: bytes, name: str = "file") -> dict[str, str]:
    """The text of every member, by its name."""
    return {
        member.name: shown(member.data, member.name.rpartition("/")[2]) for member in read(Source(data, name)).members
    }


def mutants(data: bytes, seed: int, many: int) -> Iterator[bytes]:
    """The bytes with a few of them changed, cut, doubled or taken out; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(many):
        made = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(made))
            length = chance.randint(1, 40)
            match chance.randrange(4):
                case 0:
                    made[at] = chance.randrange(256)
                case 1:
                    del made[at : at + length]
                case 2:
                    made[at:at] = made[at : at + length]
                case _:
                    made[at:at] = bytes([chance.randrange(256)]) * length
            if not made:
                made = bytearray(b"x")
        yield bytes(made[: chance.randrange(1, len(made) + 1)] if chance.random() < 0.2 else made)


def require_verdict(imported: Imported) -> None:
    """Whatever the file is: something was read, or a sentence says why not; what is missing is told."""
    if imported.verdict is Verdict.REFUSED:
        assert imported.error and imported.text is None and not imported.members
    else:
        assert imported.text is not None or imported.members or imported.incoming is not None
    if imported.verdict is Verdict.PARTIAL and imported.incoming is None:
        assert imported.warnings
