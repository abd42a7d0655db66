"""JSON, JSON lines, Web Annotations and SQLite: read back by readers of the format, with the very words and places."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld as processor

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.data import database, jsonfile, jsonld, ndjson
from archive.model.excerpt import Context
from archive.operations import annotate
from tests.archive.exports.conftest import DEEP, MakePacket

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
# What the vocabulary (https://www.w3.org/TR/annotation-vocab/) says of the terms that we use; the document itself is on the network.
VOCABULARY = {
    "oa": OA,
    "as": AS,
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{
        name: f"oa:{name}"
        for name in ("Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "TextualBody")
    },
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Person": "foaf:Person",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    **{name: f"oa:{name}" for name in ("commenting", "highlighting", "tagging")},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "styleClass": "oa:styleClass",
    **{name: f"oa:{name}" for name in ("start", "end", "exact", "prefix", "suffix")},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "created": "dcterms:created",
    "modified": "dcterms:modified",
    "name": "foaf:name",
    "label": "rdfs:label",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "first": {"@type": "@id", "@id": "as:first"},
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
}


def offline(url: str, options: Any) -> dict[str, Any]:
    assert url == jsonld.CONTEXT, f"a processor was sent to {url}"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": VOCABULARY}}


def test_json_holds_articles_tags_memos_and_excerpts(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(author=True, date=True, definitions=True, context=Context.PARAGRAPH)
    assert jsonfile.write(packet, out, Progress()) == ()
    told = json.loads(out.read_bytes())
    assert (told["format"], told["version"]) == ("waystation-excerpts", 1)
    assert [each["uid"] for each in told["articles"]] == [work.uid for work in packet.works.values()]
    assert DEEP in {each["path"] for each in told["tags"]}
    assert [each["title"] for each in told["memos"]] == ["Prices"]
    excerpts = {each.uid: each for each in packet.excerpts()}
    texts = {whole.sha512: whole.text for whole in packet.wholes()}
    for each in told["excerpts"]:
        assert texts[each["edition"]][each["start"] : each["end"]] == each["exact"] == excerpts[each["uid"]].exact
        assert each["note"] == excerpts[each["uid"]].note
        assert each["before"] + each["exact"] + each["after"] in texts[each["edition"]]


def test_lines_of_json_stand_alone(make_packet: MakePacket, out: Path) -> None:
    ndjson.write(make_packet(), out, Progress())
    lines = out.read_bytes().decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line)["uid"] for line in lines] == [each.uid for each in make_packet().excerpts()]
    assert {json.loads(line)["source"]["title"] for line in lines} == {"A ferry at dawn", "쌀값"}


def test_what_was_not_chosen_is_not_there(make_packet: MakePacket, out: Path) -> None:
    ndjson.write(make_packet(note=False, tags=False, locator=False), out, Progress())
    told = json.loads(out.read_bytes().split(b"\n")[0])
    assert not {"note", "tags", "author", "created", "paragraphs", "before"} & set(told)


def test_a_processor_of_json_ld_finds_every_annotation(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(author=True, date=True)
    (warning,) = jsonld.write(packet, out, Progress())
    assert warning.startswith("1 memo was left out")
    document = json.loads(out.read_bytes())
    (collection,) = processor.expand(document, {"documentLoader": offline})
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    (page,) = collection[f"{AS}first"]
    found = {each["@id"]: each for each in page[f"{AS}items"][0]["@list"]}
    assert set(found) == {jsonld.urn(each.uid) for each in packet.excerpts()}
    for each in packet.excerpts():
        node = found[jsonld.urn(each.uid)]
        assert node["@type"] == [f"{OA}Annotation"]
        (target,) = node[f"{OA}hasTarget"]
        position, quote = target[f"{OA}hasSelector"]
        assert position[f"{OA}start"][0]["@value"] == each.anchor.start
        assert quote[f"{OA}exact"][0]["@value"] == each.exact
        bodies = node.get(f"{OA}hasBody", [])
        values = [body["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"][0]["@value"] for body in bodies]
        assert values == [*([each.note] if each.note else []), *each.tags]
        assert target["urn:waystation:terms:edition"][0]["@value"] == f"urn:sha512:{each.edition}"
    # No key of ours falls out of the graph.
    assert json.dumps(collection).count("urn:waystation:terms:paragraphs") == sum(
        each.locator.first is not None for each in packet.excerpts()
    )


def test_sqlite_joins_excerpts_with_articles_and_tags(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(author=True, definitions=True)
    assert database.write(packet, out, Progress()) == ()
    with closing(sqlite3.connect(out)) as read:
        assert read.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert read.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = read.execute(
            "SELECT e.exact, a.title, group_concat(t.path, '|') FROM excerpts e JOIN articles a ON a.id = e.article"
            " LEFT JOIN (SELECT * FROM excerpt_tags ORDER BY position) x ON x.excerpt = e.uid LEFT JOIN tags t ON t.path = x.tag"
            " GROUP BY e.uid"
        ).fetchall()
    assert {(exact, title, tags or "") for exact, title, tags in rows} == {
        (each.exact, each.work.title, "|".join(each.tags)) for each in packet.excerpts()
    }
    assert not out.with_name(out.name + "-journal").exists()


@pytest.mark.parametrize("module", [jsonfile, ndjson, jsonld, database])
def test_two_exports_of_the_same_archive_are_equal(module: Any, make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(author=True)
    paths = [out.with_name(name) for name in ("one", "two")]
    for path in paths:
        module.write(packet, path, Progress())
    assert paths[0].read_bytes() == paths[1].read_bytes()


@given(st.text(st.characters(codec=None, exclude_categories=())))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_note_of_any_characters_comes_back(
    coded: Archive, make_packet: MakePacket, tmp_path: Path, note: str
) -> None:
    first = next(iter(make_packet().excerpts()))
    annotate.set_note(coded, first.uid, note)
    kept = annotate.find(coded, first.uid).note
    for module in (jsonfile, jsonld):
        path = tmp_path / module.__name__
        path.unlink(missing_ok=True)
        module.write(make_packet(), path, Progress())  # type: ignore[attr-defined]
        assert "\u2028" not in path.read_text("utf-8")
        told = json.loads(path.read_bytes())
        if module is jsonfile:
            assert next(each["note"] for each in told["excerpts"] if each["uid"] == first.uid) == kept
        else:
            item = next(each for each in told["first"]["items"] if each["id"] == jsonld.urn(first.uid))
            bodies = [body["value"] for body in item.get("body", []) if body["purpose"] == "commenting"]
            assert bodies == ([kept] if kept else [])
