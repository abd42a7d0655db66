"""Every preference, declared once with its type, default and help; kept in one JSON file that is replaced, never rewritten."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from archive.base import places


@dataclass(frozen=True, slots=True)
class Setting:
    """A preference. `choices` or the inclusive range `least`–`most` limit it; `group` is its page, `label` its words."""

    key: str
    default: Any
    group: str
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    least: float | None = None
    most: float | None = None
    step: float = 1

    def accepts(self, value: Any) -> bool:
        """Whether the value has the default's type and keeps within the limits."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(self.default, bool) and isinstance(value, bool)
        if isinstance(self.default, float) and isinstance(value, int):
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if self.choices and value not in {choice for choice, _ in self.choices}:
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


PROTECTION = "Privacy and protection"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        "system",
        "Appearance",
        "Theme",
        "Light, sepia or dark, or as the system has it.",
        (("system", "As the system"), ("light", "Light"), ("sepia", "Sepia"), ("dark", "Dark")),
    ),
    Setting(
        "reading.face",
        "serif",
        "Reading",
        "Typeface",
        "The typeface of the article's text.",
        (("serif", "Source Serif"), ("sans", "Source Sans")),
    ),
    Setting(
        "reading.size", 17.5, "Reading", "Text size", "Height of the article's letters, in pixels.", (), 12, 36, 0.5
    ),
    Setting(
        "reading.measure", 66, "Reading", "Measure", "How many letters fit in a line; 60 to 72 read best.", (), 40, 110
    ),
    Setting(
        "reading.leading", 1.62, "Reading", "Line height", "Distance of lines, in letter heights.", (), 1.2, 2.2, 0.02
    ),
    Setting("reading.numbers", True, "Reading", "Paragraph numbers", "Numbers in the margin, for citing a place."),
    Setting("reading.pages", True, "Reading", "Page numbers", "Where each page of a PDF begins, in the margin."),
    Setting(
        "reading.pictures", True, "Reading", "Pictures", "Shows the pictures that the original holds, at their place."
    ),
    Setting("reading.set_aside", False, "Reading", "Show set-aside text", "Shows, in grey, what the import set aside."),
    Setting("reading.mark_read", True, "Reading", "Mark as read", "An article read to its end is no longer unread."),
    Setting(
        "marking.snap",
        "word",
        "Marking",
        "Snap to",
        "What a selection is rounded up to when it is marked.",
        (("none", "Letters"), ("word", "Words"), ("sentence", "Sentences")),
    ),
    Setting("reading.figures", True, "Reading", "Underline figures", "A thin line under every number that was read."),
    Setting("reading.dates", True, "Reading", "Underline dates", "A dotted line under every date that was read."),
    Setting(
        "marking.suggest",
        True,
        "Marking",
        "Suggestions while reading",
        "Underlines sentences that resemble those tagged before; nothing is applied unasked.",
    ),
    Setting(
        "author", "", "Archive", "Your name", "Stands with your changes and notes; empty means your account's name."
    ),
    Setting(
        "archive.default", "", "Archive", "Default archive", "Opens when none is named; empty means the usual place."
    ),
    Setting("archive.reopen", True, "Archive", "Reopen where I left", "Opens the last archive, article and place."),
    Setting(
        "lock.idle_minutes",
        5,
        PROTECTION,
        "Lock after",
        "Minutes without a key or a click until an encrypted archive locks; 0 means never.",
        (),
        0,
        240,
    ),
    Setting(
        "lock.after_work",
        True,
        PROTECTION,
        "Let an import or export finish first",
        "What you began is done before an archive that nobody uses locks.",
    ),
    Setting(
        "clipboard.seconds",
        30,
        PROTECTION,
        "Empty the clipboard after",
        "Seconds until what was copied from an encrypted archive leaves the clipboard; 0 means never.",
        (),
        0,
        600,
    ),
    Setting(
        "recent.kept",
        True,
        PROTECTION,
        "Remember recent archives",
        "Keeps where the last archives lie, and nothing of what is in them.",
    ),
    Setting(
        "backups.every",
        "hour",
        "Backups",
        "How often",
        "While the archive changes; older backups are thinned to days, weeks and months.",
        (("hour", "Every hour"), ("day", "Every day"), ("never", "Never")),
    ),
    Setting(
        "backups.place",
        "",
        "Backups",
        "Where",
        "A folder, best on a stick or another disk; empty means beside the archive.",
    ),
    Setting(
        "backups.remind",
        7,
        "Backups",
        "Remind me after days",
        "When for so long nothing was backed up although something changed; 0 means never.",
        (),
        0,
        365,
    ),
    Setting("confirm.trash", False, "Confirmation", "Ask before moving to the trash", "It can be undone either way."),
    Setting("confirm.purge", True, "Confirmation", "Ask before purging", "Purging removes an article without trace."),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}
