"""Files of other programs (tests/data/interchange), brought into an archive that has the article which they mark."""

from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.model.interchange import Brought
from archive.operations import annotate, bringing, codebook, memos
from tests.archive.conftest import AddArticle
from tests.archive.held import articles, read

DATA = Path(__file__).parents[3] / "data" / "interchange"
LAMP = (DATA / "lamp.txt").read_text("utf-8").strip()
URL = "https://example.org/lamp"


@pytest.fixture
def lamp(archive: Archive, add_article: AddArticle) -> Archive:
    add_article(archive, LAMP, title="The lamp room", url=URL)
    add_article(archive, "A key was forgotten.\nNothing of the lamp is told here.", title="Another room")
    return archive


def marked(archive: Archive) -> list[dict[str, Any]]:
    """Every passage, and its words as they stand at its place."""
    found = []
    for each in annotate.passages(archive, limit=None):
        text = archive.store.editions.text(each.article)
        assert text[each.anchor.start : each.anchor.end] == each.anchor.exact
        tags = [use.path for use in each.tags]
        found.append(
            {
                "exact": each.anchor.exact,
                "before": text[: each.anchor.start],
                "note": each.note,
                "tags": tags,
                "author": each.author,
            }
            | {"created": each.created, "colour": each.colour, "uid": each.uid}
        )
    return sorted(found, key=lambda each: len(each["before"]))


def bring(archive: Archive, name: str) -> Brought:
    """Brings a sample in, once and again: the second time nothing is new."""
    came, _ = bringing.bring(archive, read(DATA / name))
    again, _ = bringing.bring(archive, read(DATA / name))
    assert not again.changes and again.passages.same == came.passages.new + came.passages.same
    return came


def collections(archive: Archive) -> dict[str, list[str]]:
    """{path: titles of what lies in the collection itself}."""
    known = {each.id: each for each in archive.store.collections.list()}
    found = {}
    for each in known.values():
        path, at = [each.name], each.parent
        while at is not None:
            path.insert(0, known[at].name)
            at = known[at].parent
        held = archive.store.collections.articles(each.id)
        found["/".join(path)] = [archive.store.articles.get(id).title for id in held]
    return found


def lost(came: Brought, *parts: str) -> bool:
    return any(all(part in told for part in parts) for told in came.lost)


def test_hypothesis_rows(lamp: Archive) -> None:
    came = bring(lamp, "hypothesis-api.json")
    ten, twice, again = marked(lamp)
    assert (ten["exact"], ten["note"]) == ("closed at ten", "When? <b>Ask</b>")
    # A slash is part of a name there, and no step of a path.
    assert (
        ten["tags"] == ["closing", "time∕hour"]
        and ten["author"] == "ann"
        and ten["created"].startswith("2024-03-01T09:10:11.123")
    )
    assert twice["exact"] == "twice — and then nothing 🛶" and twice["author"] == "bo"
    assert again["exact"] == "The lamp room closed" and again["before"].endswith("nothing 🛶. ")
    assert lost(came, "1 annotation was left out, having no words but a RangeSelector")
    (page, reply) = sorted(memos.memos(lamp), key=lambda memo: memo.title)
    (article,) = (each for each in articles(lamp) if each.url == URL)
    assert page.about == ("article", article.uid) and "A page to come back to.\n\nTags: later" in page.text
    assert reply.about == ("passage", ten["uid"]) and (reply.text, reply.author) == ("Is that so?", "bo")


def test_what_the_client_of_hypothesis_exports(lamp: Archive) -> None:
    assert bring(lamp, "hypothesis-client.json").lost == ()
    assert [each["exact"] for each in marked(lamp)] == [
        "closed at ten",
        "twice — and then nothing 🛶",
        "The lamp room closed",
    ]


def test_a_place_in_utf16_units_chooses_among_equal_words(lamp: Archive, tmp_path: Path) -> None:
    second = LAMP.index("The lamp room closed", 5)
    heading = len(lamp.store.editions.text(next(each.id for each in articles(lamp) if each.url == URL))) - len(LAMP)
    start = heading + second + 1  # the boat before it takes two units
    row = {
        "id": "q",
        "uri": URL,
        "user": "acct:x@y",
        "text": "",
        "target": [
            {
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": start + 20},
                    {"type": "TextQuoteSelector", "exact": "The lamp room closed"},
                ]
            }
        ],
    }
    import json

    (tmp_path / "one.json").write_text(json.dumps([row]))
    bringing.bring(lamp, read(tmp_path / "one.json"))
    (mark,) = marked(lamp)
    assert mark["before"].endswith("nothing 🛶. ")


def test_highlights_of_calibre(lamp: Archive) -> None:
    came = bring(lamp, "lamp.calibre_annotation_collection")
    nobody, shut = marked(lamp)
    assert nobody["exact"].startswith("Nobody in the village") and nobody["note"] == "Who was he?"
    assert (nobody["colour"], shut["colour"], shut["exact"]) == ("moss", "sun", "the door stayed shut")
    assert lost(came, "1 bookmark was left out", "Where I was") and lost(came, "names of chapters were left out")


