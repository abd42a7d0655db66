"""Articles that come in: which one here they are, their editions and originals, what is known of them; inside the transaction under way.

An article is the same where its uid is, or one that others call it by; else where it was made of the same original, or says the
same words, and there is just one such article here.
"""

import json
from collections.abc import Mapping
from typing import Any

from archive.archive import Archive
from archive.model.article import FIELDS, Evidence, Metadata, Verdict
from archive.model.exchange import Record
from archive.model.ids import ArticleId, EditionId, Uid
from archive.operations import recording

from . import picturing, undoing
from .joining import Joined
from .own import Own, Side, words
from .picturing import text_of
from .writing import Writer

COLUMNS = (*FIELDS, "note", "rights", "sensitivity", "embargo")
_STATE = (*COLUMNS, "edition", "words", "excerpt")
_READER = "exchange"


class Articles:
    """What came of articles: `made` are new here, `states` what those that were here said before."""

    def __init__(self, archive: Archive, own: Own, side: Side, writer: Writer) -> None:
        self._archive, self._own, self._side, self._writer = archive, own, side, writer
        self.made: list[ArticleId] = []
        self.states: list[recording.State] = []
        self.united = 0
        self._claimed: set[str] = set()

    def here(self, record: Record, aliases: Mapping[tuple[str, str], str]) -> str:
        """The uid here of an article that comes; its own where it is new."""
        known = self._archive.store.articles.with_uid
        for uid in (record.uid, *record.extras.get("aliases", ())):
            mapped = aliases.get(("article", uid), uid)
            if known(mapped) is not None:
                return str(mapped)
        found = self._same(record)
        if found is not None:
            self.united += 1
            self._claimed.add(found)
        return found or record.uid

    def _same(self, record: Record) -> str | None:
        """The one article here that was made of the same original or says the same."""
        texts = self._own.texts
        by_original: set[str] = set()
        by_words: set[str] = set()
        for name in record.extras.get("editions", ()):
            edition = self._side.edition(name)
            by_original |= texts.by_original.get(edition["sha512"], set())
            by_words |= texts.by_words.get(words(edition["text"]), set())
        for found in (by_original & by_words, by_original, by_words):
            free = sorted(found - self._claimed)
            if len(free) == 1:
                return free[0]
        return None

    def add(self, record: Record, joined: Joined, at: str) -> None:
        """A new article with its editions."""
        said = {name: json.loads(value) for name, value in joined.values.items()}
        proofs = {name: Evidence(*proof) for name, proof in record.extras.get("evidence", {}).items() if name in FIELDS}
        fields: dict[str, Any] = {name: tuple(said[name]) if name == "byline" else said[name] for name in FIELDS}
        article = self._archive.store.articles.add(
            Metadata(**fields, evidence=proofs),
            uid=Uid(record.uid),
            verdict=Verdict(record.extras.get("verdict", Verdict.OK)),
            warnings=json.loads(record.extras.get("warnings", "[]")),
            added=at,
        )
        self.made.append(article)
        self._writer.elements.learn("article", record.uid, int(article))
        self.editions(record, article, record.uid)
        picturing.bring(self._archive, self._own, self._side, record, article)
        self._show(article, record.uid, said.get("edition"))
        rest = {name: said[name] for name in COLUMNS if name not in FIELDS}
        self._archive.store.articles.update(article, **rest)

    def editions(self, record: Record, article: ArticleId, uid: str) -> None:
        """Adds the editions that the article has not yet; its text stays the one that it is."""
        kept = self._own.texts.ids.get(uid, {})
        missing = [name for name in record.extras.get("editions", ()) if name not in kept]
        if not missing:
            return
        current = next((id for id in kept.values() if id == self._current(article)), None)
        for name in missing:
            self._add_edition(self._side.edition(name), article, uid)
        if current is not None:
            self._archive.store.editions.use(article, EditionId(current))

    def _current(self, article: ArticleId) -> int | None:
        found = self._archive.store.articles.state(article, ("edition",))["edition"]
        return None if found is None else int(found)

    def _add_edition(self, told: Mapping[str, Any], article: ArticleId, uid: str) -> None:
        store, address = self._archive.store, told["sha512"]
        if address not in self._own.texts.by_original or not store.originals.known(address):
            data = b"".join(self._side.original(address))
            store.originals.put(data, told["name"], told["media_type"])
        made = store.editions.add(
            article,
            text_of(told),
            original=address,
            encoding=told["encoding"],
            importer=told["importer"],
            importer_version=told["importer_version"],
            reason=told["reason"],
            path=told["name"],
            created=told["created"],
        )
        store.originals.found_at(article, address, told["name"], told["name"], member=None, at=told["created"])
        self._own.texts.add(uid, int(made), told["text"], address)

    def change(self, record: Record, joined: Joined) -> None:
        """Gives an article that is here what joining decided, with the evidence for it."""
        article = self._archive.store.articles.with_uid(record.uid)
        assert article is not None
        said = {name: json.loads(value) for name, value in joined.values.items()}
        new = set(record.extras.get("editions", ())) - set(self._own.texts.ids.get(record.uid, {}))
        lain = picturing.lacking(self._archive, self._own, self._side, record, article)
        if not said and not new and not lain:
            return
        if said or lain:
            self.states.append(recording.capture(self._archive, article, _STATE, FIELDS))
        self.editions(record, article, record.uid)
        picturing.bring(self._archive, self._own, self._side, record, article)
        if "edition" in said:
            self._show(article, record.uid, said.pop("edition"))
        if said:
            self._archive.store.articles.update(article, **said)
        proofs = record.extras.get("evidence", {})
        for name in set(said) & set(FIELDS):
            proof = proofs.get(name)
            self._archive.store.articles.set_evidence(article, name, None if proof is None else Evidence(*proof))

    def bring_back(self, uid: str) -> None:
        """Takes it out of the trash where the undoing of a merge put it."""
        article = undoing.bring_back(self._archive, uid)
        if article is not None:
            self.made.append(article)

    def _show(self, article: ArticleId, uid: str, name: str | None) -> None:
        edition = self._own.texts.ids.get(uid, {}).get(name or "")
        if edition is not None and edition != self._current(article):
            self._archive.store.editions.use(article, EditionId(edition))
