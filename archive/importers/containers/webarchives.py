"""Reads a web archive (WARC, ISO 28500): each page that it holds is a member, with where it was and when it was fetched.

Where a record begins and ends is looked at here before a library reads it: a length that is none, or that leads past the end of the
file, is told and never makes a page silently shorter. Nothing is inflated beyond a limit.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from urllib.parse import urljoin

from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.importers.charsets import codec_name
from archive.importers.html.links import web_address
from archive.importers.illustrations import beside
from archive.importers.illustrations.found import MOST_BYTES as MOST_PICTURE
from archive.importers.metadata import edtf
from archive.importers.zips import MOST_MEMBERS
from archive.model.article import Evidence, Imported, Member, Metadata, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind, mime
from .picturing import with_pictures

MOST_BYTES = 512 * 1024**2  # of the records, inflated; and of the pages in them
_PAGE_BYTES = 80_000_000  # the largest page that is read
_HEAD_BYTES = 65_536  # of a record's header, and of a page's own
_STEP = 1 << 20
_MOST_DAMAGED = 1_000
_BEGIN = re.compile(rb"(?:\A|(?<=\n))WARC/\d\.\d+\r?\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"(?mi)^content-length[ \t]*:[ \t]*([^\r\n]*)")
_PAGES = ("text/html", "application/xhtml+xml")
_INFLATORS: dict[str, int] = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_SURE = 0.97


class _Damaged(Exception):
    """A record that cannot be read whole; says why."""


@dataclass(slots=True)
class _Told:
    """What is to be told: reasons, with the first record of each and how many there are."""

    damaged: dict[str, list[str]] = field(default_factory=dict)
    failed: int = 0

    def add(self, why: str, place: str) -> None:
        self.damaged.setdefault(why, []).append(place)

    @property
    def many(self) -> int:
        return sum(map(len, self.damaged.values()))

    def sentences(self) -> list[str]:
        found = []
        for why, places in self.damaged.items():
            many = "1 record was" if len(places) == 1 else f"{len(places):,} records were"
            found.append(f"{many} left out: {why} ({visible(places[0])[:120]}).")
        return found


def read(source: Source) -> Imported:
    """Every page of a web archive. Raises Unreadable when none is whole."""
    raw, cut = _inflated(source.data) if source.data[:2] == b"\x1f\x8b" else (source.data, None)
    told = _Told()
    members: list[Member] = []
    names: set[str] = set()
    pictures: dict[str, tuple[int, int]] = {}
    room = MOST_BYTES
    for start, end in _records(raw, told):
        if len(members) >= MOST_MEMBERS:
            told.add(f"at most {MOST_MEMBERS:,} pages are taken from one file", f"at byte {start:,}")
            continue
        try:
            record = _record(raw[start:end])
            if (shows := _picture_address(record)) is not None:
                pictures.setdefault(shows, (start, end))
                continue
            member = _member(record, names, min(_PAGE_BYTES, room), told)
        except _Damaged as error:
            told.add(str(error), f"at byte {start:,}")
            continue
        if member is not None:
            room -= len(member.data)
            members.append(member)
    lost = [*told.sentences(), *([cut] if cut else [])]
    if not members:
        raise Unreadable(" ".join(("There is no page in this web archive.", *lost)))
    if told.failed:
        many = "1 answer was no page" if told.failed == 1 else f"{told.failed:,} answers were no pages"
        lost.append(f"{many} (an error of the server, or an address elsewhere) and passed over.")
    verdict = Verdict.PARTIAL if told.damaged or cut else Verdict.OK
    members = _with_pictures(raw, members, pictures)
    return Imported(
        verdict, Kind.WARC.value, VERSION, MEDIA_TYPES[Kind.WARC], warnings=tuple(lost), members=tuple(members)
    )


def _inflated(data: bytes) -> tuple[bytes, str | None]:
    """All gzip members (one a record); and a sentence when they break off. Raises Unreadable for more than is read."""
    found = bytearray()
    view = memoryview(data)
    position = 0
    while position < len(data):
        inflator = zlib.decompressobj(16 + zlib.MAX_WBITS)
        at = position
        try:
            while not inflator.eof and at < len(data):
                step = view[at : at + _STEP]
                found += inflator.decompress(step, MOST_BYTES + 1 - len(found))
                at += len(step)
                if len(found) > MOST_BYTES or inflator.unconsumed_tail:
                    raise Unreadable(f"This web archive unpacks to more than {MOST_BYTES // 1024**2} MB.", "Split it.")
        except zlib.error:
            return bytes(found), f"The file is damaged from byte {position:,} on; what stands behind is missing."
        if not inflator.eof:
            return bytes(found), "The file breaks off in the middle of a record; its end is missing."
        position = at - len(inflator.unused_data)
        if not data[position : position + 64].strip(b"\0"):
            break  # what tapes and disks pad a file with
    return bytes(found), None


def _records(raw: bytes, told: _Told) -> Iterator[tuple[int, int]]:
    """Where each record stands whose length can be believed; what cannot be is told, and the next that can is looked for."""
    position = 0
    while told.many < _MOST_DAMAGED and (begin := _BEGIN.search(raw, position)) is not None:
        if raw[position : begin.start()].strip(b"\r\n\0 "):
            told.add("there is something between the records", f"at byte {position:,}")
        start, place = begin.start(), f"at byte {begin.start():,}"
        head = _END_OF_HEAD.search(raw, begin.end() - 2, start + _HEAD_BYTES)
        if head is None:
            told.add("its header is cut or longer than any program writes", place)
            position = begin.end()
            continue
        stated = _LENGTH.findall(raw, begin.end() - 2, head.start() + 2)
        if len(stated) != 1 or not stated[0].strip().isdigit():
            told.add("it does not say how long it is", place)
            position = head.end()
            continue
        end = head.end() + int(stated[0])
        if end > len(raw):
            told.add("it says that it is longer than the file", place)
            position = head.end()
        elif raw[end : end + 64].lstrip(b"\r\n\0") and not _BEGIN.match(raw, _next(raw, end)):
            told.add("its length is not what it says", place)
            position = head.end()
        else:
            yield start, end
            position = end
    if told.many >= _MOST_DAMAGED:
        told.add("so much is damaged that the rest was not looked at", f"at byte {position:,}")
    elif raw[position:].strip(b"\r\n\0 ") and not told.damaged:
        told.add("there is something behind the last record", f"at byte {position:,}")


def _next(raw: bytes, end: int) -> int:
    """The first place behind the line breaks that part two records."""
    while end < len(raw) and raw[end] in b"\r\n":
        end += 1
    return end


def _record(data: bytes) -> ArcWarcRecord:
    """Raises _Damaged."""
    try:
        return ArcWarcRecordLoader().parse_record_stream(io.BytesIO(data), known_format="warc")
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        AttributeError,
        TypeError,
    ) as error:
        raise _Damaged("it is damaged") from error


def _picture_address(record: ArcWarcRecord) -> str | None:
    """Where the picture was that a record says that it has; None for other records."""
    if record.rec_type not in ("response", "resource"):
        return None
    kind, headers = _kind(record)
    whole = headers is None or (headers.get_statuscode() or "200") == "200"
    return (
        _plain(record.rec_headers.get_header("WARC-Target-URI") or "") if kind.startswith("image/") and whole else None
    )


def _plain(address: str) -> str:
    """An address without what browsers do not send."""
    return address.strip("<> ").partition("#")[0]


def _with_pictures(raw: bytes, pages: list[Member], places: dict[str, tuple[int, int]]) -> list[Member]:
    """The pages, and behind them the pictures that they show and the archive holds."""

    def named(page: Member, address: str) -> str | None:
        try:
            name = _plain(urljoin(page.metadata.url or "", address))
        except ValueError:
            return None
        return name if name in places else None

    def fetch(name: str) -> Member | None:
        start, end = places[name]
        try:
            record = _record(raw[start:end])
            told = beside.told("", name, _payload(record, _kind(record)[1], MOST_PICTURE))
        except _Damaged:
            return None
        return None if told is None else Member(name, told.data, told.media_type)

    return with_pictures(pages, [bool(places)] * len(pages), named, fetch)[0]


def _member(record: ArcWarcRecord, names: set[str], most: int, told: _Told) -> Member | None:
    """The page in a record; None for a record of another kind. Raises _Damaged."""
    if record.rec_type not in ("response", "resource"):
        return None
    kind, headers = _kind(record)
    if kind not in _PAGES:
        return None
    if headers is not None and (headers.get_statuscode() or "200") != "200":
        told.failed += 1
        return None
    page = _payload(record, headers, most)
    if not page.strip():
        return None
    charset = _charset(headers)
    encoding = mime.page_of(page, charset, "").encoding
    address = web_address(record.rec_headers.get_header("WARC-Target-URI") or "")
    name = _name(address or "page", names)
    return Member(name, page, kind, _metadata(record, address), encoding)


def _name(address: str, names: set[str]) -> str:
    """The address; with a number where the archive holds the page more than once."""
    again = (f"{address} ({number})" for number in count(2))
    name = next(each for each in chain([address], again) if each not in names)
    names.add(name)
    return name


def _kind(record: ArcWarcRecord) -> tuple[str, StatusAndHeaders | None]:
    headers = record.http_headers
    told = headers.get_header("Content-Type") if headers is not None else record.rec_headers.get_header("Content-Type")
    return (told or "").split(";")[0].strip().lower(), headers


def _charset(headers: StatusAndHeaders | None) -> str | None:
    told = (headers.get_header("Content-Type") or "") if headers is not None else ""
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", told, re.IGNORECASE)
    return codec_name(found[1]) if found else None


def _payload(record: ArcWarcRecord, headers: StatusAndHeaders | None, most: int) -> bytes:
    """The page's bytes as its server meant them: chunks joined, inflated. Raises _Damaged where a part is missing."""
    data: bytes = record.raw_stream.read()
    if headers is None:
        return _within(data, most)
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked" and re.match(
        rb"[0-9A-Fa-f]{1,8}[ ;\r]", data
    ):
        try:
            data = ChunkedDataReader(io.BytesIO(data), raise_exceptions=True).read()
        except (ChunkedDataException, TypeError) as error:
            raise _Damaged("its chunks break off") from error
    for encoding in reversed((headers.get_header("Content-Encoding") or "").lower().replace(" ", "").split(",")):
        if encoding not in ("", "identity"):
            data = _unpacked(data, encoding, most)
    return _within(data, most)


