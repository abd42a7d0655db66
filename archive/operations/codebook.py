"""The codebook: a tree of tags with definitions that have versions. Each act is one transaction, and its Change undoes it exactly.

A tag is named by its path ("route/river"); case and Unicode form make no other tag. Passages keep which version of the
definition was in force when they were tagged.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.base.text import tag_key
from archive.model.change import Change
from archive.model.ids import TagId
from archive.model.passage import Definition, Passage, Tag
from archive.store.codebook import Entry, parent_of
from archive.store.ledger import Draft

from . import drafting
from .drafting import tag_path
from .recording import drafted

Removal = Literal["untag", "delete_passages", "to_parent"]
SHORTCUTS = tuple("123456789")


def tree(archive: Archive) -> list[Tag]:
    """Every tag, each before those below it, with counts that leave out what is in the trash."""
    return archive.store.codebook.tree()


def get(archive: Archive, path: str) -> Tag:
    """One tag of the tree; raises NotFound."""
    wanted = drafting.known_tag(archive, path).id
    return next(tag for tag in tree(archive) if tag.id == wanted)


def paths(archive: Archive) -> list[str]:
    """Every path in the order of the tree, without counting anything."""
    return [entry.path for entry in archive.store.codebook.entries()]


def _require_free(archive: Archive, path: str, but: TagId | None = None) -> None:
    require_other(archive.store.codebook.entry(path), but)


def require_other(taken: Entry | Tag | None, but: TagId | None) -> None:
    """A path can be given when nothing has it, or the tag itself does; raises Invalid."""
    if taken is not None and taken.id != but:
        raise Invalid(f"There is a tag {taken.path!r} already.", "Use that one, or choose another name.")


# Making and describing


def add(
    archive: Archive,
    path: str,
    *,
    definition: str = "",
    use_when: str = "",
    not_when: str = "",
    colour: str | None = None,
    shortcut: str | None = None,
) -> Change:
    """Adds a tag, and those above it where missing. Raises Invalid: not a name, or there is such a tag already."""
    path = tag_path(path)
    with archive.atomic():
        _require_free(archive, path)
        draft = archive.store.draft()
        entry = drafting.ensure_tag(archive, draft, path)
        describe(archive, draft, entry, definition, use_when, not_when)
        draft.update("tags", [entry.id], {"colour": drafting.colour_role(colour)})
        _assign(archive, draft, entry, shortcut)
        return drafted(archive, f"Add tag {path}", draft)


def describe(archive: Archive, draft: Draft, entry: Entry, definition: str, use_when: str, not_when: str) -> None:
    """Writes the tag's definition down as a new version; the first one as version 1 while nothing was tagged without it."""
    present = (entry.definition, entry.use_when, entry.not_when)
    wanted = (definition.strip(), use_when.strip(), not_when.strip())
    if wanted == present:
        return
    kept = archive.store.codebook.definitions(entry.id)
    fresh = not kept and not archive.store.codebook.passages(entry.id)
    version = 1 if fresh else max([entry.version, *(each.version for each in kept)]) + 1
    row = dict(zip(("definition", "use_when", "not_when"), wanted, strict=True))
    written = {"tag": entry.id, "version": version, "author": places.author(), "created": clock.stamp()}
    draft.insert("tag_definitions", row | written)
    draft.update("tags", [entry.id], {"version": version})


def define(
    archive: Archive,
    path: str,
    definition: str | None = None,
    *,
    use_when: str | None = None,
    not_when: str | None = None,
) -> Change:
    """Gives a tag a new version of its definition (None leaves a part as it is); `older_uses` are then to be looked at.

    Raises NotFound.
    """
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        draft = archive.store.draft()
        _keep(archive, draft, entry)
        describe(
            archive,
            draft,
            entry,
            entry.definition if definition is None else definition,
            entry.use_when if use_when is None else use_when,
            entry.not_when if not_when is None else not_when,
        )
        return drafted(archive, f"Define tag {entry.path}", draft)


def definitions(archive: Archive, path: str) -> list[Definition]:
    """Every version of a tag's definition, newest first. Raises NotFound."""
    return archive.store.codebook.definitions(drafting.known_tag(archive, path).id)


