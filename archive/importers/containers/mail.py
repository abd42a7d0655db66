"""Reads a mail (RFC 5322): its bodies as one text below its subject, sender and date; attachments that are read are members."""

import re
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses
from pathlib import PurePosixPath

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.encodings import decode
from archive.importers.language import language
from archive.model.article import BlockKind, Evidence, Imported, Member, Metadata, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind, mime
from .mhtml import Parts
from .sheet import Sheet
from .sift import is_wanted, left_out

_SHOWN = ("From", "To", "Cc", "Date")
_ENDINGS = {"text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml", "application/pdf": ".pdf"}
_SURE = 0.95
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_ADDRESS = re.compile(r"\S*(?://|www\.|@)\S*")
# Long words of the plain form that the page may lack, in all and of each ten, before it counts as another text.
_FEW_WORDS, _ONE_OF = 8, 10
_OTHER_FORM = "The page of this mail lacks words that its plain text has: look at the original."


def read(source: Source) -> Imported:
    """The mail. Raises Unreadable when there is nothing in it to read."""
    message = mime.parse(source.data)
    sheet = Sheet()
    metadata, lines = _header(message, sheet)
    warnings = mime.defects(message)
    verdict = Verdict.PARTIAL if warnings else Verdict.OK
    bodies, attached = _sorted(message)
    encoding = None
    for part in bodies:
        told, used = _body(message, part, sheet, source.encoding)
        warnings += told
        encoding = encoding or used
    shown = {each.place for each in sheet.text.pictures}
    left = {id(part) for number, part in enumerate(mime.walk(message)) if f"part {number}" not in shown}
    members, passed = _members([part for part in attached if id(part) in left])
    if passed:
        warnings.append(passed)
    if not sheet.text.blocks and not members:
        raise Unreadable("There is no text in this mail.", passed or "")
    if _says_more(message, bodies, sheet.decoded, source.encoding):
        verdict = Verdict.PARTIAL
        warnings.append(_OTHER_FORM)
    body = "\n".join(sheet.text.text.split("\n")[lines:])
    found, confidence = language(body)
    if found:
        proofs = {**metadata.evidence, "language": Evidence(found, None, None, "letters-and-words", confidence)}
        metadata = Metadata(
            metadata.title, metadata.byline, published=metadata.published, language=found, evidence=proofs
        )
    if not bodies:
        warnings.append("This mail has no text of its own.")
    text = sheet.text if sheet.text.blocks else None
    return Imported(
        verdict, Kind.MAIL.value, VERSION, MEDIA_TYPES[Kind.MAIL], encoding or "utf-8", sheet.decoded, metadata, text, tuple(warnings),
        members=tuple(members),
    )  # fmt: skip


def _header(message: Message, sheet: Sheet) -> tuple[Metadata, int]:
    """What the header fields tell, each put on the sheet as a line; and how many lines there are."""
    proofs: dict[str, Evidence] = {}
    lines = 0
    if subject := mime.field(message, "Subject"):
        begins = sheet.open(subject)
        sheet.block(BlockKind.HEADING, subject, begins, begins + len(subject), 1)
        proofs["title"] = Evidence(subject, begins, begins + len(subject), "mail-subject", _SURE)
        lines += 1
    names: tuple[str, ...] = ()
    for name in _SHOWN:
        value = mime.field(message, name)
        if not value:
            continue
        begins = sheet.open(f"{name}: {value}")
        end = begins + len(name) + 2 + len(value)
        sheet.block(BlockKind.META, f"{name}: {value}", begins, end)
        lines += 1
        if name == "From" and (names := _persons(value)):
            proofs["byline"] = Evidence("; ".join(names), begins + 6, end, "mail-from", _SURE)
        elif name == "Date" and (day := mime.day_of(value)):
            proofs["published"] = Evidence(day, begins + 6, end, "mail-date", _SURE)
    title, published = (proofs[name].value if name in proofs else None for name in ("title", "published"))
    metadata = Metadata(title, names, published=published, evidence=proofs)
    return metadata, lines


