"""What an import left to be looked at, and what a person accepts of it; kept in the archive, so that a review can wait.

Reads, and changes nothing of an article: what is wrong with one is corrected by `curate`. A file that was refused leaves its name
and the reason here until it is accepted as refused, or imported well.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from archive.archive import Archive
from archive.base import clock
from archive.base.text import storable
from archive.model.change import Act, Change
from archive.model.ids import ArticleId
from archive.model.review import Order, Reviewed, Which

from . import recording
from .saving import FileReport, Status


def counts(archive: Archive) -> dict[Which, int]:
    """How many files there are of each kind."""
    with archive.snapshot():
        return archive.store.review.counts()


def ids(archive: Archive, which: Which, order: Order = Order.CAME, *, descending: bool = False) -> list[int]:
    """The files of a kind, in order: numbers for `page` and `accept`."""
    return archive.store.review.ids(which, order, descending=descending)


def page(archive: Archive, wanted: Sequence[int]) -> list[Reviewed]:
    """These files as they are now, with what is known of their articles; those that are gone are left out."""
    with archive.snapshot():
        return archive.store.review.page(wanted)


def articles(archive: Archive, wanted: Sequence[int]) -> list[ArticleId]:
    """The articles that were made of these files."""
    return archive.store.review.articles(wanted)


def note(archive: Archive, reports: Iterable[FileReport], *, accepted: bool = False) -> None:
    """Lets files be looked at, inside the transaction that took them in; `accepted` ones need no look."""
    at = clock.stamp()
    for report in reports:
        name = _name(report)
        if report.status is Status.REFUSED:
            archive.store.review.put_refused(report.path, report.member, name, report.error or "", at=at)
        elif report.id is not None and report.status in (Status.ADDED, Status.UPDATED):
            archive.store.review.put(report.id, report.path, report.member, name, at=at, accepted=accepted)
        elif report.id is not None:
            archive.store.review.forget_refused(report.path, report.member)


def _name(report: FileReport) -> str:
    inside = (report.member or "").partition("?")[0].rstrip("/")
    return PurePath(inside).name or storable(PurePath(report.path).name) or "Pasted text"


def accept(archive: Archive, wanted: Sequence[int]) -> Change:
    """Takes files out of the review; those that are out of it already stay. The Change touches nothing when none was in it."""
    with archive.atomic():
        act = archive.store.review.next_act()
        count = archive.store.review.accept(act, wanted)
        label = f"Accept {count:,} file{'' if count == 1 else 's'}"
        if not count:
            return Change("Accept files")
        return _turned(archive, label, act, accepted=True)


def turn(archive: Archive, label: str, act: int, accepted: bool) -> Change:
    """Takes an act of accepting back, or does it again; files that came in anew meanwhile stay in the review."""
    with archive.atomic():
        archive.store.review.turn(act, accepted=accepted)
        undone = label.removeprefix(recording.UNDO) if label.startswith(recording.UNDO) else recording.UNDO + label
        return _turned(archive, undone, act, accepted=accepted)


def _turned(archive: Archive, label: str, act: int, *, accepted: bool) -> Change:
    inverse = Act("turn_review", {"label": label, "act": act, "accepted": not accepted})
    return recording.record(archive, Change(label, frozenset({("review", 0)}), inverse))