def older_uses(archive: Archive, path: str) -> list[Passage]:
    """The passages that were tagged while another definition was in force, for review. Raises NotFound."""
    return archive.store.passages.by_ids(archive.store.codebook.older_uses(drafting.known_tag(archive, path).id))


def confirm_uses(archive: Archive, path: str, uids: Sequence[str]) -> Change:
    """Says that these passages carry the tag rightly under its present definition. Raises NotFound."""
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        draft = archive.store.draft()
        for passage in map(archive.store.passages.find, uids):
            if any(use.tag == entry.id for use in passage.tags):
                draft.update("passage_tags", [passage.id, entry.id], {"definition": entry.version})
        return drafted(archive, f"Confirm tag {entry.path}", draft)


def recolour(archive: Archive, path: str, colour: str | None) -> Change:
    """Gives a tag a colour; None: that of the tag above. Raises Invalid, NotFound."""
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        draft = archive.store.draft()
        _keep(archive, draft, entry)
        draft.update("tags", [entry.id], {"colour": drafting.colour_role(colour)})
        return drafted(archive, f"Colour tag {entry.path}", draft)


def set_shortcut(archive: Archive, path: str, shortcut: str | None) -> Change:
    """Makes a tag a favourite under a digit 1–9, which another tag gives up; None: no longer. Raises Invalid, NotFound."""
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        draft = archive.store.draft()
        _keep(archive, draft, entry)
        if shortcut is None:
            draft.update("tags", [entry.id], {"shortcut": None})
        _assign(archive, draft, entry, shortcut)
        return drafted(archive, f"Shortcut for tag {entry.path}", draft)


def _assign(archive: Archive, draft: Draft, entry: Entry, shortcut: str | None) -> None:
    if shortcut is None:
        return
    if shortcut not in SHORTCUTS:
        raise Invalid(f"{shortcut!r} cannot be a tag's shortcut.", "Choose a digit from 1 to 9.")
    for other in archive.store.codebook.entries():
        if other.shortcut == shortcut and other.id != entry.id:
            draft.update("tags", [other.id], {"shortcut": None})
    draft.update("tags", [entry.id], {"shortcut": shortcut})


def favourites(archive: Archive) -> dict[str, str]:
    """{digit: path} of the favourite tags."""
    found = {entry.shortcut: entry.path for entry in archive.store.codebook.entries() if entry.shortcut}
    return dict(sorted(found.items()))


def _keep(archive: Archive, draft: Draft, entry: Entry) -> None:
    """A tag that so far only articles carried, and those above it, come into the codebook."""
    drafting.ensure_tag(archive, draft, entry.path)


# Naming and moving


def rename(archive: Archive, path: str, name: str) -> Change:
    """Gives a tag another name (its last part); those below it go with it. Raises Invalid, NotFound."""
    name = tag_name(name)
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        above = parent_of(entry.path)
        return _repath(archive, f"Rename tag {entry.path}", entry, f"{above}/{name}" if above else name)


def tag_name(text: str) -> str:
    """The name of a tag in its one form: the last part of a path. Raises Invalid."""
    name = tag_path(text)
    if "/" in name:
        raise Invalid(f"{name!r} is a path, not a name.", "Move the tag to put it below another.")
    return name


def move(archive: Archive, path: str, parent: str | None) -> Change:
    """Puts a tag, with those below it, below another one, or at the top. Raises NotFound, and Invalid when it would be a ring."""
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        above = drafting.known_tag(archive, parent) if parent else None
        if above is not None and (above.id == entry.id or above.path.startswith(f"{entry.path}/")):
            raise Invalid("A tag cannot be moved below itself.", "Choose another place for it.")
        name = entry.path.rpartition("/")[2]
        return _repath(archive, f"Move tag {entry.path}", entry, f"{above.path}/{name}" if above else name)