def _persons(value: str) -> tuple[str, ...]:
    """Who sent it: the names, or the address of one who gives no name."""
    found = [name.strip(" \"'") or address for name, address in getaddresses([value])[:20]]
    return tuple(dict.fromkeys(" ".join(each.split()) for each in found if each.strip()))


def _sorted(message: Message) -> tuple[list[Message], list[Message]]:
    """(the parts that are the mail's own text, the parts that are attached to it)."""
    bodies: list[Message] = []
    attached: list[Message] = []
    for part in _chosen(message):
        is_text = part.get_content_type() in ("text/plain", "text/html")
        if is_text and part.get_content_disposition() != "attachment" and not part.get_filename():
            bodies.append(part)
        else:
            attached.append(part)
    return bodies, attached


def _chosen(message: Message) -> Iterator[Message]:
    """The parts, in order; of several forms of one text (multipart/alternative) the richest that is read."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        held = part.get_payload() if part.is_multipart() and part.get_content_type() != "message/rfc822" else None
        if not isinstance(held, list):
            yield part
            continue
        parts = [each for each in held if isinstance(each, Message)]
        if part.get_content_type() == "multipart/alternative":
            parts = _richest(parts)
        waiting.extend(reversed(parts))


def _richest(parts: list[Message]) -> list[Message]:
    rich = [part for part in parts if part.get_content_type() == "text/html" or part.is_multipart()]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    return rich[-1:] or plain[:1] or parts[-1:]


def _says_more(message: Message, bodies: list[Message], read: str, override: str | None) -> bool:
    """Whether the plain form of a text that was read in another form has words that stand nowhere in what was read."""
    known: set[str] | None = None
    for part in message.walk():
        held = part.get_payload()
        if part.get_content_type() != "multipart/alternative" or not isinstance(held, list):
            continue
        for each in held:
            if not isinstance(each, Message) or each.get_content_type() != "text/plain" or each in bodies:
                continue
            known = _long_words(read) if known is None else known
            words = _long_words(decode(mime.body_of(each), declared=mime.charset_of(each), override=override).text)
            if len(words - known) > max(_FEW_WORDS, len(words) // _ONE_OF):
                return True
    return False


def _long_words(text: str) -> set[str]:
    return {word.casefold() for word in _LONG_WORD.findall(_ADDRESS.sub(" ", text))}


def _body(message: Message, part: Message, sheet: Sheet, override: str | None) -> tuple[list[str], str | None]:
    """Puts a body on the sheet; (what is to be told of it, the encoding in which it was read)."""
    data, charset = mime.body_of(part), mime.charset_of(part)
    if not data.strip():
        return [], None
    if part.get_content_type() == "text/html":
        from archive.importers import html  # here, because it takes half a second to load

        page = mime.page_of(data, charset, "mail.html")
        page = page if override is None else Source(data, page.name, encoding=override)
        read = html.read(page, Parts(message, part))
        if read.text is not None:
            sheet.page(read)
            return list(read.warnings), read.encoding
        return [f"A part of this mail is a page without a text. {read.error or ''}".strip()], None
    decoded = decode(data, declared=charset, override=override)
    sheet.plain(decoded.text)
    return [decoded.note] if decoded.note else [], decoded.encoding


def _members(attached: list[Message]) -> tuple[list[Member], str | None]:
    members: list[Member] = []
    passed: Counter[str] = Counter()
    for number, part in enumerate(attached, 1):
        kind = part.get_content_type()
        name = storable(part.get_filename() or f"attachment {number}{_ENDINGS.get(kind, '')}")
        data = _message_of(part) if kind == "message/rfc822" else mime.body_of(part)
        if is_wanted(name, data):
            members.append(Member(name, data, encoding=None))
        elif data:
            passed[PurePosixPath(name).suffix.lower()] += 1
    return members, left_out(passed, "attachment", "attachments")


def _message_of(part: Message) -> bytes:
    held = part.get_payload()
    if isinstance(held, list) and held and isinstance(held[0], Message):
        return held[0].as_bytes()
    return b""
