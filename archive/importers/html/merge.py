"""Weighs what a page's machinery claims against what the page shows, and gives metadata with evidence; nothing is invented.

A claim that the page contradicts is dropped: an author that is the site, an account or the photographer, a date of a
change, a date that has not come yet. Where several agree, the one with the strongest evidence is told.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from archive.base.clock import now
from archive.model.article import Evidence, Metadata

from ..language import language
from ..metadata import ONE_WORD, Candidate, Zone, distinct, edtf, gather, is_person, persons
from .body import Choice, note_of
from .facts import Fact
from .lines import Line, Piece
from .titles import Title, key
from .tree import Node
from .zones import words_of

_NOBODY: Final = re.compile(
    r"admin|administrator|staff|editor|editors|editorial|newsroom|webmaster|guest|anonymous|unknown|author|user|root|team|press|desk|contributor|관리자|편집부|편집국|운영자|기자|뉴스팀",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|\.com\b|\d{3}|[<>{}\[\]]")
_CREDIT: Final = r"(?:photo(?:graph)?s?|image|picture|credit|illustration|사진|그래픽|video|영상)[^.]{0,25}"
_AUTHOR_WORDS: Final = re.compile(r" (?:author|authors|byline|writer|reporter|journalist) ")
_UTC: Final = re.compile(r"(?:Z|[+-]00:?00)$")
_ADDRESS_LIKE: Final = re.compile(r"^(?:https?:)?//|^www\.")
_EPOCH: Final = "1970-01-0"
_LEAST: Final = 0.55
# Lines looked at from either end of each part of the page.
_EDGE_LINES: Final = 60
_HINTS: Final = frozenset({"byline", "published"})
_CLASSED: Final = "byline by its class"


class Ledger:
    """Hands lines to the rules for visible text under positions of their own, and gives the place in the original back.

    The rules can so point at words although tags and entities stand between them.
    """

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []

    def candidate(self, text: str, places: Sequence[tuple[int, int]], zone: Zone, hint: str | None = None) -> Candidate:
        """A line whose characters stand at `places` (one for each, or a single one for all)."""
        start = len(self._places)
        self._places.extend(places if len(places) == len(text) else [(places[0][0], places[-1][1])] * len(text))
        return Candidate(text, start, len(self._places), zone, hint)

    def placed(self, evidence: Evidence) -> Evidence:
        """The same evidence with its place in the decoded original."""
        if evidence.start is None or not evidence.end or not self._places:
            return evidence
        last = max(evidence.start, min(evidence.end, len(self._places)) - 1)
        return replace(evidence, start=self._places[evidence.start][0], end=self._places[last][1])


def metadata_of(
    choices: Sequence[Choice], facts: Sequence[Fact], title: Title | None, body: str
) -> tuple[Metadata, tuple[str, ...]]:
    """(metadata, warnings) of a page from its lines as they were chosen and the claims of its machinery."""
    shown = " ".join(choice.line.text for choice in choices)
    found = language(body)
    publisher = _publisher_claim(facts)
    ledger = Ledger()
    candidates = _candidates(choices, title, ledger)
    if publisher is not None:
        candidates.append(ledger.candidate(publisher.value, [(publisher.start, publisher.end)], Zone.SITE, "publisher"))
    gathered, warnings = gather(candidates, body, found)
    seen = replace(gathered, evidence={name: ledger.placed(each) for name, each in gathered.evidence.items()})
    evidence = {
        name: seen.evidence[name] for name in ("url", "accessed", "republisher", "publisher") if name in seen.evidence
    }
    for name in ("publisher", "republisher"):
        if publisher is not None and name in evidence and evidence[name].value == publisher.value:
            evidence[name] = Evidence(
                publisher.value, publisher.start, publisher.end, publisher.rule, publisher.confidence
            )
    _put(evidence, "title", title.evidence if title else None)
    _put(evidence, "url", _strongest(facts, "url") or evidence.get("url"))
    _put(evidence, "accessed", _strongest(facts, "accessed") or evidence.get("accessed"))
    _put(evidence, "language", _language(facts, found, seen))
    sites = {key(each.value) for each in facts if each.field == "publisher"} | {
        key(evidence[name].value) for name in ("publisher", "republisher") if name in evidence
    }
    names, byline = _byline(facts, seen, shown, sites)
    _put(evidence, "byline", byline)
    _put(evidence, "published", _published(facts, seen, evidence.get("accessed")))
    values = {name: each.value for name, each in evidence.items() if name != "byline"}
    if "published" in evidence:
        warnings = ()
    return Metadata(**values, byline=names, evidence=evidence), warnings


def _put(evidence: dict[str, Evidence], name: str, found: Evidence | None) -> None:
    if found is not None:
        evidence[name] = found
    else:
        evidence.pop(name, None)


def _candidates(choices: Sequence[Choice], title: Title | None, ledger: Ledger) -> list[Candidate]:
    """The lines around the body, and its first and last few, for the rules that read visible lines."""
    body = [choice for choice in choices if choice.part == "body"]
    edges = {id(choice) for choice in (*body[:4], *body[-4:])}
    parts = {"head": Zone.HEAD, "tail": Zone.TAIL, "body": Zone.BODY, "site": Zone.SITE}
    found: list[Candidate] = []
    for choice in _near(choices):
        line = choice.line
        if (title is not None and line is title.line) or len(line.text) > 1000:
            continue
        told = choice.kind == "meta" or line.text.startswith("About ")
        if choice.part == "body" and id(choice) not in edges and (choice.why is not None or not told):
            continue
        zone = parts[choice.part]
        if choice.part == "body" and choice.kind == "meta":
            zone = Zone.TAIL if choice in body[-6:] else Zone.HEAD
        hint = "byline" if choice.why is None and choice.kind == "meta" and _is_named_author(line) else None
        found.append(ledger.candidate(line.text, line.places(), zone, hint))
        if choice.part in ("head", "tail", "body") and choice.kind != "caption":
            found.extend(_marked(line, zone, ledger))
            found.extend(ledger.candidate(part.text, part.places(), zone) for part in _set_apart(line) if told)
    return found


def _set_apart(line: Line) -> list[Line]:
    """The parts of a line that style alone sets apart: "By Jane Doe" and "Times News, Paris"; none where nothing does."""
    parts: list[list[Piece]] = [[]]
    for piece in line.pieces:
        if piece.words is None:
            parts.append([])
        else:
            parts[-1].append(piece)
    lines = [Line(pieces, line.context) for pieces in parts if any(piece.text.strip() for piece in pieces)]
    return lines if len(lines) > 1 else []


def _is_named_author(line: Line) -> bool:
    """Whether the line is one person's name and nothing else, in an element whose class says author."""
    if not is_person(line.text):
        return False
    nodes = [line.node, *(piece.context.node for piece in line.pieces)]
    if line.node.parent is not None:
        nodes.append(line.node.parent)
    return any(map(_says_author, nodes))


