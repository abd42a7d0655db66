"""Series as persons make them: named, explained, merged, split, figures moved between them; and findings that need no look.

Each act is one transaction, and its Change undoes it exactly. A series that nobody has touched has no row: it is the key that
its figures share. It gets one with the first act on it, and loses it again when nothing is left that a person said.
"""

import json
from collections.abc import Sequence

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.figure import FigureFilter
from archive.model.ids import FigureId, SeriesId, new_uid
from archive.store.ledger import Draft

from . import comparing, figures
from . import figure_rows as rows
from .event_rows import done

NAME_CHARS = 200


# Naming


def name_series(archive: Archive, series: str, name: str) -> Change:
    """Names a series (uid or key); "": the name that its figures give it. Raises Invalid (too long), NotFound."""
    line = titled(name)
    with archive.atomic():
        draft = archive.store.draft()
        made = _made(archive, draft, series, needed=bool(line))
        if made is not None:
            _update(archive, draft, made, name=line)
        return done(archive, "Name series", draft)


def write_meaning(archive: Archive, series: str, text: str, *, joining: bool = False) -> Change:
    """Says what a series (uid or key) means. `joining` goes on with the last act, if that was the same author's typing there."""
    with archive.atomic():
        draft = archive.store.draft()
        made = _made(archive, draft, series, needed=bool(text))
        if made is None:
            return Change("Meaning of series")
        _update(archive, draft, made, meaning=text)
        joint = f"series-meaning:{made}" if text else None
        return done(archive, "Meaning of series", draft, joint=joint, joining=joining)


# Merging and splitting


def merge_series(archive: Archive, series: Sequence[str]) -> Change:
    """Makes one series of several (uids or keys): the first one, with its name, the figures of all, and what was written of each.

    Raises Invalid (fewer than two), NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        name = figures.name_of(archive, series[0]) if series else ""
        ids = list(dict.fromkeys(_sure(archive, draft, each) for each in series))
        if len(ids) < 2:
            raise Invalid("There is nothing to merge.", "Choose two series or more.")
        target, *others = (archive.store.series.get(each) for each in ids)
        for other in others:
            for key in other.keys:
                # Two acts for one row: what joins work keeps what is put on and taken off, not what is moved.
                draft.delete("series_keys", [key])
                draft.insert("series_keys", {"key": key, "series": target.id})
            for figure in archive.store.series.moved(other.id):
                rows.update(archive, draft, figure, series=target.id)
            draft.delete("series", [other.id])
        meaning = "\n\n".join(dict.fromkeys(each.meaning for each in (target, *others) if each.meaning))
        _update(archive, draft, target.id, name=name, meaning=meaning)
        return done(archive, f"Merge {len(ids)} series", draft)


def split_series(archive: Archive, series: str, uids: Sequence[str] = (), *, name: str = "") -> Change:
    """Takes figures out of a series into one of their own, or, without figures, takes a merged series apart again.

    Raises Invalid (not its figures, or all of them; nothing to take apart), NotFound.
    """
    line = titled(name)
    with archive.atomic():
        draft = archive.store.draft()
        if uids:
            _part(archive, draft, series, uids, line)
        else:
            _take_apart(archive, draft, series)
        return done(archive, "Split series", draft)


def _part(archive: Archive, draft: Draft, series: str, uids: Sequence[str], name: str) -> None:
    chosen = {archive.store.figures.resolve(uid) for uid in uids}
    uid = _uid(archive, series)
    told = {each.id for each in figures.figures(archive, FigureFilter(series=(uid,)))}
    if not chosen <= told:
        raise Invalid("Not all of these figures are of this series.", "Choose figures of one series.")
    if chosen == told:
        raise Invalid("These are all the figures of the series.", "Leave at least one where it is.")
    old = archive.store.series.with_uid(uid)
    made = _new(draft, name or f"{figures.name_of(archive, uid)} (2)"[:NAME_CHARS])
    for figure in sorted(chosen):
        rows.update(archive, draft, figure, series=made)
    if old is not None:
        _drop_if_plain(archive, draft, old)


def _take_apart(archive: Archive, draft: Draft, series: str) -> None:
    found = archive.store.series.with_uid(_uid(archive, series))
    made = None if found is None else archive.store.series.get(found)
    moved = [] if made is None else archive.store.series.moved(made.id)
    if made is None or len(made.keys) + len(moved) < 2:
        raise Invalid("This series was not put together by a person.", "Choose figures to take out of it.")
    for figure in moved:
        rows.update(archive, draft, figure, series=None)
    for key in made.keys:
        draft.delete("series_keys", [key])
    draft.delete("series", [made.id])


def move_figure(archive: Archive, uids: Sequence[str], series: str | None) -> Change:
    """Puts figures into another series (uid or key); None: back where they belong by what they count. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        chosen = dict.fromkeys(archive.store.figures.resolve(uid) for uid in uids)
        left = {archive.store.figures.row(figure)["series"] for figure in chosen}
        uid = None if series is None else _uid(archive, series)
        changed = sum([_move(archive, draft, figure, uid) for figure in chosen])
        for old in sorted(each for each in left if each is not None):
            _drop_if_plain(archive, draft, SeriesId(old))
        return done(archive, rows.counted("Move {}", changed), draft)


