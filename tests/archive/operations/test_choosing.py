"""What an export takes along: passages and articles of a scope, in order, less what may not leave."""

import hashlib
from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.exports.citations import make, plain
from archive.exports.documents.parts import where
from archive.model.excerpt import Choice, Context, Grouping, Locator, Ordering, Packet, Scope
from archive.model.ids import ArticleId, Uid
from archive.model.passage import PassageFilter
from archive.model.search import Scope as ArticleScope
from archive.model.search import Sort
from archive.operations import acts, annotate, choosing, curate, ingest, packing, presets
from tests.archive.conftest import AddArticle
from tests.archive.importers.pdf.programs import typeset

BODY = "One stands here. Two stands here. Three stands here. Four stands here.\nFive is alone.\nSix. Seven."


@pytest.fixture
def marked(archive: Archive, add_article: AddArticle) -> Archive:
    """An old and a new article, marked by two people, and one that is not marked."""
    new = add_article(archive, BODY, title="New", published="2020-03")
    old = add_article(archive, BODY, title="Old", published="1999")
    add_article(archive, BODY, title="Bare")
    for article, quote, tags, author in (
        (new, "Three stands", ("b", "a/x"), "Ann"),
        (old, "Two stands", ("a/x",), "Bo"),
        (new, "Five is alone.\nSix.", (), "Ann"),
        (old, "Old", ("a",), "Ann"),
    ):
        annotate.mark(archive, article, *annotate.find_quote(archive, article, quote), tags=tags, author=author)
    return archive


def packed(archive: Archive, choice: Choice) -> Packet:
    return packing.pack(archive, choice, choosing.choose(archive, choice), title="T")


def grouped(archive: Archive, **said: object) -> dict[str, list[str]]:
    packet = packed(archive, replace(Choice(), **said))  # type: ignore[arg-type]
    return {group.heading: [each.exact for each in group.excerpts] for group in packet.groups()}


def test_groups_hold_each_passage_under_its_headings_in_order(marked: Archive) -> None:
    assert grouped(marked) == {"Old": ["Old", "Two stands"], "New": ["Three stands", "Five is alone.\nSix."]}
    assert grouped(marked, grouping=Grouping.TAG) == {
        "a": ["Old"],
        "a › x": ["Two stands", "Three stands"],
        "b": ["Three stands"],
        "Without a tag": ["Five is alone.\nSix."],
    }
    assert grouped(marked, grouping=Grouping.DATE) == {
        "1999": ["Old", "Two stands"],
        "2020": ["Three stands", "Five is alone.\nSix."],
    }
    assert list(grouped(marked, grouping=Grouping.AUTHOR)) == ["Ann", "Bo"]
    assert grouped(marked, grouping=Grouping.NONE, order=Ordering.CREATED) == {
        "": ["Three stands", "Two stands", "Five is alone.\nSix.", "Old"]
    }


def test_context_goes_to_the_sentences_on_either_side_or_to_the_paragraphs_edges(marked: Archive) -> None:
    def around(context: Context) -> dict[str, tuple[str, str]]:
        packet = packed(marked, Choice(context=context))
        return {each.exact: (each.before, each.after) for each in packet.excerpts()}

    assert set(around(Context.NONE).values()) == {("", "")}
    sentences = around(Context.SENTENCE)
    assert sentences["Three stands"] == ("Two stands here. ", " here. Four stands here.")
    assert sentences["Five is alone.\nSix."] == ("", " Seven.")
    paragraphs = around(Context.PARAGRAPH)
    assert paragraphs["Two stands"] == ("One stands here. ", " here. Three stands here. Four stands here.")


def test_locators_count_paragraphs_and_headings_have_none(marked: Archive) -> None:
    found = {each.exact: each.locator for each in packed(marked, Choice()).excerpts()}
    assert found["Three stands"] == Locator(1, 1)
    assert found["Five is alone.\nSix."] == Locator(2, 3)
    assert (found["Old"].first, found["Old"].kind) == (None, "heading")


