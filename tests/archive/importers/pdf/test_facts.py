"""What a PDF says of itself, and when it is not believed."""

import pytest

from archive.importers import registry
from archive.model.article import Imported, Source
from tests.archive.importers.pdf.raw import SENTENCE, paged, shown, stream

PAGE = shown("Ferries of the northern lakes", size=22, top=740) + b" " + shown("\n".join([SENTENCE] * 4), top=600)
XMP = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF
 xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'
 xmlns:prism='http://prismstandard.org/namespaces/basic/2.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'>
 <dc:creator><rdf:Seq><rdf:li>Ada Quay</rdf:li><rdf:li>Bo Marsh</rdf:li></rdf:Seq></dc:creator>
 <prism:publicationName>Lake Quarterly</prism:publicationName><prism:coverDate>2019-06-01</prism:coverDate>
 <prism:doi>10.1000/lake.7</prism:doi><xmp:CreateDate>2024-02-03T04:05:06Z</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>"""


def read(info: bytes = b"", xmp: bytes = b"") -> Imported:
    more = [b"<< %s >>" % info, stream(xmp, b"/Type /Metadata /Subtype /XML")]
    catalogue = b"/Metadata 5 0 R" if xmp else b""
    return registry.read(Source(paged([PAGE], more=more, catalogue=catalogue, trailer=b"/Info 4 0 R"), "a.pdf"))


@pytest.mark.parametrize(
    "title",
    [b"", b"Microsoft Word - Document1", b"untitled", b"ferries_final2.docx", b"Title of another document", b"  "],
)
def test_a_title_that_says_nothing_gives_way_to_the_largest_words_of_page_one(title: bytes) -> None:
    assert read(b"/Title (%s)" % title).metadata.title == "Ferries of the northern lakes"


def test_the_title_of_the_document_information_is_believed_where_the_page_says_it_too() -> None:
    answer = read(b"/Title (Ferries of the Northern Lakes)")
    assert answer.metadata.title == "Ferries of the Northern Lakes"
    proof = answer.metadata.evidence["title"]
    assert answer.decoded is not None and answer.decoded[proof.start : proof.end] == proof.value


def test_the_dates_of_programs_are_never_the_publication_date() -> None:
    answer = read(b"/CreationDate (D:20240203040506Z) /ModDate (D:20240203040506Z)")
    assert answer.metadata.published is None


@pytest.mark.parametrize("author", [b"admin", b"User", b"WORKSTATION\\\\\\\\anna", b"someone@example.org"])
def test_accounts_are_no_authors(author: bytes) -> None:
    assert read(b"/Author (%s)" % author).metadata.byline == ()


def test_xmp_tells_authors_publication_and_its_date() -> None:
    metadata = read(xmp=XMP).metadata
    assert metadata.byline == ("Ada Quay", "Bo Marsh")
    assert (metadata.publisher, metadata.published) == ("Lake Quarterly", "2019-06-01")
    assert metadata.url == "https://doi.org/10.1000/lake.7"


def test_xmp_with_entities_of_its_own_is_left_alone() -> None:
    hostile = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + XMP.replace(b"Ada Quay", b"&b;")
    assert "Ada Quay" not in read(xmp=hostile).metadata.byline
