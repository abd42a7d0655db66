"""How groups of one origin and their relations are put in words. Pure."""

from collections import Counter
from collections.abc import Sequence

from archive.model.article import Article
from archive.model.duplicate import Group, Likeness, Relation, Standing
from desktop.wording import counted, date, day, one_line

KINDS = {Likeness.COPY: "Copy", Likeness.EXCERPT: "Excerpt", Likeness.UPDATE: "Update"}
_OF = {Likeness.COPY: "copies", Likeness.EXCERPT: "excerpts", Likeness.UPDATE: "updates"}
_ONE = {Likeness.COPY: "copy", Likeness.EXCERPT: "excerpt", Likeness.UPDATE: "update"}


def heading(group: Group) -> str:
    """`3 articles of one origin`, or that they may be."""
    many = counted(len(group.articles), "article")
    if not group.open:
        return f"{many} of one origin"
    if any(each.standing is not Standing.PROPOSED for each in group.relations):
        return f"{many}, not all of them decided"
    return f"{many} that may be of one origin"


def title(article: Article) -> str:
    return one_line(article.title) or "An article without a title"


def source(article: Article) -> str:
    """`Tarn Courier, 3 May 2024`."""
    return f"{article.publisher or 'no publisher'}, {date(article)}"


def about(article: Article) -> str:
    """`Tarn Courier · 3 May 2024 · 420 words`."""
    return " · ".join((article.publisher or "no publisher", date(article), counted(article.words, "word")))


def standing(relation: Relation) -> str:
    """Who says so."""
    if relation.standing is Standing.CERTAIN:
        return "the same words"
    if relation.standing is Standing.ACCEPTED:
        return f"accepted by {relation.author} on {day(relation.judged)}"
    return "proposed"


def counts(relations: Sequence[Relation], article: int, total: int) -> str:
    """What the details of an article say: `2 copies and 1 update of this`, `A copy, one of 4 articles`; "" for nothing.

    `total` counts the articles of its group. What nobody has decided is said to be a proposal.
    """
    held = [each for each in relations if each.standing is not Standing.REJECTED]
    guess = all(each.standing is Standing.PROPOSED for each in held)
    of_this = Counter(each.kind for each in held if each.other == article)
    this_is = [_ONE[each.kind] for each in held if each.article == article]
    if this_is:
        line = f"{'a' if this_is[0] == _ONE[Likeness.COPY] else 'an'} {this_is[0]}"
        line += f", one of {counted(total, 'article')}" if total > 2 else " of another article"
        return f"May be {line}" if guess else line.capitalize()
    line = " and ".join(f"{number:,} {_ONE[kind] if number == 1 else _OF[kind]}" for kind, number in of_this.items())
    return f"{line} {'proposed' if guess else 'of this'}" if line else ""