def test_an_excerpt_names_the_text_that_it_counts_in(marked: Archive) -> None:
    packet = packed(marked, Choice())
    texts = {whole.work.id: whole for whole in packet.wholes()}
    assert len(texts) == 3
    for each in packet.excerpts():
        whole = texts[each.work.id]
        assert whole.text[each.anchor.start : each.anchor.end] == each.exact
        assert each.edition == whole.sha512 == hashlib.sha512(whole.text.encode()).hexdigest()
        assert (
            whole.data is not None
            and hashlib.sha512(b"".join(whole.data())).hexdigest() == whole.edition.original.sha512
        )


def test_the_scope_narrows_by_tag_words_article_and_search(marked: Archive) -> None:
    def exacts(scope: Scope) -> set[str]:
        return {each.exact for each in packed(marked, Choice(scope=scope)).excerpts()}

    assert exacts(Scope(PassageFilter(tags=("a",)))) == {"Old", "Two stands", "Three stands"}
    assert exacts(Scope(PassageFilter(text="alone"))) == {"Five is alone.\nSix."}
    chosen = choosing.choose(marked, Choice(scope=Scope(PassageFilter(tags=("b",)))))
    assert len(chosen.articles) == 1
    whole = packed(marked, Choice())
    assert [tag.path for tag in whole.tags] == ["a", "a/x", "b"]
    assert [tag.path for tag in packed(marked, Choice(scope=Scope(PassageFilter(text="Two")))).tags] == ["a", "a/x"]


def test_what_may_not_leave_stays_and_is_told(marked: Archive) -> None:
    new, old, bare = sorted(each.id for each in packed(marked, Choice()).works.values())
    curate.set_rights(marked, [new], sensitivity="confidential", rights="Of the family")
    curate.set_rights(marked, [old], embargo="2999-01-01")
    curate.set_rights(marked, [bare], embargo="2001-01-01")
    packet = packed(marked, Choice())
    assert list(packet.works) == [bare] and packet.passages == 0
    assert packet.held_back == (
        "1 article was left out: confidential.",
        "1 article was left out: under embargo until 2999-01-01.",
    )
    taken = packed(marked, Choice(override=True))
    assert taken.passages == 4 and taken.held_back == ()
    assert taken.works[new].rights.rights == "Of the family"


def test_rights_are_checked_undone_and_kept(marked: Archive) -> None:
    article = next(iter(packed(marked, Choice()).works))
    change = curate.set_rights(marked, [article], sensitivity="internal", embargo="2031-02-03")
    assert (curate.rights(marked, article).sensitivity, curate.rights(marked, article).embargo) == (
        "internal",
        "2031-02-03",
    )
    assert change.inverse is not None
    acts.perform(marked, change.inverse)
    assert curate.rights(marked, article) == packing.UNSAID
    for wrong in ({"sensitivity": "secret"}, {"embargo": "soon"}, {"embargo": "2031-02-30"}, {"colour": "red"}):
        with pytest.raises(Invalid):
            curate.set_rights(marked, [article], **wrong)
    assert not curate.set_rights(marked, [article], sensitivity="open").touched


def test_presets_are_kept_replaced_and_undone(marked: Archive) -> None:
    choice = Choice(
        scope=Scope(PassageFilter(tags=("a",), text="stands"), query="here"),
        context=Context.PARAGRAPH, grouping=Grouping.TAG, note=False,
    )  # fmt: skip
    presets.save(marked, "  For the  report ", choice)
    assert presets.presets(marked) == {"For the report": choice}
    change = presets.save(marked, "For the report", Choice())
    assert presets.find(marked, "For the report") == Choice()
    assert change.inverse is not None
    acts.perform(marked, change.inverse)
    assert presets.find(marked, "For the report") == choice
    presets.remove(marked, "For the report")
    assert presets.presets(marked) == {}
    with pytest.raises(Invalid):
        presets.save(marked, " ", choice)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"context": "all", "scope": 3, "rows": 7, "later": true}'])
def test_a_preset_that_cannot_be_read_is_as_usual(text: str) -> None:
    assert presets.loaded(text) == Choice()


