"""BagIt bags (RFC 8493): what lies in one, what is only its lists, and whether its files are what the lists say."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from archive.base.errors import Unreadable
from archive.base.text import storable, visible
from archive.importers.html.links import web_address
from archive.importers.interchange import trees
from archive.importers.metadata import edtf
from archive.importers.zips import Box
from archive.model.article import Evidence, Metadata

_DRIVE = re.compile(r"[A-Za-z]:")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]{2,10})\.txt")
_ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
_OUR_AGENT = re.compile(r"(?mi)^Bag-Software-Agent:[ \t]*Waystation\b")
_EDITION = re.compile(r"edition-(\d{1,6})\.txt")
_SURE = 0.96
_NAMED = 3


def fault_in(name: str, text: str) -> str | None:
    """A sentence when a list of a bag, called `name`, names a path that leads out of it, else None."""
    fields = 2 if name == "fetch.txt" else 1  # before the path
    for line in text.splitlines():
        parts = line.split(maxsplit=fields)
        path = parts[-1].strip() if len(parts) > fields else ""
        if path and not _is_safe(unquote(path)):
            return f"This bag was left out: its {name} names a place outside of it ({visible(path)[:80]})."
    return None


def _is_safe(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return not (path.startswith(("/", "\\", "~")) or _DRIVE.match(path) or ".." in parts or "\0" in path)


@dataclass(slots=True)
class Bag:
    """A bag in a ZIP file. `names` are the members that may be articles; `told` is what is to be said of the others."""

    names: Sequence[str]
    told: list[str]
    _digests: Mapping[str, str]
    _algorithm: str
    _about: Mapping[str, Metadata]
    _changed: list[str] = field(default_factory=list)

    def check(self, name: str, data: bytes) -> None:
        """Holds a member against the bag's list."""
        said = self._digests.get(name)
        if said is not None and hashlib.new(self._algorithm, data, usedforsecurity=False).hexdigest() != said:
            self._changed.append(name)

    def metadata(self, name: str) -> Metadata:
        """What the bag tells of a member."""
        return self._about.get(name, Metadata())

    @property
    def lost(self) -> list[str]:
        """What is not as the lists say."""
        return _counted(
            self._changed,
            "is not what the bag's list says that it was",
            "are not what the bag's list says that they were",
        )


def bag_in(box: Box) -> Bag | None:
    """The bag that a ZIP file is; None for all others. Raises Unreadable for one whose lists lead out of it."""
    names = box.names
    top = next(
        (name[: -len("bagit.txt")] for name in names if name.rpartition("/")[2] == "bagit.txt" and name.count("/") < 2),
        None,
    )
    if top is None or not any(name.startswith(f"{top}data/") for name in names):
        return None
    lists = {name: _read(box, name) for name in names if name.startswith(top) and _is_list(name.removeprefix(top))}
    for name, text in lists.items():
        if (fault := fault_in(name.removeprefix(top), text)) is not None:
            raise Unreadable(fault)
    payload = [name for name in names if name.startswith(f"{top}data/")]
    algorithm, digests = _digests(lists, top)
    about: dict[str, Metadata] = {}
    told = []
    if _OUR_AGENT.search(lists.get(f"{top}bag-info.txt", "")):
        payload, about = _ours(box, payload, top)
        told.append(
            "This is a bag of Waystation's own: originals, passages, codebook and memos are taken, and not the pages and texts made of them."
        )
    else:
        told.append(f"This is a BagIt bag: {len(names) - len(payload):,} files that describe it were left out.")
    told += _counted(
        [name for name in digests if name not in names], "of the bag's list is missing", "of the bag's list are missing"
    )
    return Bag(payload, told, digests, algorithm, about)


def _is_list(name: str) -> bool:
    return name in ("bag-info.txt", "fetch.txt") or _MANIFEST.fullmatch(name) is not None


def _read(box: Box, name: str) -> str:
    return box.read(name).decode("utf-8", "replace")


def _digests(lists: Mapping[str, str], top: str) -> tuple[str, dict[str, str]]:
    """The strongest list of the payload: how its digests are made, and them by member."""
    for algorithm in _ALGORITHMS:
        text = lists.get(f"{top}manifest-{algorithm}.txt")
        if text is not None:
            rows = (line.split(maxsplit=1) for line in text.splitlines())
            return algorithm, {
                f"{top}{unquote(row[1].strip().lstrip('*'))}": row[0].lower() for row in rows if len(row) == 2
            }
    return "", {}


def _ours(box: Box, payload: Sequence[str], top: str) -> tuple[list[str], dict[str, Metadata]]:
    """Of a bag of ours the codebook, of each article its original, else its last edition, and its passages, and the journal;
    what the bag tells of them."""
    folders: dict[str, list[str]] = {}
    for name in payload:
        parts = name.removeprefix(f"{top}data/").split("/")
        if parts[0] == "articles" and len(parts) > 2:
            folders.setdefault(f"{top}data/articles/{parts[1]}/", []).append(name)
    # Tags before what is tagged with them, and the journal when all that it may be about is there.
    first, last = ([name for name in payload if name == f"{top}data/{each}.json"] for each in ("codebook", "memos"))
    wanted: list[str] = [*first]
    about: dict[str, Metadata] = {}
    for folder, names in folders.items():
        texts = [name for name in names if name.startswith(f"{folder}original/")]
        editions = [name for name in names if _EDITION.fullmatch(PurePosixPath(name).name)]
        if not texts and editions:
            texts = [max(editions, key=lambda name: int(_number(name)))]
        told = _dublin_core(box, f"{folder}metadata.dc.xml") if f"{folder}metadata.dc.xml" in names else Metadata()
        about |= dict.fromkeys(texts, told)
        wanted += [*texts, *(name for name in names if name == f"{folder}passages.jsonld")]
    return [*wanted, *last], about


def _number(name: str) -> str:
    found = _EDITION.fullmatch(PurePosixPath(name).name)
    return found[1] if found else "0"


def _dublin_core(box: Box, name: str) -> Metadata:
    """What simple Dublin Core tells of an article."""
    try:
        root: Any = trees.parse(box.read(name))
    except Unreadable:
        return Metadata()
    said: dict[str, list[str]] = {}
    for each in root:
        words = storable(" ".join("".join(each.itertext()).split()))
        if words and isinstance(each.tag, str):
            said.setdefault(each.tag.rpartition("}")[2], []).append(words)
    byline = tuple(said.get("creator", ()))
    values = {
        "title": _first(said, "title"),
        "publisher": _first(said, "publisher"),
        "republisher": _first(said, "contributor"),
        "published": edtf(_first(said, "date") or ""),
        "language": _first(said, "language"),
        "url": web_address(_first(said, "source") or ""),
    }
    told = {key: value for key, value in values.items() if value}
    proofs = {key: Evidence(value, None, None, "container-bag", _SURE) for key, value in told.items()}
    if byline:
        proofs["byline"] = Evidence("; ".join(byline), None, None, "container-bag", _SURE)
    return Metadata(byline=byline, evidence=proofs, **told)


def _first(said: Mapping[str, Sequence[str]], name: str) -> str | None:
    return said[name][0] if name in said else None


def _counted(names: Sequence[str], one: str, many: str) -> list[str]:
    if not names:
        return []
    shown = ", ".join(visible(PurePosixPath(name).name)[:60] for name in names[:_NAMED]) + (
        " …" if len(names) > _NAMED else ""
    )
    return [f"1 file {one} ({shown})." if len(names) == 1 else f"{len(names):,} files {many} ({shown})."]