def _says_author(node: Node) -> bool:
    """Whether an element's class or id says that it names the author: `author-name`, or `by` and nothing else."""
    return any(name == "by" or _AUTHOR_WORDS.search(words_of(name)) for name in node.names().split())


def _near(choices: Sequence[Choice]) -> list[Choice]:
    """The lines where metadata stands: the first and last of each part of the page."""
    kept: list[Choice] = []
    for part in ("head", "body", "tail", "site"):
        standing = [choice for choice in choices if choice.part == part]
        kept.extend(standing if len(standing) <= 2 * _EDGE_LINES else standing[:_EDGE_LINES] + standing[-_EDGE_LINES:])
    return sorted(kept, key=lambda choice: choice.line.number)


def _marked(line: Line, zone: Zone, ledger: Ledger) -> list[Candidate]:
    """Parts of a line that microdata, link relations or a class name: `itemprop="author"`, `<time itemprop="datePublished">`, and one
    person's name in an element that says author.
    """
    found: list[Candidate] = []
    nodes: dict[int, tuple[Node, str]] = {}
    for piece in line.pieces:
        node: Node | None = piece.context.node
        for _ in range(4):
            if node is None or node is line.node.parent:
                break
            name = note_of(node) if "itemprop" in node.spans or "rel" in node.spans else None
            if name in _HINTS:
                nodes[node.start] = (node, name)
            elif node is not line.node and _says_author(node):
                nodes.setdefault(node.start, (node, _CLASSED))
            node = node.parent
    for node, name in nodes.values():
        attribute = next(
            (each for each in ("datetime", "content") if each in node.spans and edtf(node.get(each))), None
        )
        if name == "published" and attribute is not None:
            found.append(ledger.candidate(node.get(attribute), [node.spans[attribute]], zone, name))
            continue
        inside = [
            piece for piece in line.pieces if piece.words is not None and node.start <= piece.words.start < node.end
        ]
        part = Line(inside, line.context)
        if part.text and name is not _CLASSED:
            found.append(ledger.candidate(part.text, part.places(), zone, name))
        elif is_person(part.text):
            found.append(ledger.candidate(part.text, part.places(), zone, "byline"))
    return found


