"""Asks once whose marks these are: before the first mark, in a banner that waits for nobody."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive.base import places
from desktop.alerts import Alerts
from desktop.settings import Settings
from desktop.views.library.choosers import ask_name

_KEY = "author"
_ASKED = "author.asked"


class AuthorAsking(QObject):
    """`ask` shows the banner when nobody was asked on this machine, and nobody said so otherwise."""

    def __init__(self, settings: Settings, alerts: Alerts, over: QWidget) -> None:
        super().__init__(over)
        self._settings, self._alerts, self._over = settings, alerts, over
        settings.changed.connect(lambda key: alerts.clear(_KEY) if key == "author" else None)

    def ask(self) -> None:
        if places.author_given() or self._settings.state(_ASKED):
            return
        self._settings.keep_state(_ASKED, True)
        self._alerts.tell(
            _KEY,
            f"What you mark and write stands under the name “{places.author()}”. It can be another one in the preferences.",
            action_label="Change the name…",
            action=self.ask_name,
        )

    def ask_name(self) -> None:
        """Asks for the name in a dialog of one line."""
        prompt = "The name that stands with your marks and notes"
        ask_name(self._over, "Your name", prompt, places.author(), lambda name: self._settings.set("author", name))
