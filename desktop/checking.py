"""Checking the open archive, telling what was found, building its index again, and mending it: closed for that, in a copy that then takes its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive.base.progress import Progress
from archive.base.text import visible
from desktop.context import Context

if TYPE_CHECKING:
    from pathlib import Path

    from archive.operations.maintain import Finding
    from archive.operations.protecting import Key
    from archive.operations.repairing import Repaired
    from desktop.window import Window

_FINDINGS_TOLD = 3
_KEY = "check"


def check_archive(context: Context, owner: QObject, mend: Callable[[], object]) -> None:
    """Checks in the background, tells what was found, and offers to mend it."""
    archive, alerts = context.archive, context.alerts

    def done(findings: list[Finding]) -> None:
        alerts.clear(_KEY)
        if not findings:
            alerts.toast("Everything was checked and is whole.")
            return
        action = None if archive.read_only else mend
        alerts.tell(_KEY, _told(findings), warning=True, action_label="Mend a copy", action=action)

    def work(progress: Progress) -> list[Finding]:
        from archive.operations import maintain

        return maintain.check(archive, progress=progress)

    context.jobs.run(work, done=done, owner=owner, label="Checking the archive")


def rebuild_index(context: Context, owner: QObject, begin: Callable[[], None]) -> None:
    """Empties the index, and has it built again."""
    index = context.archive.index
    context.jobs.run(lambda _: index.drop(), done=lambda _: begin(), owner=owner)


def repair_archive(window: Window) -> None:
    """Closes the archive, mends a copy, lets it take the archive's place when it is better, and opens that."""
    from desktop.replacing import while_closed

    def act(path: Path, key: Key | None, progress: Progress) -> Repaired:
        from archive.operations import repairing

        return repairing.repair(path, key=key, progress=progress)

    def then(done: Repaired) -> None:
        left = [finding for finding in done.findings if not finding.repaired]
        kept = "" if done.kept is None else f" The damaged file is kept as {visible(done.kept.name)}."
        if left:
            advice = " Going back to a backup may bring it back."
            told = f"This cannot be mended without guessing: {_told(left)}{kept}{advice}"
            show = lambda: window.commands.trigger("archive.backups")  # noqa: E731
            window.alerts.tell(_KEY, told, warning=True, action_label="Backups", action=show)
        elif done.findings:
            window.alerts.tell(_KEY, f"Everything is whole again.{kept}")
        else:
            window.alerts.toast("Everything was checked and is whole.")

    window.alerts.clear(_KEY)
    while_closed(window, "Mending a copy of the archive", act, then)


def _told(findings: Sequence[Finding]) -> str:
    told = " ".join(_one(finding) for finding in findings[:_FINDINGS_TOLD])
    more = len(findings) - _FINDINGS_TOLD
    return f"{told} And {more:,} more." if more > 0 else told


def _one(finding: Finding) -> str:
    articles = len(finding.articles)
    touches = f"; {finding.passages:,} passages there" if finding.passages else ""
    where = finding.where if articles <= 1 else f"{articles:,} articles"
    return f"{finding.what.rstrip('.')} ({where}{touches})."
