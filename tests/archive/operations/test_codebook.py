"""The codebook: a tree whose every change comes back exactly, definitions with versions, and finding a tag."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.passage import COLOURS, PassageFilter
from archive.operations import acts, annotate, codebook, collect, curate, history, naming, starters

AddArticle = Callable[..., ArticleId]
BODY = "One two three four five six seven eight nine ten."


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def counts(archive: Archive) -> dict[str, tuple[int, int, int]]:
    return {tag.path: (tag.passages, tag.passages_below, tag.articles) for tag in codebook.tree(archive)}


def mark(archive: Archive, article: ArticleId, at: int, *tags: str) -> str:
    return annotate.mark(archive, article, at, at + 3, tags=tags)[0].uid


def test_counts_include_children_once_and_leave_out_the_trash(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY), add_article(archive, BODY)
    mark(archive, one, 0, "route", "route/river")
    mark(archive, one, 4, "route/river/ice")
    mark(archive, two, 0, "route/river")
    assert counts(archive) == {"route": (1, 3, 2), "route/river": (2, 3, 2), "route/river/ice": (1, 1, 1)}
    curate.trash(archive, [two])
    assert counts(archive)["route"] == (1, 2, 1)
    tag = codebook.get(archive, "ROUTE/river")
    assert (tag.name, tag.path, tag.used) == ("river", "route/river", 0)


def test_children_take_the_colour_above_them_unless_they_have_one(archive: Archive) -> None:
    codebook.add(archive, "a/b/c", colour=None)
    codebook.recolour(archive, "a", "rose")
    codebook.recolour(archive, "a/b", "moss")
    assert [(tag.path, tag.colour) for tag in codebook.tree(archive)] == [
        ("a", "rose"),
        ("a/b", "moss"),
        ("a/b/c", "moss"),
    ]
    change = codebook.recolour(archive, "a/b", None)
    assert {tag.colour for tag in codebook.tree(archive)} == {"rose"}
    undo(archive, change)
    assert codebook.get(archive, "a/b").own_colour == "moss"
    codebook.add(archive, "z")
    assert codebook.get(archive, "z").colour in COLOURS
    with pytest.raises(Invalid):
        codebook.recolour(archive, "a", "purple")


@pytest.mark.parametrize("again", ["Café", "CAFÉ", "Cafe\u0301", " café ", "/café/"])
def test_the_same_name_in_another_case_or_form_is_refused(archive: Archive, again: str) -> None:
    codebook.add(archive, "Café")
    with pytest.raises(Invalid, match="There is a tag 'Café' already"):
        codebook.add(archive, again)
    assert codebook.paths(archive) == ["Café"]


@pytest.mark.parametrize("name", ["", " / ", "a\x00b\x1f", "a\u202eb", "x" * 10_000, "/".join(["part"] * 300)])
def test_what_is_no_name_is_refused(archive: Archive, name: str) -> None:
    with pytest.raises(Invalid):
        codebook.add(archive, name)
    assert codebook.paths(archive) == []


def test_renaming_and_moving_take_along_what_lies_below(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    mark(archive, article, 0, "route/river/ice")
    renamed = codebook.rename(archive, "route", "Way")
    assert codebook.paths(archive) == ["Way", "Way/river", "Way/river/ice"]
    codebook.add(archive, "water")
    moved = codebook.move(archive, "way/river", "water")
    assert codebook.paths(archive) == ["water", "water/river", "water/river/ice", "Way"]
    assert annotate.of_article(archive, article)[0].tags[0].path == "water/river/ice"
    assert counts(archive)["water"] == (0, 1, 1)
    codebook.move(archive, "water/river", None)
    for what in (
        lambda: codebook.move(archive, "river", "river/ice"),
        lambda: codebook.move(archive, "river", "river"),
    ):
        with pytest.raises(Invalid, match="below itself"):
            what()
    with pytest.raises(Invalid, match="path"):
        codebook.rename(archive, "river", "a/b")
    with pytest.raises(Invalid, match="already"):
        codebook.rename(archive, "river", "WATER")
    with pytest.raises(NotFound):
        codebook.move(archive, "river", "nowhere")
    codebook.rename(archive, "river", "RIVER")  # its own name in another case
    assert "RIVER/ice" in codebook.paths(archive)
    with pytest.raises(Invalid):
        undo(archive, moved)
    with pytest.raises(Invalid):
        undo(archive, renamed)


def test_a_name_that_another_tag_has_by_now_is_not_taken_back(archive: Archive) -> None:
    codebook.add(archive, "river")
    renamed = codebook.rename(archive, "river", "stream")
    codebook.add(archive, "River")
    with pytest.raises(Invalid, match="another tag 'river'"):
        undo(archive, renamed)
    assert codebook.paths(archive) == ["River", "stream"]


def test_merging_joins_uses_children_relations_and_articles(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    codebook.add(archive, "b", definition="The one that stays.")
    uids = [
        mark(archive, article, 0, "a"),
        mark(archive, article, 4, "a", "b"),
        mark(archive, article, 8, "a/x", "b/x"),
    ]
    mark(archive, article, 12, "a/y")
    collect.tag(archive, [article], "a")
    codebook.add(archive, "other")
    codebook.relate(archive, "a", "other")
    before = (codebook.tree(archive), annotate.of_article(archive, article), archive.store.tags.of(article))
    change = codebook.merge(archive, "A", "B")
    assert codebook.paths(archive) == ["b", "b/x", "b/y", "other"]
    assert counts(archive)["b"] == (2, 4, 1)
    assert archive.store.tags.of(article) == ["b"]
    assert codebook.get(archive, "b").related == (codebook.get(archive, "other").id,)
    assert {passage.uid for passage in codebook.older_uses(archive, "b")} == {uids[0]}  # the other one had it by itself
    undo(archive, change)
    assert (codebook.tree(archive), annotate.of_article(archive, article), archive.store.tags.of(article)) == before
    for into in ("a", "a/x"):
        with pytest.raises(Invalid):
            codebook.merge(archive, "a", into)


def test_splitting_gives_the_chosen_passages_another_tag(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    one, two, three = (mark(archive, article, at, "price") for at in (0, 4, 8))
    before = annotate.of_article(archive, article)
    change = codebook.split(archive, "price", {"price/bribe": [one], "price/fee": [two, two]})
    assert [passage.tags[0].path for passage in annotate.of_article(archive, article)] == [
        "price/bribe",
        "price/fee",
        "price",
    ]
    with pytest.raises(Invalid, match="does not carry"):
        codebook.split(archive, "price", {"new": [three, one]})
    assert "new" not in codebook.paths(archive)
    undo(archive, change)
    assert annotate.of_article(archive, article) == before and codebook.paths(archive) == ["price"]


@pytest.mark.parametrize(
    ("what", "left", "marked"),
    [
        ("untag", {"a": (0, 0, 0), "c": (1, 1, 1)}, 4),
        ("delete_passages", {"a": (0, 0, 0), "c": (1, 1, 1)}, 2),
        ("to_parent", {"a": (3, 3, 1), "c": (1, 1, 1)}, 4),
    ],
)
def test_removing_a_tag_does_with_its_passages_as_chosen(
    archive: Archive,
    add_article: AddArticle,
    what: codebook.Removal,
    left: dict[str, tuple[int, int, int]],
    marked: int,
) -> None:
    article = add_article(archive, BODY)
    mark(archive, article, 0, "a/b")
    mark(archive, article, 4, "a/b/deep")
    mark(archive, article, 8, "a/b", "c")
    mark(archive, article, 12)
    codebook.define(archive, "a/b", "Something.")
    before = (codebook.tree(archive), annotate.of_article(archive, article))
    change = codebook.remove(archive, "a/b", what)
    assert counts(archive) == left
    assert annotate.count(archive) == marked
    undo(archive, change)
    assert (codebook.tree(archive), annotate.of_article(archive, article)) == before
    with pytest.raises(Invalid, match="no tag above"):
        codebook.remove(archive, "a", "to_parent")


def test_a_use_remembers_the_definition_in_force(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    codebook.add(archive, "price", definition="What is paid.", use_when="A sum is named.")
    old = mark(archive, article, 0, "price")
    change = codebook.define(archive, "price", "What is asked or paid.")
    new = mark(archive, article, 4, "price")
    tag = codebook.get(archive, "price")
    assert (tag.version, tag.definition, tag.use_when) == (2, "What is asked or paid.", "A sum is named.")
    assert [each.definition for each in codebook.definitions(archive, "price")] == [tag.definition, "What is paid."]
    assert [annotate.find(archive, uid).tags[0].definition for uid in (old, new)] == [1, 2]
    assert [passage.uid for passage in codebook.older_uses(archive, "price")] == [old]
    confirmed = codebook.confirm_uses(archive, "price", [old])
    assert codebook.older_uses(archive, "price") == []
    undo(archive, confirmed)
    annotate.unmark(archive, [new])
    undo(archive, change)
    assert codebook.get(archive, "price").version == 1 and codebook.older_uses(archive, "price") == []
    assert codebook.define(archive, "price", "What is paid.").inverse is None  # nothing differs


def test_a_tag_that_was_used_before_it_was_defined_offers_those_uses(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    used = mark(archive, article, 0, "price")
    codebook.define(archive, "price", "What is paid.")
    assert [passage.uid for passage in codebook.older_uses(archive, "price")] == [used]
    codebook.add(archive, "fresh")
    codebook.define(archive, "fresh", "Not used yet.")
    assert codebook.get(archive, "fresh").version == 1


def test_a_shortcut_belongs_to_one_tag(archive: Archive) -> None:
    for path in ("a", "b"):
        codebook.add(archive, path)
    codebook.set_shortcut(archive, "a", "1")
    change = codebook.set_shortcut(archive, "b", "1")
    assert codebook.favourites(archive) == {"1": "b"}
    undo(archive, change)
    assert codebook.favourites(archive) == {"1": "a"}
    codebook.set_shortcut(archive, "a", None)
    assert codebook.favourites(archive) == {}
    for digit in ("0", "10", "x"):
        with pytest.raises(Invalid):
            codebook.set_shortcut(archive, "a", digit)


def test_relations_hold_both_ways(archive: Archive) -> None:
    for path in ("a", "b"):
        codebook.add(archive, path)
    codebook.relate(archive, "b", "a")
    assert codebook.relate(archive, "a", "b").inverse is None
    a, b = codebook.get(archive, "a"), codebook.get(archive, "b")
    assert a.related == (b.id,) and b.related == (a.id,)
    change = codebook.unrelate(archive, "a", "b")
    assert codebook.get(archive, "a").related == ()
    undo(archive, change)
    assert codebook.get(archive, "a").related == (b.id,)
    with pytest.raises(Invalid):
        codebook.relate(archive, "a", "A")


def test_a_tag_of_the_codebook_stays_when_no_article_carries_it(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    codebook.add(archive, "kept/below")
    collect.tag(archive, [article], "Kept/below")
    collect.tag(archive, [article], "passing")
    assert archive.store.tags.of(article) == ["kept/below", "passing"]
    collect.untag(archive, [article], "kept/below")
    collect.untag(archive, [article], "passing")
    assert codebook.paths(archive) == ["kept", "kept/below"]


def test_finding_a_tag_looks_at_paths_and_definitions(archive: Archive) -> None:
    starters.add_starter(archive, "north-korea")
    entries = archive.store.codebook.entries()
    first = {
        asked: next((entry.path for entry, _ in naming.ranked(entries, asked, 10)), None)
        for asked in ("river", "suveilance", "강제 북송", "bribe", "zzzzqqqq")
    }
    assert first == {
        "river": "route/river",
        "suveilance": "surveillance",
        "강제 북송": "repatriation",
        "bribe": "brokers and cost/bribe",
        "zzzzqqqq": None,
    }
    assert len(naming.ranked(entries, "", 5)) == 5


def test_near_duplicates_are_told(archive: Archive) -> None:
    for path in ("route", "forced labour", "cost/price"):
        codebook.add(archive, path)
    assert naming.near_duplicates(archive, "Routes") == ["route"]
    assert (
        naming.near_duplicates(archive, "forced-labour")
        == naming.near_duplicates(archive, "forced labor")
        == ["forced labour"]
    )
    assert naming.near_duplicates(archive, "figures/prices") == ["cost/price"]
    assert naming.near_duplicates(archive, "river") == naming.near_duplicates(archive, "route") == []


def test_the_starter_codebook_is_a_tree_with_definitions_and_comes_as_one_act(archive: Archive) -> None:
    codebook.add(archive, "Route", definition="My own.")
    (starter,) = starters.starters()
    change = starters.add_starter(archive, starter.name)
    tree = codebook.tree(archive)
    assert len(tree) >= 20 and sum("/" in tag.path for tag in tree) >= 10
    assert all(tag.definition and (tag.use_when or tag.path == "Route") for tag in tree)
    assert codebook.get(archive, "route").definition == "My own."
    assert all(tag.colour in COLOURS for tag in tree)
    assert starters.add_starter(archive, starter.name).inverse is None
    undo(archive, change)
    assert codebook.paths(archive) == ["Route"]
    with pytest.raises(NotFound):
        starters.add_starter(archive, "none")


def test_each_act_on_tags_is_one_row_of_the_history_with_its_author(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    mark(archive, article, 0, "a")
    codebook.rename(archive, "a", "b")
    codebook.define(archive, "b", "New words.")
    rows = history.page(archive)
    assert [row.label for row in rows] == ["Define tag b", "Rename tag a", "Mark passage"]
    assert {row.author for row in rows} == {"Tester"}
    assert [(detail.what, detail.before, detail.after) for detail in rows[1].details] == [("path", "a", "b")]
    assert [row.id for row in history.page(archive, limit=1, before=rows[0].id)] == [rows[1].id]
    history.revert(archive, rows[0].id)
    history.revert(archive, rows[1].id)
    assert codebook.paths(archive) == ["a"]
    assert annotate.count(archive, PassageFilter(tags=("a",))) == 1