def test_an_embargo_ends_on_its_day(marked: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    article = next(iter(packed(marked, Choice()).works))
    today = clock.now().date().isoformat()
    curate.set_rights(marked, [article], embargo=today)
    assert packed(marked, Choice()).held_back == ()


def test_very_many_passages_and_articles_can_be_named(marked: Archive) -> None:
    rows = choosing.choose(marked, Choice()).rows
    uids = tuple(each.uid for each in marked.store.passages.by_ids([row.id for row in rows]))
    many = PassageFilter(uids=(*uids, *(Uid(f"{number:032x}") for number in range(60_000))))
    assert len(choosing.choose(marked, Choice(Scope(many))).rows) == len(rows)
    articles = PassageFilter(articles=tuple(map(ArticleId, range(1, 60_000))))
    assert len(choosing.choose(marked, Choice(Scope(articles))).rows) == len(rows)


def test_an_article_in_the_trash_never_leaves_even_when_it_is_named(marked: Archive) -> None:
    named = next(iter(packed(marked, Choice()).works))
    curate.trash(marked, [named])
    packet = packed(marked, Choice(scope=Scope(PassageFilter(articles=(named,)))))
    assert packet.passages == 0 and list(packet.wholes()) == []


def test_a_date_that_edtf_cannot_say_stands_among_the_undated(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY, title="Odd", published="some time in spring")
    annotate.mark(archive, article, *annotate.find_quote(archive, article, "Two stands"), author="Ann")
    assert grouped(archive, grouping=Grouping.DATE) == {"Undated": ["Two stands"]}


def test_locators_tell_the_pages_of_an_original_that_has_some(archive: Archive) -> None:
    said = {word: f"The words of the page that is called {word} stand here, and others do too." for word in ("i", "ii")}
    path = archive.path.parent / "pages.pdf"
    path.write_bytes(typeset('#set page(numbering: "i")\n' + "\n#pagebreak()\n".join(said.values())))
    (report,) = ingest.run(archive, [path]).files
    assert report.id is not None
    (report,) = ingest.run(archive, [path]).files
    assert report.id is not None
    text = archive.store.editions.text(report.id)
    assert text == "\n".join(said.values())
    annotate.mark(archive, report.id, 4, 9)
    annotate.mark(archive, report.id, text.index("others"), text.index("that is called ii") + 4)
    first, both = (each.locator for each in packed(archive, Choice()).excerpts())
    assert (first, both) == (Locator(1, 1, pages=("i",)), Locator(1, 2, pages=("i", "ii")))
    assert [where(each) for each in (first, both)] == ["Page i, paragraph 1", "Pages i–ii, paragraphs 1–2"]
    citations = [
        plain(citer.cite(each))
        for citer in [make("apa", packed(archive, Choice()).works)]
        for each in packed(archive, Choice()).excerpts()
    ]
    assert "p. i)" in citations[0] and "pp. i–ii)" in citations[1]


def test_a_passage_under_several_headings_has_each_of_its_tags_once(marked: Archive) -> None:
    packet = packed(marked, Choice(grouping=Grouping.TAG))
    told = [(each.exact, each.tags) for group in packet.groups() for each in group.excerpts]
    assert [tags for exact, tags in told if exact == "Three stands"] == [("b", "a/x")] * 2


def test_groups_may_be_read_in_any_order_and_again(marked: Archive) -> None:
    groups = list(packed(marked, Choice(grouping=Grouping.TAG)).groups())
    backwards = {group.heading: [each.exact for each in group.excerpts] for group in reversed(groups)}
    assert backwards == grouped(marked, grouping=Grouping.TAG)
    packet = packed(marked, Choice())
    assert [each.exact for each in packet.excerpts()] == [each.exact for each in packet.excerpts()]


def test_what_many_passages_and_works_have_in_common_is_kept_once(marked: Archive) -> None:
    chosen = choosing.choose(marked, Choice())
    ann = [row for row in chosen.rows if row.author == "Ann"]
    assert len(ann) == 3 and len({id(row.author) for row in ann}) == 1
    tagged = [row.tags for row in chosen.rows if row.tags == ("a/x",)]
    assert all(each is tagged[0] for each in tagged)


def test_works_come_by_date_and_one_at_a_time(marked: Archive) -> None:
    with marked.store.articles.each(Sort.PUBLISHED_OLDEST, sorted(marked.store.articles.ids(ArticleScope()))) as found:
        titles = [next(found).title, next(found).title]
    assert titles == ["Old", "New"]
    assert [work.title for work in packed(marked, Choice()).works.values()] == ["Old", "New", "Bare"]
