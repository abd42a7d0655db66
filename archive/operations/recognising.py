"""Reads the scanned pages of a PDF with Tesseract: a new edition, marked as recognised. One act, which can be taken back.

Pages are drawn in the confined reader; only pixels go on. Nothing is written until all pages were read; what was cancelled leaves nothing.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.base.errors import Invalid, Unreadable
from archive.base.progress import Progress
from archive.importers.scans import SCANNED
from archive.model.article import Article, Edition, Imported, Source
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.picture import Picture
from archive.model.protocols import ReaderPool

from . import anchoring, saving, tesseract
from .editions import present_state, recorded
from .pictures import Pages
from .reading import read_one
from .tesseract import Recogniser

if TYPE_CHECKING:
    from archive.importers.recognition import Recognised

REASON = "recognised"
_LITTLE = 0.03  # of what is dark on a page: specks, lines, a stamp
_BETTER = 0.02
_SMALL_PX = 64  # of a picture that is drawn only for the shape of its page


def waits(article: Article) -> bool:
    """Whether pages of the article were pictures of text, and are not read yet."""
    return any(SCANNED in warning for warning in article.warnings)


def usual_languages(archive: Archive, article: ArticleId, recogniser: Recogniser) -> tuple[str, ...]:
    """The languages that are proposed: the article's; where that is not known, those of the archive's articles that are installed."""
    own = tesseract.called(archive.store.articles.get(article).language)
    if own in recogniser.languages:
        return (own,) if own is not None else ()
    spoken = archive.store.articles.languages()
    common = [called for code in spoken if (called := tesseract.called(code)) in recogniser.languages and called]
    return (
        tuple(dict.fromkeys(common))[:3]
        or tuple(each for each in ("eng", *recogniser.languages) if each in recogniser.languages)[:1]
    )


def recognise(
    archive: Archive,
    article: ArticleId,
    languages: Sequence[str] = (),
    *,
    recogniser: Recogniser | None = None,
    pool: ReaderPool | None = None,
    pages: Pages | None = None,
    progress: Progress | None = None,
) -> Change:
    """Reads the scanned pages of the article's original; without `languages`, in the usual ones.

    Raises Missing (no Tesseract), Invalid (no such language, no scanned page), Unreadable, NotFound and Cancelled.
    """
    from archive.importers.recognition import assemble  # here: it takes its time to load, and few files are scans

    progress = progress or Progress()
    recogniser = recogniser or tesseract.find()
    tongues = tesseract.chosen(recogniser, languages or usual_languages(archive, article, recogniser))
    edition = archive.store.editions.current(article)
    progress.report(0, 0, "Looking for scanned pages")
    before = _read(archive, edition, pool)
    with ExitStack() as stack:
        drawn = pages or stack.enter_context(Pages())
        found = []
        for number in progress.over(before.scanned, "Reading scanned pages"):
            picture = _picture(drawn, archive, edition.original.sha512, number)
            found.append(_recognised(recogniser, picture, number, tongues, progress))
    by = f"{recogniser.name} ({' and '.join(map(tesseract.spoken, tongues))})"
    made = assemble(before, found, by, recogniser.version)
    if not any(page.words for page in found) or made.text is None:
        raise Unreadable("No words were found on the scanned pages.", "Look at the original, or try other languages.")
    return _save(archive, article, edition, made)


def _recognised(
    recogniser: Recogniser, picture: Picture, number: int, languages: Sequence[str], progress: Progress
) -> "Recognised":
    """The words of a page. Where much that is dark was not read, the page is taken apart in other ways, and the best one kept."""
    from archive.importers.recognition import Recognised, unread, words

    best: Recognised | None = None
    for layout in tesseract.LAYOUTS:
        read = words(recogniser.read(picture, languages, progress, layout))
        tried = Recognised(number, read, unread(picture, read))
        if best is None or tried.unread < best.unread - _BETTER:
            best = tried
        if best.unread <= _LITTLE:
            break
    assert best is not None
    return best


def _read(archive: Archive, edition: Edition, pool: ReaderPool | None) -> Imported:
    """The PDF as its reader reads it now: which of its pages are pictures of text, and what the others say."""
    if edition.original.media_type != "application/pdf":
        raise Invalid("This article was not made from a PDF.", "Only PDF files have scanned pages that can be read.")
    data = archive.store.originals.data(edition.original.sha512)
    before = read_one(Source(data, edition.original.name, edition.path), pool)
    if before.text is None:
        raise Unreadable(before.error or "This PDF cannot be read.", "")
    if not before.scanned:
        raise Invalid("No page of this PDF is a picture of text.", "Its text was read when it was imported.")
    return before


def _picture(pages: Pages, archive: Archive, address: str, number: int) -> Picture:
    shape = pages.page(archive, address, number, _SMALL_PX)
    width = tesseract.LONGER_PX if shape.width >= shape.height else tesseract.LONGER_PX * shape.width // shape.height
    return pages.page(archive, address, number, max(_SMALL_PX, width))


def _save(archive: Archive, article: ArticleId, read: Edition, made: Imported) -> Change:
    assert made.text is not None
    with archive.atomic():
        current = archive.store.editions.current(article)
        if current.id != read.id:
            raise Invalid("The article has another text by now.", "Read its scanned pages again.")
        if current.text == made.text.text and current.importer == made.importer:
            raise Invalid("The pages were read before, and say the same.", "Choose other languages.")
        inverse = present_state(archive, article)
        saving.add_edition(archive, article, made, current.original.sha512, reason=REASON, path=current.path)
        anchoring.follow(archive, article)
        saving.describe(archive, article, _with_title(made, archive.store.articles.get(article).title))
        return recorded(archive, "Read the scanned pages", article, inverse)


def _with_title(made: Imported, title: str) -> Imported:
    return made if made.metadata.title else replace(made, metadata=replace(made.metadata, title=title))
