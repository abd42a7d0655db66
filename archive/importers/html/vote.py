"""Asks trafilatura which text is the article's; its answer is one voice among several. Nothing is downloaded.

Only its body is asked for: the dates and authors that it finds are guesses without a place in the text.
"""

import logging
from typing import Final

from archive.model.article import BETWEEN_CELLS

from .lines import Line
from .tree import Page

# Where trafilatura is not asked: its parser loses text above 256 nested elements, and it takes time with size.
_MAX_DEPTH: Final = 240
_MAX_CHARS: Final = 3_000_000
_MAX_ELEMENTS: Final = 20_000
_LONG_VALUE: Final = 1000
_DROPPED: Final = frozenset({"script", "style", "svg", "template", "iframe"})
_SHORT: Final = 25


class Vote:
    """What trafilatura took for the body. `silent` when it was not asked or found nothing."""

    def __init__(self, body: str) -> None:
        rows = [" ".join(row.split()) for row in body.splitlines()]
        self._rows = frozenset(row.removeprefix("- ").strip() for row in rows if row)
        self._all = " ".join(row for row in rows if row)
        self.silent = not self._all

    def __contains__(self, line: Line) -> bool:
        text = line.text
        if line.context.row is not None:
            return all(cell.strip() in self._all for cell in text.split(BETWEEN_CELLS))
        return text in self._rows or (len(text) >= _SHORT and text in self._all)


def ask(page: Page) -> Vote:
    """The body as trafilatura sees it, in precision mode."""
    slim = _slim(page) if page.depth <= _MAX_DEPTH and len(page.nodes) <= _MAX_ELEMENTS else ""
    if not slim or len(slim) > _MAX_CHARS:
        return Vote("")
    import lxml.html  # here, because these take half a second to load and not every run reads pages
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
        tree = lxml.html.document_fromstring(slim, parser=parser)
        body = extract(tree, favor_precision=True, include_comments=False, include_tables=True, deduplicate=False)
    except Exception:
        # A boundary: a foreign parser on foreign input. Without its voice the page's structure decides alone.
        return Vote("")
    return Vote(body or "")


def _slim(page: Page) -> str:
    """The page without scripts, styles, drawings and embedded data, which can be most of a single-file page."""
    source, parts, position = page.source, [], 0
    for node in page.nodes:
        if node.start < position:
            continue
        if node.tag in _DROPPED:
            parts.append(source[position : node.start])
            position = node.end
            continue
        for start, end in sorted(node.spans.values()):
            if end - start > _LONG_VALUE and start >= position:
                parts.append(source[position:start])
                position = end
    parts.append(source[position:])
    slim = "".join(parts)
    return slim[slim.find("?>") + 2 :] if slim.lstrip().startswith("<?xml") else slim
