"""Changing what the archive says about an article: its metadata, its state, its note, and whether it is kept at all.

Each act is one transaction with its row in the journal, and gives back the Change that undoes it. The text never changes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.model.article import FIELDS, Evidence
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.rights import Rights, Sensitivity

from .recording import State, change_articles, counted, on_articles, record, stated

# BCP 47 (RFC 5646): a primary language, then subtags.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?|ftp|file|doi|urn):\S+", re.IGNORECASE)


def edit(archive: Archive, article: ArticleId, **fields: Any) -> Change:
    """Sets metadata that a person entered: any of `model.article.FIELDS`; None or "" empties a field.

    `byline` is a list of names, dates are EDTF, `language` is BCP 47. Raises Invalid with a sentence, NotFound. When
    nothing differs from what is there the Change touches nothing.
    """
    wanted = _checked(fields)
    with archive.atomic():
        columns = _differing(archive, article, wanted)
        return _changed(archive, _edit_label(tuple(columns)), [stated(article, columns, _entered(columns))])


def edit_all(archive: Archive, ids: Sequence[ArticleId], **fields: Any) -> Change:
    """As `edit`, for many articles in one act."""
    wanted = _checked(fields)
    with archive.atomic():
        differing = {article: _differing(archive, article, wanted) for article in dict.fromkeys(ids)}
        states = [stated(article, columns, _entered(columns)) for article, columns in differing.items() if columns]
        names = tuple(dict.fromkeys(name for state in states for name in state["columns"]))
        label = _edit_label(names)
        return _changed(archive, f"{label} of {len(states):,} articles" if len(states) > 1 else label, states)


def checked(field: str, value: Any) -> Any:
    """The value as the field, also one of an article's rights, would keep it. Raises Invalid with a sentence."""
    return _RIGHTS[field](value) if field in _RIGHTS else _checked({field: value})[field]


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise Invalid(f"An article has no field {sorted(unknown)[0]!r}.", f"Its fields are {', '.join(FIELDS)}.")
    return {name: _CHECKS[name](value) for name, value in fields.items()}


def _differing(archive: Archive, article: ArticleId, wanted: dict[str, Any]) -> dict[str, Any]:
    present = archive.store.articles.state(article, tuple(wanted))
    return {name: value for name, value in wanted.items() if value != present[name]}


def _edit_label(names: Sequence[str]) -> str:
    return f"Edit {names[0]}" if len(names) == 1 else "Edit details"


def _entered(columns: dict[str, Any]) -> dict[str, Evidence | None]:
    shown = {name: "; ".join(value) if isinstance(value, list) else value for name, value in columns.items()}
    return {name: Evidence(value, None, None, "entered", 1.0) if value else None for name, value in shown.items()}


def _changed(archive: Archive, label: str, states: Sequence[State]) -> Change:
    """The Change over the states that say anything; nothing is written, or noted in the journal, when none does."""
    states = [state for state in states if state["columns"]]
    return change_articles(archive, label, states) if states else Change(label)


def _line(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _names(value: Iterable[str] | None) -> list[str]:
    if isinstance(value, str):
        value = [value]
    return [name for name in map(_line, value or ()) if name]


def _date(value: str | None) -> str | None:
    from archive.model import entered_dates  # here: its forms take their time to compile

    line = _line(value)
    return line and entered_dates.read(line).text


def _language(value: str | None) -> str | None:
    line = _line(value)
    if line and not _LANGUAGE.fullmatch(line):
        raise Invalid(f"{line!r} is not a language.", "Write its code, like en, ko or zh-Hant.")
    primary, *subtags = (line or "").split("-")
    return "-".join([primary.lower(), *subtags]) or None


def _address(value: str | None) -> str | None:
    line = _line(value)
    if line and not _ADDRESS.fullmatch(line):
        raise Invalid(f"{line!r} is not an address.", "Write all of it, like https://example.org/article.")
    return line


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "title": _line,
    "byline": _names,
    "publisher": _line,
    "republisher": _line,
    "published": _date,
    "language": _language,
    "url": _address,
    "accessed": _date,
}


def rights(archive: Archive, article: ArticleId) -> Rights:
    """What may be done with an article. Raises NotFound."""
    return archive.store.exporting.rights(article)