def test_entries_of_wallabag_are_articles(archive: Archive) -> None:
    came = bring(archive, "wallabag.json")
    (article,) = articles(archive)
    assert (article.title, article.url, article.publisher) == ("The lamp room", URL, "example.org")
    assert (article.byline, article.published, article.language) == (("Ann Weir", "김하늘"), "2023-11-05", "en")
    assert archive.store.editions.text(article.id) == LAMP
    assert set(archive.store.tags.of(article.id)) == {"coast", "winter∕dark"}
    (why,) = marked(archive)
    assert (why["exact"], why["note"], why["author"]) == ("knew why the keeper", "Why?", "ann")
    assert lost(came, "“The lamp room closed”", "more than once") and lost(came, "entry has no text", "Only a link")
    assert (article.starred, article.read) == (True, False)


def test_a_file_that_wallabag_wrote(archive: Archive) -> None:
    came = bring(archive, "wallabag-v2-annotations.json")
    (article,) = articles(archive)
    assert archive.store.editions.text(article.id) == "Some content to annotate" and marked(archive) == []
    assert lost(
        came,
        "3 passages were left out",
        "“some quoted text”; “a highlight without a note”; “no text at all”",
        "nowhere",
    )


def test_rdf_of_zotero(lamp: Archive) -> None:
    came = bring(lamp, "zotero.rdf")
    (mark,) = marked(lamp)
    assert (mark["exact"], mark["note"], mark["colour"]) == (
        "closed at ten. Nobody in the village",
        "An hour, at last",
        "moss",
    )
    note, abstract = sorted(memos.memos(lamp), key=lambda memo: "Abstract" in memo.title)
    assert (
        "And a thought of my own." in note.text and "<" not in note.text and abstract.text == "A room, a key, a door."
    )
    assert note.about == abstract.about and note.about is not None and note.about[0] == "article"
    assert lost(came, "tags of items were left out", "“coast”, “lighthouses”")
    assert lost(came, "1 file of an item was left out")
    assert collections(lamp) == {"Lights": ["The lamp room"]}
    assert any("byline (Ann Weir)" in told and "published (2023-11-05)" in told for told in came.differing)


def test_csl_json_of_zotero(lamp: Archive) -> None:
    came = bring(lamp, "zotero-csl.json")
    assert {memo.text for memo in memos.memos(lamp)} == {"tex.key: lamp", "A room, a key, a door."}
    assert lost(came, "“A book that is not here” is no article here")
    assert any("byline (Ann Weir; Coast Desk)" in told for told in came.differing)


def test_annotations_of_better_bibtex(lamp: Archive) -> None:
    came = bring(lamp, "zotero-bbt.json")
    (mark,) = marked(lamp)
    assert (mark["exact"], mark["note"], mark["tags"]) == ("I forgot the key", "Twice!", ["lies"])
    assert [memo.text for memo in memos.memos(lamp)] == ["Read again."]
    assert lost(came, "1 mark was left out, having no words", "a picture")


def test_highlights_of_readwise(lamp: Archive) -> None:
    came = bring(lamp, "readwise.csv")
    nobody, key = marked(lamp)
    assert (nobody["note"], nobody["tags"], nobody["created"]) == (
        "Why, though?",
        ["closing", "coast"],
        "2024-03-04T05:06:07.000Z",
    )
    assert key["exact"] == "He said “I forgot the key” twice" and key["colour"] == "sky"
    assert lost(came, "3 columns were left out", "“Location Type”, “Location”, “Document tags”")


def test_links_and_highlights_of_raindrop(lamp: Archive) -> None:
    came = bring(lamp, "raindrop.csv")
    ten, shut = marked(lamp)
    assert (ten["exact"], ten["note"], shut["exact"]) == ("closed at ten", "the hour", "the door stayed shut")
    (memo,) = memos.memos(lamp)
    assert memo.text == "First note line\nSecond note line\n\nTags: coast, winter"
    assert lost(came, "“Only a link” is no article here") and lost(came, "“excerpt”, “cover”, “favorite”")
    # The folder is a collection inside of another; the link that is no article here lies in none.
    assert collections(lamp) == {"Coast": [], "Coast/Lights": ["The lamp room"]}


def test_links_of_pocket_and_instapaper(lamp: Archive) -> None:
    assert lost(bring(lamp, "pocket.csv"), "“https://example.org/link” is no article here")
    assert [memo.text for memo in memos.memos(lamp)] == ["Tags: coast, winter"]
    bring(lamp, "instapaper.csv")
    (mark,) = marked(lamp)
    assert (mark["tags"], mark["created"]) == (["coast", "winter"], "2024-03-04T05:06:07.000Z")


def test_a_codebook(archive: Archive) -> None:
    came = bring(archive, "codebook.csv")
    told = {tag.path: (tag.definition, tag.use_when, tag.colour) for tag in codebook.tree(archive)}
    assert told["coast"] == ("Where land ends", "", "sky")
    assert told["coast/lights"] == ("=HYPERLINK(1)", "lamps and beacons", "sun")
    assert told["coast/lights/등대"][0] == "빛이 나는 곳" and lost(came, "1 column was left out", "Examples")


def test_web_annotations_of_anybody(lamp: Archive) -> None:
    came = bring(lamp, "annotations.jsonld")
    ten, shut = marked(lamp)
    assert (ten["exact"], ten["note"], ten["author"]) == ("closed at ten", "<p>An hour</p>", "Ann")
    assert (shut["note"], shut["uid"]) == ("plain", "6d6d3a0c5f1e4b3a9a53111111111111")
    assert [memo.text for memo in memos.memos(lamp)] == ["About all of it"]
    assert lost(came, "1 annotation was left out, having no words but a RangeSelector")
    assert lost(came, "lies outside of this file", "page2") and lost(
        came, "body of an annotation is no text", "sound.mp3"
    )
