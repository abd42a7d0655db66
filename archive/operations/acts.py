"""Verbs by name: how undo, redo and the journal perform an act that was kept as data."""

from collections.abc import Callable, Mapping
from importlib import import_module

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.change import Act, Change

# What inverses are made of, by module and name: few acts are taken back, and what they need is loaded then. The arguments are JSON and
# go by name.
_VERBS: Mapping[str, tuple[str, str]] = {
    "restate": ("recording", "change_articles"),
    "take_back": ("recording", "take_back"),
    "send_back": ("bringing", "send_back"),
    "trash": ("curate", "trash"),
    "show_edition": ("editions", "show_edition"),
    "show_editions": ("illustrating", "show_editions"),
    "unmerge": ("exchange.undoing", "unmerge"),
    "turn_review": ("review", "turn"),
    "restate_rules": ("taught", "restate"),
    "take_apart": ("joining", "take_apart"),
    "join_again": ("joining", "join_again"),
    "delete_collection": ("collect", "delete"),
    "put_back_collections": ("collect", "put_back"),
    "rename_collection": ("collect", "rename"),
    "move_collection": ("collect", "move"),
    "add_to_collection": ("collect", "add"),
    "remove_from_collection": ("collect", "remove"),
    "tag": ("collect", "tag"),
    "untag": ("collect", "untag"),
    "delete_search": ("collect", "delete_search"),
    "rename_search": ("collect", "rename_search"),
    "put_back_search": ("collect", "put_back_search"),
}


def perform(archive: Archive, act: Act) -> Change:
    """Performs an act; the Change's own inverse takes it back again.

    Raises NotFound or Invalid, and changes nothing, when what it is about is gone or has changed since; Invalid for a verb
    that this program does not know.
    """
    if act.verb not in _VERBS:
        raise Invalid(f"This version of Waystation does not know how to {act.verb!r}.", "Install the newest version.")
    return _verb(act.verb)(archive, **act.arguments)


def _verb(name: str) -> Callable[..., Change]:
    module, function = _VERBS[name]
    found: Callable[..., Change] = getattr(import_module(f"archive.operations.{module}"), function)
    return found
