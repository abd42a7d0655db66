"""Reads a saved page into an article: decodes, builds the tree, chooses the body, weighs the metadata.

Nothing that a page links to is ever fetched or opened, no script runs, no entity is expanded beyond characters. Every
visible line is in the text or set aside with a reason; what could not be read is told in the verdict.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from archive.base.errors import WaystationError
from archive.model.article import Beside, Imported, Metadata, Source, Verdict

from ..encodings import Decoded, decode
from ..illustrations.webpages import Resolve, pictures
from .assemble import assemble, fill_if_empty, repeats
from .body import Body, Choice, close
from .declared import declared
from .facts import base_of, facts_of
from .lines import Line, lines_of
from .merge import metadata_of
from .titles import find_title, site_names
from .tokens import TooManyAttributes
from .tree import MAX_DEPTH, Page, build
from .vote import ask

IMPORTER: Final = "html"
VERSION: Final = 1
MEDIA_TYPE: Final = "text/html"
# The largest single-file pages seen are some 50 MB, nearly all of it pictures.
MAX_BYTES: Final = 80_000_000
_SCRIPTED: Final = "The text was not in the saved page: a script puts it there when the page is opened. Open the page in a browser, wait until the text shows, and save it again as a complete page."
_EMPTY: Final = "The page holds no text."
_FRAMES: Final = "The page only frames other pages, and its text is in those. Import the framed pages themselves."


def read(source: Source, resolve: Resolve | None = None) -> Imported:
    """The article on a saved page; refused, with a sentence, when it has no text or was made to be unreadable.

    `resolve` finds the pictures of a page that lies in a container with them.
    """
    if len(source.data) > MAX_BYTES:
        size = len(source.data) // 1_000_000
        return _refused(
            f"The page is {size} MB, more than the {MAX_BYTES // 1_000_000} MB that can be read. Save it again without its pictures."
        )
    try:
        decoded = decode(source.data, declared=declared(source.data), override=source.encoding)
    except WaystationError as error:
        return _refused(str(error))
    try:
        page = build(decoded.text)
    except TooManyAttributes:
        return _refused(
            "One tag of the page has more than ten thousand attributes: no browser writes such a page.", decoded
        )
    if page.depth > MAX_DEPTH and decoded.text.lstrip().startswith("<?xml"):
        return _refused(
            f"The file nests more than {MAX_DEPTH:,} elements: no document does, so it was not read.", decoded
        )
    return _read(page, decoded, resolve, source.beside)


def _read(page: Page, decoded: Decoded, resolve: Resolve | None, beside: Sequence[Beside]) -> Imported:
    facts = facts_of(page)
    lines = lines_of(page, base_of(page, facts))
    if not lines:
        return _refused(_why_empty(page), decoded)
    title = find_title(lines, facts)
    facts.extend(site_names(lines, facts, title))
    body = Body(page, lines, title.line if title else None, ask(page))
    choices = body.choices()
    repeats(choices, title)
    warnings = _warnings(page, decoded)
    if fill_if_empty(choices):
        if _is_shell(page, lines):
            return _refused(_SCRIPTED, decoded)
        warnings.append("No article stands out on this page; its lines are kept as they are.")
    close(choices)
    text = assemble(choices, title, page)
    if not text.blocks:
        return _refused(_why_empty(page), decoded)
    text = replace(text, pictures=pictures(page, text, resolve, beside))
    metadata, doubts = metadata_of(choices, facts, title, _body_text(choices))
    warnings.extend(doubts)
    partial = page.flattened or page.wordy or page.broken is not None or _is_shell(page, lines)
    verdict = Verdict.PARTIAL if partial else Verdict.OK
    return Imported(
        verdict, IMPORTER, VERSION, MEDIA_TYPE, decoded.encoding, decoded.text, metadata, text, tuple(warnings)
    )  # fmt: skip


def _body_text(choices: Sequence[Choice]) -> str:
    return "\n".join(choice.line.text for choice in choices if choice.why is None and choice.part == "body")


def _warnings(page: Page, decoded: Decoded) -> list[str]:
    found = [decoded.note] if decoded.note else []
    if page.flattened:
        found.append(
            f"The page nests more than {MAX_DEPTH:,} tags or has too many of them: the inner tags were stripped and their text was kept."
        )
    if page.wordy:
        found.append("A tag of the page is damaged and holds words, which were not read.")
    if page.broken is not None:
        found.append("The page breaks off in the middle of a tag; its end may be missing.")
    return found


def _is_shell(page: Page, lines: Sequence[Line]) -> bool:
    """Whether scripts were to bring the text: hardly any of it is there, and scripts are."""
    scripts = sum(node.tag == "script" for node in page.nodes)
    shown = sum(
        len(line.text)
        for line in lines
        if not any(zone.why in ("shown only without scripts", "not shown on the page") for _, zone in line.zones)
    )
    return scripts > 0 and shown < 200 and not any(node.tag in ("p", "article") for node in page.nodes)


def _why_empty(page: Page) -> str:
    tags = {node.tag for node in page.nodes}
    if tags & {"frameset", "frame"}:
        return _FRAMES
    return _SCRIPTED if "script" in tags else _EMPTY


def _refused(error: str, decoded: Decoded | None = None) -> Imported:
    return Imported(
        Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, decoded.encoding if decoded else None, decoded.text if decoded else None,
        Metadata(), None, (), error,
    )  # fmt: skip
