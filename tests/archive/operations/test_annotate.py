"""Marking passages: what is made, what is refused, and that every act comes back exactly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Invalid, NotFound, ReadOnly
from archive.model.change import Change
from archive.model.passage import Match, PassageFilter, PassageSort, State
from archive.operations import acts, annotate, codebook, curate, history, maintain, memos
from tests.archive.made import new_archive

AddArticle = Callable[..., int]

BODY = "She crossed the Tumen River at night. “She paid $3,000,” he said.\n강을 건넌 사람들: 33,000명. 👩‍👩‍👧 한글 e\u0301tat ‏שלום"


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def test_a_passage_keeps_its_place_words_and_surroundings(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    start, end = annotate.find_quote(archive, article, "Tumen River")
    passage, change = annotate.mark(archive, article, start, end, note="cold", tags=["route/river"], colour="sun")
    text = archive.store.editions.text(article)
    assert text[passage.anchor.start : passage.anchor.end] == passage.anchor.exact == "Tumen River"
    assert passage.anchor.prefix == "She crossed the "  # it ends at the edge of the block
    assert passage.anchor.suffix == text[end : end + 32]
    assert (passage.note, passage.colour, passage.state, passage.author) == ("cold", "sun", State.ANCHORED, "Tester")
    (use,) = passage.tags
    assert (use.path, use.author, use.definition) == ("route/river", "Tester", 1)
    assert archive.store.articles.get(article).passages == 1
    assert change.touches("passage") and change.touches("article") and change.touches("tag")


def test_unmarking_is_undone_to_the_last_word_and_stays_in_the_history(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 2, 9, note="n", tags=["b", "a"])
    change = annotate.unmark(archive, [passage.uid])
    assert annotate.of_article(archive, article) == []
    assert archive.store.articles.get(article).passages == 0
    row = history.page(archive)[0]
    assert row.revertible and any(detail.before == "n" for detail in row.details)
    history.revert(archive, row.id)
    assert annotate.of_article(archive, article) == [passage]
    with pytest.raises(Invalid, match="there again"):
        undo(archive, change)


def test_quotes_are_found_whatever_their_spaces_and_quotation_marks(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY + "\nthe Tumen River again")
    text = archive.store.editions.text(article)
    first = annotate.find_quote(archive, article, "Tumen River")
    second = annotate.find_quote(archive, article, "Tumen River", 2)
    assert first < second and text[slice(*second)] == "Tumen River"
    curly = annotate.find_quote(archive, article, '"She  paid $3,000,"')
    assert text[slice(*curly)] == "“She paid $3,000,”"
    for quote, occurrence, error in [
        ("Tumen River", 3, NotFound),
        ("Yalu", 1, NotFound),
        (" ", 1, Invalid),
        ("a", 0, Invalid),
    ]:
        with pytest.raises(error):
            annotate.find_quote(archive, article, quote, occurrence)


def test_what_cannot_be_marked_is_refused_and_changes_nothing(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    text = archive.store.editions.text(article)
    family, accent = text.index("👩"), text.index("e\u0301")
    for start, end in [
        (5, 5),
        (9, 5),
        (-1, 4),
        (0, len(text) + 1),
        (10**12, 10**12 + 1),
        (family + 1, family + 3),
        (accent, accent + 1),
    ]:
        with pytest.raises(Invalid):
            annotate.mark(archive, article, start, end, tags=["new"])
    with pytest.raises(Invalid, match="colour"):
        annotate.mark(archive, article, 0, 3, colour="#ff0000")
    with pytest.raises(NotFound):
        annotate.mark(archive, 99, 0, 3)
    for name in ("a\x07b", "x" * 10_000, " / ", "", "a/" * 600, "left\u202eright"):
        with pytest.raises(Invalid):
            annotate.mark(archive, article, 0, 3, tags=[name])
    assert annotate.count(archive) == 0 and codebook.paths(archive) == []
    assert history.page(archive) == []


def test_a_note_of_a_megabyte_and_with_nul_is_kept_and_taken_back(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 0, 5, note="short")
    note = "\0" + "북한 note " * 120_000
    change = annotate.set_note(archive, passage.uid, note)
    assert annotate.find(archive, passage.uid).note == note.replace("\0", "\ufffd")
    redo = undo(archive, change)
    assert annotate.find(archive, passage.uid).note == "short"
    undo(archive, redo)
    assert len(annotate.find(archive, passage.uid).note) == len(note)


def test_successive_typing_in_one_note_is_one_act(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 0, 5, note="was")
    other, _ = annotate.mark(archive, article, 6, 9)
    changes = [annotate.set_note(archive, passage.uid, "h")]
    changes += [annotate.set_note(archive, passage.uid, "hello"[:end], joining=True) for end in range(2, 6)]
    assert len({change.entry for change in changes}) == 1
    annotate.set_note(archive, other.uid, "elsewhere")
    again = annotate.set_note(archive, passage.uid, "hello you", joining=True)
    assert again.entry != changes[0].entry
    undo(archive, again)
    assert annotate.find(archive, passage.uid).note == "hello"
    # After an undo nothing is gone on with.
    assert annotate.set_note(archive, passage.uid, "hello!", joining=True).entry > again.entry
    labels = [row.label for row in history.page(archive)]
    assert labels.count("Edit note") == 4  # typing, elsewhere, again, typing anew
    assert labels.count("Undo: Edit note") == 1


def test_typing_taken_back_restores_the_note_before_it(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 0, 5, note="was")
    annotate.set_note(archive, passage.uid, "a")
    change = annotate.set_note(archive, passage.uid, "ab", joining=True)
    undo(archive, change)
    assert annotate.find(archive, passage.uid).note == "was"


def test_many_passages_are_marked_as_one_act(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY), add_article(archive, BODY)
    mine, _ = annotate.mark(archive, one, 2, 5)
    spans = [annotate.Span(one, 2, 5), annotate.Span(one, 4, 12), annotate.Span(two, 2, 5), annotate.Span(two, 2, 5)]
    made, change = annotate.mark_many(archive, spans, tags=["figures"])
    assert len(made) == 3 and made[0].uid == mine.uid  # the same edges: tagged, not doubled
    assert annotate.count(archive, PassageFilter(tags=("figures",))) == 3
    undo(archive, change)
    assert [passage.uid for passage in annotate.passages(archive)] == [mine.uid]
    with pytest.raises(Invalid):
        annotate.mark_many(archive, [annotate.Span(one, 0, 4), annotate.Span(two, 0, 10**6)])
    assert annotate.count(archive) == 1


def test_tags_go_on_and_off_many_passages(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    uids = [annotate.mark(archive, article, at, at + 3)[0].uid for at in (0, 2, 8)]
    annotate.tag(archive, uids[:1], "Policy", author="Second")
    change = annotate.tag(archive, uids, "policy")  # the same tag, however it is written
    assert codebook.paths(archive) == ["Policy"]
    assert change.label == "Tag 2 passages"
    assert [annotate.find(archive, uid).tags[0].author for uid in uids] == ["Second", "Tester", "Tester"]
    annotate.untag(archive, uids[:2], "POLICY")
    assert annotate.count(archive, PassageFilter(untagged=True)) == 2
    with pytest.raises(NotFound):
        annotate.untag(archive, uids, "nothing")
    assert annotate.authors(archive) == ["Tester"]


def test_filters_say_exactly_which_passages(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY), add_article(archive, BODY)
    river, _ = annotate.mark(archive, one, 24, 35, note="at the 두만강", tags=["route/river", "testimony"])
    route, _ = annotate.mark(archive, one, 2, 5, tags=["route"], author="Second")
    other, _ = annotate.mark(archive, two, 40, 50, tags=["policy"], colour="rose")
    bare, _ = annotate.mark(archive, two, 2, 9)

    def found(**conditions: Any) -> set[str]:
        wanted = PassageFilter(**conditions)
        page = annotate.passages(archive, wanted)
        assert annotate.count(archive, wanted) == len(page) == len(annotate.passage_ids(archive, wanted))
        return {passage.uid for passage in page}

    assert found(tags=("route",)) == {river.uid, route.uid}
    assert found(tags=("ROUTE",), below=False) == {route.uid}
    assert found(tags=("route", "testimony"), match=Match.ALL) == {river.uid}
    assert found(tags=("route", "policy"), match=Match.NONE) == {bare.uid}
    assert found(tags=("nothing",)) == set()
    assert found(articles=(two,)) == {other.uid, bare.uid}
    assert found(authors=("Second",)) == {route.uid}
    assert found(text="두만강") == found(text="RIVER") == {river.uid}
    assert found(colours=("rose",)) == {other.uid}
    assert found(untagged=True) == {bare.uid}
    assert found(noted=True) == {river.uid}
    assert found(states=(State.ORPHAN,)) == set()
    day = river.created[:10]
    assert len(found(since=day, until=day)) == 4 and found(until="2001-01-01") == set()
    assert annotate.groups(archive, annotate.EVERY, "tag") == {
        "": 1,
        "policy": 1,
        "route": 1,
        "route/river": 1,
        "testimony": 1,
    }
    assert annotate.groups(archive, annotate.EVERY, "article") == {str(one): 2, str(two): 2}
    with pytest.raises(Invalid):
        annotate.groups(archive, annotate.EVERY, "weather")
    for sort in PassageSort:
        whole = annotate.passages(archive, sort=sort)
        assert [annotate.passages(archive, sort=sort, limit=1, offset=at)[0] for at in range(4)] == whole
    curate.trash(archive, [two])
    assert found() == {river.uid, route.uid}


def test_what_the_index_says_of_the_notes_stays_true_when_one_passage_is_moved_behind_another(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, "The gates were shut at night, and opened by day. " * 3, "Gates")
    first, _ = annotate.mark(archive, article, 0, 9, note="before all others")
    annotate.mark(archive, article, 20, 29, note="in the middle")
    archive.index.catch_up()
    annotate.move_edges(archive, first.uid, 60, 69)
    assert archive.index.verify() == [] and archive.index.pending() == 0


def test_edges_move_and_colours_change_and_come_back(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 24, 29)
    moved = annotate.move_edges(archive, passage.uid, 24, 35)
    assert annotate.find(archive, passage.uid).anchor.exact == "Tumen River"
    annotate.set_colour(archive, [passage.uid], "iris")
    with pytest.raises(Invalid):
        annotate.move_edges(archive, passage.uid, 5, 5)
    undo(archive, moved)  # what was coloured meanwhile stays so
    now = annotate.find(archive, passage.uid)
    assert (now.anchor, now.colour) == (passage.anchor, "iris")
    with pytest.raises(Invalid, match="proposed"):
        annotate.accept_proposal(archive, passage.uid)


def test_an_act_that_was_contradicted_later_is_not_taken_back(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, made = annotate.mark(archive, article, 0, 5, tags=["new"])
    first = annotate.set_note(archive, passage.uid, "one")
    annotate.set_note(archive, passage.uid, "two")
    with pytest.raises(Invalid, match="changed again later"):
        undo(archive, first)
    other, _ = annotate.mark(archive, article, 6, 9, tags=["new"])
    with pytest.raises(Invalid):
        history.revert(archive, made.entry)
    assert annotate.find(archive, passage.uid).note == "two"
    assert annotate.find(archive, other.uid).tags[0].path == "new"


def test_metadata_is_reverted_only_when_nothing_later_contradicts(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY, title="First")
    one = curate.edit(archive, article, title="Second")
    curate.edit(archive, article, publisher="Paper")
    history.revert(archive, one.entry)
    assert archive.store.articles.get(article).title == "First"
    assert archive.store.articles.get(article).publisher == "Paper"
    two = curate.edit(archive, article, title="Third")
    curate.edit(archive, article, title="Fourth")
    with pytest.raises(Invalid, match=r"Edit title.*changed again later"):
        history.revert(archive, two.entry)
    with pytest.raises(NotFound):
        history.revert(archive, 10**6)


def test_another_process_may_read_the_passages_and_is_told_that_it_cannot_mark(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, BODY)
    annotate.mark(archive, article, 0, 5)
    with pytest.raises(ArchiveInUse):
        Archive.open(archive.path)
    with Archive.open(archive.path, fall_back_to_read_only=True) as other:
        assert annotate.count(other) == 1
        annotate.mark(archive, article, 6, 9)
        assert annotate.count(other) == 2
        with pytest.raises(ReadOnly):
            annotate.mark(other, article, 0, 5)


def test_notes_and_tags_of_passages_are_searched(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY), add_article(archive, BODY)
    passage, _ = annotate.mark(archive, one, 0, 5, note="zebra", tags=["route/river"])

    def found(query: str) -> tuple[int, ...]:
        archive.index.catch_up()
        return archive.index.search(query).articles

    for query in (
        "note:zebra",
        "zebra",
        "tag:route",
        "tag:river",
        "tag:route/river",
        "tag:route/*",
        "has:note",
        "has:tag",
    ):
        assert found(query) == (one,), query
    assert found("tag:river/*") == found("tag:zebra") == ()
    assert found("-has:tag") == (two,)
    codebook.rename(archive, "route", "way")
    assert found("tag:way") == (one,) and found("tag:route") == ()
    annotate.unmark(archive, [passage.uid])
    assert found("zebra") == found("has:tag") == ()


def test_a_purge_leaves_no_word_of_passages_notes_and_memos(archive: Archive, add_article: AddArticle) -> None:
    keep, gone = add_article(archive, "Other words."), add_article(archive, "A Xylophonist crossed the river.")
    start, end = annotate.find_quote(archive, gone, "Xylophonist")
    passage, _ = annotate.mark(archive, gone, start, end, note="Quetzalcoatl", tags=["kept tag"])
    annotate.set_note(archive, passage.uid, "Popocatepetl")
    annotate.unmark(archive, [annotate.mark(archive, gone, start, end, note="Ouagadougou")[0].uid])
    memo, _ = memos.create(archive, "Tegucigalpa", "Ulaanbaatar", about=("passage", passage.uid))
    memos.edit(archive, memo.uid, text="Antananarivo")
    about, _ = memos.create(archive, "Nouakchott", about=("article", archive.store.articles.get(gone).uid))
    free, _ = memos.create(archive, "A free one")
    memos.link(archive, free.uid, ("passage", passage.uid))
    memos.delete(archive, about.uid)
    archive.index.catch_up()
    curate.purge(archive, [gone])
    assert archive.store.integrity() == [] and maintain.check(archive) == []
    assert [memo.title for memo in memos.memos(archive)] == ["A free one"]
    assert memos.find(archive, free.uid).links == ()
    assert annotate.count(archive) == 0 and archive.store.articles.get(keep).passages == 0
    words = [
        "Xylophonist",
        "Quetzalcoatl",
        "Popocatepetl",
        "Ouagadougou",
        "Tegucigalpa",
        "Ulaanbaatar",
        "Antananarivo",
        "Nouakchott",
    ]
    archive.checkpoint()
    data = b"".join(path.read_bytes() for path in archive.path.parent.glob(f"{archive.path.name}*")).lower()
    assert b"a free one" in data
    assert [word for word in words if word.lower().encode() in data] == []


def test_a_purge_finds_what_hung_on_passages_that_were_taken_away_before(
    archive: Archive, add_article: AddArticle
) -> None:
    gone = add_article(archive, "A Xylophonist crossed the river by night.")
    start, end = annotate.find_quote(archive, gone, "Xylophonist")
    passage, _ = annotate.mark(archive, gone, start, end, tags=["kept"])
    doomed, _ = annotate.mark(archive, gone, start, end + 8, note="Vladivostok", tags=["doomed"])
    memo, _ = memos.create(archive, "Tegucigalpa", "Ulaanbaatar", about=("passage", passage.uid))
    lost, _ = memos.create(archive, "Bujumbura", about=("passage", doomed.uid))
    annotate.unmark(archive, [passage.uid])
    codebook.remove(archive, "doomed", "delete_passages")
    memos.edit(archive, memo.uid, text="Antananarivo")
    memos.edit(archive, memo.uid, title="Nouakchott")
    memos.edit(archive, lost.uid, text="Reykjavik")
    memos.delete(archive, lost.uid)
    free, _ = memos.create(archive, "A free one", "Helsinki")
    memos.edit(archive, free.uid, text="Stockholm")
    curate.purge(archive, [gone])
    assert [memo.title for memo in memos.memos(archive)] == ["A free one"]
    archive.checkpoint()
    data = b"".join(path.read_bytes() for path in archive.path.parent.glob(f"{archive.path.name}*")).lower()
    words = "Xylophonist Vladivostok Tegucigalpa Ulaanbaatar Bujumbura Antananarivo Nouakchott Reykjavik".split()
    assert [word for word in words if word.lower().encode() in data] == []
    assert b"helsinki" in data  # what has nothing to do with it can still be taken back
    assert maintain.check(archive) == []


def test_check_finds_a_passage_that_does_not_stand_on_its_words(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    passage, _ = annotate.mark(archive, article, 0, 5)
    archive.index.catch_up()
    assert maintain.check(archive) == []
    with archive.atomic():
        archive.store.connections.change('UPDATE passages SET start = 1, "end" = 6 WHERE id = ?', (passage.id,))
    assert any("does not stand where its words are" in finding.what for finding in maintain.check(archive))


# Any row of acts over any text

PARTS = st.sampled_from(["river ", "강을 ", "건넌", "👩‍👩‍👧", "e\u0301", "한", "שלום ", "𝔘", "\n", "x", ". "])
TEXTS = (
    st.lists(PARTS, min_size=3, max_size=15)
    .map("".join)
    .map(lambda text: "\n".join(filter(str.strip, text.split("\n"))) or "x")
)
NUMBER = st.integers(0, 6)
PATHS = st.sampled_from(["route", "route/river", "policy", "way/river"])
STEPS = st.one_of(
    st.tuples(st.just("mark"), NUMBER, NUMBER, st.lists(PATHS, max_size=2)),
    st.tuples(st.just("unmark"), NUMBER),
    st.tuples(st.just("note"), NUMBER, st.sampled_from(["", "a", "b"]), st.booleans()),
    st.tuples(st.just("edges"), NUMBER, NUMBER, NUMBER),
    st.tuples(st.just("colour"), NUMBER, st.sampled_from([None, "sun", "sky"])),
    st.tuples(st.just("tag"), NUMBER, PATHS),
    st.tuples(st.just("untag"), NUMBER, PATHS),
    st.tuples(st.just("add"), PATHS),
    st.tuples(st.just("rename"), PATHS, st.sampled_from(["river", "x"])),
    st.tuples(st.just("move"), PATHS, st.none() | PATHS),
    st.tuples(st.just("merge"), PATHS, PATHS),
    st.tuples(st.just("define"), PATHS, st.sampled_from(["one", "two"])),
    st.tuples(st.just("remove"), PATHS, st.sampled_from(["untag", "delete_passages", "to_parent"])),
    st.tuples(st.just("relate"), PATHS, PATHS),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def do(archive: Archive, step: tuple[Any, ...]) -> Change:
    verb, *rest = step
    passages = annotate.of_article(archive, 1)

    def uid(number: int) -> str:
        return passages[number % len(passages)].uid if passages else "000000"

    match verb:
        case "mark":
            return annotate.mark(archive, 1, rest[0], rest[0] + rest[1], tags=rest[2])[1]
        case "unmark":
            return annotate.unmark(archive, [uid(rest[0])])
        case "note":
            return annotate.set_note(archive, uid(rest[0]), rest[1], joining=rest[2])
        case "edges":
            return annotate.move_edges(archive, uid(rest[0]), rest[1], rest[1] + rest[2])
        case "colour":
            return annotate.set_colour(archive, [uid(rest[0])], rest[1])
        case "tag":
            return annotate.tag(archive, [uid(rest[0])], rest[1])
        case "untag":
            return annotate.untag(archive, [uid(rest[0])], rest[1])
        case _:
            act = getattr(codebook, verb)
            return act(archive, *rest)


def state(archive: Archive) -> list[Any]:
    """All that people made, without when it was last changed."""
    tables = {
        "passages": 'id, uid, article, edition, start, "end", exact, prefix, suffix, note, colour, state, author, created',
        "passage_tags": "*",
        "tags": "*",
        "tag_definitions": "tag, version, definition",
        "tag_relations": "*",
        "passage_words": "*",
    }
    rows = archive.store.connections.rows
    return [
        [tuple(row) for row in rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2")]
        for table, columns in tables.items()
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS, steps=st.lists(STEPS, max_size=14))
def test_marks_edits_undo_and_redo_end_where_what_remains_leads(
    tmp_path_factory: pytest.TempPathFactory, add_article: AddArticle, text: str, steps: list[tuple[Any, ...]]
) -> None:
    path: Path = tmp_path_factory.mktemp("marks") / "Test.waystation"
    with new_archive(path) as archive:
        add_article(archive, text)
        done: list[tuple[Change, list[Any], list[Any]]] = []  # the change, the state before it, the state after it
        undone: list[tuple[Change, list[Any], list[Any]]] = []
        expected = state(archive)
        for step in steps:
            if step in (("undo",), ("redo",)):
                origin, target = (done, undone) if step == ("undo",) else (undone, done)
                if origin:
                    change, before, after = origin.pop()
                    target.append((undo(archive, change), before, after))
                    expected = before if step == ("undo",) else after
            else:
                before = state(archive)
                try:
                    change = do(archive, step)
                except (NotFound, Invalid):
                    assert state(archive) == before
                    continue
                expected = state(archive)
                if change.inverse is None:
                    assert expected == before
                    continue
                if done and change.entry == done[-1][0].entry:
                    before = done.pop()[1]  # it went on with the last act
                done.append((change, before, expected))
                undone.clear()
            assert state(archive) == expected
            texts = archive.store.editions.text(1)
            assert all(texts[p.anchor.start : p.anchor.end] == p.anchor.exact for p in annotate.of_article(archive, 1))
            assert archive.store.articles.get(1).passages == len(annotate.of_article(archive, 1))
        while done:
            change, before, _ = done.pop()
            undo(archive, change)
            assert state(archive) == before
        assert archive.store.integrity() == []
