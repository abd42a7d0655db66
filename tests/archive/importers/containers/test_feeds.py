"""Feeds saved as files, with the elements that well-known generators write: entries as pages; broken and hostile ones."""

import pytest

from archive.importers.containers import Kind, detect
from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict
from tests.archive.importers.containers.making import PARAGRAPHS, mutants, require_verdict

BODY = f"<p>{PARAGRAPHS[0]}</p><h2>The meadow</h2><p>{PARAGRAPHS[1]}</p><ul><li>boards</li><li>nails</li></ul>"
# The elements of WordPress.
RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>River news</title><atom:link href="https://example.org/feed/" rel="self" type="application/rss+xml" />
<link>https://example.org</link><description>News</description><language>en-GB</language>
<generator>https://wordpress.org/?v=6.4</generator>
<item><title>Weir &#038; mill</title><link>https://example.org/weir/</link><dc:creator><![CDATA[Anna Moor]]></dc:creator>
<pubDate>Tue, 03 Mar 2020 23:30:00 -0500</pubDate><guid isPermaLink="false">https://example.org/?p=1</guid>
<description><![CDATA[Short [&#8230;]]]></description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>Only a title</title><link>https://example.org/title/</link></item>
</channel></rss>"""
# The elements of Jekyll.
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<generator uri="https://jekyllrb.com/" version="4.2.0">Jekyll</generator><link href="https://example.org/feed.xml" rel="self"/>
<updated>2021-04-05T10:00:00+00:00</updated><id>https://example.org/feed.xml</id><title type="html">River notes</title>
<entry><title type="html">The lower meadow</title><link href="https://example.org/meadow.html" rel="alternate" type="text/html"/>
<published>2021-04-01T23:30:00-05:00</published><updated>2021-04-05T00:00:00+00:00</updated>
<id>https://example.org/meadow</id><author><name>Anna Moor</name></author>
<content type="html" xml:base="https://example.org/meadow.html">{BODY.replace("<", "&lt;").replace(">", "&gt;")}</content></entry></feed>"""
# RSS 1.0, as old Movable Type.
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>Old news</title>
<link>https://example.org/</link></channel><item rdf:about="https://example.org/1"><title>The ditch</title>
<link>https://example.org/1</link><description>{PARAGRAPHS[3]}</description><dc:creator>Anna Moor</dc:creator>
<dc:date>2004-05-06T10:00:00Z</dc:date></item></rdf:RDF>"""


def taken(feed: str | bytes) -> Imported:
    return read(Source(feed if isinstance(feed, bytes) else feed.encode(), "file"))


@pytest.mark.parametrize(
    ("feed", "title", "url", "published"),
    [
        (RSS, "Weir & mill", "https://example.org/weir/", "2020-03-03"),
        (ATOM, "The lower meadow", "https://example.org/meadow.html", "2021-04-01"),
        (RDF, "The ditch", "https://example.org/1", "2004-05-06"),
    ],
)
def test_an_entry_is_a_page_with_title_author_day_and_address(feed: str, title: str, url: str, published: str) -> None:
    assert detect(Source(feed.encode(), "x.txt")) is Kind.FEED
    (member,) = taken(feed).members
    assert (member.name, member.media_type) == (url, "text/html")
    assert (member.metadata.title, member.metadata.url, member.metadata.published) == (title, url, published)
    imported = read(Source(member.data, "1"))
    assert imported.text is not None
    metadata = imported.metadata
    assert (metadata.title, metadata.byline, metadata.published) == (title, ("Anna Moor",), published)
    assert metadata.url == url


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_headings_and_lists_of_an_entry_are_kept_and_no_word_is_lost(feed: str) -> None:
    (member,) = taken(feed).members
    imported = read(Source(member.data, "1"))
    assert imported.text is not None
    kinds = [(block.kind.value, imported.text.text[block.start : block.end]) for block in imported.text.blocks[1:]]
    assert kinds == [
        ("paragraph", PARAGRAPHS[0]),
        ("heading", "The meadow"),
        ("paragraph", PARAGRAPHS[1]),
        ("item", "boards"),
        ("item", "nails"),
    ]


def test_an_entry_without_a_text_is_told() -> None:
    assert taken(RSS).warnings == ("1 entry has a title and a link but no text, and was left out.",)
    assert taken(RSS).verdict is Verdict.OK


def test_a_feed_without_any_text_is_refused() -> None:
    imported = taken(RSS.replace(BODY, "").replace("Short [&#8230;]", ""))
    assert imported.verdict is Verdict.REFUSED and "No entry of this feed has a text." in (imported.error or "")


def test_a_feed_that_breaks_off_is_partial() -> None:
    imported = taken(RSS[: RSS.index("<item><title>Only")])
    assert len(imported.members) == 1
    assert imported.verdict is Verdict.PARTIAL and "breaks off" in imported.warnings[0]


def test_a_feed_in_utf16_and_one_in_korean_are_read() -> None:
    made = RSS.replace("River news", "강 소식").replace("Weir &#038; mill", "둑과 물레방아")
    assert (
        taken(made.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")).members[0].metadata.title
        == "둑과 물레방아"
    )
    assert (
        taken(made.replace('encoding="UTF-8"', 'encoding="euc-kr"').encode("euc-kr")).members[0].metadata.title
        == "둑과 물레방아"
    )


def test_what_a_feed_says_cannot_leave_its_place_in_the_page() -> None:
    made = RSS.replace("Weir &#038; mill", "&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;").replace(
        "https://example.org/weir/", "javascript:alert(1)"
    )
    (member,) = taken(made).members
    assert b"<script>" not in member.data.split(b"</h1>")[0] and member.metadata.url is None


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
def test_hostile_11_to_14_entities_are_refused(doctype: str) -> None:
    imported = taken(
        RSS.replace('encoding="UTF-8"?>', f'encoding="UTF-8"?>{doctype}').replace("Weir &#038; mill", "&a;")
    )
    assert imported.verdict is Verdict.REFUSED and "entities of its own" in (imported.error or "")


def test_hostile_15_a_feed_a_million_deep_is_refused() -> None:
    imported = taken(RSS.replace("<item>", "<a>" * 1_000_000 + "<item>", 1))
    assert imported.verdict is Verdict.REFUSED and "nests more than" in (imported.error or "")


def test_an_encoding_in_bytes_of_no_encoding_costs_no_entry() -> None:
    imported = taken(RSS.encode().replace(b'"UTF-8"', b'"U\xf5TF-8"'))
    assert imported.verdict in (Verdict.OK, Verdict.PARTIAL)
    assert [member.metadata.title for member in imported.members][:1] == ["Weir & mill"]


def _mutate(many: int) -> int:
    """How many mutants were judged."""
    judged = 0
    for feed in (RSS, ATOM):
        for mutant in mutants(feed.encode(), 2005, many):
            require_verdict(read(Source(mutant, "feed.xml")))
            judged += 1
    return judged


def test_mutants_always_have_a_verdict() -> None:
    assert _mutate(6) == 2 * 6


@pytest.mark.soak
def test_many_mutants_always_have_a_verdict() -> None:
    assert _mutate(300) == 2 * 300
