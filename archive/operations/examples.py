"""The passages that a person chose to show what a tag means."""

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.passage import Passage

from . import drafting
from .recording import drafted


def choose(archive: Archive, path: str, uid: str, chosen: bool = True) -> Change:
    """Makes a passage an example of a tag that it carries, or no longer one. Raises Invalid (it does not carry it), NotFound."""
    with archive.atomic():
        entry = drafting.known_tag(archive, path)
        passage = archive.store.passages.find(uid)
        if all(use.tag != entry.id for use in passage.tags):
            raise Invalid(f"The passage does not carry {entry.path!r}.", "Tag it so first.")
        draft = archive.store.draft()
        draft.update("passage_tags", [passage.id, entry.id], {"example": int(chosen)})
        return drafted(archive, f"{'Example' if chosen else 'No example'} of tag {entry.path}", draft)


def of_tag(archive: Archive, path: str) -> list[Passage]:
    """The examples of a tag, without those in the trash, in the order of their marking. Raises NotFound."""
    return archive.store.passages.by_ids(archive.store.codebook.examples(drafting.known_tag(archive, path).id))
