"""Writes a bundle: chosen articles with originals, editions, passages, tags, events, figures, memos and their history (docs/EXCHANGE.md).

The same archive gives the same records each time; nothing of the machine, no index, and nothing that rights, sensitivity or an
embargo hold back goes along. With a passphrase no word of it ever is on the disk in the clear.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import __version__
from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Choice, Scope
from archive.model.exchange import KINDS, Contents, Record
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from archive.model.search import Scope as ArticleScope
from archive.operations import choosing, delivering, drafting
from archive.protection import signatures

from . import telling
from .own import BATCH, Own
from .telling import told_of

FORM = 1
SUFFIX = ".waystation-bundle"
MOST_ENCRYPTED_BYTES = 1 << 30
_BAG = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was written: how many records of each kind, the fingerprint that signed, and what was left out."""

    path: str
    articles: int
    counts: dict[str, int]
    fingerprint: str
    encrypted: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would go along: articles, their passages, the bytes of their originals before they are packed, and what stays behind and why."""

    articles: int
    passages: int
    bytes: int
    left_out: tuple[str, ...]


def outlook(archive: Archive, *, scope: Scope | None = None, override: bool = False) -> Outlook:
    """What a bundle of a scope (None: everything) would take along; writes nothing. Raises Invalid or NotFound for a query or a tag that is none."""
    with archive.snapshot():
        chosen = choosing.choose(archive, Choice(scope=scope or Scope(), override=override))
        passages = sum(archive.store.passages.count_of(article) for article in chosen.articles)
        return Outlook(
            len(chosen.articles), passages, archive.store.originals.weight(chosen.articles), chosen.held_back
        )


def tagged(archive: Archive, tags: Sequence[str]) -> Scope:
    """Articles with one of these tags or one below it, on themselves or on a passage. Raises NotFound, Invalid (there are none)."""
    with archive.snapshot():
        found: set[ArticleId] = set()
        for path in tags:
            drafting.known_tag(archive, path)
            found |= archive.store.articles.ids(ArticleScope(tags=(path,)))
    if not found:
        raise Invalid("No article has this tag.", "Choose another one.")
    return Scope(PassageFilter(articles=tuple(sorted(found))))


def bundle(
    archive: Archive,
    out: Path,
    *,
    scope: Scope | None = None,
    override: bool = False,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> Bundled:
    """Writes the articles of a scope (None: all) to `out`. Raises Invalid (nothing is chosen, too much to encrypt), DiskFull, Cancelled."""
    progress = progress or Progress()
    delivering.spare(archive, out)
    if not archive.read_only:
        with archive.atomic():
            archive.store.exchange.seal()
    with archive.snapshot():
        choice = Choice(scope=scope or Scope(), override=override)
        chosen = choosing.choose(archive, choice)
        if not chosen.articles:
            raise Invalid("There is nothing to bundle.", "Choose articles that may leave the archive.")
        uids = [archive.store.articles.get(article).uid for article in chosen.articles]
        whole = scope is None
        writing = _Bundle(archive, uids, whole, progress)
        if passphrase is None:
            delivering.deliver(out, writing.write)
        else:
            buffer = io.BytesIO()
            writing.write(buffer)
            delivering.write(out, _encrypted(buffer, passphrase))
    return Bundled(str(out), len(uids), writing.counts, writing.fingerprint, passphrase is not None, chosen.held_back)


def _encrypted(buffer: io.BytesIO, passphrase: str) -> bytes:
    from pyrage import passphrase as age  # type: ignore[import-untyped]  # it has none

    if not passphrase:
        raise Invalid("The passphrase is empty.", "Write one.")
    if buffer.tell() > MOST_ENCRYPTED_BYTES:
        raise Invalid(
            "The bundle is too large to be encrypted in one piece (1 GB).", "Bundle fewer articles at a time."
        )
    return bytes(age.encrypt(buffer.getvalue(), passphrase))


class _Bundle:
    def __init__(self, archive: Archive, articles: Sequence[str], whole: bool, progress: Progress) -> None:
        self._archive, self._articles, self._whole, self._progress = archive, articles, whole, progress
        self._own = Own(archive.store.connections, Contents("", "", archive.uid, "", "", (), {}))
        self._digests: dict[str, str] = {}
        self._octets = self._streams = 0
        self._tags: set[str] = set()
        self._named: dict[str, set[str]] = {"event": set(), "series": set()}
        self.counts: dict[str, int] = {}
        self.fingerprint = ""

    def write(self, target: Path | io.BytesIO) -> None:
        made = clock.stamp()
        with Zip(target, made) as zip:
            self._zip = zip
            # What is referred to is known only when what refers to it was written.
            for kind in (
                "article",
                "passage",
                "mention",
                "figure",
                "event",
                "series",
                "collection",
                "memo",
                "judgement",
                "origin",
                "tag",
            ):
                self._records(kind)
            self._texts()
            about = {"form": FORM, "program": f"Waystation {__version__}", "archive": self._archive.uid, "made": made}
            about |= {"author": places.author(), "counts": self.counts}
            self._add("data/bundle.json", [_line(about)])
            self._finish(made)

    def _finish(self, made: str) -> None:
        self._add("bagit.txt", [_BAG.encode()])
        info = f"Bagging-Date: {made[:10]}\nPayload-Oxum: {self._octets}.{self._streams}\nBag-Software-Agent: Waystation {__version__}\n"
        self._add("bag-info.txt", [info.encode()])
        self._add("manifest-sha512.txt", [self._manifest("data/").encode()])
        listed = self._manifest("").encode()
        self._add("tagmanifest-sha512.txt", [listed])
        signed = signatures.sign(listed)
        self.fingerprint = signatures.fingerprint(signed.key)
        told = {"author": places.author(), "key": signed.key, "signature": signed.signature, "algorithm": "Ed25519"}
        self._add("signature.json", [_line(told)])

    def _manifest(self, top: str) -> str:
        names = [name for name in self._digests if name.startswith("data/") == bool(top)]
        return "".join(f"{self._digests[name]}  {name}\n" for name in sorted(names))

    def _add(self, name: str, pieces: Sequence[bytes] | Iterator[bytes]) -> None:
        digest = hashlib.sha512()
        size = 0
        with self._zip.member(name) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self._digests[name] = digest.hexdigest()
        if name.startswith("data/"):
            self._octets += size
            self._streams += 1

    # Records

    def _records(self, kind: str) -> None:
        uids = self._chosen(kind)
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for start in range(0, len(uids), BATCH):
                self._progress.report(start, len(uids), "Bundling")
                for record in self._own.records(kind, uids[start : start + BATCH]).values():
                    if self._belongs(record):
                        self._note(record)
                        count += 1
                        yield _line(told_of(self._own.as_said(telling.bundled(record))))

        self._add(f"data/records/{kind}.jsonl", lines())
        self.counts[kind] = count

    def _chosen(self, kind: str) -> list[str]:
        tables = self._own.tables
        if self._whole and kind in ("tag", "collection"):
            return self._own.chosen(kind)
        if kind == "article":
            return list(self._articles)
        if kind in ("passage", "mention", "figure"):
            return [*tables.uids(kind, self._articles), *tables.gone(kind)]
        if kind == "collection":
            return self._collections()
        if kind in ("event", "series"):
            return [uid for uid in tables.uids(kind) if uid in self._named[kind]]
        if kind == "tag":
            return self._with_above(self._own.not_bare(tables.uids(kind)))
        return [*tables.uids(kind), *(tables.gone(kind) if self._whole else ())]

    def _belongs(self, record: Record) -> bool:
        """Whether a record is about what was chosen."""
        if not record.present:
            return True
        chosen = set(self._articles)
        if record.kind == "collection":
            return True  # those of what was chosen, and what they lie in
        if record.kind == "memo":
            about = json.loads(record.values["about"])
            if about is None or about[0] not in ("article", "passage"):
                return self._whole
            return about[1] in chosen or about[1] in self._passages
        if record.kind == "judgement":
            return bool(self._figures.intersection(json.loads(record.values["figures"])))
        if record.kind == "origin":
            return chosen.issuperset(record.uid.split("-"))
        return True

    def _note(self, record: Record) -> None:
        self._tags |= {name.partition(":")[2] for name in record.elements if name.startswith("tag:")}
        for field in ("event", "series"):
            if record.values.get(field, "null") != "null":
                self._named[field].add(json.loads(record.values[field]))
        if record.kind == "passage":
            self._passages.add(record.uid)
        if record.kind == "figure":
            self._figures.add(record.uid)

    @property
    def _passages(self) -> set[str]:
        return self._named.setdefault("passage", set())

    @property
    def _figures(self) -> set[str]:
        return self._named.setdefault("figure", set())

    def _collections(self) -> list[str]:
        """Those with something that was chosen, and those that they lie in."""
        records = self._own.records("collection", self._own.tables.uids("collection"))
        chosen = {f"article:{uid}" for uid in self._articles}
        waiting = [uid for uid, each in records.items() if chosen.intersection(each.elements)]
        found: set[str] = set()
        while waiting:
            uid = waiting.pop()
            if uid in records and uid not in found:
                found.add(uid)
                waiting.append(json.loads(records[uid].values["parent"]) or "")
        return [uid for uid in records if uid in found]

    def _with_above(self, uids: Sequence[str]) -> list[str]:
        """The tags that are used, and those above them."""
        paths = {uid: json.loads(row.values["path"]) for uid, row in self._own.tables.rows("tag", uids).items()}
        used = [path for uid, path in paths.items() if uid in self._tags]
        return [uid for uid in uids if uid in paths and any(f"{path}/".startswith(f"{paths[uid]}/") for path in used)]

    # Texts

    def _texts(self) -> None:
        originals: dict[str, None] = {}
        lain = self._own.tables.pictures(self._articles)
        for uid in self._articles:
            self._progress.check()
            for name, id in self._own.editions_of(uid).items():
                told = dict(self._own.tables.edition(id))
                originals.setdefault(told["sha512"])
                if f"data/editions/{name}.json" not in self._digests:
                    self._add(f"data/editions/{name}.json", [_line(told)])
            for address, *_ in lain.get(uid, ()):
                originals.setdefault(address)
        for address in originals:
            self._progress.check()
            self._add(f"data/originals/{address}", self._own.original(address))


def _line(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


__all__ = ["FORM", "KINDS", "SUFFIX", "Bundled", "bundle"]
