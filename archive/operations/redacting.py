"""The archive's redaction list: its rules, what they would change in what is about to leave, and what they may have missed."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports.redaction import suspects as guesses
from archive.exports.redaction.rules import Redactor, checked
from archive.model.change import Change
from archive.model.excerpt import Choice, Packet, Redaction
from archive.model.ids import ArticleId, new_uid

from . import choosing, packing
from .recording import drafted

_AROUND = 40  # characters on either side of a change


@dataclass(frozen=True, slots=True)
class Edited:
    """One replacement as it would be made: in which field of what, the words with what stands around them, and what they become.

    `start` and `end` are code points of the article's current edition, where it is in its text.
    """

    where: str
    before: str
    words: str
    after: str
    replacement: str
    article: ArticleId | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """Words of an article's text, or of the note on a passage, that may still tell who was meant, and why; the place, of a note
    that of its passage, is in code points of the text."""

    where: str
    words: str
    why: str
    article: ArticleId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Every change, and every guess of what the list may have missed."""

    changes: tuple[Edited, ...]
    suspects: tuple[Missed, ...]


def rules(archive: Archive) -> list[Redaction]:
    """The list in its order."""
    return archive.store.exporting.redactions()


def add(archive: Archive, wanted: Redaction) -> tuple[Redaction, Change]:
    """Adds a rule at the end. Raises Invalid."""
    with archive.atomic():
        kept, draft = replace(checked(replace(wanted, uid=None), rules(archive)), uid=new_uid()), archive.store.draft()
        draft.insert("redactions", _row(kept) | {"uid": kept.uid, "author": places.author(), "created": clock.stamp()})
        return kept, drafted(archive, f"Redact “{kept.find}”", draft)


def edit(archive: Archive, wanted: Redaction) -> Change:
    """Changes the rule with this uid. Raises Invalid, NotFound."""
    with archive.atomic():
        row, present = archive.store.exporting.redaction(wanted.uid or "")
        kept = checked(replace(wanted, uid=present.uid), [each for each in rules(archive) if each.uid != present.uid])
        draft = archive.store.draft()
        draft.update("redactions", [row], _row(kept))
        return drafted(archive, f"Change redaction of “{kept.find}”", draft)


def remove(archive: Archive, uids: Sequence[str]) -> Change:
    """Removes rules. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        gone = dict(archive.store.exporting.redaction(uid) for uid in uids)
        for row in gone:
            draft.delete("redactions", [row])
        told = f"“{next(iter(gone.values())).find}”" if len(gone) == 1 else f"{len(gone)} rules"
        return drafted(archive, f"Redact {told} no more", draft)


def _row(rule: Redaction) -> dict[str, str]:
    return {"kind": rule.kind, "find": rule.find, "replacement": rule.replacement, "modified": clock.stamp()}


def add_table(archive: Archive, text: str) -> tuple[list[Redaction], list[str], Change]:
    """Adds the rules of a CSV table (kind, find, replacement; kind may be left out) as one act; sentences for lines that are none."""
    added: list[Redaction] = []
    refused: list[str] = []
    with archive.atomic():
        draft = archive.store.draft()
        for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
            cells = [cell.strip() for cell in cells]
            if not any(cells) or cells[:3] == ["kind", "find", "replacement"] or cells[:2] == ["find", "replacement"]:
                continue
            kind, find, replacement = (["name", *cells] if len(cells) == 2 else [*cells, "", "", ""])[:3]
            try:
                kept = replace(checked(Redaction(None, kind, find, replacement), rules(archive)), uid=new_uid())
            except Invalid as error:
                refused.append(f"Line {number}: {error}")
                continue
            draft.insert(
                "redactions", _row(kept) | {"uid": kept.uid, "author": places.author(), "created": clock.stamp()}
            )
            added.append(kept)
        told = "Redact 1 more" if len(added) == 1 else f"Redact {len(added)} more"
        return added, refused, drafted(archive, told, draft)


def preview(archive: Archive, choice: Choice, *, progress: Progress | None = None) -> Preview:
    """What the list would change in what the choice takes along, and what it may have missed there. Raises Invalid, Cancelled."""
    redactor = Redactor(rules(archive))
    progress = progress or Progress()
    changes: list[Edited] = []
    missed: dict[tuple[str, str], Missed] = {}
    with archive.snapshot():
        chosen = choosing.choose(archive, choice)
        packet = packing.pack(archive, choice, chosen, title=archive.path.stem)
        for where, text in _said(packet):
            changes += _changes(where, text, redactor)
        for excerpt in packet.excerpts():
            where = f"note on “{excerpt.exact[:_AROUND]}”"
            changes += _changes(where, excerpt.note, redactor)
            for each in guesses.suspects(excerpt.note, redactor):
                found = Missed(where, each.words, each.why, excerpt.work.id, excerpt.anchor.start, excerpt.anchor.end)
                missed.setdefault((where, each.words.casefold()), found)
        for whole in progress.over(packet.wholes(), "Looking through the articles", len(chosen.articles)):
            article, title = whole.work.id, whole.work.title or f"article {whole.work.id}"
            changes += _changes(f"text of “{title}”", whole.text, redactor, article)
            for each in guesses.suspects(whole.text, redactor):
                found = Missed(title, each.words, each.why, article, each.start, each.end)
                missed.setdefault((title, each.words.casefold()), found)
    return Preview(tuple(changes), tuple(missed.values()))


def _said(packet: Packet) -> Iterator[tuple[str, str]]:
    for work in packet.works.values():
        name = work.title or f"article {work.id}"
        for field in ("title", "publisher", "republisher", "url", "note"):
            yield f"{field} of “{name}”", getattr(work, field) or ""
        yield f"byline of “{name}”", "; ".join(work.byline)
        yield f"rights of “{name}”", work.rights.rights
    for tag in packet.tags:
        for field in ("path", "definition", "use_when", "not_when"):
            yield (
                f"{'name' if field == 'path' else field.replace('_', ' ')} of the tag “{tag.path}”",
                getattr(tag, field),
            )
    for memo in packet.memos:
        yield f"memo “{memo.title}”", f"{memo.title}\n{memo.text}"


def _changes(where: str, text: str, redactor: Redactor, article: ArticleId | None = None) -> Iterator[Edited]:
    for edit in redactor.edits(text):
        place = (article, edit.start, edit.end) if article is not None else (None, None, None)
        yield Edited(
            where,
            text[max(0, edit.start - _AROUND) : edit.start],
            text[edit.start : edit.end],
            text[edit.end : edit.end + _AROUND],
            edit.replacement,
            *place,
        )
