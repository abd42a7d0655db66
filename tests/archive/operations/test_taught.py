"""Rules as acts: taught from an article, applied to the next import, switched off, deleted, carried to another archive."""

import json
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.review import Which
from archive.model.taught import Spot, TaughtRule
from archive.operations import acts, curate, ingest, review, sources, taught
from tests.archive.made import new_archive

PARAGRAPH = "The lock was opened at dawn and the first barges went through before the wind rose over the basin. " * 4
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://www.lock.example/{id}"></head><body>
<article><h1>{title}</h1><p class="penned">Words: {name} | Hall desk</p><p>{p}</p><p>{p}</p></article></body></html>"""


def page(id: int, title: str, name: str) -> str:
    return PAGE.format(id=id, title=title, name=name, p=PARAGRAPH + title)


def taken(archive: Archive, folder: Path, name: str, text: str) -> Article:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (report,) = ingest.run(archive, [folder / name]).files
    assert report.id is not None, report.error
    return archive.store.articles.get(report.id)


@pytest.fixture
def first(archive: Archive, tmp_path: Path) -> Article:
    return taken(archive, tmp_path / "in", "first.html", page(1, "Barges at dawn", "mquill"))


def place(archive: Archive, article: ArticleId, words: str) -> tuple[int, int]:
    shown = sources.shown(archive, article)
    found = shown.source_of(shown.text.index(words), shown.text.index(words) + len(words))
    assert found is not None
    return found


def teach(archive: Archive, article: ArticleId, words: str = "mquill", field: str = "byline") -> TaughtRule:
    rule = taught.proposed(archive, article, field, *place(archive, article, words))
    return taught.teach(archive, rule, article)[0]


def test_what_is_taught_gives_the_article_its_value_and_the_next_one_its_own(
    archive: Archive, first: Article, tmp_path: Path
) -> None:
    assert not first.byline
    rule = teach(archive, first.id)
    assert (rule.site, rule.name) == ("lock.example", "Byline of lock.example")
    assert archive.store.articles.get(first.id).byline == ("mquill",)
    proof = archive.store.articles.evidence(first.id)["byline"]
    assert proof.rule == rule.evidence and proof.start is not None
    assert sources.decoded(archive, first.id).text[proof.start : proof.end] == "mquill"
    second = taken(archive, tmp_path / "in", "second.html", page(2, "Ice on the sill", "aferry"))
    assert second.byline == ("aferry",)
    assert archive.store.articles.evidence(second.id)["byline"].rule == rule.evidence


def test_teaching_is_one_act_that_is_taken_back_and_done_again(archive: Archive, first: Article) -> None:
    rule = taught.proposed(archive, first.id, "byline", *place(archive, first.id, "mquill"))
    kept, change = taught.teach(archive, rule, first.id)
    assert change.inverse is not None and change.touches("taught") and change.touches("article")
    undone = acts.perform(archive, change.inverse)
    assert not taught.rules(archive) and not archive.store.articles.get(first.id).byline
    assert undone.inverse is not None and undone.label.startswith("Undo: ")
    acts.perform(archive, undone.inverse)
    assert taught.rules(archive) == [kept] and archive.store.articles.get(first.id).byline == ("mquill",)


def test_a_rule_is_read_in_those_that_wait_in_the_same_act_and_taught_twice_is_one(
    archive: Archive, first: Article, tmp_path: Path
) -> None:
    second = taken(archive, tmp_path / "in", "second.html", page(2, "Ice on the sill", "aferry"))
    third = taken(archive, tmp_path / "in", "third.html", page(3, "A new keeper", "rhall"))
    elsewhere = taken(
        archive, tmp_path / "in", "else.html", page(4, "Low water", "nobody").replace("lock.example", "sluice.example")
    )
    curate.edit(archive, third.id, byline=["Ruth Hall"])
    rule = taught.proposed(archive, first.id, "byline", *place(archive, first.id, "mquill"))
    others = taught.waiting(archive, rule.site)
    assert others == [first.id, second.id, third.id]
    kept, change = taught.teach(archive, rule, first.id, others)
    bylines = [archive.store.articles.get(each.id).byline for each in (first, second, third, elsewhere)]
    assert bylines == [("mquill",), ("aferry",), ("Ruth Hall",), ()]
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert not archive.store.articles.get(second.id).byline and not taught.rules(archive)
    kept, _ = taught.teach(archive, rule, first.id)
    again, applied = taught.teach(archive, rule, second.id)
    assert again == kept and taught.rules(archive) == [kept]
    assert applied.label == f"Apply rule: {kept.name}" and archive.store.articles.get(second.id).byline == ("aferry",)
    review.accept(archive, review.ids(archive, Which.OPEN))
    assert taught.waiting(archive, rule.site) == []


def test_a_rule_never_goes_before_what_a_person_corrected(archive: Archive, first: Article, tmp_path: Path) -> None:
    teach(archive, first.id)
    curate.edit(archive, first.id, byline=["Marta Quill"])
    again = taken(archive, tmp_path / "in", "first.html", page(1, "Barges at dawn", "mquill") + "<p>One line more.</p>")
    assert again.id == first.id and again.byline == ("Marta Quill",)
    assert archive.store.articles.evidence(first.id)["byline"].rule == "entered"


def test_a_rule_is_renamed_switched_off_and_on_and_deleted(archive: Archive, first: Article, tmp_path: Path) -> None:
    rule = teach(archive, first.id)
    assert rule.uid is not None
    changes = [
        taught.change(archive, rule.uid[:8], name="Who wrote it"),
        taught.change(archive, rule.uid, enabled=False),
    ]
    assert [change.label for change in changes] == ["Rename rule: Who wrote it", "Switch off rule: Who wrote it"]
    assert not taught.change(archive, rule.uid, enabled=False).touched
    assert not taken(archive, tmp_path / "in", "second.html", page(2, "Ice on the sill", "aferry")).byline
    assert changes[1].inverse is not None
    acts.perform(archive, changes[1].inverse)
    assert taught.find(archive, rule.uid).enabled
    gone = taught.remove(archive, [rule.uid])
    assert not taught.rules(archive) and gone.inverse is not None
    acts.perform(archive, gone.inverse)
    assert taught.find(archive, rule.uid).name == "Who wrote it"
    assert archive.store.articles.get(first.id).byline == ("mquill",), "what it found stays"
    with pytest.raises(NotFound):
        taught.find(archive, "00000000")


def test_rules_go_to_another_archive_in_one_file(archive: Archive, first: Article, tmp_path: Path) -> None:
    rule = teach(archive, first.id)
    data = taught.exported(taught.rules(archive))
    with new_archive(tmp_path / "Other.waystation") as other:
        change = taught.take_in(other, taught.read(data))
        assert change.label == "Import 1 rule"
        (there,) = taught.rules(other)
        assert (there.uid, there.site, there.field, there.spot) == (rule.uid, rule.site, rule.field, rule.spot)
        assert not taught.take_in(other, taught.read(data)).touched, "what is here already stays as it is"
        assert taken(other, tmp_path / "in", "second.html", page(2, "Ice on the sill", "aferry")).byline == ("aferry",)
        assert change.inverse is not None
        acts.perform(other, change.inverse)
        assert not taught.rules(other)


def told(**changed: object) -> dict[str, object]:
    rule = {"name": "A", "site": "b.example", "field": "byline", "spot": {"path": "p.a"}}
    return {"format": "waystation-rules", "version": 1, "rules": [rule | changed]}


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        json.dumps({"format": "other", "rules": []}).encode(),
        json.dumps(told() | {"version": 2}).encode(),
        json.dumps(told(site="")).encode(),
        json.dumps(told(name=" ")).encode(),
        json.dumps(told(field="accessed")).encode(),
        json.dumps(told(spot={"path": "(a+)+"})).encode(),
        json.dumps(told(spot={"path": "p", "line": 3})).encode(),
        json.dumps(told(spot={})).encode(),
        json.dumps(told(spot={"line": 10**9})).encode(),
        json.dumps(told(spot={"line": True})).encode(),
        json.dumps(told(spot={"label": ["By"]})).encode(),
        json.dumps(told(spot={"label": "x" * 301})).encode(),
        json.dumps(told(spot={"pattern": "x"})).encode(),
        json.dumps(told(uid="../../etc")).encode(),
        json.dumps(told() | {"rules": [3]}).encode(),
        json.dumps(told() | {"rules": [told()["rules"]] * 2_001}).encode(),
    ],
)
def test_a_file_that_holds_no_sound_rules_gets_a_sentence(held: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        taught.read(held)
    assert refused.value.what.endswith(".") and refused.value.advice


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ("mquill", "published", "is no date"),
        ("mquill", "language", "No rule can find"),
        ("first barges", "byline", "nowhere that another|could find these words again"),
    ],
)
def test_what_cannot_be_taught_says_why(
    archive: Archive, first: Article, words: str, field: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        taught.proposed(archive, first.id, field, *place(archive, first.id, words))


def test_an_article_of_no_known_site_can_only_be_taught_its_publisher(archive: Archive, tmp_path: Path) -> None:
    text = f"QUAY SHEET\n\nBarges at dawn\n\nmquill\n\n{PARAGRAPH}\n"
    article = taken(archive, tmp_path / "in", "a.txt", text)
    assert taught.site_of(archive, article.id) == ""
    with pytest.raises(Invalid, match="which site"):
        teach(archive, article.id)
    rule = teach(archive, article.id, "QUAY SHEET", "publisher")
    assert rule.spot == Spot(line=1, exact="QUAY SHEET") and rule.site == ""
    with pytest.raises(Invalid, match="could find these words again"):
        teach(archive, article.id)  # a word alone is no name where a line has only its number
    other = taken(archive, tmp_path / "in", "b.txt", text.replace("dawn", "night") + "More came later.\n")
    assert other.publisher == "QUAY SHEET"


def test_what_is_shown_of_a_page_has_its_place_in_the_original(archive: Archive, first: Article) -> None:
    shown = sources.shown(archive, first.id)
    text = sources.decoded(archive, first.id).text
    assert "<p" not in shown.text and "Words: mquill | Hall desk" in shown.text
    for piece in shown.pieces:
        if piece.end - piece.start == piece.source_end - piece.source:
            said = shown.text[piece.start : piece.end].replace(" ", "")
            assert said == "".join(text[piece.source : piece.source_end].split())
    at = shown.text.index("mquill")
    source = shown.source_of(at, at + 6)
    assert source is not None and shown.shown_of(*source) == [(at, at + 6)]
