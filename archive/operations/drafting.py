"""What acts on passages and on tags have in common: rows that several of them write, inside a draft. No act by itself."""

import unicodedata
from collections.abc import Iterable

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid, NotFound
from archive.base.text import storable, tag_key, visible
from archive.model.ids import new_uid
from archive.model.passage import COLOURS, Passage
from archive.store.codebook import Entry
from archive.store.ledger import Draft

NAME_CHARS = 200
PATH_CHARS = 1000


def tag_path(text: str) -> str:
    """A tag's path in its one form: NFC, parts trimmed, empty ones dropped. Raises Invalid.

    Refused: no name at all, control characters, a name of more than 200 characters, a path of more than 1,000.
    """
    composed = unicodedata.normalize("NFC", storable(text))
    parts = [" ".join(part.split()) for part in composed.split("/")]
    parts = [part for part in parts if part]
    if not parts:
        raise Invalid("A tag needs a name.", "Write one.")
    path = "/".join(parts)
    if max(map(len, parts)) > NAME_CHARS or len(path) > PATH_CHARS:
        raise Invalid(
            f"A tag's name has at most {NAME_CHARS} characters, its path {PATH_CHARS}.",
            "Put the rest in its definition.",
        )
    if visible(text) != text or "\ufffd" in composed:
        raise Invalid(f"The tag {visible(path)!r} holds characters that cannot be seen.", "Leave them out.")
    return path


def colour_role(name: str | None) -> str | None:
    """A highlight's colour by its role, None for none; raises Invalid."""
    if name is not None and name not in COLOURS:
        raise Invalid(f"There is no colour {name!r}.", f"The colours are {', '.join(COLOURS)}.")
    return name


def ensure_tag(archive: Archive, draft: Draft, path: str) -> Entry:
    """The tag with this path, made with everything above it where missing, and kept in the codebook from now on."""
    made = ""
    for part in tag_path(path).split("/"):
        wanted = f"{made}/{part}" if made else part
        found = archive.store.codebook.entry(wanted)
        if found is None:
            draft.insert("tags", {"uid": new_uid(), "path": wanted, "key": tag_key(wanted), "kept": 1})
        elif not found.kept:
            draft.update("tags", [found.id], {"kept": 1})
        # A part written in another case is the tag that is there.
        made = wanted if found is None else found.path
    entry = archive.store.codebook.entry(made)
    assert entry is not None
    return entry


def known_tag(archive: Archive, path: str) -> Entry:
    """The tag with this path; raises NotFound, and Invalid for what cannot be one."""
    found = archive.store.codebook.entry(tag_path(path))
    if found is None:
        raise NotFound(f"There is no tag {path!r}.", "Look at the codebook for its path.")
    return found


def put_use(archive: Archive, draft: Draft, passage: Passage, tag: Entry, author: str) -> bool:
    """Puts a tag on a passage, after those that it has; False when it carries it."""
    uses = archive.store.codebook.uses_of(passage.id)
    if tag.id in uses:
        return False
    row = {
        "passage": passage.id,
        "tag": tag.id,
        "article": passage.article,
        "definition": tag.version,
        "author": author,
        "created": clock.stamp(),
        "position": max(uses.values(), default=0) + 1,
    }
    draft.insert("passage_tags", row)
    return True


def drop_passages(draft: Draft, passages: Iterable[Passage]) -> None:
    """Takes passages away with the tags on them; the draft keeps every word of them."""
    for passage in passages:
        for use in reversed(passage.tags):
            draft.delete("passage_tags", [passage.id, use.tag])
        draft.delete("passages", [passage.id])


def passage_label(label: str, count: int) -> str:
    """A label with its `{}` filled: "Mark passage", "Mark 12 passages"."""
    return label.format("passage" if count == 1 else f"{count} passages")
