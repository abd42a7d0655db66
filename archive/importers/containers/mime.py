"""Messages in MIME (RFC 5322, RFC 2045) as mail programs and browsers write them: header fields, bodies, what was cut off."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from archive.base.text import storable, visible
from archive.importers.charsets import codec_name
from archive.importers.encodings import decode
from archive.model.article import Source

_CUT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "MultipartInvariantViolationDefect")
_BROKEN = (
    "InvalidBase64PaddingDefect",
    "InvalidBase64CharactersDefect",
    "InvalidBase64LengthDefect",
    "UndecodableBytesDefect",
)
_CHARSET = re.compile(rb"""<meta[^>]{0,400}?charset\s*=|\A\s*<\?xml[^>]{0,200}?encoding\s*=""", re.IGNORECASE)
_ENCODED = frozenset({"7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue"})
_BEHIND = 200  # characters behind the last part that say something
_LONGEST = 100_000  # characters of a header field that is read


def parse(data: bytes) -> Message:
    """The message. Never raises for what is written badly; see `defects`."""
    return email.message_from_bytes(data, policy=email.policy.compat32)


def field(message: Message, name: str) -> str | None:
    """A header field as a person reads it: encoded words decoded, white space collapsed; None when it is missing or empty."""
    value = message.get(name)
    if value is None:
        return None
    raw = str(value)
    if not raw.isascii() or "\ufffd" in raw:
        raw = _raw(message, name) or raw
    raw = raw[:_LONGEST]
    try:
        shown = str(make_header(decode_header(raw))) if "=?" in raw else raw
    except (ValueError, LookupError, UnicodeError):
        shown = raw
    return storable(" ".join(shown[:_LONGEST].split())) or None


def _raw(message: Message, name: str) -> str | None:
    """A field whose bytes are no ASCII, against the standard, in the encoding that they look like."""
    for key, value in message.raw_items():
        if key.lower() == name.lower() and isinstance(value, str):
            return decode(value.encode("utf-8", "surrogateescape")).text
    return None


def day_of(value: str) -> str | None:
    """The day on which it was sent where the sender was (RFC 5322 3.3), as EDTF."""
    try:
        day = parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day.isoformat() if 1970 <= day.year < 2200 else None


def body_of(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""


def charset_of(part: Message) -> str | None:
    """The charset that a part names, as a codec; None where it names none, or one that does not exist."""
    try:
        named = part.get_content_charset()
    except (ValueError, LookupError, UnicodeError):
        return None
    return codec_name(named) if named else None


def page_of(data: bytes, charset: str | None, name: str) -> Source:
    """A page as a source, read in the charset that its container tells where the page itself tells none."""
    told = _CHARSET.search(data[:8192]) is not None
    if charset is None or told or decode(data, declared=charset).encoding != charset:
        return Source(data, name)
    return Source(data, name, encoding=charset)


def defects(message: Message) -> list[str]:
    """Sentences on what is missing: a message that breaks off, parts that cannot be decoded."""
    found = {type(defect).__name__ for part in walk(message) for defect in part.defects}
    told = []
    if found & set(_CUT):
        told.append("The message breaks off or its parts are not where it says; its end may be missing.")
    behind = sum(len((part.epilogue or "").strip()) for part in walk(message))
    if behind > _BEHIND:
        told.append("Words stand behind the end of the message; they were not read.")
    long = [name for name, value in message.raw_items() if len(str(value)) > _LONGEST]
    if long:
        told.append(f"The header line “{visible(long[0])[:40]}” is longer than any mail needs; its end was left out.")
    if found & set(_BROKEN) or any(not _is_encoded_as_known(part) for part in walk(message)):
        told.append("A part of the message is damaged; some of it could not be read.")
    return told


def _is_encoded_as_known(part: Message) -> bool:
    named = str(part.get("Content-Transfer-Encoding") or "8bit").strip().lower()
    return named in _ENCODED or part.is_multipart()


def walk(message: Message) -> Iterator[Message]:
    """All parts, in order; what an attached message holds is its own."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            held = part.get_payload()
            waiting.extend(each for each in reversed(held) if isinstance(each, Message)) if isinstance(
                held, list
            ) else None
