"""The redaction list of an archive: acts, what an export under it holds, and a finished file that is searched for what must not be there."""

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports import registry
from archive.exports.redaction.leftovers import leftovers
from archive.exports.redaction.rules import Redactor
from archive.model.excerpt import Choice, Context, Grouping, Redaction
from archive.operations import acts, annotate, codebook, memos, publish, redacting
from tests.archive.conftest import AddArticle

BODY = (
    "Ada Quay left Weir Town at night. Her sister Min-ji Quay stayed.\n"
    "“I am Ada  Quay,” she said; ada quay’s number was 010-1234-5678.\nNobody else was there."
)
SECRETS = ("ada quay", "ada  quay", "min-ji", "weir town", "010-1234-5678")
RULES = (
    Redaction(None, "name", "Ada Quay", "[woman, 20s]"),
    Redaction(None, "name", "Min-ji", "[sister]"),
    Redaction(None, "place", "Weir Town", "[a town]"),
    Redaction(None, "pattern", r"\d{3}-\d{4}-\d{4}", "[phone]"),
)


@pytest.fixture
def told(archive: Archive, add_article: AddArticle) -> Archive:
    """An archive with a person's name in every field that it has, and a list of rules."""
    article = add_article(
        archive,
        BODY,
        title="The flight of Ada Quay",
        byline=("Ada Quay", "Bo Reed"),
        publisher="Weir Town News",
        url="https://example.org/ada-quay-story",
        published="2021",
    )
    codebook.add(archive, "people/Ada Quay", definition="All about Ada Quay")
    for quote in ("Ada Quay left Weir", "sister Min", "“I am Ada", "010-1234"):
        start, end = annotate.find_quote(archive, article, quote)
        annotate.mark(
            archive,
            article,
            start,
            end,
            note="Is Ada Quay safe in Weir Town?",
            tags=("people/Ada Quay",),
            author="Min-ji",
        )
    memos.create(archive, title="Ada Quay", text="Ask Min-ji", about=None)
    for rule in RULES:
        redacting.add(archive, rule)
    return archive


def test_rules_are_kept_changed_removed_and_undone(archive: Archive) -> None:
    kept, _ = redacting.add(archive, RULES[0])
    assert redacting.rules(archive) == [kept] and kept.uid
    redacting.edit(archive, replace(kept, replacement="[somebody]"))
    assert redacting.rules(archive)[0].replacement == "[somebody]"
    removed = redacting.remove(archive, [kept.uid])
    assert redacting.rules(archive) == []
    assert removed.inverse is not None
    acts.perform(archive, removed.inverse)
    assert redacting.rules(archive)[0].find == "Ada Quay"
    with pytest.raises(Invalid):
        redacting.add(archive, replace(RULES[0], find="ada quay"))


def test_a_table_of_rules_is_taken_in_as_far_as_it_can_be(archive: Archive) -> None:
    table = "kind,find,replacement\nname,Ada Quay,[A]\nplace,Weir Town,[T]\nBo Reed,[B]\nname,,[x]\nname,Ada Quay,[C]\n"
    added, refused, _ = redacting.add_table(archive, table)
    assert [(each.kind, each.find) for each in added] == [
        ("name", "Ada Quay"),
        ("place", "Weir Town"),
        ("name", "Bo Reed"),
    ]
    assert [line.split(":")[0] for line in refused] == ["Line 5", "Line 6"]


@pytest.mark.parametrize("name", list(registry.FORMATS))
def test_no_redacted_word_is_in_any_part_of_any_format(told: Archive, tmp_path: Path, name: str) -> None:
    kind = registry.FORMATS[name]
    try:
        kind.writer  # noqa: B018 - imports it
    except ModuleNotFoundError:
        pytest.skip(f"{name} is not there")
    out = tmp_path / f"out{kind.ending}"
    choice = Choice(
        context=Context.PARAGRAPH, redact=True, author=True, date=True, definitions=True, grouping=Grouping.TAG,
    )  # fmt: skip
    done = publish.export(told, name, choice, out)
    assert (done.articles == 1 or done.tags) and out.stat().st_size
    for text in everything(out):
        for secret in SECRETS:
            assert secret not in text.lower(), (secret, text[:200])


