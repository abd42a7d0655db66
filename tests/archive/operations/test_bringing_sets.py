"""Folders of other programs become collections inside of each other, fill those that are here, and are taken back."""

from archive.archive import Archive
from archive.model.article import Metadata
from archive.model.ids import ArticleId, Uid
from archive.model.interchange import Came, Incoming, IncomingSet, IncomingSource
from archive.operations import acts, bringing, collect
from tests.archive.conftest import AddArticle
from tests.archive.held import held

URL = "https://example.org/{}"


def source(number: int) -> IncomingSource:
    return IncomingSource(f"s{number}", metadata=Metadata(url=URL.format(number), title=f"Text {number}"))


def incoming(*sets: IncomingSet, sources: int = 3) -> Incoming:
    return Incoming("Links", "Table", tuple(map(source, range(sources))), sets=sets)


def shelves(archive: Archive) -> dict[str, list[str]]:
    """{path: titles in the collection itself}."""
    known = {each.id: each for each in archive.store.collections.list()}
    found = {}
    for each in known.values():
        path, at = [each.name], each.parent
        while at is not None:
            path.insert(0, known[at].name)
            at = known[at].parent
        inside = archive.store.collections.articles(each.id)
        found["/".join(path)] = [archive.store.articles.get(ArticleId(id)).title for id in inside]
    return found


def add(archive: Archive, add_article: AddArticle, *numbers: int) -> None:
    for number in numbers:
        add_article(
            archive, f"The words of text {number} and no others.", title=f"Text {number}", url=URL.format(number)
        )


def test_nested_sets_are_made_once_and_taken_back(archive: Archive, add_article: AddArticle) -> None:
    add(archive, add_article, 0, 1)
    before = held(archive)
    given = incoming(
        IncomingSet("Lights", ("s0",), None, ("Coast",)),
        IncomingSet("coast", ("s1",)),
        IncomingSet("Dark", ("s1", "s0"), None, ("Coast", "Lights")),
        IncomingSet("Away", ("s2",)),
    )
    came, change = bringing.bring(archive, given)
    assert shelves(archive) == {
        "Coast": ["Text 1"],
        "Coast/Lights": ["Text 0"],
        "Coast/Lights/Dark": ["Text 0", "Text 1"],
    }
    assert came.collections == Came(3) and came.changes
    assert any(
        told.startswith("1 collection was left out (“Away”): none of what it holds is here") for told in came.lost
    )
    after = held(archive)
    again, _ = bringing.bring(archive, given)
    assert not again.changes and again.collections.same == 3 and held(archive) == after
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert held(archive) == before
    assert back.inverse is not None
    acts.perform(archive, back.inverse)
    assert held(archive) == after and set(shelves(archive)) == {"Coast", "Coast/Lights", "Coast/Lights/Dark"}


def test_what_came_later_is_put_into_the_collection_that_is_here(archive: Archive, add_article: AddArticle) -> None:
    add(archive, add_article, 0)
    given = incoming(IncomingSet("Lights", ("s0", "s1"), None, ("Coast",)))
    bringing.bring(archive, given)
    add(archive, add_article, 1)
    seen = bringing.preview(archive, given)
    came, change = bringing.bring(archive, given)
    assert (came.collected, seen.collected, came.changes) == (1, 1, True)
    assert any(told.startswith("1 article was put into a collection that is here (“Lights”)") for told in came.notes)
    assert shelves(archive)["Coast/Lights"] == ["Text 0", "Text 1"]
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert shelves(archive)["Coast/Lights"] == ["Text 0"]


def test_what_a_person_made_inside_meanwhile_stays(archive: Archive, add_article: AddArticle) -> None:
    add(archive, add_article, 0)
    _, change = bringing.bring(archive, incoming(IncomingSet("Lights", ("s0",), None, ("Coast",))))
    (inner,) = (each.id for each in archive.store.collections.list() if each.name == "Lights")
    collect.create(archive, "Mine", inner)
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert shelves(archive) == {"Mine": []}


def test_ids_go_before_names(archive: Archive, add_article: AddArticle) -> None:
    add(archive, add_article, 0)
    given = incoming(IncomingSet("Lights", ("s0",), Uid("a" * 32)))
    bringing.bring(archive, given)
    (only,) = archive.store.collections.list()
    collect.rename(archive, only.id, "Lamps")
    again, _ = bringing.bring(archive, given)
    assert not again.changes and shelves(archive) == {"Lamps": ["Text 0"]}


def test_names_without_end_are_cut_and_levels_without_end_too(archive: Archive, add_article: AddArticle) -> None:
    add(archive, add_article, 0)
    deep = tuple(f"level {number}" for number in range(300))
    bringing.bring(archive, incoming(IncomingSet("n" * 5_000, ("s0",), None, deep), IncomingSet(" ", ("s0",))))
    paths = shelves(archive)
    assert max(map(len, (name for path in paths for name in path.split("/")))) == 500 and "Unnamed" in paths
    assert len(paths) == 101
