"""`duplicates` and `compare-editions`: articles of one origin, what a person decides of them, and what changed from one text to another."""

from typing import Any

import click

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.article import Edition
from archive.model.change import Change
from archive.model.duplicate import Group, Relation, TextChange, Versions
from archive.model.ids import ArticleId
from archive.operations import duplicates, indexing, joining, origins, versions

from .common import find_article, open_archive, print_json, say, shared_options, with_archive

_WORDS = 60  # code points of a change that a line shows


@click.command("duplicates")
@click.option("--article", "identifier", metavar="ID", help="Only the group of this article.")
@click.option("--accept", nargs=2, metavar="ID ID", help="Say that these two are what is proposed: of one origin.")
@click.option("--reject", nargs=2, metavar="ID ID", help="Say that these two are independent of each other.")
@click.option("--link", nargs=2, metavar="COPY ID", help="Say that the first is a copy of the second, proposed or not.")
@click.option("--split", metavar="ID", help="Take this article out of its group.")
@click.option(
    "--join",
    nargs=2,
    metavar="EARLIER LATER",
    help="Make the second a later edition of the first; it goes to the trash.",
)
@shared_options
def duplicates_command(
    identifier: str | None,
    accept: tuple[str, str] | None,
    reject: tuple[str, str] | None,
    link: tuple[str, str] | None,
    split: str | None,
    join: tuple[str, str] | None,
    as_json: bool,
) -> None:
    """List articles that are, or may be, copies, excerpts or updates of each other, and say what they are.

    Where the words are the same they are of one origin; anything else is a proposal until you accept it.
    """
    acts = {"accept": accept, "reject": reject, "link": link, "split": split and (split,), "join": join}
    given = {name: named for name, named in acts.items() if named}
    if len(given) > 1:
        raise click.UsageError("Give one of --accept, --reject, --link, --split and --join at a time.")
    with open_archive(read_only=not given) as archive:
        for name, named in given.items():
            _act(archive, name, [find_article(archive, each).id for each in named])
        _print(archive, identifier, as_json)


def _act(archive: Archive, name: str, named: list[ArticleId]) -> Change:
    if name == "split":
        change = origins.split(archive, named[0])
    elif name == "join":
        change = joining.join(archive, named[0], named[1])
    elif name == "link":
        change = origins.link(archive, named[0], named[1])
    else:
        change = (origins.accept if name == "accept" else origins.reject)(archive, [(named[0], named[1])])
    indexing.index_few(archive)
    return change


def _print(archive: Archive, identifier: str | None, as_json: bool) -> None:
    if identifier is None:
        found, _ = origins.groups(archive)
    else:
        one = origins.group(archive, find_article(archive, identifier).id)
        found = [] if one is None else [one]
    if as_json:
        print_json([_group_row(each) for each in found])
    elif not found:
        say("No duplicates: no two articles have much of their text in common.", err=True)
    for each in () if as_json else found:
        _say_group(each)
    pending = duplicates.pending(archive)
    if pending:
        told = "1 article has" if pending == 1 else f"{pending:,} articles have"
        say(f"{told} not been looked at yet: open the archive, or import something, to go on.", err=True)


def _group_row(group: Group) -> dict[str, Any]:
    return {
        "articles": [
            {
                "id": each.id,
                "uid": each.uid,
                "title": each.title,
                "publisher": each.publisher,
                "published": each.published,
            }
            for each in group.articles
        ],
        "relations": [_relation_row(each) for each in group.relations],
    }


def _relation_row(relation: Relation) -> dict[str, Any]:
    return {
        "article": relation.article,
        "other": relation.other,
        "kind": relation.kind.value,
        "standing": relation.standing.value,
        "shared": round(relation.shared, 4),
        "covered": round(relation.covered, 4),
        "reason": relation.reason,
        "author": relation.author or None,
        "decided": relation.judged or None,
    }


def _say_group(group: Group) -> None:
    for each in group.articles:
        about = " · ".join(filter(None, (each.publisher, each.published)))
        say(f"{each.id:>5}  {each.title}{f' · {about}' if about else ''}")
    for link in group.relations:
        say(f"       {link.article} is {_A[link.kind.value]} of {link.other} ({link.standing.value}): {link.reason}")


_A = {"copy": "a copy", "excerpt": "an excerpt", "update": "an update"}


@click.command("compare-editions")
@click.argument("identifier", metavar="ID")
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--old", type=int, metavar="N", help="The number of the edition to compare with; usually the one before.")
@click.option("--new", type=int, metavar="N", help="The number of the edition to compare; usually the present one.")
@shared_options
@with_archive(read_only=True)
def compare_editions_command(
    archive: Archive, identifier: str, other: str | None, old: int | None, new: int | None, as_json: bool
) -> None:
    """Show what changed between two editions of an article, or between two articles, and what the changes touch."""
    article = find_article(archive, identifier).id
    if other is not None:
        if old is not None or new is not None:
            raise click.UsageError("--old and --new choose editions of one article.")
        pair = versions.current(archive, article, find_article(archive, other).id)
    else:
        known = versions.editions(archive, article)
        if known is None:
            raise Invalid("This article has one edition only.", "Name another article to compare it with.")
        numbers = {each.number: each.id for each in archive.store.editions.summaries(article)}
        for number in (old, new):
            if number is not None and number not in numbers:
                raise Invalid(
                    f"This article has no edition {number}.", f"Choose one of {', '.join(map(str, sorted(numbers)))}."
                )
        pair = (numbers[old] if old else known[0], numbers[new] if new else known[1])
    found = versions.compare(archive, *pair)
    if as_json:
        print_json(_versions_row(found))
        return
    say(f"{len(found.changes):,} change{'' if len(found.changes) == 1 else 's'}")
    for number, change in enumerate(found.changes, 1):
        _say_change(found, number, change)


def _versions_row(found: Versions) -> dict[str, Any]:
    return {
        "old": _edition_row(found.old),
        "new": _edition_row(found.new),
        "changes": [
            {
                "act": each.act.value,
                "old": {"start": each.old[0], "end": each.old[1], "text": found.old.text[slice(*each.old)]},
                "new": {"start": each.new[0], "end": each.new[1], "text": found.new.text[slice(*each.new)]},
                "touched": [
                    {
                        "kind": mark.kind,
                        "uid": mark.uid,
                        "article": mark.article,
                        "edition": mark.edition,
                        "start": mark.start,
                        "end": mark.end,
                        "words": mark.words,
                    }
                    for mark in each.touched
                ],
            }
            for each in found.changes
        ],
    }


def _edition_row(edition: Edition) -> dict[str, Any]:
    return {"article": edition.article, "edition": edition.id, "number": edition.number, "created": edition.created}


def _say_change(found: Versions, number: int, change: TextChange) -> None:
    old, new = found.old.text[slice(*change.old)], found.new.text[slice(*change.new)]
    said = " → ".join(f"“{_short(words)}”" for words in (old, new) if words)
    say(f"{number:>4}  {change.act.value}: {said}")
    for mark in change.touched:
        say(f"        {mark.kind} {mark.uid[:8]}: {_short(mark.words)}")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"
