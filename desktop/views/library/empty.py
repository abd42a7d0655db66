"""What stands where a list has nothing to show: one sentence, and what to do next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.wording import counted

MOST_OFFERS = 2
Offer = tuple[str, str, Callable[[], object]]  # object name, words, what it does


def waiting_words(count: int, *, read_only: bool) -> str:
    """What is said of articles that the search index does not hold: of an archive that is only read none is built."""
    if read_only:
        return (
            f"{counted(count, 'article is', 'articles are')} not searched while the archive is open for reading only."
        )
    return f"{counted(count, 'article is', 'articles are')} still being indexed."


def nothing_yet(*, read_only: bool) -> str:
    """What is said where a search found nothing and did not look through everything."""
    if read_only:
        return "Nothing found, but not everything was searched: the archive is open for reading only."
    return "Nothing found yet: the index is still being built."


class EmptyState(QWidget):
    """One sentence and its actions, in the upper third."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nothing-to-show")
        self.sentence = QLabel(self)
        self.sentence.setObjectName("nothing-sentence")
        self.sentence.setProperty("look", "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._acts: list[Callable[[], object]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 72, 28, 24)
        layout.setSpacing(12)
        layout.addWidget(self.sentence)
        # Made now, so that Tab reaches them here and not after everything else in the window.
        self._buttons = [QPushButton(self) for _ in range(MOST_OFFERS)]
        for number, button in enumerate(self._buttons):
            button.setObjectName(f"nothing-{number}")
            button.setAccessibleName("Way on")
            button.setProperty("look", "" if number else "primary")
            button.clicked.connect(lambda _checked, number=number: self._acts[number]())
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setFocusProxy(self._buttons[0])

    def show_state(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Says why there is nothing; the first offer is the likeliest, more than `MOST_OFFERS` are not shown."""
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        # Where no way leads on, the sentence itself has the keyboard: it is read out, and keys of the view are still heard.
        self.setFocusProxy(self._buttons[0] if offers else None)  # type: ignore[arg-type]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if offers else Qt.FocusPolicy.StrongFocus)
        self._acts = [act for _, _, act in offers]
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(offers))
            if number < len(offers):
                name, words, _ = offers[number]
                button.setObjectName(name)
                button.setText(words)
                button.setAccessibleName(words.rstrip("…"))
