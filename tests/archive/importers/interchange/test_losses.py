"""What cannot come along is planted in a file of each format, and found again in what the import tells; nothing goes in silence."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.exports.analysis import taguette_schema
from archive.model.interchange import Incoming
from tests.archive.importers.interchange.conftest import (
    CODE,
    SOURCE,
    TEXT,
    UNDER,
    USER,
    guid,
    project,
    qdpx,
    selection,
    take,
    text_source,
    zipped,
)

SIX = selection(TEXT.index("six"), TEXT.index("six") + 3)


def read(data: bytes | str | Any, name: str) -> Incoming:
    raw = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    imported = take(raw, name)
    assert imported.incoming is not None, imported.error
    return imported.incoming


def require(told: Sequence[str], *planted: str) -> None:
    """Each planted thing stands in one of the sentences, and each sentence is one."""
    for each in planted:
        assert any(each in sentence for sentence in told), (each, told)
    for sentence in told:
        assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 1_500, sentence


# REFI-QDA


def test_a_project_with_everything_that_no_archive_holds() -> None:
    coding = f'<Coding guid="{guid(41)}" creatingUser="{guid(9)}"><CodeRef targetGUID="{CODE}"/></Coding>'
    twice = SIX.replace("</PlainTextSelection>", f"{coding}</PlainTextSelection>")
    adrift = selection(0, 3, 2).replace(CODE, guid(999))
    whole = f'<Coding guid="{guid(42)}" creatingUser="{USER}"><CodeRef targetGUID="{UNDER}"/></Coding>'
    value = f'<VariableValue><VariableRef targetGUID="{guid(6)}"/><IntegerValue>44</IntegerValue></VariableValue>'
    own = '<x:Weight xmlns:x="urn:other">7</x:Weight>'
    media = (
        f'<PictureSource guid="{guid(3)}" name="Photo" path="internal://p.jpg">'
        f'<PictureSelection guid="{guid(31)}" firstX="1" firstY="1" secondX="2" secondY="2"/></PictureSource>'
        f'<AudioSource guid="{guid(4)}" name="Talk"/><VideoSource guid="{guid(5)}" name="Film"/>'
        f'<PDFSource guid="{guid(7)}" name="Scan" path="internal://scan.pdf"/>'
        f'<TextSource guid="{guid(8)}" name="Far" plainTextPath="absolute:///home/far.txt"/>'
    )
    rest = (
        f'<Notes><Note guid="{guid(20)}" name="Rich" richTextPath="internal://n.docx"/>'
        f'<Note guid="{guid(21)}" name="Marked"><PlainTextContent>Some words here</PlainTextContent>'
        f'<PlainTextSelection guid="{guid(22)}" startPosition="0" endPosition="4"/>{whole}</Note></Notes>'
        f'<Links><Link guid="{guid(50)}" name="causes" direction="OneWay" originGUID="{CODE}" targetGUID="{UNDER}"/>'
        f'<Link guid="{guid(51)}" originGUID="{SOURCE}" targetGUID="{CODE}"/></Links>'
        f'<Sets><Set guid="{guid(60)}" name="Codes only"><MemberCode targetGUID="{CODE}"/></Set>'
        f'<Set guid="{guid(61)}" name="Mixed"><Description>Why</Description><MemberSource targetGUID="{SOURCE}"/>'
        f'<MemberSource targetGUID="{guid(3)}"/></Set></Sets>'
        f'<Graphs><Graph guid="{guid(70)}" name="Map"/></Graphs>'
    )
    made = project(text_source(twice + adrift, rest=whole + value + own) + media, rest=rest)
    made = made.replace("<Sources>", f'<Variables><Variable guid="{guid(6)}" name="Age"/></Variables><Sources>')
    made = made.replace("<Sources>", f'<Cases><Case guid="{guid(80)}" name="Ms A"/></Cases><Sources>')
    made = made.replace('name="Gate"', 'name="Gate" modifyingUser="x"', 1)
    members = {"sources/a.txt": TEXT, "sources/p.jpg": b"jpeg", "sources/n.docx": b"PK", "extra/plan.xlsx": b"PK"}
    incoming = read(zipped({"project.qde": made, **members}), "canal.qdpx")
    require(
        incoming.lost,
        "1 picture was left out (“Photo”): the archive holds texts, with what was marked in it (1)",
        *("1 recording was left out (“Talk”)", "1 video was left out (“Film”)"),
        "2 texts were left out (“Far”, “Scan”): the file holds no plain text",
        *("1 value of a variable was left out (“Age”)", "1 case was left out (“Ms A”)", "1 graph was left out (“Map”)"),
        *(
            "1 set was left out (“Codes only”)",
            "1 set came in smaller (“Mixed”)",
            "came in without its description (“Mixed”)",
        ),
        *("1 note was left out (“Rich”)", "1 selection in a note was left out", "1 coding of a note was left out"),
        "1 link was left out",
        "1 coding was left out: its code stands on the same words already",
        "1 coding was left out, naming a code",
        "3 files in the project were left out (“p.jpg”, “n.docx”, “plan.xlsx”)",
        "no place for was left out: “Weight”",
    )
    require(
        incoming.notes,
        "1 link came without a name, a note or a direction",
        "1 tag on a whole text came without who put it there",
        "1 code that groups others",
        "“modifyingUser of TextSource”",
        "brought to the nearest",
    )
    # What could be held, came.
    assert [(each.exact, len(each.tags)) for each in incoming.passages] == [("six", 1), ("The", 0)]
    assert [(each.name, len(each.sources)) for each in incoming.sets] == [("Mixed", 1)]


def test_many_of_a_kind_are_one_sentence() -> None:
    far = "".join(
        f'<TextSource guid="{guid(n)}" name="Far {n}" plainTextPath="relative:///{n}"/>' for n in range(5_000)
    )
    incoming = read(zipped({"project.qde": project(text_source(SIX) + far), "sources/a.txt": TEXT}), "canal.qdpx")
    (lost,) = incoming.lost
    assert lost.startswith("5,000 texts were left out (“Far 0”, “Far 1”") and len(lost) < 300


def test_a_codebook_with_sets_and_what_another_program_adds() -> None:
    book = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other"><Codes>'
        f'<Code guid="{CODE}" name="gates" isCodable="false" color="#123456"><Description>x</Description>'
        '<Extra xmlns="urn:other">1</Extra></Code></Codes>'
        f'<Sets><Set guid="{guid(1)}" name="Water"><MemberCode guid="{CODE}"/></Set></Sets></CodeBook>'
    )
    incoming = read(book, "book.qdc")
    require(incoming.lost, "1 set of codes was left out (“Water”)", "“Extra”")
    require(incoming.notes, "brought to the nearest", "1 code that groups others")


# Taguette


def test_a_taguette_project_with_what_is_not_taguettes(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        for statement in taguette_schema.statements():
            file.execute(statement)
        file.execute("INSERT INTO projects VALUES (1, 'Canal', 'What we want to know', '2024-01-01')")
        file.execute(
            "INSERT INTO documents VALUES (1, 'Gate', '', 'letters.docx', '2024-01-01', 1, 'RIGHT_TO_LEFT', '<p>It opened at six.</p>')"
        )
        file.execute("INSERT INTO tags VALUES (1, 1, 'gates', '')")
        file.execute("INSERT INTO highlights VALUES (1, 1, 3, 9, 'opened'), (2, 1, 0, 2, 'shut')")
        file.execute("INSERT INTO highlight_tags VALUES (1, 1), (1, 77)")
        file.execute("CREATE TABLE audit (what)")
        file.execute("INSERT INTO audit VALUES (1)")
        file.commit()
    incoming = read(path.read_bytes(), "canal.sqlite3")
    assert [(memo.title, memo.text) for memo in incoming.memos] == [("About the project Canal", "What we want to know")]
    assert [(each.exact, len(each.tags)) for each in incoming.passages] == [("opened", 1)]
    require(
        incoming.lost,
        "1 highlight was left out because it stands on other words than those that were marked (“0–2 of Gate”)",
        "1 tag of a highlight was left out, being of no tag",
        "1 table was left out (“audit”)",
        "filename of a document (letters.docx)",
    )
    require(incoming.notes, "The direction of writing follows from the letters")


# Highlights and notes


def test_web_annotations_with_what_is_no_text() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "the words that were marked"}
    at = {"source": "https://example.org/a"}
    items = [
        {"type": "Annotation", "id": "a1", "body": "https://example.org/sound.mp3", "target": at | {"selector": quote}}
        | {"rights": "CC0", "audience": {"id": "x"}, "creator": [{"name": "Ann"}, {"name": "Bo"}]},
        {"type": "Annotation", "id": "a2", "target": at | {"selector": {"type": "SvgSelector", "value": "<svg/>"}}},
        {
            "type": "Annotation",
            "id": "a3",
            "target": at | {"selector": {"type": "TextPositionSelector", "start": 1, "end": 3}},
        },
        {"type": "Annotation", "id": "a4", "target": {"selector": quote}},
        {
            "type": "Annotation",
            "id": "a5",
            "target": at | {"selector": quote, "renderedVia": "x", "state": {"type": "TimeState"}},
        }
        | {"body": {"type": "TextualBody", "value": "n", "textDirection": "rtl"}},
        {"type": "Other"},
    ]
    incoming = read({"type": "AnnotationPage", "items": items, "next": "https://example.org/p2"}, "notes.jsonld")
    require(
        incoming.lost,
        "body of an annotation is no text (“https://example.org/sound.mp3”)",
        "having no words but a SvgSelector",
        "having a place in a text that is not known",
        "naming no text",
        "being no annotation",
        "outside of this file",
        "further author of an annotation was left out (“Bo”)",
        *("“rights”", "“audience”", "“target.renderedVia”", "“target.state”", "“body.textDirection”"),
    )
    assert len(incoming.passages) == 2


def test_hypothesis_with_what_is_kept_on_its_server() -> None:
    quote = {"selector": [{"type": "TextQuoteSelector", "exact": "the words that were marked"}]}
    row = {"uri": "https://example.org/a", "user": "acct:a@b", "text": "n", "tags": [], "group": "__world__"}
    rows = [
        row | {"id": "1", "target": [quote, {"selector": [{"type": "TextQuoteSelector", "exact": "another place"}]}]},
        row
        | {"id": "2", "target": [{"selector": [{"type": "RangeSelector"}]}], "flagged": True, "moderation": {"x": 1}},
        row | {"id": "3", "target": [quote], "group": "abc", "document": {"title": ["T"], "dc": {"creator": "x"}}},
        {"id": "4", "uri": "", "target": [quote]},
    ]
    incoming = read({"total": 4, "rows": rows}, "notes.json")
    require(
        incoming.lost,
        "further target of an annotation was left out (“another place”)",
        "having no words but a RangeSelector",
        "naming no page",
        *("“flagged”", "“moderation”", "“document.dc”"),
    )
    require(incoming.notes, "With whom annotations were shared, and in which groups, stays behind.")


@pytest.mark.parametrize("kind", ["calibre_annotation_collection", "calibre_highlights"])
def test_calibre_with_bookmarks_and_what_is_deleted(kind: str) -> None:
    listed = "annotations" if kind.endswith("collection") else "highlights"
    entries = [
        {"type": "highlight", "highlighted_text": "the words that were marked", "uuid": "a", "start_cfi": "/2/4"}
        | {"style": {"kind": "color", "type": "builtin", "which": "green"}, "toc_family_titles": ["Part one"]},
        {"type": "highlight", "highlighted_text": "others", "uuid": "b", "style": {"which": "wavy"}},
        {"type": "highlight", "uuid": "c", "removed": True},
        {"type": "highlight", "uuid": "d", "notes": "to nothing"},
        {"type": "bookmark", "title": "Where I was", "pos": "epubcfi(/2)"},
        {"type": "last-read", "pos": "epubcfi(/4)"},
    ]
    incoming = read({"version": 1, "type": kind, listed: entries}, f"lamp.{kind}")
    assert [(each.exact, each.colour) for each in incoming.passages] == [
        ("the words that were marked", "moss"),
        ("others", None),
    ]
    require(
        incoming.lost,
        "1 bookmark was left out (“Where I was”)",
        "1 place of reading was left out (“last-read”)",
        "1 highlight was left out, being deleted there (“c”)",
        "1 highlight was left out, having no words (“to nothing”)",
        "1 name of a chapter was left out (“Part one”)",
        *("“start_cfi”", "“pos”"),
    )
    require(incoming.notes, "Styles of highlights that are none of our colours were left out.")


def test_wallabag_with_what_is_only_there() -> None:
    entry = {"id": 1, "is_archived": 1, "is_starred": 1, "domain_name": "example.org", "title": "Lamp"}
    entries = [
        entry
        | {"url": "https://example.org/a", "content": "<p>The lamp room closed at ten.</p>", "reading_time": 3}
        | {"preview_picture": "https://example.org/p.jpg", "headers": {"a": 1}, "origin_url": "https://example.org/o"}
        | {
            "annotations": [
                {"id": 1, "quote": "", "text": "lost"},
                {"id": 2, "quote": "at ten", "ranges": [], "mood": "dark"},
            ]
        },
        entry | {"url": "https://example.org/b", "content": "", "tags": ["later"]},
    ]
    incoming = read(entries, "wallabag.json")
    assert [(each.starred, each.read) for each in incoming.sources if each.text] == [(True, True)]
    assert [each.exact for each in incoming.passages] == ["at ten"]
    require(
        incoming.lost,
        "1 entry has no text (“Lamp”)",
        "1 tag of an entry without text was left out (“later”)",
        "1 annotation was left out, having no words (“lost”)",
        *("“reading_time”", "“preview_picture”", "“headers”", "“origin_url”", "“annotations.mood”"),
    )


def test_zotero_with_what_describes_the_item() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#" xmlns:dcterms="http://purl.org/dc/terms/">'
        '<bib:Article rdf:about="https://example.org/a"><z:itemType>newspaperArticle</z:itemType><dc:title>Lamp</dc:title>'
        "<dc:subject>coast</dc:subject><dc:description>An extra line</dc:description><bib:pages>3-4</bib:pages>"
        '<dc:identifier>ISSN 1234-5678</dc:identifier><link:link xmlns:link="http://purl.org/rss/1.0/modules/link/" rdf:resource="#f"/>'
        '</bib:Article><bib:Memo rdf:about="#n"><rdf:value>&lt;p&gt;A thought alone&lt;/p&gt;</rdf:value><dc:subject>idea</dc:subject></bib:Memo>'
        '<z:Collection rdf:about="#c1"><dc:title>Outer</dc:title><dcterms:hasPart rdf:resource="#c2"/></z:Collection>'
        '<z:Collection rdf:about="#c2"><dc:title>Inner</dc:title><dcterms:hasPart rdf:resource="https://example.org/a"/>'
        '<dcterms:hasPart rdf:resource="#n"/></z:Collection></rdf:RDF>'
    )
    incoming = read(rdf, "lamp.rdf")
    assert [(memo.text, memo.about) for memo in incoming.memos] == [("A thought alone", None)]
    assert [(each.above, each.name) for each in incoming.sets] == [(("Outer",), "Inner")]
    require(
        incoming.lost,
        "1 tag of an item was left out (“coast”)",
        "1 tag of a note was left out (“idea”)",
        "1 file of an item was left out",
        "1 note in a collection came in as a memo (“Inner”)",
        *("“description”", "“pages”", "“identifier (ISSN 1234-5678)”"),
    )


def test_csl_and_better_bibtex_json_with_what_describes_the_item() -> None:
    csl = [{"id": "a", "type": "book", "title": "Lamp", "volume": "3", "DOI": "10/x", "keyword": "coast; winter"}]
    incoming = read(csl, "a.json")
    require(incoming.lost, "2 tags of items were left out", "“coast”, “winter”", "“volume”", "“DOI”")
    mark = {"annotationType": "highlight", "annotationText": "the words that were marked", "annotationPageLabel": "3"}
    item = {
        "itemType": "webpage",
        "itemID": 5,
        "key": "K",
        "title": "Lamp",
        "rights": "CC0",
        "relations": {"dc": ["x"]},
    }
    item |= {
        "creators": [{"creatorType": "editor", "lastName": "E"}],
        "notes": [{"key": "n", "note": "<p>N</p>", "tags": ["t"]}],
    }
    item |= {"attachments": [{"title": "PDF", "annotations": [mark]}]}
    items = [
        item,
        {"itemType": "note", "note": "<p>Alone</p>", "key": "z"},
        {"itemType": "attachment", "title": "Loose"},
    ]
    shelves = {"C1": {"key": "C1", "name": "Outer"}, "C2": {"key": "C2", "name": "Inner", "parent": "C1", "items": [5]}}
    incoming = read({"config": {}, "collections": shelves, "items": items}, "a.json")
    assert [(each.above, each.name, len(each.sources)) for each in incoming.sets] == [(("Outer",), "Inner", 1)]
    assert {memo.text for memo in incoming.memos} == {"N", "Alone"}
    require(
        incoming.lost,
        "1 file or mark without an item was left out (“Loose”)",
        "1 file of an item was left out",
        *("“rights”", "“relations”", "“creators (editor)”", "“notes.tags”", "“annotations.annotationPageLabel”"),
    )


def test_a_ring_of_collections_is_cut() -> None:
    shelves = {
        "A": {"name": "a", "parent": "B", "items": [1]},
        "B": {"name": "b", "parent": "A"},
        "C": {"name": "c", "parent": "C"},
    }
    items = [{"itemType": "webpage", "itemID": 1, "title": "Lamp"}]
    incoming = read({"collections": shelves, "items": items}, "a.json")
    assert [(each.above, each.name) for each in incoming.sets] == [(("b",), "a")]


# Tables


TABLES = {
    "readwise": (
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"
        "the words that were marked,Lamp,Ann,B00X,n,yellow,t,page,3,2024-03-04 05:06:07+00:00,news\n",
        ("“Amazon Book ID”", "“Location Type”", "“Location”", "“Document tags”"),
    ),
    "raindrop": (
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
        "1,Lamp,n,said,https://example.org/a,Unsorted,t,2024-01-02T03:04:05Z,https://example.org/c.jpg,,true\n",
        ("“excerpt”", "“cover”", "“favorite”", "folder that tells a state was left out (“Unsorted”)"),
    ),
    "pocket": (
        "title,url,time_added,tags,status\nLamp,https://example.org/a,1709528767,a|b,archive\n",
        ("1 column was left out (“status”)",),
    ),
    "instapaper": (
        'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://example.org/a,Lamp,some words,Archive,1709528767,"[""t""]"\n',
        ("folder that tells a state was left out (“Archive”)",),
    ),
    "reader": (
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
        "Lamp,https://example.org/a,01h,\"['coast', 'winter']\",2024-01-02 03:04:05+00:00,0.4,new,True\n",
        ("“Reading progress”", "“Location”", "“Seen”"),
    ),
    "codebook": (
        "Code,Parent code,Definition,Colour,Examples,Frequency\na,,x,teal-ish,e,3\na,,again,,,\n,,no name,,,\n",
        (
            "1 colour was left out (“teal-ish”)",
            "“Examples”",
            "“Frequency”",
            "its tag being there already",
            "having no name",
        ),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_with_columns_that_nothing_reads(name: str) -> None:
    table, planted = TABLES[name]
    require(read(table, f"{name}.csv").lost, *planted)


def test_the_list_of_a_reading_program_brings_tags_and_dates() -> None:
    incoming = read(TABLES["reader"][0], "reader.csv")
    (memo,) = incoming.memos
    assert memo.text == "Tags: coast, winter" and memo.created == "2024-01-02T03:04:05.000Z"
    marked = TABLES["reader"][0].replace("Title,URL", "Highlight,Title,URL").replace("\nLamp", "\nsome words,Lamp")
    assert "“Document tags”" in " ".join(read(marked, "reader.csv").lost)


def test_what_is_ours_and_of_no_place_is_told() -> None:
    record = {"uid": "d" * 32, "article_uid": "a" * 32, "exact": "words", "mood": "dark", "edition": "", "source": {}}
    told = {"format": "waystation-excerpts", "version": 1, "articles": [{"uid": "a" * 32, "title": "T", "shelf": 3}]}
    incoming = read(
        told | {"excerpts": [record], "memos": [{"title": "M", "about": ["nothing", "x"], "font": "y"}]}, "a.json"
    )
    require(
        incoming.lost,
        "“mood”",
        "“articles.shelf”",
        "“memos.font”",
        "1 link of a memo was left out, leading nowhere (“M”)",
    )


def test_names_in_what_is_told_are_shown_with_their_controls_written_out() -> None:
    incoming = read(qdpx(SIX, members={"sources/\u202etxt.a": b"x", "sources/\u2066b\u2069.txt": b"y"}), "canal.qdpx")
    (told,) = incoming.lost
    assert "\\u202etxt.a" in told and "\\u2066b\\u2069.txt" in told and "\u202e" not in told