_SAVE_DELAY_MS = 400

# What the last state tells of the window and not of an archive; all else goes into an archive that is encrypted.
_OF_THE_WINDOW = frozenset(
    {"recent", "window", "commands", "author.asked", "inspector.tab", "marking.colour", "pane.sized"}
    | {f"pane.{name}" for name in ("sidebar", "list", "inspector")}
)


class Settings(QObject):
    """Reads with `settings["reading.size"]`, writes with `settings.set(...)`; `changed(key)` tells of every change.

    A missing or damaged file means defaults; a damaged one is kept beside as `settings.damaged.json`. Between `enclose` and
    `release` no state that tells of an archive is read from the file or written to it.
    """

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None, *, keep: bool = True) -> None:
        """Reads `path` (else the usual file); with `keep` false nothing is ever written (pictures, tests)."""
        super().__init__(parent)
        self._path = path or places.settings_file()
        self._keep = keep
        self._values: dict[str, Any] = {}
        self._session: dict[str, Any] = {}
        self._enclosed: dict[str, Any] | None = None
        self._load()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)

    def __getitem__(self, key: str) -> Any:
        return self._values.get(key, _BY_KEY[key].default)

    def set(self, key: str, value: Any) -> None:
        """Keeps a value; raises KeyError for an undeclared key, ValueError for a value that the setting does not take."""
        setting = _BY_KEY[key]
        if not setting.accepts(value):
            raise ValueError(f"{key} does not take {value!r}")
        if isinstance(setting.default, float):
            value = float(value)
        if self[key] != value:
            self._values[key] = value
            self._timer.start()
            self.changed.emit(key)

    def reset(self, key: str) -> None:
        """Back to the default."""
        self.set(key, _BY_KEY[key].default)

    def state(self, key: str, default: Any = None) -> Any:
        """A piece of the window's last state (see session.py), JSON values only; untyped, so check what you take."""
        return self._held(key).get(key, default)

    def keep_state(self, key: str, value: Any) -> None:
        held = self._held(key)
        if held.get(key) != value:
            held[key] = value
            if held is self._session:
                self._timer.start()

    def _held(self, key: str) -> dict[str, Any]:
        return self._session if self._enclosed is None or key in _OF_THE_WINDOW else self._enclosed

    @property
    def enclosed(self) -> dict[str, Any] | None:
        """The state that stays out of the file now, or None while all of it goes there."""
        return None if self._enclosed is None else dict(self._enclosed)

    def enclose(self, held: Mapping[str, Any]) -> None:
        """From now on the state that tells of an archive is `held` and what comes to it, in memory only."""
        self._enclosed = dict(held)

    def release(self) -> None:
        """Ends `enclose`: the archive is closed, and whoever keeps its state has taken it."""
        self._enclosed = None

    def take_out(self, path: str, uid: str, name: str) -> dict[str, Any]:
        """Removes from the file what it holds of one archive, at once, and gives it: the archive is encrypted from now on."""
        taken: dict[str, Any] = {}
        for key, value in list(self._session.items()):
            if key in _OF_THE_WINDOW:
                continue
            if key.endswith((f":{uid}", f":{name}")):
                taken[key] = self._session.pop(key)
            elif isinstance(value, dict) and path in value:
                taken[key] = {path: value[path]}
                self._session[key] = {other: held for other, held in value.items() if other != path}
        self.save()
        return taken

    def save(self) -> None:
        """Writes the file now, atomically: the old one stays whole until the new one is on the disk."""
        self._timer.stop()
        if not self._keep:
            return
        fresh = self._path.with_name(f".{self._path.name}-{os.getpid()}")
        text = json.dumps({"settings": self._values, "session": self._session}, ensure_ascii=False, indent=1)
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError:
            # A full or read-only home must not stop anybody from reading; preferences then last until the end.
            fresh.unlink(missing_ok=True)

    def _load(self) -> None:
        try:
            held = json.loads(self._path.read_text("utf-8"))
            values, session = held.get("settings", {}), held.get("session", {})
            if not (isinstance(values, Mapping) and isinstance(session, Mapping)):
                raise ValueError("not a settings file")
        except FileNotFoundError:
            return
        except (OSError, ValueError, AttributeError):
            self._set_damaged_aside()
            return
        self._values = {key: value for key, value in values.items() if key in _BY_KEY and _BY_KEY[key].accepts(value)}
        self._session = dict(session) if self._keep else {}

    def _set_damaged_aside(self) -> None:
        try:
            self._path.replace(self._path.with_name("settings.damaged.json"))
        except OSError:
            return
