"""The sidebar's tree is updated in place: what did not change keeps its index."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from desktop.models.places import Place, PlaceKind, PlacesModel


def tree(count: int, *names: str) -> list[Place]:
    children = tuple(Place(PlaceKind.COLLECTION, name, str(number)) for number, name in enumerate(names, 1))
    return [
        Place(PlaceKind.ALL, "All articles", count=count),
        Place(PlaceKind.SECTION, "Collections", "collections", children=children),
    ]


@pytest.fixture
def model(qtbot: QtBot) -> PlacesModel:
    made = PlacesModel()
    made.show_places(tree(3, "One", "Two"))
    return made


def test_a_new_count_keeps_the_index_and_is_spoken(model: PlacesModel) -> None:
    index = QPersistentModelIndex(model.index_of("all"))
    model.show_places(tree(4, "One", "Two"))
    assert index.isValid()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "All articles, 4 articles"


def test_a_place_that_is_gone_leaves_the_tree(model: PlacesModel) -> None:
    model.show_places(tree(3, "One"))
    assert not model.index_of("collection:2").isValid()
    assert model.rowCount(model.index_of("section:collections")) == 1


def test_a_place_moved_into_another_keeps_its_index(model: PlacesModel) -> None:
    kept = QPersistentModelIndex(model.index_of("collection:2"))
    inner = Place(PlaceKind.COLLECTION, "Two", "2")
    outer = Place(PlaceKind.COLLECTION, "One", "1", children=(inner,))
    model.show_places([tree(3)[0], Place(PlaceKind.SECTION, "Collections", "collections", children=(outer,))])
    assert model.index_of("collection:2").parent() == model.index_of("collection:1")
    assert model.place(model.index_of("collection:2")) == inner
    assert not kept.isValid() or kept.data() == "Two"


def test_a_section_cannot_be_chosen_or_renamed(model: PlacesModel) -> None:
    flags = model.flags(model.index_of("section:collections"))
    assert not flags & Qt.ItemFlag.ItemIsSelectable
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_a_rename_is_asked_for_and_shown_only_when_done(model: PlacesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.rename_asked) as asked:
        model.setData(model.index_of("collection:1"), "  Uno ")
    assert asked.args[1] == "Uno"
    assert model.index_of("collection:1").data() == "One"
    assert not model.setData(model.index_of("collection:1"), "   ")


def test_only_what_differs_is_touched(model: PlacesModel, qtbot: QtBot) -> None:
    told: list[str] = []
    model.dataChanged.connect(lambda first, *_: told.append(model.index(first.row(), 0, first.parent()).data()))
    assert not model.show_places(tree(3, "One", "Two")) and not told
    assert not model.show_places(tree(3, "One", "Zwei")) and set(told) == {"Collections", "Zwei"}
    assert model.show_places(tree(3, "One", "Zwei", "Three"))


def test_what_stayed_as_it_was_stays_when_others_come_and_go(model: PlacesModel) -> None:
    names = ("One", "Two", "Three")
    for count, shown in enumerate((names, names, names[:2], names[:2], names, (), names)):
        model.show_places(tree(count, *shown))
        present = [model.index_of(f"collection:{number}").data() for number in range(1, 4)]
        assert present == [*shown, *[None] * (3 - len(shown))]
        assert model.rowCount(model.index_of("section:collections")) == len(shown)
        assert model.place(model.index_of("all")).count == count


def test_a_place_comes_with_all_that_is_below_it_at_once(model: PlacesModel) -> None:
    inner = tuple(Place(PlaceKind.COLLECTION, f"Inner {number}", str(number)) for number in range(10, 40))
    outer = Place(PlaceKind.COLLECTION, "Outer", "9", children=inner)
    came: list[int] = []
    model.rowsInserted.connect(lambda parent, first, last: came.append(last - first + 1))
    model.show_places([*tree(3, "One", "Two"), outer])
    assert came == [1] and model.rowCount(model.index_of("collection:9")) == 30


def test_every_kind_of_place_is_told_takes_and_is_as_high_as_its_kind_says(model: PlacesModel) -> None:
    inside = Place(PlaceKind.TAG, "inner", "outer/inner", 1)
    tags = Place(PlaceKind.SECTION, "Tags", "tags", children=(Place(PlaceKind.TAG, "outer", "outer", 2, (inside,)),))
    search = Place(PlaceKind.SEARCH, "Harbour", "7")
    model.show_places([*tree(3, "One"), tags, search])
    tag, flag = model.index_of("tag:outer/inner"), Qt.ItemFlag
    assert model.flags(tag) == flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDropEnabled
    assert model.flags(model.index_of("section:tags")) == flag.ItemIsEnabled
    assert model.flags(model.index_of("section:collections")) == flag.ItemIsEnabled | flag.ItemIsDropEnabled
    moved = model.flags(model.index_of("collection:1"))
    assert moved & flag.ItemIsDragEnabled and moved & flag.ItemIsDropEnabled and moved & flag.ItemIsEditable
    assert model.flags(model.index_of("search:7")) == flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
    told = [tag.data(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)]
    assert told == ["inner", "inner"] and tag.data(Qt.ItemDataRole.AccessibleTextRole) == "inner, 1 article"
    high = {
        key: model.index_of(key).data(Qt.ItemDataRole.SizeHintRole).height() for key in ("section:tags", "tag:outer")
    }
    assert high["section:tags"] > high["tag:outer"] > 0


def _tags(count: int, each: int) -> list[Place]:
    tags = tuple(Place(PlaceKind.TAG, f"tag {number}", f"tag {number}", each) for number in range(count))
    return [Place(PlaceKind.SECTION, "Tags", "tags", children=tags)]


def test_views_hear_of_thousands_of_changes_once(model: PlacesModel) -> None:
    model.show_places(_tags(500, 1))
    single: list[object] = []
    whole: list[object] = []
    model.dataChanged.connect(lambda *_: single.append(_))
    model.layoutChanged.connect(lambda *_: whole.append(_))
    kept = QPersistentModelIndex(model.index_of("tag:tag 499"))
    assert not model.show_places(_tags(500, 2))
    assert not single and len(whole) == 1
    assert kept.data(Qt.ItemDataRole.AccessibleTextRole) == "tag 499, 2 articles"
    assert model.place(kept) == Place(PlaceKind.TAG, "tag 499", "tag 499", 2)


def test_what_comes_between_others_stands_in_its_order(model: PlacesModel) -> None:
    tags = _tags(9, 1)[0].children
    some = [each for number, each in enumerate(tags) if number in (1, 2, 5, 8)]
    model.show_places([Place(PlaceKind.SECTION, "Tags", "tags", children=tuple(some))])
    assert model.show_places([Place(PlaceKind.SECTION, "Tags", "tags", children=tags)])
    inside = model.index_of("section:tags")
    assert [model.index(row, 0, inside).data() for row in range(model.rowCount(inside))] == [each.name for each in tags]
