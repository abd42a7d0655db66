"""Codebooks of any program become tags with descriptions and colours."""

from archive.model.interchange import Incoming
from tests.archive.importers.interchange.conftest import CODE, UNDER, guid, take

BOOK = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other"><Codes>'
    f'<Code guid="{CODE}" name="gates" isCodable="true" color="#F6DC8A"><Description>What shuts\n\nUse when: wet</Description>'
    f'<Code guid="{UNDER}" name="locks" isCodable="true" color="#f6dc8a"/></Code></Codes>'
    f'<Sets><Set guid="{guid(1)}" name="Water"><MemberCode guid="{CODE}"/></Set></Sets></CodeBook>'
)


def read(data: bytes) -> Incoming:
    incoming = take(data, "book.qdc").incoming
    assert incoming is not None
    return incoming


def test_codes_are_tags_and_sets_are_told() -> None:
    incoming = read(BOOK.encode())
    gates, locks = incoming.tags
    assert (gates.names, gates.colour, locks.names) == (("gates",), "sun", ("gates", "locks"))
    # Another program's description is a definition as a whole.
    assert (gates.definition, gates.use_when) == ("What shuts\n\nUse when: wet", "")
    assert locks.colour is None  # the colour of the one above
    assert "“Water”" in incoming.lost[0] and incoming.notes == ()


def test_it_is_known_by_what_it_holds_in_any_encoding() -> None:
    data = BOOK.lstrip("\ufeff").replace("utf-8", "utf-16").encode("utf-16")
    incoming = take(data, "codes.xml").incoming
    assert incoming is not None and len(incoming.tags) == 2