def _move(archive: Archive, draft: Draft, figure: FigureId, series: str | None) -> bool:
    key = rows.in_force(archive.store.figures.row(figure))["key"]
    if series is None or series == _uid(archive, key):
        return rows.update(archive, draft, figure, series=None)
    return rows.update(archive, draft, figure, series=_sure(archive, draft, series))


# Findings


def silence(archive: Archive, finding: str, note: str) -> Change:
    """Says that a finding needs no look, and why. Raises Invalid (no note), NotFound."""
    if not note.strip():
        raise Invalid("Say why this needs no look.", "A few words are enough.")
    found = comparing.finding(archive, finding)
    with archive.atomic():
        draft = archive.store.draft()
        if found.silenced is not None:
            draft.update("judgements", [finding], {"note": note})
        else:
            about = json.dumps(list(found.figures))
            row = {"finding": finding, "note": note, "figures": about, "author": places.author()}
            draft.insert("judgements", row | {"created": clock.stamp()})
        return done(archive, "Silence finding", draft)


def unsilence(archive: Archive, finding: str) -> Change:
    """Lets a finding be looked at again. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        if finding not in archive.store.series.judgements():
            raise NotFound("Nobody has silenced this finding.", "Look at the findings again.")
        draft.delete("judgements", [finding])
        return done(archive, "Show finding again", draft)


# Rows


def titled(name: str) -> str:
    """The name of a series in one line, "" for none. Raises Invalid (too long)."""
    line = " ".join(name.split())
    if len(line) > NAME_CHARS:
        raise Invalid(f"The name of a series has at most {NAME_CHARS} characters.", "Put the rest into its meaning.")
    return line


def _uid(archive: Archive, series: str) -> str:
    """The uid of the series meant by a uid or key, else the key. Raises NotFound."""
    if archive.store.series.with_uid(series) is not None:
        return series
    gathering = archive.store.series.of_key(series)
    if gathering is not None:
        return archive.store.series.get(gathering).uid
    if not archive.store.figures.with_key(series):
        raise NotFound(f"There is no series {series[:80]!r}.", "Look at the list of figures for it.")
    return series


def _made(archive: Archive, draft: Draft, series: str, *, needed: bool) -> SeriesId | None:
    """The row of a series; where nobody has touched it, a new one, unless none is `needed`. Raises NotFound."""
    uid = _uid(archive, series)
    found = archive.store.series.with_uid(uid)
    if found is not None or not needed:
        return found
    made = _new(draft, "")
    draft.insert("series_keys", {"key": uid, "series": made})
    return made


def _sure(archive: Archive, draft: Draft, series: str) -> SeriesId:
    made = _made(archive, draft, series, needed=True)
    assert made is not None  # it was needed
    return made


def _new(draft: Draft, name: str) -> SeriesId:
    at = clock.stamp()
    row = {"uid": new_uid(), "name": name, "meaning": "", "author": places.author(), "created": at, "modified": at}
    return SeriesId(draft.insert("series", row))


def _update(archive: Archive, draft: Draft, series: SeriesId, **columns: str) -> None:
    draft.update("series", [series], columns | {"modified": clock.stamp()})
    _drop_if_plain(archive, draft, series)


def _drop_if_plain(archive: Archive, draft: Draft, series: SeriesId) -> None:
    """A series that gathers nothing goes, and so does one of a single key of which nothing is said."""
    made, moved = archive.store.series.get(series), archive.store.series.moved(series)
    if moved or len(made.keys) > 1 or (made.keys and (made.name or made.meaning)):
        return
    for key in made.keys:
        draft.delete("series_keys", [key])
    draft.delete("series", [series])