def _within(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise _Damaged(f"it holds more than the {most // 1_000_000} MB that can be read")
    return data


def _unpacked(data: bytes, encoding: str, most: int) -> bytes:
    bits = _INFLATORS.get(encoding)
    if bits is None:
        if data.lstrip()[:1] == b"<":
            return data  # the program that saved it had unpacked it
        raise _Damaged(f"it is packed as “{visible(encoding)[:20]}”, which is not read")
    if encoding != "deflate" and data[:2] != b"\x1f\x8b":
        return data
    for each in (bits, -zlib.MAX_WBITS) if encoding == "deflate" else (bits,):
        inflator = zlib.decompressobj(each)
        try:
            found = inflator.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(found) > most:
            raise _Damaged(f"it unpacks to more than the {most // 1_000_000} MB that can be read")
        if not inflator.eof:
            raise _Damaged("its packed text breaks off")
        return found
    if encoding == "deflate" and data.lstrip()[:1] == b"<":
        return data
    raise _Damaged("its packed text is damaged")


def _metadata(record: ArcWarcRecord, address: str | None) -> Metadata:
    proofs: dict[str, Evidence] = {}
    if address:
        proofs["url"] = Evidence(address, None, None, "container-warc-uri", _SURE)
    if value := edtf((record.rec_headers.get_header("WARC-Date") or "")[:10]):
        proofs["accessed"] = Evidence(value, None, None, "container-warc-date", _SURE)
    accessed = proofs["accessed"].value if "accessed" in proofs else None
    return Metadata(url=address, accessed=accessed, evidence=proofs)