def _strongest(facts: Sequence[Fact], field: str) -> Evidence | None:
    best = max((fact for fact in facts if fact.field == field), key=lambda fact: fact.confidence, default=None)
    return _evidence(best, best.value) if best else None


def _evidence(fact: Fact, value: str, confidence: float | None = None) -> Evidence:
    return Evidence(value, fact.start, fact.end, fact.rule, confidence if confidence is not None else fact.confidence)


def _publisher_claim(facts: Sequence[Fact]) -> Fact | None:
    usable = [
        fact for fact in facts
        if fact.field == "publisher" and len(fact.value) <= 80 and not _ADDRESS_LIKE.search(fact.value) and key(fact.value) and not _NOBODY.fullmatch(fact.value)
    ]  # fmt: skip
    agreed = {id(fact): sum(key(other.value) == key(fact.value) for other in usable) for fact in usable}
    return max(usable, key=lambda fact: fact.confidence + 0.05 * agreed[id(fact)], default=None)


def _language(facts: Sequence[Fact], found: tuple[str | None, float], seen: Metadata) -> Evidence | None:
    """What the page says its language is, unless its text is plainly in another."""
    claims = [fact for fact in facts if fact.field == "language"]
    best = max(claims, key=lambda fact: fact.confidence, default=None)
    detected, sure = found
    if best is not None:
        code = re.split(r"[-_,; ]", best.value.strip())[0].lower()
        named = {"english": "en", "korean": "ko", "한국어": "ko", "eng": "en", "kor": "ko"}.get(code, code)
        if re.fullmatch(r"[a-z]{2,3}", named) and (detected is None or detected == named or sure < 0.8):
            return _evidence(best, named)
    return seen.evidence.get("language")


# Bylines


def _byline(
    facts: Sequence[Fact], seen: Metadata, shown: str, sites: set[str]
) -> tuple[tuple[str, ...], Evidence | None]:
    claimed: dict[str, list[tuple[Fact, tuple[str, ...]]]] = {}
    for fact in facts:
        if fact.field == "byline":
            names = tuple(name for name in _names(fact.value) if _is_author(name, shown, sites))
            if names:
                claimed.setdefault(fact.rule, []).append((fact, names))
    # A line "By X" that the page shows is evidence enough even where X is the site's own name.
    own_words = "byline" in seen.evidence and seen.evidence["byline"].rule == ONE_WORD
    visible = tuple(
        name for name in seen.byline if _is_author(name, shown, frozenset() if own_words else sites, claimed=False)
    )
    best = max(claimed.values(), key=lambda found: found[0][0].confidence, default=None)
    told = distinct([name for _, names in best for name in names]) if best else ()
    visible_evidence = seen.evidence.get("byline")
    if visible and visible_evidence is not None:
        overlap = {key(name) for name in visible} & {key(name) for name in told}
        if not (best and overlap and len(told) > len(visible)):
            sure = min(0.98, visible_evidence.confidence + 0.04 * bool(overlap))
            return visible, replace(visible_evidence, value="; ".join(visible), confidence=sure)
    if best is None:
        return (), None
    fact = best[0][0]
    confidence = fact.confidence if all(name in shown for name in told) else fact.confidence - 0.15
    if confidence < _LEAST:
        return (), None
    return told, _evidence(fact, "; ".join(told), round(confidence, 3))


