"""Keeps of a link's address what can be shown and cited safely; nothing is ever fetched."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_IGNORED: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2066-\u206f\u3000\ufeff]")
_SHOWN: Final = frozenset({"http", "https", "mailto"})
# Longer addresses carry data, not a place.
MAX_LENGTH = 2048


def safe_target(address: str, base: str | None = None) -> str | None:
    """An http, https or mailto address, or None: scripts, data, files, network shares and places within the page are dropped.

    A relative address is told against `base`, and dropped where there is none. Characters that browsers ignore in
    addresses (controls, spaces) are taken out first, so that nothing hides behind them.
    """
    cleaned = _IGNORED.sub("", address)
    if not cleaned or len(cleaned) > MAX_LENGTH or cleaned.startswith(("#", "//", "\\", "/\\")):
        return None
    try:
        scheme = urlsplit(cleaned).scheme.lower()
        if not scheme and base is not None:
            cleaned = urljoin(base, cleaned)
            scheme = urlsplit(cleaned).scheme.lower()
        host = urlsplit(cleaned).hostname
    except ValueError:
        return None
    if scheme not in _SHOWN or (scheme != "mailto" and not host):
        return None
    return cleaned


def web_address(address: str, base: str | None = None) -> str | None:
    """As `safe_target`, for http and https alone: where a page was saved from."""
    target = safe_target(address, base)
    return target if target and target.lower().startswith("http") else None
