"""A group of articles of one origin as a card: the earliest, and below it each of the others with what it is, why, and what to do."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from archive.model.article import Article
from archive.model.duplicate import Group, Likeness, Relation, Standing
from desktop.theme import Theme
from desktop.views.reader import alikewords as words
from desktop.views.reader.links import LinkButton
from desktop.widgets.basics import hairline, label, push_button

MOST_ROWS = 12


class GroupCard(QFrame):
    """Signals carry relations or the id of an article."""

    accept_asked = Signal(object)  # a list of Relations
    reject_asked = Signal(object)  # a Relation
    split_asked = Signal(int)
    join_asked = Signal(object)  # a Relation: a later edition
    compare_asked = Signal(object)
    open_asked = Signal(int)

    def __init__(self, group: Group, theme: Theme, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.group = group
        self._theme, self._writable = theme, writable
        self._articles = {each.id: each for each in group.articles}
        self.setProperty("look", "card")
        self.setObjectName(f"group_{'_'.join(str(each.id) for each in group.articles[:3])}")
        self.setAccessibleName(words.heading(group))
        self.buttons: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._add_head()
        for relation in self._ordered()[:MOST_ROWS]:
            self._column.addWidget(hairline(parent=self))
            self._add_relation(relation)
        left = len(group.relations) - MOST_ROWS
        if left > 0:
            self._column.addWidget(label(f"And {left:,} more: decide about these first.", "muted", self))

    @property
    def key(self) -> tuple[int, ...]:
        """What stays when something of the group is decided."""
        return tuple(sorted(self._articles))

    def _ordered(self) -> list[Relation]:
        """What waits first, then in the order of the articles."""
        place = {each.id: number for number, each in enumerate(self.group.articles)}
        return sorted(
            self.group.relations,
            key=lambda each: (each.standing is not Standing.PROPOSED, place[each.article], place[each.other]),
        )

    def _add_head(self) -> None:
        asked = [each for each in self.group.relations if each.standing is Standing.PROPOSED]
        buttons = []
        if len(asked) > 1:
            every = self._button("accept_all", f"Accept all {len(asked):,}", f"Accept all: {words.heading(self.group)}")
            every.setEnabled(self._writable)
            every.clicked.connect(lambda: self.accept_asked.emit(asked))
            buttons.append(every)
        first = self.group.articles[0]
        self._column.addWidget(label(words.heading(self.group), "small", self))
        self._add_article(first, words.about(first), buttons)

    def _add_article(self, article: Article, about: str, buttons: Sequence[QPushButton]) -> None:
        """Its title, what can be done on the same line, and below what is known of it."""
        name = LinkButton(words.title(article), self)
        name.setObjectName(f"open_{article.id}")
        name.setAccessibleName(f"Open {words.title(article)}")
        name.setFont(self._theme.font("strong"))
        name.set_colors(self._theme.color("text"), self._theme.color("accent"))
        name.clicked.connect(partial(self.open_asked.emit, int(article.id)))
        told, row = QVBoxLayout(), QHBoxLayout()
        told.setSpacing(1)
        told.addWidget(name)
        told.addWidget(label(about, "muted", self, wraps=True))
        row.setSpacing(6)
        row.addLayout(told, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _add_relation(self, relation: Relation) -> None:
        article, other = self._articles[relation.article], self._articles[relation.other]
        kind = words.KINDS[relation.kind]
        of = "" if other is self.group.articles[0] else f" of “{words.title(other)}” ({words.source(other)})"
        about = f"{kind}{of}, {words.standing(relation)} · {words.about(article)}"
        self._add_article(article, about, self._acts(relation, article))
        self._column.addWidget(label(relation.reason, "", self, wraps=True))

    def _acts(self, relation: Relation, article: Article) -> list[QPushButton]:
        about, number = words.title(article), f"{relation.article}_{relation.other}"
        compare = self._button(f"compare_{number}", "Compare", f"Compare: {about}")
        compare.clicked.connect(lambda: self.compare_asked.emit(relation))
        if relation.standing is not Standing.PROPOSED:
            out = self._button(f"split_{number}", "Take out", f"Take out of the group: {about}")
            out.setEnabled(self._writable)
            out.clicked.connect(lambda: self.split_asked.emit(int(relation.article)))
            made = [compare, out]
        else:
            reject = self._button(f"reject_{number}", "Reject", f"Reject: {about}")
            accept = self._button(f"accept_{number}", "Accept", f"Accept: {about}")
            reject.clicked.connect(lambda: self.reject_asked.emit(relation))
            accept.clicked.connect(lambda: self.accept_asked.emit([relation]))
            made = [compare, reject, accept]
            for button in (reject, accept):
                button.setEnabled(self._writable)
        if relation.kind is Likeness.UPDATE:
            join = self._button(f"join_{number}", "Later edition…", f"Make it a later edition: {about}")
            join.setEnabled(self._writable)
            join.clicked.connect(lambda: self.join_asked.emit(relation))
            made.insert(1, join)
        return made

    def _button(self, name: str, said: str, spoken: str) -> QPushButton:
        made = self.buttons[name] = push_button(said, name, self, spoken=spoken)
        return made
