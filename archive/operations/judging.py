"""What persons say of figures: judged, corrected, noted, entered. Each act is one transaction, and its Change undoes it exactly.

A uid may be a unique beginning of one. What a person said goes before what was read, and survives every reading.
"""

from collections.abc import Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.figure import Bound, Figure, FigureStatus, Kind, Level
from archive.model.ids import new_uid

from . import carrying
from . import figure_rows as rows
from .annotate import Span
from .event_rows import done

# What a figure is that a person has said nothing else of.
_BLANK: dict[str, Any] = {
    "kind": str(Kind.COUNT),
    "value": None,
    "least": None,
    "most": None,
    "bound": str(Bound.EXACT),
    "unit": "",
    "counted": "",
    "counted_key": "",
    "direction": None,
    "level": str(Level.LEVEL),
    "period": None,
    "earliest": None,
    "latest": None,
    "place": "",
    "place_key": "",
    "source": "",
    "origin": "",
}


def confirm(archive: Archive, uids: Sequence[str]) -> Change:
    """Says that these are read rightly; they stay so even if they are read otherwise later. Raises NotFound."""
    return _judge(archive, "Confirm {}", uids, FigureStatus.CONFIRMED)


def doubt(archive: Archive, uids: Sequence[str], *, note: str | None = None) -> Change:
    """Says that these are doubtful: they are shown as that and never make a conflict. `note` says why. Raises NotFound."""
    return _judge(archive, "Doubt {}", uids, FigureStatus.DOUBTFUL, note)


def reject(archive: Archive, uids: Sequence[str]) -> Change:
    """Says that these are none; they are kept, so that no later reading brings them back. Raises NotFound."""
    return _judge(archive, "Reject {}", uids, FigureStatus.REJECTED)


def reopen(archive: Archive, uids: Sequence[str]) -> Change:
    """Takes the judgement back; what was corrected, noted or moved stays. Raises NotFound."""
    return _judge(archive, "Reopen {}", uids, FigureStatus.FOUND)


def _judge(archive: Archive, label: str, uids: Sequence[str], status: FigureStatus, note: str | None = None) -> Change:
    with archive.atomic():
        draft = archive.store.draft()
        columns = {"status": str(status)} | ({} if note is None else {"note": note})
        ids = dict.fromkeys(archive.store.figures.resolve(uid) for uid in uids)
        changed = sum([rows.update(archive, draft, figure, **columns) for figure in ids])
        return done(archive, rows.counted(label, changed), draft)


def correct(archive: Archive, uid: str, *, note: str | None = None, **said: Any) -> Change:
    """Says otherwise what a figure claims, and so confirms it; with nothing said, what was read stands again.

    `note` replaces the figure's note in the same act. `said` are any of kind, value, least, most, bound, unit, counted, direction, level, period (EDTF), place and source; counted,
    place and source are words. Without `least` and `most`, these follow from the value and the bound. Raises Invalid, NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        figure = archive.store.figures.resolve(uid)
        row = archive.store.figures.row(figure)
        if said:
            columns = rows.corrected(row, said, archive.store.lexicon.additions()) | {
                "status": str(FigureStatus.CONFIRMED)
            }
        else:
            columns = {"own": None, "own_key": None}
        if note is not None:
            columns["note"] = note
        rows.update(archive, draft, figure, **columns)
        return done(archive, "Correct figure", draft)


def set_note(archive: Archive, uid: str, text: str, *, joining: bool = False) -> Change:
    """Replaces a figure's note. `joining` goes on with the last act, if that was the same author's typing in the same note."""
    with archive.atomic():
        draft = archive.store.draft()
        figure = archive.store.figures.resolve(uid)
        rows.update(archive, draft, figure, note=text)
        # Without a note the figure may be gone with the next reading, and typing cannot go on in it.
        joint = f"figure-note:{figure}" if text else None
        return done(archive, "Note on figure", draft, joint=joint, joining=joining)


def add(archive: Archive, span: Span, *, note: str = "", **said: Any) -> tuple[Figure, Change]:
    """Enters a figure from words of an article; it counts as confirmed. `said` as in `correct`; a value or a range is needed.

    Raises Invalid (no number, nothing to read in the span), NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        words = archive.store.lexicon.additions()
        whole = _BLANK | rows.checked({"bound": Bound.EXACT} | said, _BLANK, words)
        whole["key"] = rows.key_of(whole, words)
        place = _standing(archive, span)
        columns = whole | {
            **place,
            "uid": new_uid(),
            "article": span.article,
            "number_start": place["start"],
            "number_end": place["end"],
            "hedges": "[]",
            "derived": 0,
            "derivation": "",
            "rule": carrying.ENTERED,
            "status": str(FigureStatus.CONFIRMED),
            "note": note,
            "author": places.author(),
            "modified": clock.stamp(),
        }
        made = draft.insert("figures", columns)
        change = done(archive, "Add figure", draft)
        return archive.store.figures.by_ids([made])[0], change


def _standing(archive: Archive, span: Span) -> carrying.Columns:
    archive.store.articles.get(span.article)
    current = archive.store.editions.current(span.article)
    text = current if span.edition is None else archive.store.editions.get(span.edition)
    if text.article != span.article:
        raise NotFound(f"Edition {span.edition} belongs to another article.", "Open the article again.")
    # What was selected in a text that an import has replaced meanwhile is taken along when the act is done.
    return carrying.entered(text, span.start, span.end)


def remove(archive: Archive, uid: str) -> Change:
    """Takes away what a person entered. Raises Invalid for what was read in an article, NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        figure = archive.store.figures.resolve(uid)
        if archive.store.figures.row(figure)["rule"] != carrying.ENTERED:
            raise Invalid("This was read in an article and cannot be removed.", "Reject it instead.")
        draft.delete("figures", [figure])
        return done(archive, "Remove figure", draft)
