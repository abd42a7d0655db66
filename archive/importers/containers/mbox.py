"""Cuts a mailbox (mbox, RFC 4155 and its mboxrd form) into its mails; each is a member, read like a mail of its own."""

import re

from archive.importers.interchange.boxes import MOST_MEMBERS
from archive.model.article import Imported, Member, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind

# A line that begins a mail: the first of the file, or below an empty line, with a field of a header right behind it.
_BEGIN = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:|>From )"
)
_MANGLED = re.compile(rb"(?m)^>(>*From )")


def read(source: Source) -> Imported:
    """Every mail of the box, in order."""
    starts = list(_BEGIN.finditer(source.data))
    ends = [match.start() for match in starts[1:]] + [len(source.data)]
    members = []
    for number, (match, end) in enumerate(zip(starts[:MOST_MEMBERS], ends, strict=False), 1):
        mail = source.data[match.end() : end].rstrip(b"\r\n") + b"\n"
        members.append(Member(f"mail {number}.eml", _MANGLED.sub(rb"\1", mail), "message/rfc822"))
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
