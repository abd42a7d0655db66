"""The one stylesheet, built from colour roles; widgets pick a look by class or by the dynamic property `look`."""

from string import Template

# Looks that a widget asks for with setProperty("look", …): primary, quiet, chip, card, heading, muted, caption, banner.
_SHEET = Template(
    """
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[look="background"] { background: $background; }
QWidget[look="surface"] { background: $surface; }
QWidget[look="raised"] { background: $raised; }
QFrame[look="hairline"] { background: $line; border: none; }
QFrame[look="hairline"][upright="true"] { max-width: 1px; min-width: 1px; }
QFrame[look="hairline"][upright="false"] { max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[look="heading"] { font-size: 19px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="small"] { color: $muted; font-size: 12px; }
QLabel[look="section"] { color: $muted; font-size: 12px; font-weight: 600; }
QLabel[look="warning"] { color: $warning; }
QLabel[weight="strong"] { font-weight: 600; }
QLabel[look="key"] { color: $muted; font-size: 12px; background: $surface; border: 1px solid $line; border-radius: 4px; padding: 1px 6px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: 8px; padding: 6px 12px; min-height: 18px; qproperty-autoDefault: true; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $muted; background: $raised; }
QPushButton:checked { background: $accent_wash; color: $accent; border-color: $accent_wash; }
QPushButton:focus { border-color: $accent; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[look="primary"]:focus { border-color: $text; }
QPushButton[look="primary"]:disabled { background: $pressed; color: $muted; border-color: $line; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; color: $muted; padding: 4px 8px; }
QPushButton[look="quiet"]:hover { background: $hover; color: $text; }
QPushButton[look="quiet"]:focus { border-color: $accent; }
QPushButton[look="link"] { background: transparent; border: none; color: $accent; padding: 2px 0; text-align: left; }
QPushButton[look="link"]:focus { text-decoration: underline; }
QPushButton[look="chip"] { border-radius: 11px; padding: 2px 9px; min-height: 16px; font-size: 12px; color: $muted; background: $surface; }
QPushButton[look="tag"] { border: none; padding: 0; min-height: 0; font-size: 12px; }
QPushButton[look="chip"]:hover { background: $hover; color: $text; }
QPushButton[look="chip"]:checked { background: $accent_wash; color: $accent; border-color: $accent_wash; }
QPushButton[look="chip"]:focus { border-color: $accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; color: $muted; border: 1px solid transparent; border-radius: 8px; padding: 4px; }
QToolButton:hover { background: $hover; color: $text; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_wash; color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; }
QToolButton[look="rail"] { font-size: 10px; padding: 4px 0 3px 0; }
QToolButton[look="rail"]:checked { background: $accent_wash; color: $accent; border-color: transparent; }
QToolButton[look="rail"]:focus { border-color: $accent; }

QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit {
  background: $surface; color: $text; border: 1px solid $line; border-radius: 8px; padding: 5px 8px;
  selection-background-color: $selection; selection-color: $text; placeholder-text-color: $muted; }
QLineEdit[look="chip"] { border-radius: 11px; padding: 1px 9px; min-height: 18px; max-height: 18px; font-size: 12px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: $accent; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $muted; background: $raised; }
QFrame[look="search-box"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[look="search-box"][focused="true"] { border-color: $accent; }
QLineEdit[look="search"] { border-radius: 8px; padding: 8px 10px; }
QLineEdit[look="bare"], QTextEdit[look="bare"], QTextBrowser[look="bare"] { border: none; background: transparent; padding: 0; }
QLineEdit[invalid="true"] { border-color: $warning; }
QAbstractSpinBox { min-height: 18px; }
QComboBox { padding-right: 22px; min-height: 18px; }
QComboBox::drop-down { border: none; width: 22px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QWidget QAbstractItemView { background: transparent; border: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 4px; selection-background-color: $accent_wash; selection-color: $text; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { width: 12px; height: 12px; border: 2px solid $accent; }
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus { border-color: $text; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $surface; border: 1px solid $muted; }
QSlider::handle:horizontal:focus { border-color: $accent; }

QAbstractScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QPlainTextEdit[look="field"] { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 3px 6px; }
QPlainTextEdit[look="field"]:focus { border-color: $accent; }
QAbstractItemView { background: $surface; border: 1px solid $line; selection-background-color: $accent_wash; selection-color: $text; }
QListView::item, QTreeView::item { border: none; padding: 4px 8px; border-radius: 8px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $accent_wash; color: $accent; }
QListView[look="rows"]::item, QTreeView[look="rows"]::item { padding: 0; border-radius: 0; background: transparent; }
QTreeView::branch { background: transparent; image: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $muted; font-size: 12px; font-weight: 600; border: none; border-bottom: 1px solid $line; padding: 6px 8px; }
QHeaderView[look="tight"]::section { padding: 6px 3px; }
QTableView { gridline-color: $line; }
QTableView::item:focus { border: 1px solid $accent; border-radius: 6px; }
QTableView[look="plain"]::item { padding: 0 8px; }
QTableView[look="plain"]::item:selected { background: $accent_wash; color: $text; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $scrollbar; border-radius: 3px; min-height: 32px; min-width: 32px; margin: 1px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent; padding: 8px 2px 7px 2px; margin-right: 12px; }
QTabBar[look="tight"]::tab { margin-right: 8px; font-size: 12px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; background: $accent_wash; border-top-left-radius: 6px; border-top-right-radius: 6px; }

QMenuBar { background: $background; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 6px; }
QMenu::item:selected { background: $accent_wash; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QFrame[look="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="card"][kind="conflict"] { background: $warning_wash; border-color: $warning; }
QFrame[look="popup"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[look="banner"] { background: $accent_wash; border: none; border-bottom: 1px solid $line; }
QFrame[look="banner"][kind="warning"] { background: $warning_wash; }
QFrame[look="banner"][kind="warning"] QLabel { color: $warning; }
QFrame[look="toast"] { background: $text; border: none; border-radius: 8px; }
QFrame[look="toast"] QLabel { color: $surface; }
QFrame[look="toast"] QPushButton { background: transparent; border: none; color: $surface; font-weight: 600; text-decoration: underline; padding: 0 4px; }
"""
)


def stylesheet(roles: dict[str, str]) -> str:
    """The whole stylesheet in the colours of one theme; raises KeyError when a role is missing."""
    return _SHEET.substitute(roles)
