"""The line above the page: hits of the search at the left; letters, theme, paragraph numbers and star at the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop.actions import Actions
from desktop.theme import Theme
from desktop.widgets.keys import in_tab_order

HEIGHT_PX = 46
# Narrower than this, the hits need the room of what the letters card and the palette offer too.
ROOMY_PX = 400
WIDE_PX = 520  # and narrower than this, exporting is left to the menu and the keys
_THEME_ICONS = {"light": "moon", "sepia": "moon", "dark": "sun"}


class TopBar(QFrame):
    """Emits what was asked; shows what it is told. `asked(command)` names a command of desktop/commands.py."""

    asked = Signal(str)
    letters_asked = Signal()
    star_asked = Signal()
    more_asked = Signal()
    close_asked = Signal()

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self._icons: dict[QToolButton, str] = {}
        self.setObjectName("reader_bar")
        self.setProperty("look", "surface")
        self.setFixedHeight(HEIGHT_PX)
        self.back = self._button("hit_previous", "Previous hit", "caret-left", "find.previous", size=16)
        self.on = self._button("hit_next", "Next hit", "caret-right", "find.next", size=16)
        self.hits = QLabel(self)
        self.hits.setObjectName("hit_count")
        self.hits.setProperty("look", "muted")
        self.letters = self._button("reader_letters", "Letters, column and theme", "", None)
        self.letters.setText("Aa")
        self.letters.setFont(theme.font("reading", 17))
        self.theme_button = self._button("reader_theme", "Next theme", "moon", "view.theme_next")
        self.numbers = self._button("reader_numbers", "Paragraph numbers", "", "reading.numbers")
        self.numbers.setText("¶")
        self.numbers.setFont(theme.font("reading", 15))
        self.numbers.setCheckable(True)
        self.star = self._button("reader_star", "Star", "star", None)
        self.star.setCheckable(True)
        self.more = self._button("reader_more", "More", "dots-three", None)
        self.export = QPushButton("Export…", self)
        self.export.setObjectName("reader_export")
        self.export.setAccessibleName("Export")
        self.export.setToolTip(f"Export ({actions.shortcut_text('archive.export')})")
        self.export.clicked.connect(lambda: self.asked.emit("archive.export"))
        self.shut = self._button("reader_close_pane", "Close this pane", "x", None)
        self._lay_out()
        self.letters.clicked.connect(self.letters_asked)
        self.star.clicked.connect(self.star_asked)
        self.more.clicked.connect(self.more_asked)
        self.shut.clicked.connect(self.close_asked)
        theme.changed.connect(self.tint)
        self.show_hits("")
        self.show_star(False)
        self.tint()

    def show_hits(self, words: str) -> None:
        """`hit 2 of 7`; hides the steppers when there is nothing to step through."""
        self.hits.setText(words)
        for widget in (self.back, self.on, self.hits):
            widget.setVisible(bool(words))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        roomy = self.width() >= ROOMY_PX or not self.hits.text()
        for button in (self.theme_button, self.numbers):
            button.setVisible(roomy)
        self.export.setVisible(self.width() >= WIDE_PX)

    def show_star(self, starred: bool) -> None:
        self.star.setChecked(starred)
        label = "Take the star away" if starred else "Star"
        self.star.setAccessibleName(label)
        keys = self._actions.shortcut_text("article.star")
        self.star.setToolTip(f"{label} ({keys})" if keys else label)
        icon = "star-fill" if starred else "star"
        if self._icons.get(self.star) != icon:
            self._icons[self.star] = icon
            self.tint()

    def enable(self, there_is_an_article: bool) -> None:
        for button in (self.numbers, self.star, self.export, self.more):
            button.setEnabled(there_is_an_article)

    def tint(self) -> None:
        """Colours the icons as the theme has them."""
        self._icons[self.theme_button] = _THEME_ICONS[self._theme.name]
        for button, icon in self._icons.items():
            chosen = button is self.star and button.isChecked()
            button.setIcon(self._theme.icon(icon, "accent" if chosen else "muted"))

    def _button(self, name: str, label: str, icon: str, command: str | None, *, size: int = 18) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        keys = self._actions.shortcut_text(command) if command else ""
        button.setToolTip(f"{label} ({keys})" if keys else label)
        button.setIconSize(QSize(size, size))
        button.setFixedSize(32, 30)
        if icon:
            self._icons[button] = icon
        if command:
            button.clicked.connect(lambda: self.asked.emit(command))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        for widget in (self.back, self.on, self.hits):
            row.addWidget(widget)
        row.addStretch(1)
        row.setSpacing(6)
        tools = (self.letters, self.theme_button, self.numbers, self.star, self.export, self.more, self.shut)
        for button in tools:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        in_tab_order(tools)
