"""What figures of a series say of each other, one card a finding: conflicts first, what was put aside last."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from archive.model.figure import Finding, FindingKind
from desktop.views.figures.words import finding as heading
from desktop.widgets.basics import label
from desktop.wording import counted, one_line

MOST_CARDS = 40
_AT_ONCE, _AHEAD_PX = 8, 400  # cards are made as far as they are looked at
_ORDER = tuple(FindingKind(kind) for kind in ("conflict", "tension", "agreement"))
_NONE = "Its figures neither contradict nor confirm each other."


class FindingCard(QFrame):
    """Says what was found and why, and offers to read the sentences and to judge; another finding may take its place."""

    read_asked = Signal(object)  # the Finding
    judge_asked = Signal(object, QPoint)
    look_asked = Signal(object)  # it was put aside, and is to be looked at again

    def __init__(self, finding: Finding, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.finding, self.kind = finding, _kind(finding)
        self.setProperty("look", "card")
        self.setProperty("kind", self.kind)
        self._head = label("", "warning" if self.kind == "conflict" else "strong", self, wraps=True)
        self._head.setProperty("weight", "strong")
        self._why = label("", "small" if self.kind == "plain" else "", self, wraps=True)
        self._aside = label("", "muted", self, wraps=True)
        self.read, self.judge = self._button("read"), self._button("judge")
        self.read.clicked.connect(lambda: self.read_asked.emit(self.finding))
        self.judge.clicked.connect(self._judge)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        for words in (self._head, self._why, self._aside):
            column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.read)
        row.addWidget(self.judge)
        row.addStretch(1)
        column.addLayout(row)
        self.show_finding(finding, writable=writable)

    def show_finding(self, finding: Finding, *, writable: bool) -> None:
        """Says another finding of the same `kind`."""
        self.finding, name = finding, heading(finding)
        self.setObjectName(f"finding_{finding.uid}")
        self.setAccessibleName(name)
        self.setAccessibleDescription(finding.why)
        self._head.setText(name)
        self._why.setText(finding.why)
        self._aside.setText("" if finding.silenced is None else f"Needs no look: {one_line(finding.silenced)}")
        self._aside.setVisible(finding.silenced is not None)
        _say(self.read, "Read both" if len(finding.figures) == 2 else "Read all", name)
        _say(self.judge, "Judge…" if finding.silenced is None else "Look again", name)
        self.judge.setEnabled(writable)

    def _button(self, name: str) -> QPushButton:
        made = QPushButton("", self)
        made.setObjectName(f"finding_{name}")
        return made

    def _judge(self) -> None:
        if self.finding.silenced is not None:
            self.look_asked.emit(self.finding)
        else:
            self.judge_asked.emit(self.finding, self.judge.mapToGlobal(self.judge.rect().bottomLeft()))


def _kind(finding: Finding) -> str:
    """What a card looks like."""
    return "plain" if finding.silenced is not None else str(finding.kind)


def _say(button: QPushButton, words: str, name: str) -> None:
    button.setText(words)
    button.setAccessibleName(f"{words.rstrip('…')}: {name}")


class FindingsPanel(QScrollArea):
    """The cards of the series that is shown."""

    read_asked = Signal(object)
    judge_asked = Signal(object, QPoint)
    look_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAccessibleName("Findings")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(200)
        self.cards: list[FindingCard] = []
        self._none = label(_NONE, "small", self, wraps=True)
        self._more = label("", "small", self, wraps=True)
        holder = QWidget(self)
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(12, 4, 12, 12)
        self._column.setSpacing(10)
        self._column.addWidget(self._none)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self.setWidget(holder)
        holder.setAutoFillBackground(False)
        self._waiting: list[Finding] = []
        self._writable = True
        self.verticalScrollBar().valueChanged.connect(self._make_ahead)
        self.verticalScrollBar().rangeChanged.connect(self._make_ahead)

    def show_findings(self, findings: Sequence[Finding], *, writable: bool, untold: int = 0) -> None:
        """Fills the column; a card whose button had the keyboard gives it to the one of the same finding.

        `untold` counts findings that are weaker than all of these.
        """
        held = next((each.finding.uid for each in self.cards if each.isAncestorOf(self.focusWidget() or self)), "")
        ordered = in_order(findings)
        kept = self._keep(ordered[:_AT_ONCE], writable)
        self._waiting, self._writable = list(ordered[kept:MOST_CARDS]), writable
        self._make(_AT_ONCE - kept)
        again = self.card(held) if held else None
        if again is not None:
            again.read.setFocus()
        self._none.setVisible(not ordered)
        more = len(ordered) - MOST_CARDS
        words = f"And {counted(more, 'finding')} more: narrow the filter to see them." if more > 0 else ""
        if untold:
            words = f"These are the {min(len(ordered), MOST_CARDS):,} strongest of {len(ordered) + untold:,} findings."
        self._more.setText(words)
        self._more.setVisible(bool(words))

    def _keep(self, findings: Sequence[Finding], writable: bool) -> int:
        """Has the cards that are there say these, as far as they look alike, and drops the others: to make one takes much longer."""
        kept = 0
        while kept < min(len(self.cards), len(findings)) and self.cards[kept].kind == _kind(findings[kept]):
            self.cards[kept].show_finding(findings[kept], writable=writable)
            kept += 1
        for card in self.cards[kept:]:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self.cards[kept:]
        return kept

    def _make(self, count: int) -> None:
        for finding in self._waiting[:count]:
            card = FindingCard(finding, self, writable=self._writable)
            card.read_asked.connect(self.read_asked)
            card.judge_asked.connect(self.judge_asked)
            card.look_asked.connect(self.look_asked)
            self._column.insertWidget(len(self.cards), card)
            self.cards.append(card)
        del self._waiting[:count]

    def _make_ahead(self) -> None:
        bar = self.verticalScrollBar()
        if self._waiting and bar.value() > bar.maximum() - _AHEAD_PX:
            self._make(_AT_ONCE)

    def card(self, uid: str) -> FindingCard | None:
        """The card of a finding, None where it has none."""
        if any(each.uid == uid for each in self._waiting):
            self._make(len(self._waiting))
        return next((each for each in self.cards if each.finding.uid == uid), None)

    def point_out(self, uid: str) -> None:
        """Brings a card into view and gives its first button the keyboard."""
        card = self.card(uid)
        if card is not None:
            self.ensureWidgetVisible(card)
            card.read.setFocus(Qt.FocusReason.OtherFocusReason)


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Conflicts, tensions, agreements; then those that a person put aside."""
    return sorted(findings, key=lambda each: (each.silenced is not None, _ORDER.index(each.kind)))
