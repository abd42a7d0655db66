"""The menus of groups and of orders: what is chosen there is handed on, and what is in force is ticked."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from archive.model.passage import PassageSort
from desktop.models.passages import ARTICLE, AUTHOR, MADE, WORDS

SORTS = (
    (PassageSort.PLACE, "Place in the article"),
    (PassageSort.CREATED, "Made, newest first"),
    (PassageSort.MODIFIED, "Changed, newest first"),
    (PassageSort.AUTHOR, "Author"),
    (PassageSort.STATE, "To review first"),
)
BY_COLUMN = {
    WORDS: PassageSort.PLACE,
    ARTICLE: PassageSort.PLACE,
    AUTHOR: PassageSort.AUTHOR,
    MADE: PassageSort.CREATED,
}


def offer(menu: QMenu, choices: Sequence[tuple[Any, str]], chosen: Callable[[Any], object]) -> None:
    """Puts choices into a menu, of which one is ticked."""
    group = QActionGroup(menu)
    for value, words in choices:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
        action.triggered.connect(lambda _=False, value=value: chosen(value))


def tick(menu: QMenu, value: object) -> None:
    """Ticks the choice that is in force."""
    for action in menu.actions():
        action.setChecked(action.data() == value)