def set_rights(archive: Archive, ids: Sequence[ArticleId], **said: str | None) -> Change:
    """Sets `rights` (a sentence), `sensitivity` or `embargo` (the first day on which the articles may leave, None: no embargo).

    Raises Invalid, NotFound.
    """
    unknown = set(said) - set(_RIGHTS)
    if unknown:
        raise Invalid(f"Rights have no field {sorted(unknown)[0]!r}.", f"Its fields are {', '.join(_RIGHTS)}.")
    wanted = {name: _RIGHTS[name](value) for name, value in said.items()}
    with archive.atomic():
        states = []
        for article in dict.fromkeys(ids):
            present = archive.store.articles.state(article, tuple(_RIGHTS))
            states.append(stated(article, {name: value for name, value in wanted.items() if value != present[name]}))
        return _changed(
            archive, counted("Set rights of {}", [each["id"] for each in states if each["columns"]]), states
        )


def _sensitivity(value: str | None) -> str:
    line = (_line(value) or Sensitivity.OPEN).lower()
    if line not in set(Sensitivity):
        raise Invalid(f"{line!r} is no sensitivity.", f"Choose {', '.join(Sensitivity)}.")
    return str(line)


def _day(value: str | None) -> str | None:
    from archive.model import entered_dates

    line = _line(value)
    return line and entered_dates.day(line)


_RIGHTS: dict[str, Callable[[str | None], str | None]] = {
    "rights": lambda value: _line(value) or "",
    "sensitivity": _sensitivity,
    "embargo": _day,
}


def star(archive: Archive, ids: Sequence[ArticleId], starred: bool) -> Change:
    """Stars articles, or takes the star off; those that are so already stay out of the Change. Raises NotFound."""
    return _set(
        archive, "Star {}" if starred else "Unstar {}", ids, "starred", int(starred), lambda present: bool(present)
    )


def read(archive: Archive, ids: Sequence[ArticleId], read: bool) -> Change:
    """Marks articles as read now, or as unread. Raises NotFound."""
    value = clock.stamp() if read else None
    return _set(archive, "Mark {} as read" if read else "Mark {} as unread", ids, "read_at", value, _is_set)


def trash(archive: Archive, ids: Sequence[ArticleId]) -> Change:
    """Moves articles to the trash: lists and searches pass over them. Raises NotFound."""
    return _set(archive, "Remove {}", ids, "trashed_at", clock.stamp(), _is_set)


def restore(archive: Archive, ids: Sequence[ArticleId]) -> Change:
    """Takes articles out of the trash. Raises NotFound."""
    return _set(archive, "Restore {}", ids, "trashed_at", None, _is_set)


def note(archive: Archive, article: ArticleId, text: str) -> Change:
    """Replaces the note on the article as a whole. Raises NotFound."""
    with archive.atomic():
        present = archive.store.articles.get(article).note
        return _changed(archive, "Edit note", [stated(article, {"note": text} if text != present else {})])


def _is_set(value: object) -> bool:
    return value is not None


def _set(
    archive: Archive, label: str, ids: Sequence[ArticleId], column: str, value: Any, holds: Callable[[Any], bool]
) -> Change:
    with archive.atomic():
        differing = [
            article
            for article in dict.fromkeys(ids)
            if holds(archive.store.articles.state(article, (column,))[column]) != holds(value)
        ]
        return _changed(archive, counted(label, differing), [stated(article, {column: value}) for article in differing])


def remember_position(archive: Archive, article: ArticleId, position: int) -> None:
    """Keeps where reading stopped (a code point of the current edition's text).

    No act: not undone, not in the journal; nothing is kept in an archive that is open for reading only. Raises NotFound.
    """
    if not archive.read_only:
        with archive.atomic():
            archive.store.articles.update(article, position=max(0, position))


def purge(archive: Archive, ids: Sequence[ArticleId]) -> Change:
    """Removes articles without trace: texts, originals that no other article uses, evidence, and their words in the index
    and in the journal. It cannot be undone. Raises NotFound, and then nothing is removed."""
    ids = list(dict.fromkeys(ids))
    rest = archive.index.without(ids)
    with archive.atomic():
        for article in ids:
            archive.store.articles.purge(article)
            archive.store.journal.forget(article)
        archive.store.tags.prune()
        archive.index.expunge(ids, rest)
        change = Change(
            counted("Purge {}", ids), on_articles(ids) | {("collection", 0), ("tag", 0), ("event", 0), ("figure", 0)}
        )
        record(archive, change)
    # What was committed before still lies in the write-ahead log. While another process reads from it, it stays there until
    # the archive is closed.
    archive.checkpoint()
    return change
