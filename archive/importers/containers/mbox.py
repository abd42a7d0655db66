"""Cuts a mailbox (mbox, RFC 4155 and its mboxrd form) into its mails; each is a member, read like a mail of its own."""

import re

from archive.importers.zips import MOST_MEMBERS
from archive.model.article import Imported, Member, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind

# A line that begins a mail, with a field of a header right behind it; it is the first of the file or stands below an empty line.
_BEGIN = re.compile(
    rb"From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:|>From )"
)
_ABOVE = (b"\n\n", b"\n\r\n")
_BLANK_BYTES = 64  # a byte order mark and empty lines may stand before the first mail
_MANGLED = re.compile(rb"(?m)^>(>*From )")


def read(source: Source) -> Imported:
    """Every mail of the box, in order."""
    starts = [match for match in _BEGIN.finditer(source.data) if _begins(source.data, match.start())]
    ends = [match.start() for match in starts[1:]] + [len(source.data)]
    members = []
    for number, (match, end) in enumerate(zip(starts[:MOST_MEMBERS], ends, strict=False), 1):
        mail = source.data[match.end() : end].rstrip(b"\r\n") + b"\n"
        members.append(Member(f"mail {number}.eml", _restored(mail), "message/rfc822"))
    left = len(starts) - len(members)
    told = (
        (f"The last {left:,} mails were left out: at most {MOST_MEMBERS:,} are taken from one file.",) if left else ()
    )
    verdict = Verdict.PARTIAL if left else Verdict.OK
    if not members:
        return Imported(
            Verdict.REFUSED, Kind.MBOX.value, VERSION, MEDIA_TYPES[Kind.MBOX], error="There is no mail in this mailbox."
        )
    return Imported(verdict, Kind.MBOX.value, VERSION, MEDIA_TYPES[Kind.MBOX], warnings=told, members=tuple(members))


def _begins(data: bytes, at: int) -> bool:
    is_first = at < _BLANK_BYTES and not data[:at].strip(b"\xef\xbb\xbf \t\r\n")
    return is_first or data[max(0, at - 3) : at].endswith(_ABOVE)


def _restored(mail: bytes) -> bytes:
    """Without the marks that a mailbox puts before lines which would begin another mail."""
    return _MANGLED.sub(rb"\1", mail) if b"\n>" in mail else mail
