"""Tags that may be one: those that came and are like one which is here, and those that were joined before; a person joins them, or not."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.text import folded
from archive.model.change import Change
from archive.model.exchange import Offer
from archive.operations import codebook, recording
from archive.operations.drafting import known_tag
from archive.store.codebook import Entry

_ALIKE = 85  # of 100: "locks" and "lock" are alike, "locks" and "clocks" as well, "lake" and "lock" are not
_STEM_CHARS, _END_CHARS = 4, 3


def offers(archive: Archive) -> list[Offer]:
    """Tags that came from others and that are like one which is here, or were joined with it before; nobody has said that they are two."""
    with archive.snapshot():
        entries = archive.store.codebook.entries()
        aliases = archive.store.exchange.aliases()
        names = archive.store.exchange.names()
        came = [entry for entry in entries if ("came", str(entry.uid)) in aliases]
        found = {(each.came_uid, each.here_uid): each for each in _joined_before(archive, entries, aliases)}
        for entry in came:
            for other in entries:
                pair = _pair(entry, other)
                if (
                    other.uid == entry.uid
                    or ("apart", pair) in aliases
                    or {(other.uid, entry.uid), (entry.uid, other.uid)} & found.keys()
                ):
                    continue
                wanted = names[entry.uid][1] if entry.uid in names else entry.path
                if why := _why(wanted, other.path):
                    uses = len(archive.store.codebook.passages(entry.id))
                    offer = Offer(entry.path, other.path, entry.uid, other.uid, why, uses)
                    found[entry.uid, other.uid] = offer
        return list(found.values())


def _joined_before(
    archive: Archive, entries: Sequence[Entry], aliases: Mapping[tuple[str, str], str]
) -> Iterator[Offer]:
    """Tags that were joined with another, and that somebody who did not know put on something else."""
    here = {str(entry.uid): entry for entry in entries}
    for entry in entries:
        uid, seen = aliases.get(("tag", entry.uid)), {str(entry.uid)}
        while uid is not None and uid not in here and uid not in seen:
            seen.add(uid)
            uid = aliases.get(("tag", uid))
        other = here.get(uid or "")
        if other is not None and other.uid != entry.uid and ("apart", _pair(entry, other)) not in aliases:
            uses = len(archive.store.codebook.passages(entry.id))
            yield Offer(entry.path, other.path, entry.uid, other.uid, "joined before", uses)


def _pair(one: Entry, other: Entry) -> str:
    return "-".join(sorted((one.uid, other.uid)))


def _why(came: str, here: str) -> str:
    if folded(came) == folded(here):
        return "the same name"
    if f"{came}/".startswith(f"{here}/") or f"{here}/".startswith(f"{came}/"):
        return ""
    one, other = (folded(path.rpartition("/")[2]) for path in (came, here))
    if one == other:
        return "the same name elsewhere in the codebook"
    return "similar names" if fuzz.ratio(one, other) >= _ALIKE or _forms(one, other) else ""


def _forms(one: str, other: str) -> bool:
    """Whether two words may be forms of one: "ferry" and "ferries"."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    ends = one[shared:] + other[shared:]
    return shared >= _STEM_CHARS and max(len(one), len(other)) - shared <= _END_CHARS and (not ends or ends.isalpha())


def join_tags(archive: Archive, came: str, into: str) -> Change:
    """Makes one tag of two (paths): what carries the first carries the second. Where somebody puts the first on something without knowing
    that, it comes back, and is offered again. Raises Invalid, NotFound.
    """
    with archive.atomic():
        source, target = known_tag(archive, came), known_tag(archive, into)
        if source.id == target.id or target.path.startswith(f"{source.path}/"):
            raise Invalid("A tag cannot be joined with itself or one below it.", "Choose another tag.")
        draft = archive.store.draft()
        if ("tag", source.uid) in archive.store.exchange.aliases():
            draft.update("exchange_aliases", ["tag", source.uid], {"here": target.uid})
        else:
            draft.insert("exchange_aliases", {"kind": "tag", "uid": source.uid, "here": target.uid})
        codebook.merge_entries(archive, draft, source, target)
        return recording.drafted(archive, f"Join tag {source.path} with {target.path}", draft)


def keep_apart(archive: Archive, came: str, other: str) -> Change:
    """Says that two tags (paths) are two. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        pair = _pair(known_tag(archive, came), known_tag(archive, other))
        draft.insert("exchange_aliases", {"kind": "apart", "uid": pair, "here": pair})
        return recording.drafted(archive, f"Keep tags {came} and {other} apart", draft)