def _names(value: str) -> list[str]:
    cleaned = re.sub(r"^(?:by|written by|words by)\s+", "", value.strip(), flags=re.IGNORECASE)
    cleaned = re.sub(r"\s*[(\[<]?[\w.+-]+@[\w.-]+[)\]>]?\s*", " ", cleaned).strip(" ,;|")
    if re.fullmatch(r"[A-Z][\w’'-]+, [A-Z][\w.’' -]+", cleaned) and " and " not in cleaned:
        family, given = cleaned.split(", ", 1)
        if " " not in family and " " not in given.strip():
            cleaned = f"{given} {family}"
    return [name for name, _, _ in persons(cleaned)] or ([cleaned] if cleaned else [])


def _is_author(name: str, shown: str, sites: Set[str], *, claimed: bool = True) -> bool:
    if not name or len(name) > 80 or _NOT_A_NAME.search(name) or _NOBODY.fullmatch(name.strip()) or key(name) in sites:
        return False
    # A single word or an organisation is an author only where the page shows it as one.
    if claimed and not is_person(name):
        return False
    return not (_only_credited(name, shown) and claimed)


def _only_credited(name: str, shown: str) -> bool:
    """Whether the page names this person, and only beside pictures."""
    every = len(re.findall(re.escape(name), shown))
    return every > 0 and every == len(re.findall(_CREDIT + re.escape(name), shown, re.IGNORECASE))


# Dates


def _published(facts: Sequence[Fact], seen: Metadata, accessed: Evidence | None) -> Evidence | None:
    limit = (now().date() + timedelta(days=1)).isoformat()
    claims = [(fact, edtf(fact.value)) for fact in facts if fact.field == "published"]
    dated = [(fact, value) for fact, value in claims if value and _is_possible(value, limit)]
    shown = seen.evidence.get("published")
    if shown is not None and not _is_possible(shown.value, limit):
        shown = None
    modified = {edtf(fact.value) for fact in facts if fact.field == "modified"}
    best: tuple[float, Evidence] | None = None
    for fact, value in dated:
        weight = (
            fact.confidence
            + 0.03 * sum(other == value for _, other in dated)
            + 0.1 * bool(shown and shown.value == value)
        )
        if value in modified and any(other != value for _, other in dated):
            weight -= 0.1
        if best is None or weight > best[0]:
            best = (weight, _evidence(fact, value, min(0.98, round(fact.confidence, 3))))
    if shown is None:
        return best[1] if best and best[1].confidence >= _LEAST else None
    if best is None or shown.confidence > best[0]:
        return shown
    near = _days_between(best[1].value, shown.value)
    in_utc = any(_UTC.search(fact.value) for fact, value in dated if value == best[1].value)
    # Machines write the time in UTC, the page shows the day where it was published.
    return shown if near == 1 and in_utc and shown.confidence >= 0.8 else best[1]


def _is_possible(value: str, limit: str) -> bool:
    return not value.startswith(_EPOCH) and value[:10] <= limit and value[:4] > "1600"


def _days_between(first: str, second: str) -> int | None:
    try:
        return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
    except ValueError:
        return None
