"""Knows the short lines that sites put into an article's text (appeals, buttons, counters), by the lexicon of all importers."""

from archive.model.article import BlockKind

from ..lines import site
from ..lines.roles import is_heading_too
from ..metadata import is_date_line, labelled
from .lines import Line

# Longer lines are prose, whatever they begin with.
_MAX_CHARS = 220
_BUTTON = 0.5


def site_phrase(line: Line, *, within: bool) -> str | None:
    """Why a line is the site's by its own words, or None. `within`: it stands between the article's first and last prose.

    What a site's menu calls "Resources" or "Help" can be an article's heading or an entry of its lists, so that there
    only links count; a table's row is never a menu; a sentence that tells something stays, whatever it begins with.
    """
    text = line.text
    if len(text) > _MAX_CHARS:
        return None
    linked = line.linked >= _BUTTON
    if found := site.whole(text):
        common = is_heading_too(text) or line.kind is BlockKind.ITEM or line.context.row is not None
        return None if within and common and not linked else found.why
    if line.context.row is not None or is_date_line(text) or labelled(text) is not None:
        return None
    found = site.phrase(text)
    if within and not linked and line.kind is BlockKind.HEADING and site.can_head(text):
        return None
    if found is None or not found.sure or (site.tells(text) and not found.firm and not linked):
        return None
    return found.why
