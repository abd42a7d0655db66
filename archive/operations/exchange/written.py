"""What a person writes in the place of values that contradict each other: held to what the field is held to where it is edited."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model import entered_dates
from archive.model.exchange import DATES, Record
from archive.operations import codebook, collect, curate, event_rows, grouping, memos
from archive.operations.drafting import tag_path

from . import checks

# A definition has three parts; the second and the third are told under these words, and read from under them.
_PARTS = ("Use when:", "Not when:")


def definition(said: list[str]) -> str:
    """A definition with when to use the tag and when not, as a person reads and writes it."""
    parts = [said[0], *(f"{words} {text}" for words, text in zip(_PARTS, said[1:], strict=True) if text)]
    return "\n".join(part for part in parts if part)


def correction(said: Mapping[str, Any]) -> str:
    """What a person says otherwise of a figure: `value: 150, unit: people`; bounds that are the value itself are left out."""
    value = said.get("value")
    left_out = {"least", "most"} if value is not None and said.get("least") == said.get("most") == value else set()
    told = ((name, f"{each:,.15g}" if isinstance(each, float) else each) for name, each in said.items())
    return ", ".join(f"{name}: {each}" for name, each in told if name not in left_out)


def value(archive: Archive, record: Record, field: str, text: str) -> Any:
    """What the field of a record is to hold. Raises Invalid with a sentence where it cannot say that.

    A date is written as people write it, authors are parted by semicolons; of a definition, parts that are not written stay.
    """
    read = _READERS.get(record.kind)
    said = read(archive, record, field, text) if read is not None else _plain(field, text)
    try:
        checks.value_of(record.kind, field, said)
    except checks.Wrong as error:
        raise Invalid("This cannot be written there.", "Choose one of the values.") from error
    return said


def _plain(field: str, text: str) -> Any:
    if field in DATES:
        return entered_dates.read(text).text if text.strip() else None
    return text


def _of_article(archive: Archive, record: Record, field: str, text: str) -> Any:
    if field == "byline":
        return curate.checked(field, text.split(";"))
    return text if field in ("note", "edition") else curate.checked(field, text)


def _of_tag(archive: Archive, record: Record, field: str, text: str) -> Any:
    if field == "path":
        path = tag_path(text)
        taken = archive.store.codebook.entry(path)
        codebook.require_other(taken, None if taken is None or taken.uid != record.uid else taken.id)
        return path
    if field == "definition":
        return _parts(text, json.loads(record.values[field]) or ["", "", ""])
    return text


def _parts(text: str, before: list[str]) -> list[str]:
    said = list(before)
    lines: list[list[str]] = [[], [], []]
    at = 0
    for line in text.strip().splitlines():
        found = next((n for n, words in enumerate(_PARTS, 1) if line.lower().startswith(words.lower())), None)
        if found is not None:
            at, line = found, line[len(_PARTS[found - 1]) :]
            said[found] = ""
        lines[at].append(line)
    said[0] = ""
    return ["\n".join(part).strip() or kept for part, kept in zip(lines, said, strict=True)]


def _of_collection(archive: Archive, record: Record, field: str, text: str) -> Any:
    return collect.named(text, "collection") if field == "name" else text


def _of_series(archive: Archive, record: Record, field: str, text: str) -> Any:
    return grouping.titled(text) if field == "name" else text


def _of_memo(archive: Archive, record: Record, field: str, text: str) -> Any:
    return memos.titled(text, json.loads(record.values["text"]) or "") if field == "title" else text


def _of_event(archive: Archive, record: Record, field: str, text: str) -> Any:
    return event_rows.labelled(text)["label"] if field in ("label", "own_label") else _plain(field, text)


_READERS: dict[str, Callable[[Archive, Record, str, str], Any]] = {
    "article": _of_article,
    "tag": _of_tag,
    "collection": _of_collection,
    "series": _of_series,
    "memo": _of_memo,
    "event": _of_event,
    "mention": _of_event,
}
