"""Records as they leave under a list of rules: metadata, tags, memos, headings. Texts are redacted where excerpts are cut from them."""

from dataclasses import replace

from archive.model.article import Block, Edition, RunKind
from archive.model.excerpt import Excerpt, Work
from archive.model.passage import Memo, Tag

from .rules import Redacted, Redactor


def work(each: Work, redactor: Redactor) -> Work:
    """Every word of the metadata. An address in which a rule finds something, its hyphens taken for blanks, does not leave."""
    published = each.published if each.published and redactor.finds(each.published) is None else None
    return replace(
        each,
        title=redactor.line(each.title),
        byline=tuple(map(redactor.line, each.byline)),
        publisher=_maybe(each.publisher, redactor),
        republisher=_maybe(each.republisher, redactor),
        published=published,
        url=None if each.url and _in_address(each.url, redactor) else each.url,
        rights=replace(each.rights, rights=redactor.line(each.rights.rights)),
        note=redactor.line(each.note),
    )


def _maybe(text: str | None, redactor: Redactor) -> str | None:
    return text and redactor.line(text)


def _in_address(url: str, redactor: Redactor) -> bool:
    from urllib.parse import unquote

    plain = unquote(url)
    spaced = "".join(character if character.isalnum() else " " for character in plain)
    return any(redactor.finds(form) is not None for form in (url, plain, spaced, spaced.replace(" ", "")))


def path(told: str, redactor: Redactor) -> str:
    """A tag's path, part by part."""
    return "/".join(redactor.line(part).replace("/", "∕") for part in told.split("/"))


def tag(each: Tag, redactor: Redactor) -> Tag:
    """A tag's names and what it means."""
    return replace(
        each,
        path=path(each.path, redactor),
        name=redactor.line(each.name),
        definition=redactor.line(each.definition),
        use_when=redactor.line(each.use_when),
        not_when=redactor.line(each.not_when),
    )


def memo(each: Memo, redactor: Redactor) -> Memo:
    """A memo's words and its author's name."""
    return replace(
        each,
        title=redactor.line(each.title),
        text=redactor.line(each.text),
        author=redactor.line(each.author),
    )


def said(each: Excerpt, redactor: Redactor) -> Excerpt:
    """What people said of a passage: note, tags, names. Its words come from the redacted text already."""
    return replace(
        each,
        note=redactor.line(each.note),
        tags=tuple(path(told, redactor) for told in each.tags),
        author=redactor.line(each.author),
        uses=tuple((path(told, redactor), redactor.line(author), when) for told, author, when in each.uses),
    )


def edition(each: Edition, redacted: Redacted) -> Edition:
    """The edition with the redacted text, and without what would tell more: its file's name and folder, the lines set aside."""
    return replace(
        each,
        text=redacted.text,
        blocks=tuple(_block(block, redacted) for block in each.blocks),
        set_aside=(),
        path="",
        original=replace(each.original, name="original"),
    )


def _block(block: Block, redacted: Redacted) -> Block:
    runs = tuple(
        # Addresses go; what a page is called stays.
        replace(
            run,
            start=redacted.start(run.start),
            end=redacted.end(run.end),
            target=run.target if run.kind is RunKind.PAGE else None,
        )
        for run in block.runs
    )
    return replace(block, start=redacted.start(block.start), end=redacted.end(block.end), source=(0, 0), runs=runs)
