"""Where a month or a day without its year belongs to a story: "In June 2004 she crossed. On 3 July she was caught."

News counts such a day from its own; a story about somebody counts it from what was told before. One is told where a date with its year
stands a few sentences before in the same paragraph, years before publication, and somebody is spoken of. Many pages give each sentence a
paragraph of its own: there a story goes on where the sentence speaks of the same person by a pronoun and reports nothing that was said.
Where any of this is missing nothing is taken for a story, and the day is counted from that of publication.
"""

from bisect import bisect_left
from collections.abc import Sequence

from archive.model.article import Block, BlockKind

from . import tense
from .context import Context
from .lexicon import english
from .moments import Moment
from .tokens import BREAK, Tokens

_SENTENCES, _TOKENS = 3, 40  # how far before it may have been told; how far a sentence is looked at to either side
# Paragraphs of one sentence each: how far before it may have been told, and where each of them goes on about the same person.
PARAGRAPHS, _MOST_PARAGRAPHS = 2, 5
_YEARS = 2  # before publication: of the year before it the day nearest to publication is as likely


def told(context: Context) -> Moment | None:
    """The time of the story that is being told where the present token stands, or None."""
    moment, published = context.told, context.published
    if (
        moment is None
        or moment.year is None
        or not context.storied
        or moment.unit not in ("day", "month", "season", "year")
    ):
        return None
    if published is not None and published.year is not None and moment.year > published.year - _YEARS:
        return None
    if not _near(context):
        return None
    # A year is also what figures are told of: "2,914 came in 2009".
    whole = moment.unit != "year" or context.somebody(context.told_at)
    return moment if whole and context.somebody(context.at) else None


def _near(context: Context) -> bool:
    if context.told_paragraph == context.paragraph:
        return context.told_sentence >= context.sentence - _SENTENCES
    paragraphs, told = context.paragraphs, context.told
    if told is None or told.unit == "year" or not paragraphs:  # "Mr. Oh, who fled in 2012, was arrested."
        return False
    if paragraphs[context.told_paragraph] != paragraphs[context.paragraph]:
        return False
    return context.told_paragraph >= context.paragraph - _MOST_PARAGRAPHS and context.goes_on(
        context.told_at, context.at
    )


def laid_out(blocks: Sequence[Block], starts: Sequence[int]) -> list[int]:
    """A number for each block, the same for those that stand together as paragraphs of one sentence each. `starts` is where the sentences
    of the text begin.
    """
    numbers: list[int] = []
    alone_before = False
    for place, block in enumerate(blocks):
        sentences = bisect_left(starts, block.end) - bisect_left(starts, block.start)
        alone = block.kind is BlockKind.PARAGRAPH and sentences <= 1
        numbers.append(numbers[-1] if alone and alone_before else place)
        alone_before = alone
    return numbers


def goes_on(tokens: Tokens, told_at: int, at: int) -> bool:
    """Whether the English sentence at `at`, in a paragraph of its own, speaks by a pronoun of whom the one at `told_at` spoke of, and
    nobody is quoted in it. Where more than one sentence stands between them, each has to go on so.
    """
    here, there = _spoken_of(tokens, at), _spoken_of(tokens, told_at)
    if not here or not _alike(here, there):
        return False
    if "i" not in here & there and _reports(tokens, at):
        return False
    breaks = [index for index in range(told_at, at) if tokens.symbols[index] == BREAK]
    between = [index + 1 for index in breaks[:-1]]
    return len(between) < PARAGRAPHS or all(
        _alike(_spoken_of(tokens, index), there) and _spoken_of(tokens, index) and not _reports(tokens, index)
        for index in between
    )


def _spoken_of(tokens: Tokens, at: int) -> set[str]:
    pronouns = english().pronouns
    words = [tokens.words[at], *(tokens.words[index] for index in tense.sentence_around(tokens, at, at + 1, _TOKENS))]
    return {pronouns[word] for word in words if word in pronouns}


def _reports(tokens: Tokens, at: int) -> bool:
    reports = english().guards["reports"]
    return any(tokens.words[index] in reports for index in tense.sentence_around(tokens, at, at, _TOKENS))


def _alike(some: set[str], others: set[str]) -> bool:
    """Whether both may be said of the same person: she may be one of them, but is not he."""
    return not others or not some.isdisjoint(others) or len((some | others) - {"they"}) <= 1


def about_somebody(tokens: Tokens, at: int) -> bool:
    """Whether the English sentence around the token speaks of a person that was named or is known."""
    people = english().guards["people"]
    return any(tokens.words[index] in people for index in tense.sentence_around(tokens, at, at, _TOKENS))