def everything(path: Path) -> list[str]:
    """All text of a file, read by means of our own that are not the program's."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as zipped:
            parts = [zipped.read(member) for member in zipped.namelist()]
            return [*zipped.namelist(), *(part.decode("utf-8", "replace") for part in parts)]
    if data.startswith(b"SQLite"):
        with closing(sqlite3.connect(path)) as database:
            return list(database.iterdump())
    if data.startswith(b"%PDF"):
        from pypdf import PdfReader

        reader = PdfReader(path)
        return [str(reader.metadata), *(page.extract_text() for page in reader.pages)]
    return [data.decode("utf-8", "replace")]


def test_the_words_and_places_of_redacted_excerpts_agree_with_the_redacted_text(told: Archive, tmp_path: Path) -> None:
    publish.export(told, "json", Choice(redact=True, context=Context.SENTENCE), tmp_path / "out.json")
    read = json.loads((tmp_path / "out.json").read_bytes())
    exacts = sorted(each["exact"] for each in read["excerpts"])
    assert exacts == sorted(["[woman, 20s] left [a town]", "sister [sister]", "“I am [woman, 20s]", "[phone]"])
    assert read["articles"][0] | {"title": "The flight of [woman, 20s]", "url": None} == read["articles"][0]
    publish.export(told, "qdpx", Choice(redact=True), tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as zipped:
        (source,) = [name for name in zipped.namelist() if name.endswith(".txt")]
        text = zipped.read(source).decode()
    assert "[woman, 20s] left [a town] at night. Her sister [sister] Quay stayed." in text


def test_a_preview_names_every_change_and_what_the_list_may_have_missed(told: Archive) -> None:
    seen = redacting.preview(told, Choice())
    places = {each.where.split(" ")[0] for each in seen.changes}
    assert {"title", "byline", "publisher", "text", "note", "name", "definition", "memo"} <= places
    assert all(each.replacement.startswith("[") and each.words for each in seen.changes)
    assert any(each.words == "Quay" for each in seen.suspects)
    for each in (*seen.changes, *seen.suspects):
        if each.article is not None and not each.where.startswith("note on"):
            text = told.store.editions.get(told.store.articles.get(each.article).edition).text
            assert text[each.start : each.end] == each.words


def test_what_a_note_may_still_tell_leads_to_its_passage(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "Nobody is named in this text at all.", title="A text")
    start, end = annotate.find_quote(archive, article, "named in this text")
    annotate.mark(archive, article, start, end, note="Said by Ada Quay. It was Tomas Lind who asked.")
    redacting.add(archive, Redaction(None, "name", "Ada Quay", "[woman, 20s]"))
    (missed,) = redacting.preview(archive, Choice()).suspects
    assert (missed.words, missed.where) == ("Tomas Lind", "note on “named in this text”")
    assert (missed.article, missed.start, missed.end) == (article, start, end)


def test_originals_and_the_archive_itself_stay_as_they_are(told: Archive, tmp_path: Path) -> None:
    before = [told.store.originals.data(each) for each in told.store.originals.addresses()]
    done = publish.export(told, "bagit", Choice(redact=True), tmp_path / "bag.zip")
    assert any("original was left out" in warning for warning in done.warnings)
    assert [told.store.originals.data(each) for each in told.store.originals.addresses()] == before
    assert {each.anchor.exact for each in annotate.passages(told)} >= {"Ada Quay left Weir"}


def test_a_file_in_which_a_word_is_left_is_not_written(
    told: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("as it was")
    kind = registry.FORMATS["csv"]

    def careless(packet: object, path: Path, progress: Progress) -> tuple[str, ...]:
        path.write_text("one,two\nAda Quay,3\n")
        return ()

    monkeypatch.setattr(type(kind), "writer", property(lambda self: careless))
    with pytest.raises(Invalid, match="“Ada Quay” is still there"):
        publish.export(told, "csv", Choice(redact=True), out)
    assert out.read_text() == "as it was" and len(list(tmp_path.glob(".waystation-*"))) == 0


def test_redacting_without_a_list_is_told(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    add_article(archive, BODY)
    with pytest.raises(Invalid, match="nothing in the redaction list"):
        publish.export(archive, "bagit", Choice(redact=True), tmp_path / "out.zip")


def test_leftovers_are_found_in_split_words_references_names_and_nested_archives(tmp_path: Path) -> None:
    redactor = Redactor(RULES[:1])
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("a.xml", "<r><t>Ada </t><b/><t>Quay</t></r>")
    outer = tmp_path / "outer.docx"
    with zipfile.ZipFile(outer, "w") as zipped:
        zipped.writestr("inner.zip", inner.read_bytes())
        zipped.writestr("ada-quay.txt", "")
        zipped.writestr("b.json", json.dumps({"x": "Ada\u00a0Quay"}))
        zipped.writestr("c.xml", "<r>&#65;da Quay</r>")
        zipped.writestr("clean.xml", "<r>Ada Weir</r>")
    found = leftovers(outer, redactor)
    assert len(found) == 4 and not any("clean" in line for line in found)