def _repath(archive: Archive, label: str, entry: Entry, path: str) -> Change:
    path = tag_path(path)
    _require_free(archive, path, entry.id)
    draft = archive.store.draft()
    if parent_of(path):
        drafting.ensure_tag(archive, draft, parent_of(path))
    for each in [entry, *archive.store.codebook.below(entry.path)]:
        moved = tag_path(path + each.path[len(entry.path) :])
        draft.update("tags", [each.id], {"path": moved, "key": tag_key(moved), "kept": 1})
    return drafted(archive, label, draft)


# Joining, parting and removing


def merge(archive: Archive, path: str, into: str) -> Change:
    """Makes one tag of two: what carried the first carries the second; tags below the first go below the second.

    The passages that come over are among the second one's `older_uses`: they were tagged under another definition.
    Raises Invalid (into itself or a tag below it), NotFound.
    """
    with archive.atomic():
        source, target = drafting.known_tag(archive, path), drafting.known_tag(archive, into)
        if target.id == source.id or target.path.startswith(f"{source.path}/"):
            raise Invalid("A tag cannot be merged into itself or one below it.", "Choose another tag.")
        draft = archive.store.draft()
        drafting.ensure_tag(archive, draft, target.path)
        merge_entries(archive, draft, source, target)
        return drafted(archive, f"Merge tag {source.path} into {target.path}", draft)


def merge_entries(archive: Archive, draft: Draft, source: Entry, target: Entry) -> None:
    """The same, inside a draft."""
    for child in _children(archive, source.path):
        path = f"{target.path}/{child.path.rpartition('/')[2]}"
        twin = archive.store.codebook.entry(path)
        if twin is not None:
            merge_entries(archive, draft, child, twin)
            continue
        for each in [child, *archive.store.codebook.below(child.path)]:
            moved = tag_path(path + each.path[len(child.path) :])
            draft.update("tags", [each.id], {"path": moved, "key": tag_key(moved)})
    _hand_over(archive, draft, source, target)
    for tag, related in archive.store.codebook.relations(source.id):
        other = related if tag == source.id else tag
        if other != target.id:
            pair(archive, draft, target.id, other)
    _drop(archive, draft, source)


def _children(archive: Archive, path: str) -> list[Entry]:
    return [entry for entry in archive.store.codebook.below(path) if parent_of(entry.path) == path]


def _hand_over(archive: Archive, draft: Draft, source: Entry, target: Entry, definition: int = 0) -> None:
    """Everything that carries the one tag carries the other; `definition` 0: put on under none of the other's."""
    for passage in archive.store.passages.by_ids([each for each, _ in archive.store.codebook.passages(source.id)]):
        use = next(use for use in passage.tags if use.tag == source.id)
        position = archive.store.codebook.uses_of(passage.id)[source.id]
        draft.delete("passage_tags", [passage.id, source.id])
        if any(other.tag == target.id for other in passage.tags):
            if use.example:
                draft.update("passage_tags", [passage.id, target.id], {"example": 1})
        else:
            row = {"passage": passage.id, "tag": target.id, "article": passage.article, "definition": definition}
            made = {"author": use.author, "created": use.created, "position": position, "example": int(use.example)}
            draft.insert("passage_tags", row | made)
    for article in archive.store.codebook.tagged_articles(source.id):
        draft.delete("article_tags", [source.id, article])
        if not archive.store.codebook.carried(target.id, article):
            draft.insert("article_tags", {"tag": target.id, "article": article})
    for event in archive.store.events.tagged(source.id):
        draft.delete("event_tags", [event, source.id])
        if target.id not in archive.store.events.tags(event):
            draft.insert("event_tags", {"event": event, "tag": target.id})


def _drop(archive: Archive, draft: Draft, entry: Entry) -> None:
    """Takes a tag that nothing carries out of the codebook, with its definitions and relations."""
    for version in archive.store.codebook.definitions(entry.id):
        draft.delete("tag_definitions", [entry.id, version.version])
    for pair in archive.store.codebook.relations(entry.id):
        draft.delete("tag_relations", pair)
    draft.delete("tags", [entry.id])


