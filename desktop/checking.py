"""Checking the open archive, and telling what was found."""

from PySide6.QtCore import QObject

from archive.base.progress import Progress
from archive.operations import maintain
from archive.operations.maintain import Finding
from desktop.context import Context

_FINDINGS_TOLD = 3


def check_archive(context: Context, owner: QObject, repair: bool = False) -> None:
    """Checks in the background, tells what was found, and offers to repair it."""
    archive, alerts = context.archive, context.alerts

    def done(findings: list[Finding]) -> None:
        alerts.clear("check")
        open_ones = [finding for finding in findings if not finding.repaired]
        if not open_ones:
            words = "Everything was checked and is whole."
            alerts.toast(f"Repaired. {words}" if findings else words)
            return
        told = " ".join(f"{finding.what.rstrip('.')} ({finding.where})." for finding in open_ones[:_FINDINGS_TOLD])
        more = len(open_ones) - _FINDINGS_TOLD
        again = None if repair or archive.read_only else lambda: check_archive(context, owner, repair=True)
        alerts.tell(
            "check",
            f"{told} And {more:,} more." if more > 0 else told,
            warning=True,
            action_label="Repair",
            action=again,
        )

    def work(progress: Progress) -> list[Finding]:
        return maintain.check(archive, repair=repair, progress=progress)

    context.jobs.run(work, done=done, owner=owner, label="Repairing" if repair else "Checking the archive")
