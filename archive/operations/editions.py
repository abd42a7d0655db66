"""New editions of an article that is here already: read under another encoding, or with set-aside lines put back.

The original never changes, and neither does an edition; each act adds one and can be taken back.
"""

from dataclasses import replace

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid, NotFound, Unreadable
from archive.importers.detect import RENDERED
from archive.model.article import FIELDS, Block, BlockKind, Edition, Evidence, Run, SetAside, Source, Text
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, EditionId
from archive.model.protocols import ReaderPool

from . import anchoring, beside, extracting, recording, saving, taught
from .reading import read_one, require_encoding

_COLUMNS = (*FIELDS, "verdict", "warnings", "position")


def reread(archive: Archive, article_id: ArticleId, encoding: str, *, pool: ReaderPool | None = None) -> Change:
    """Reads the original again in an encoding that a person chose: a new edition, with metadata read anew.

    Raises Invalid (unknown encoding, or nothing would change), Unreadable (no text comes of it), NotFound.
    """
    require_encoding(encoding)
    current = archive.store.editions.current(article_id)
    if not is_in_encoding(current):
        raise Invalid(
            "This format says itself how its letters are written.", "There is no other encoding to read it in."
        )
    address = current.original.sha512
    source = Source(
        archive.store.originals.data(address),
        current.original.name,
        current.path,
        encoding=encoding,
        rules=taught.in_force(archive),
        address=archive.store.articles.get(article_id).url or "",
        beside=beside.of_edition(current),
    )
    imported = beside.only_held(source, read_one(source, pool))
    if imported.text is None:
        raise Unreadable(imported.error or "This file cannot be read.", "Choose another encoding.")
    if imported.text.text == current.text:
        raise Invalid(f"Read as {encoding}, the text stays the same.", "Choose another encoding.")
    with archive.atomic():
        inverse = present_state(archive, article_id)
        saving.add_edition(archive, article_id, imported, address, reason="encoding", path=current.path)
        anchoring.follow(archive, article_id)
        saving.describe(archive, article_id, imported)
        return recorded(archive, f"Read as {imported.encoding}", article_id, inverse)


def is_in_encoding(edition: Edition) -> bool:
    """Whether an encoding turns the original's bytes into its text: not those of PDF, Word, EPUB, mail and the like."""
    return edition.importer not in RENDERED


def put_back(archive: Archive, article_id: ArticleId, set_aside: SetAside) -> Change:
    """Puts a set-aside stretch back into the text where it stood: a new edition. Raises NotFound when it is not set aside."""
    with archive.atomic():
        current = archive.store.editions.current(article_id)
        if set_aside not in current.set_aside:
            raise NotFound("These lines are not set aside in the present text.", "Open the article again.")
        text, start = restored(Text(current.text, current.blocks, current.set_aside, current.pictures), set_aside)
        inverse = present_state(archive, article_id)
        archive.store.editions.add(
            article_id,
            text,
            original=current.original.sha512,
            encoding=current.encoding,
            importer=current.importer,
            importer_version=current.importer_version,
            reason="restored",
            path=current.path,
            created=clock.stamp(),
        )
        anchoring.follow(archive, article_id)
        position = archive.store.articles.get(article_id).position
        if start <= position > 0:
            added = len(text.text) - len(current.text)
            archive.store.articles.update(article_id, position=position + added)
        return recorded(archive, "Put lines back", article_id, inverse)


def show_edition(archive: Archive, article: ArticleId, edition: EditionId, state: recording.State) -> Change:
    """Makes an edition the current one, with the metadata it had: takes `reread`, `put_back` and itself back.

    `state` is as `recording.capture` gives it. Raises NotFound.
    """
    with archive.atomic():
        inverse = present_state(archive, article)
        archive.store.editions.use(article, edition)
        anchoring.follow(archive, article)
        archive.store.articles.update(article, **state["columns"])
        for name, proof in state["evidence"].items():
            archive.store.articles.set_evidence(article, name, None if proof is None else Evidence(*proof))
        return recorded(archive, "Show another edition", article, inverse)


def restored(text: Text, set_aside: SetAside) -> tuple[Text, int]:
    """The text with a set-aside stretch as paragraphs, one a line, at its place by source order; and where it begins.

    The title stays first. Raises Invalid when the stretch holds no words.
    """
    lines = [" ".join(line.split()) for line in set_aside.text.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise Invalid("There are no words in these lines.", "Look at the original instead.")
    blocks = text.blocks
    index = next((i for i, block in enumerate(blocks) if block.source[0] >= set_aside.start), len(blocks))
    if index == 0 and blocks and blocks[0].kind is BlockKind.HEADING:
        index = 1
    place = (set_aside.start, set_aside.end)
    inserted = [Block(BlockKind.PARAGRAPH, 0, len(line), place) for line in lines]
    texts = [text.text[block.start : block.end] for block in blocks]
    texts[index:index] = lines
    moved: list[Block] = []
    start = 0
    for block, content in zip([*blocks[:index], *inserted, *blocks[index:]], texts, strict=True):
        moved.append(_moved(block, start, len(content)))
        start += len(content) + 1
    remaining = tuple(item for item in text.set_aside if item != set_aside)
    return Text("\n".join(texts), tuple(moved), remaining, text.pictures), moved[index].start


def _moved(block: Block, start: int, length: int) -> Block:
    shift = start - block.start
    runs = tuple(Run(run.kind, run.start + shift, run.end + shift, run.target) for run in block.runs)
    return replace(block, start=start, end=start + length, runs=runs)


def present_state(archive: Archive, article_id: ArticleId) -> Act:
    """The act that brings back the article as it is now."""
    state = recording.capture(archive, article_id, _COLUMNS, FIELDS)
    edition = archive.store.articles.get(article_id).edition
    return Act("show_edition", {"article": int(article_id), "edition": int(edition), "state": state})


def recorded(archive: Archive, label: str, article: ArticleId, inverse: Act) -> Change:
    """The Change of an act that gave the article another edition, written down; its dates and figures are read again."""
    edition = archive.store.articles.get(article).edition
    extracting.refresh(archive, [article])
    change = Change(
        label, frozenset({("article", article), ("edition", edition), ("event", 0), ("figure", 0)}), inverse
    )
    return recording.record(archive, change)
