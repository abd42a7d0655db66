"""How the window was left, kept in the archive itself: where an archive is encrypted, nothing that tells of it may lie beside it.

What is kept counts on the machine that kept it alone: it is authenticated by that machine's secret, so that an archive that comes
from elsewhere cannot tell the window what to show, or which folders to watch.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from archive.archive import Archive
from archive.base import places

_FACT = "window-state"


def kept(archive: Archive) -> dict[str, Any]:
    """The state as JSON values; empty where none was kept, or not by this machine."""
    held = archive.store.facts.get(_FACT)
    if held is None:
        return {}
    mac, _, text = held.partition(" ")
    if not hmac.compare_digest(mac, _mac(archive, text)):
        return {}
    state = json.loads(text)
    return state if isinstance(state, dict) else {}


def keep(archive: Archive, state: Mapping[str, Any]) -> None:
    """Keeps the state (JSON values) in place of what was kept before; no act, and nothing to take back. Raises ReadOnly."""
    text = json.dumps(state, ensure_ascii=False)
    with archive.atomic():
        archive.store.facts.set(_FACT, f"{_mac(archive, text)} {text}")


def _mac(archive: Archive, text: str) -> str:
    return hmac.new(places.machine_secret(), f"{archive.uid} {text}".encode(), hashlib.sha256).hexdigest()
