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
    """What the details of an article say: `2 copies and 1 update of this`, `A copy of another article, one of 4`; "" for nothing.

    `total` counts the articles of its group.
    """
    held = [each for each in relations if each.standing is not Standing.REJECTED]
    of_this = Counter(each.kind for each in held if each.other == article)
    this_is = [each.kind for each in held if each.article == article]
    if of_this:
        line = " and ".join(
            f"{number:,} {_ONE[kind] if number == 1 else _OF[kind]}" for kind, number in of_this.items()
        )
        line += " of this"
    elif this_is:
        line = f"{'A' if this_is[0] is Likeness.COPY else 'An'} {_ONE[this_is[0]]} of another article"
        line += f", one of {total:,}" if total > 2 else ""
    else:
        return ""
    return f"{line} (proposed)" if all(each.standing is Standing.PROPOSED for each in held) else line
