"""Where a month or a day without its year belongs to a story: "In June 2004 she crossed. On 3 July she was caught."

News counts such a day from its own; a story about somebody counts it from what was told before. One is told where a date with its year
stands a few sentences before in the same paragraph, years before publication, and somebody is spoken of. Where any of this is missing
nothing is taken for a story, and the day is counted from that of publication.
"""

from . import tense
from .context import Context
from .lexicon import english
from .moments import Moment
from .tokens import Tokens

_SENTENCES, _TOKENS = 3, 40  # how far before it may have been told; how far a sentence is looked at to either side
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
    if context.told_sentence < context.sentence - _SENTENCES or context.told_paragraph != context.paragraph:
        return None
    # A year is also what figures are told of: "2,914 came in 2009".
    whole = moment.unit != "year" or context.somebody(context.told_at)
    return moment if whole and context.somebody(context.at) else None


def about_somebody(tokens: Tokens, at: int) -> bool:
    """Whether the English sentence around the token speaks of a person that was named or is known."""
    people = english().guards["people"]
    return any(tokens.words[index] in people for index in tense.sentence_around(tokens, at, at, _TOKENS))
