"""Coding at scale: every match over the archive to be looked at and tagged, sentences that resemble those tagged before, and how
far two authors agree. Reads only: what is chosen is marked by `annotate.mark_many`, as one act.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.annotation import agreement as measures
from archive.annotation import suggest
from archive.annotation.matches import MAX_MATCHES, Kind, Matcher
from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.base.sentences import sentences
from archive.model.ids import ArticleId
from archive.model.passage import Passage, State
from archive.model.search import Scope, Sort

from .annotate import Span

# For the whole archive; one article's text takes milliseconds unless the pattern never ends.
SECONDS = 10.0
UNITS = ("match", "word", "sentence", "paragraph")
_EXAMPLES = 60
_ALL_EXAMPLES = 4000  # of all tags together; ten times as many would take half a minute at every article
_BACKGROUND = 200
EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch that a search found, to be ticked or not: `span` is what would be marked, `exact` its words.

    `hits` are the matches inside it, relative to `exact`. `marked` says that a passage has these very edges already.
    """

    span: Span
    exact: str
    hits: tuple[tuple[int, int], ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found; `more` says that there is more than so many, which is left out."""

    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """A sentence that resembles those tagged so; `score` is 0–1."""

    path: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Report:
    """Agreement of two authors over the articles that both of them coded: one row a tag, and where they differ.

    In a disagreement `article` is the article's id, and `by` 0 for the first author, 1 for the second.
    """

    first: str
    second: str
    articles: tuple[ArticleId, ...]
    tags: tuple[measures.Agreement, ...]
    disagreements: tuple[measures.Disagreement, ...]


def matches(
    archive: Archive,
    query: str,
    *,
    kind: str = Kind.WORDS,
    unit: str = "match",
    match_case: bool = False,
    articles: Sequence[ArticleId] | None = None,
    scope: Scope = EVERYWHERE,
    limit: int = MAX_MATCHES,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Matches:
    """Every match of words, of a phrase or of a regular expression (`kind`) in the texts, newest article first.

    Nothing is marked. Raises Invalid: no such pattern or unit, or the search did not end in time; Cancelled.
    """
    if unit not in UNITS:
        raise Invalid(f"Matches cannot be widened to a {unit!r}.", f"Choose one of {', '.join(UNITS)}.")
    matcher = Matcher(query, kind, match_case=match_case, seconds=seconds)
    wanted = articles
    if wanted is None:
        wanted = [article.id for article in archive.store.articles.list(scope, Sort.ADDED)]
    found: list[Found] = []
    for article in (progress or Progress()).over(wanted, "Looking for matches"):
        with archive.snapshot():
            edition = archive.store.editions.current(article)
            places = matcher.places(edition.text, edition.blocks, unit)
            marked = _edges(archive.store.passages.of(article)) if places else set()
        for place in places:
            hits = tuple((hit.start - place.start, hit.end - place.start) for hit in place.found)
            span = Span(article, place.start, place.end, edition.id)
            words = edition.text[place.start : place.end]
            found.append(Found(span, words, hits, (edition.id, place.start, place.end) in marked))
        if len(found) > limit:
            break
    return Matches(tuple(found[:limit]), matcher.cut or len(found) > limit)


def _edges(passages: Sequence[Passage]) -> set[tuple[int, int, int]]:
    return {(int(passage.edition), passage.anchor.start, passage.anchor.end) for passage in passages}


def suggestions(
    archive: Archive, article: ArticleId, *, limit_per_tag: int = 5, progress: Progress | None = None
) -> list[Suggested]:
    """Sentences of an article that resemble those already tagged anywhere, best first; never those tagged so already.

    Tags learn from the 60 passages changed last of each, the tags used most first, until they are 4,000. Raises Cancelled.
    """
    with archive.snapshot():
        text = archive.store.editions.text(article)
        own = [each for each in archive.store.passages.of(article) if each.state is State.ANCHORED]
        coded: Mapping[Hashable, Sequence[str]] = _examples(archive)
    whole = [suggest.Sentence(start, end, text[start:end]) for start, end in sentences(text)]
    background = [sentence.text for sentence in whole[:_BACKGROUND]]
    taken = set(_tagged(own, whole))
    # Asked for more, because those that are tagged so already come first.
    found = suggest.suggestions(
        whole,
        coded,
        background=background,
        limit_per_tag=limit_per_tag + len({start for _, start in taken}),
        check=(progress or Progress()).check,
    )
    kept: dict[str, list[Suggested]] = {}
    for each in found:
        path = str(each.tag)
        if (path, each.start) not in taken and len(kept.setdefault(path, [])) < limit_per_tag:
            kept[path].append(Suggested(path, each.start, each.end, each.score))
    return sorted((each for group in kept.values() for each in group), key=lambda each: (-each.score, each.start))


def _tagged(passages: Sequence[Passage], whole: Sequence[suggest.Sentence]) -> Iterator[tuple[str, int]]:
    """Each tag with the start of each sentence, in the order of the text, that a passage so tagged reaches into."""
    ends = [sentence.end for sentence in whole]
    for passage in passages:
        number = bisect_right(ends, passage.anchor.start)
        while number < len(whole) and whole[number].start < passage.anchor.end:
            for use in passage.tags:
                yield use.path, whole[number].start
            number += 1


def _examples(archive: Archive) -> dict[Hashable, list[str]]:
    """What tags learn from: the last ones of each, of the tags used most first, until it is enough."""
    found: dict[Hashable, list[str]] = {}
    held = 0
    for path, texts in archive.store.passages.examples(_EXAMPLES).items():
        if held >= _ALL_EXAMPLES:
            break
        found[path] = texts
        held += len(texts)
    return found


def agreement(
    archive: Archive,
    first: str,
    second: str,
    *,
    by: str = "character",
    coded_only: bool = False,
    articles: Sequence[ArticleId] | None = None,
) -> Report:
    """How far two authors agree, tag by tag, by "character" or by "sentence"; without `articles`, over those that both coded.

    `coded_only` leaves out the text that neither of them tagged. Raises Invalid: one author twice, nothing in common.
    """
    if first == second:
        raise Invalid("Agreement needs two different authors.", "Choose another one.")
    if by not in ("character", "sentence"):
        raise Invalid(f"Agreement is not counted by {by!r}.", "Count it by character or by sentence.")
    with archive.snapshot():
        both = archive.store.passages.coded_by([first, second])
        wanted = [article for article in both if articles is None or article in articles]
        if not wanted:
            raise Invalid(f"{first} and {second} have tagged no article in common.", "Let both code the same articles.")
        coded = [_coded(archive, article, first, second) for article in wanted]
    count = measures.by_sentence if by == "sentence" else measures.by_character
    rows = count(coded, coded_only=coded_only)
    return Report(first, second, tuple(wanted), tuple(rows), tuple(measures.disagreements(coded)))


def _coded(archive: Archive, article: ArticleId, first: str, second: str) -> measures.Coded:
    text = archive.store.editions.text(article)
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {first: {}, second: {}}
    for passage in archive.store.passages.of(article):
        for use in passage.tags:
            if passage.state is State.ANCHORED and use.author in spans:
                spans[use.author].setdefault(use.path, []).append((passage.anchor.start, passage.anchor.end))
    return measures.Coded(article, len(text), sentences(text), spans[first], spans[second])