def split(archive: Archive, path: str, into: Mapping[str, Sequence[str]]) -> Change:
    """Gives passages of a tag to other tags: {path of the new tag: uids of its passages}; the rest keep the old one.

    Raises Invalid, NotFound.
    """
    with archive.atomic():
        source = drafting.known_tag(archive, path)
        draft = archive.store.draft()
        for new, uids in into.items():
            target = drafting.ensure_tag(archive, draft, new)
            if target.id == source.id:
                raise Invalid("A tag cannot be split into itself.", "Name another tag for these passages.")
            for passage in map(archive.store.passages.find, dict.fromkeys(uids)):
                if all(use.tag != source.id for use in passage.tags):
                    raise Invalid(f"Passage {passage.uid[:12]} does not carry {source.path!r}.", "Choose others.")
                drafting.put_use(archive, draft, passage, target, places.author())
                if any(use.tag == source.id and use.example for use in passage.tags):
                    draft.update("passage_tags", [passage.id, target.id], {"example": 1})
                draft.delete("passage_tags", [passage.id, source.id])
        return drafted(archive, f"Split tag {source.path}", draft)


def remove(archive: Archive, path: str, what: Removal = "untag") -> Change:
    """Removes a tag and those below it, and says what happens to their passages. Raises Invalid, NotFound.

    `untag`: they stay, without it. `delete_passages`: those that carry no other tag go too. `to_parent`: they carry the tag
    above instead.
    """
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        doomed = [entry, *archive.store.codebook.below(entry.path)]
        draft = archive.store.draft()
        if what == "to_parent":
            if not parent_of(entry.path):
                raise Invalid(f"There is no tag above {entry.path!r}.", "Choose what else happens to its passages.")
            above = drafting.ensure_tag(archive, draft, parent_of(entry.path))
            for each in doomed:
                _hand_over(archive, draft, each, above)
        else:
            _untag_all(archive, draft, doomed, delete=what == "delete_passages")
        for each in reversed(doomed):
            _drop(archive, draft, each)
        return drafted(archive, f"Remove tag {entry.path}", draft)


def _untag_all(archive: Archive, draft: Draft, doomed: Sequence[Entry], *, delete: bool) -> None:
    gone = {entry.id for entry in doomed}
    carrying = {passage for tag in gone for passage, _ in archive.store.codebook.passages(tag)}
    for passage in archive.store.passages.by_ids(sorted(carrying)):
        if delete and all(use.tag in gone for use in passage.tags):
            drafting.drop_passages(draft, [passage])
            continue
        for use in passage.tags:
            if use.tag in gone:
                draft.delete("passage_tags", [passage.id, use.tag])
    for tag in gone:
        for article in archive.store.codebook.tagged_articles(tag):
            draft.delete("article_tags", [tag, article])
        for event in archive.store.events.tagged(tag):
            draft.delete("event_tags", [event, tag])


# Relations


def relate(archive: Archive, path: str, other: str) -> Change:
    """Says that two tags have to do with each other. Raises Invalid (a tag with itself), NotFound."""
    with archive.atomic():
        one, two = drafting.known_tag(archive, path), drafting.known_tag(archive, other)
        if one.id == two.id:
            raise Invalid("A tag is not related to itself.", "Choose another tag.")
        draft = archive.store.draft()
        for entry in (one, two):
            _keep(archive, draft, entry)
        pair(archive, draft, one.id, two.id)
        return drafted(archive, f"Relate {one.path} and {two.path}", draft)


def pair(archive: Archive, draft: Draft, one: TagId, two: TagId) -> None:
    """Writes down that two different tags have to do with each other, unless they do."""
    ordered = (min(one, two), max(one, two))
    if ordered not in archive.store.codebook.relations(ordered[0]):
        draft.insert("tag_relations", dict(zip(("tag", "related"), ordered, strict=True)))


def unrelate(archive: Archive, path: str, other: str) -> Change:
    """Takes that back. Raises NotFound."""
    with archive.atomic():
        one, two = drafting.known_tag(archive, path), drafting.known_tag(archive, other)
        pair = (min(one.id, two.id), max(one.id, two.id))
        draft = archive.store.draft()
        if pair in archive.store.codebook.relations(pair[0]):
            draft.delete("tag_relations", pair)
        return drafted(archive, f"Part {one.path} and {two.path}", draft)
