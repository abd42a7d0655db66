"""Pictures of a saved page: those that the file itself holds (`data:` addresses, parts of an MHTML file), and those that lie beside it and
were handed over with it. No other address is looked at."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from archive.importers.html.assemble import PICTURE
from archive.importers.html.tree import Node, Page
from archive.model.article import Beside, Block, BlockKind, Illustration, SetAside, Text

from .found import MOST, MOST_BYTES, Found, illustration, shortened

Resolve = Callable[[str], tuple[bytes, str] | None]
_DATA: Final = re.compile(r"\s*data:([^,;]{0,100})((?:;[^,;]{0,100}){0,8}),", re.IGNORECASE)
_TAGS: Final = frozenset({"img", "amp-img"})
_SOURCES: Final = ("src", "data-src", "data-original")
_REACH: Final = 64


def data_address(address: str) -> bytes | None:
    """The bytes in a `data:` address (RFC 2397); None for any other address, or what cannot be decoded."""
    match = _DATA.match(address[:1_200])
    if match is None or len(address) > 2 * MOST_BYTES:
        return None
    body = address[match.end() :]
    if ";base64" not in match[2].lower():
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(unquote_to_bytes(body).decode("ascii", "ignore").split()) + "==")
    except (binascii.Error, ValueError):
        return None


def pictures(
    page: Page, text: Text, resolve: Resolve | None = None, beside: Sequence[Beside] = ()
) -> tuple[Illustration, ...]:
    """The pictures among the blocks of an article. `resolve` gives (bytes, place) for addresses inside a container."""
    nodes = [node for node in page.nodes if node.tag in _TAGS]
    if not nodes or not text.blocks:
        return ()
    low, high = _range(text.blocks)
    aside = sorted((item for item in text.set_aside if item.why != PICTURE), key=lambda item: item.start)
    held = {each.address: each for each in beside}
    kept: list[Illustration] = []
    seen: set[str] = set()
    for node in nodes:
        if len(kept) == MOST:
            break
        if not low <= node.start <= high or _within(aside, node.start):
            continue
        found = _found(node, resolve)
        caption = _caption(node, text.blocks)
        made = illustration(found, node.start, caption) if found is not None else _beside(node, held, caption)
        if made is not None and made.sha512 not in seen:
            seen.add(made.sha512)
            kept.append(made)
    return tuple(kept)


def _range(blocks: Sequence[Block]) -> tuple[int, int]:
    """From the title, or what stands first, to the end of the last block that is no line about the article."""
    own = [block for block in blocks if block.kind is not BlockKind.META] or list(blocks)
    return min(block.source[0] for block in own), max(block.source[1] for block in own)


def _within(aside: Sequence[SetAside], position: int) -> bool:
    return any(item.start <= position < item.end for item in aside)


def _alt_of(node: Node) -> str:
    """What a page says of a picture for those who do not see it."""
    return shortened(node.get("alt") or node.get("title"))


def _found(node: Node, resolve: Resolve | None) -> Found | None:
    alt = _alt_of(node)
    for name in _SOURCES:
        span = node.spans.get(name)
        if span is None:
            continue
        if _DATA.match(node.source[span[0] : span[0] + 1_200]):
            data = data_address(node.get(name))
            if data:
                return Found(data, f"data {span[0]} {span[1]}", alt)
        elif resolve is not None and (held := resolve(node.get(name))) is not None:
            return Found(*held, alt)
    return None


def _beside(node: Node, held: Mapping[str, Beside], caption: int | None) -> Illustration | None:
    for name in _SOURCES if held else ():
        each = held.get(node.get(name).strip())
        if each is not None:
            told = each.media_type, each.width, each.height, each.size, each.sha512
            return Illustration(f"beside {each.address}", *told, node.start, caption, _alt_of(node))
    return None


def _caption(node: Node, blocks: Sequence[Block]) -> int | None:
    """Where the caption of the figure begins that the picture stands in."""
    above = node.parent
    for _ in range(_REACH):
        if above is None:
            return None
        if above.tag == "figure":
            inside = (
                block.source[0]
                for block in blocks
                if block.kind is BlockKind.CAPTION and above.start <= block.source[0] < above.end
            )
            return next(inside, None)
        above = above.parent
    return None
