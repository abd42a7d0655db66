"""The lower half of the details panel: where the article came from, its editions, what the import warned of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive.base.text import visible
from desktop.theme import Theme
from desktop.widgets.basics import label

from . import facts
from .facts import Facts
from .links import LinkButton

# What a wrongly read file most likely is; the first column is what Python and the archive call it.
ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-16-le", "Unicode (UTF-16, little-endian)"),
    ("utf-16-be", "Unicode (UTF-16, big-endian)"),
    ("cp949", "Korean (CP949, EUC-KR)"),
    ("cp1252", "Western (Windows-1252)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("koi8-r", "Cyrillic (KOI8-R)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc_jp", "Japanese (EUC-JP)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
)
FINGERPRINT_SHOWN = 12
WITH_BUTTON = ("File", "Size", "Encoding", "SHA-512")


class Provenance(QWidget):
    """`encoding_chosen(name)` asks to read the original again; `open_asked` and `check_asked` to show and to check it."""

    encoding_chosen = Signal(str)
    open_asked = Signal()
    check_asked = Signal()
    recognise_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("provenance")
        self._sha512 = ""
        self.warnings = label("", "warning", self, wraps=True)
        self.warnings.setObjectName("article_warnings")
        self.recognise = QPushButton("Read the scanned pages…", self)
        self.recognise.setObjectName("read_scans")
        self.recognise.clicked.connect(self.recognise_asked)
        self.recognise.hide()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        names = ("File", "Folder", "Size", "Kind", "Encoding", "SHA-512", "Imported", "Read by")
        for row, name in enumerate(names):
            value = label("", "", self, wraps=True)
            value.setObjectName(f"provenance_{name.lower().replace(' ', '_').replace('-', '')}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            # A line with a button is as high as the button, and its words stand in the middle.
            at = Qt.AlignmentFlag.AlignVCenter if name in WITH_BUTTON else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label(name, "small", self), row, 0, at)
            self._grid.addWidget(value, row, 1, 1, 1 if name in WITH_BUTTON else 2, at)
            self._values[name] = value
        self.encoding = self._button("change_encoding", "change…", "Read again in another encoding")
        self.fingerprint = self._button("copy_sha512", "copy", "Copy the whole SHA-512")
        self.original = self._button("open_original", "open", "Open the original")
        self.check = self._button("check_original", "check", "Check that the original is unchanged")
        self._grid.addWidget(self.original, names.index("File"), 2)
        self._grid.addWidget(self.check, names.index("Size"), 2)
        self._grid.addWidget(self.encoding, names.index("Encoding"), 2)
        self._grid.addWidget(self.fingerprint, names.index("SHA-512"), 2)
        self.editions = label("", "", self, wraps=True)
        self.editions.setObjectName("editions")
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()
        self.encoding.clicked.connect(self._choose_encoding)
        self.original.clicked.connect(self.open_asked)
        self.check.clicked.connect(self.check_asked)
        self.fingerprint.clicked.connect(lambda: QApplication.clipboard().setText(self._sha512))

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.warnings)
        rows.addWidget(self.recognise)
        rows.addLayout(self._grid)
        rows.addWidget(label("Editions", "section", self))
        rows.addWidget(self.editions)

    def show_facts(self, found: Facts, *, read_only: bool) -> None:
        """Fills the panel."""
        edition = found.edition
        original = edition.original
        self._sha512 = original.sha512
        folder = edition.path.removesuffix(original.name).rstrip("/\\") or edition.path
        words = {
            "File": visible(original.name),
            "Folder": visible(folder),
            "Size": facts.size(original.size),
            "Kind": original.media_type,
            "Encoding": (edition.encoding or "unknown") if found.encoded else "as the format has it",
            "SHA-512": f"{original.sha512[:FINGERPRINT_SHOWN]}…",
            "Imported": facts.moment(found.article.added),
            "Read by": facts.read_by(edition),
        }
        for name, value in self._values.items():
            value.setText(facts.breakable(words[name]))
            value.setAccessibleName(f"{name}: {words[name]}")
        self._values["SHA-512"].setToolTip(original.sha512)
        self.encoding.setEnabled(not read_only)
        self.encoding.setVisible(found.encoded)
        self.warnings.setText("\n".join(visible(warning) for warning in found.article.warnings))
        self.warnings.setVisible(bool(found.article.warnings))
        self.recognise.setVisible(found.waits)
        self.recognise.setEnabled(not read_only)
        now = edition.id
        self.editions.setText(
            "\n".join(
                f"{each.number}  {each.created[:10]} · {facts.reason(each)}{' · shown' if each.id == now else ''}"
                for each in found.editions
            )
        )

    def _choose_encoding(self) -> None:
        menu = self.encoding_menu()
        menu.popup(self.encoding.mapToGlobal(self.encoding.rect().bottomLeft()))

    def encoding_menu(self) -> QMenu:
        """The encodings that the original can be read in again."""
        menu = QMenu(self)
        menu.setObjectName("encodings")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words in ENCODINGS:
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, name=name: self.encoding_chosen.emit(name))
        return menu

    def _button(self, name: str, words: str, spoken: str) -> LinkButton:
        button = LinkButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        return button

    def _tint(self) -> None:
        for button in (self.encoding, self.fingerprint, self.original, self.check):
            button.set_colors(self._theme.color("accent"), self._theme.color("accent"))
