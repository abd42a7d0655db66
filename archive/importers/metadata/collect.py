"""Brings the rules together: lines in, metadata out, every field with its evidence or null, and warnings where a date was doubtful."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from archive.model.article import NO_DATE, Evidence, Metadata

from . import bylines, links, publishers
from .candidates import Candidate, Zone
from .dates import edtf, find_dates, is_date_line
from .lexicon import table
from .names import distinct, is_likely_person, is_person, nobody, persons, tidy
from .publishers import Publishing

_LEAST_CONFIDENCE = 0.55
_EDGE_LINES = 200  # an article tells about itself near its beginning and its end
_AFFILIATION = re.compile(
    r"\s(?:at|with|of|for)\s+(?:the\s+)?(?P<name>[A-Z][\w’'&-]+(?:\s+(?:(?:of|for|and|the|on|in)\s+){0,2}[A-Z][\w’'&-]+){1,7})"
)
_RELEASE = re.compile(r"(?i)^(?:for immediate release|press release|news release|media release|embargoed|보도자료)")
_ABOUT = re.compile(r"About\s+(?:the\s+)?(?P<name>[A-Z][\w’'&.-]*(?:\s+[\w’'&.-]+){0,7})$")
_DATELINE = re.compile(r"^[(]?(?:[A-ZÀ-Ž][\w.’'-]*[\s,/(–—-]+){1,6}$")


@dataclass(slots=True)
class _Findings:
    """Evidence for each field, best kept."""

    best: dict[str, Evidence] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def offer(self, name: str, evidence: Evidence) -> None:
        if evidence.confidence > (self.best[name].confidence if name in self.best else 0.0):
            self.best[name] = evidence


def gather(
    lines: Sequence[Candidate], body: str = "", language: tuple[str | None, float] = (None, 0.0)
) -> tuple[Metadata, tuple[str, ...]]:
    """(metadata with evidence, warnings) from the lines around an article's body and the first and last lines of it.

    `body` is the body's text: a person it speaks of is not taken for the author. A `hint` of a line outweighs what its words say.
    """
    findings = _Findings()
    if len(lines) > 2 * _EDGE_LINES:
        lines = [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]
    for line in lines:
        if line.hint == "title" and line.text.strip():
            findings.offer("title", line.evidence(_flat(line.text), _span(line.text), "title", 0.9))
        _offer_links(line, findings)
    names = _offer_byline(lines, body, findings)
    _offer_published(lines, findings)
    _offer_publishers(lines, names, findings)
    tagged = next(
        (
            line
            for line in lines
            if line.hint == "language" and re.fullmatch(r"\s*[A-Za-z]{2,3}(?:[-_]\w+)*\s*", line.text)
        ),
        None,
    )
    if tagged:
        value = re.split("[-_]", tagged.text.strip().lower())[0]
        findings.best["language"] = tagged.evidence(value, _span(tagged.text), "tagged", 0.95)
    elif language[0]:
        findings.best["language"] = Evidence(language[0], None, None, "letters-and-words", language[1])
    values = {name: evidence.value for name, evidence in findings.best.items() if name != "byline"}
    return Metadata(**values, byline=names, evidence=findings.best), tuple(findings.warnings)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _span(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _offer_links(line: Candidate, findings: _Findings) -> None:
    if line.hint == "url" and "://" in line.text:
        findings.offer("url", line.evidence(line.text.strip(), _span(line.text), "tagged", 0.95))
    elif line.hint == "accessed" and (value := edtf(line.text)):
        findings.offer("accessed", line.evidence(value, _span(line.text), "tagged", 0.95))
    elif line.zone is not Zone.BODY and line.hint is None:
        if found := links.address(line):
            findings.offer("url", line.evidence(*found, "address-line", 0.85))
        if found := links.visited(line):
            findings.offer("accessed", line.evidence(*found, "access-date", 0.9))


def _offer_published(lines: Sequence[Candidate], findings: _Findings) -> None:
    doubtful: str | None = None
    for line in lines:
        if line.hint == "published":
            if value := edtf(line.text):
                findings.offer("published", line.evidence(value, _span(line.text), "tagged", 0.95))
            elif any(found.ambiguous for found in find_dates(line.text)):
                doubtful = doubtful or _flat(line.text)
        elif line.zone is Zone.BODY:
            _offer_dateline(line, findings)
        elif line.zone is not Zone.SITE and line.hint is None and (is_date_line(line.text) or _dated_byline(line.text)):
            for found in find_dates(line.text):
                if found.label == "other":
                    continue
                if found.edtf is None:
                    doubtful = doubtful or line.text[found.start : found.end]
                    continue
                rule, confidence = (
                    ("published-label", 0.95)
                    if found.label
                    else ("date-line", 0.85 if line.zone is Zone.HEAD else 0.65)
                )
                findings.offer("published", line.evidence(found.edtf, (found.start, found.end), rule, confidence))
    if doubtful and "published" not in findings.best:
        findings.warnings.append(f"The date “{doubtful}” can be read as day/month or month/day; {NO_DATE}")


def _dated_byline(text: str) -> bool:
    return len(text) <= 160 and bylines.labelled(text) is not None


def _offer_dateline(line: Candidate, findings: _Findings) -> None:
    """A press release's or wire copy's dateline with a year: "LONDON, 3 March 2020 – …"."""
    for found in find_dates(line.text[:120])[:1]:
        place = line.text[: found.start]
        if (
            found.edtf
            and len(found.edtf) == 10
            and _DATELINE.match(place)
            and re.match(r"\s?[)]?\s*(?:[(/]|[–—-]{1,2}\s)", line.text[found.end :])
        ):
            findings.offer("published", line.evidence(found.edtf, (found.start, found.end), "dateline", 0.7))


def _offer_byline(lines: Sequence[Candidate], body: str, findings: _Findings) -> tuple[str, ...]:
    for attempt in (_tagged, _labelled, _one_word, _beside_date, _introduced):
        found = [item for item in attempt(lines, body) if item[1].names]
        if found:
            names = distinct([name for _, named in found for name in named.names])
            line, first = max(found, key=lambda item: sum(name in names for name in item[1].names))
            findings.best["byline"] = line.evidence(
                "; ".join(names), (first.start, first.end), first.rule, first.confidence
            )
            return names
    return ()


def _tagged(lines: Sequence[Candidate], _body: str) -> Iterable[tuple[Candidate, bylines.Named]]:
    for line in lines:
        if line.hint != "byline":
            continue
        labelled = bylines.labelled(line.text) or bylines.one_word(line.text) or bylines.stationed(line.text)
        labelled = labelled or bylines.only_names(line.text)
        names = labelled.names if labelled else tuple(name for name, _, _ in persons(line.text))
        single = tidy(line.text)
        if not names and (
            is_person(single) or (re.fullmatch(r"[^\W\d_][\w’'.-]{1,30}", single) and single.casefold() not in nobody())
        ):
            names = (single,)
        yield line, bylines.Named(names, *_span(line.text), "tagged", 0.95)


def _labelled(lines: Sequence[Candidate], _body: str) -> Iterable[tuple[Candidate, bylines.Named]]:
    for zone in (Zone.HEAD, Zone.TAIL, Zone.BODY):
        found = False
        for line in lines:
            if line.zone is zone and line.hint is None:
                named = bylines.labelled(line.text)
                if named and (zone is not Zone.BODY or named.rule == "korean-byline"):
                    found = True
                    yield line, named
        if found:
            return


def _one_word(lines: Sequence[Candidate], _body: str) -> Iterable[tuple[Candidate, bylines.Named]]:
    """ "By Word" near the top, where a whole name stands nowhere."""
    for line in lines:
        named = bylines.one_word(line.text) if line.zone is Zone.HEAD and line.hint in (None, "byline") else None
        if named:
            yield line, named
            return


def _beside_date(lines: Sequence[Candidate], _body: str) -> Iterable[tuple[Candidate, bylines.Named]]:
    heads = [line for line in lines if line.zone in (Zone.HEAD, Zone.TAIL)]
    for index, line in enumerate(heads):
        if line.hint is not None:
            continue
        around = heads[max(0, index - 1) : index] + heads[index + 1 : index + 2]
        anchored = any(is_date_line(other.text) or bylines.is_role_line(other.text) for other in around)
        introduced = index > 0 and re.fullmatch(
            r"(?i)about the authors?:?|글쓴이|저자 소개|필자 소개", heads[index - 1].text.strip()
        )
        dates = find_dates(line.text)
        if dates and is_date_line(line.text):
            named = bylines.bare(re.split(r"\s*[|•·–—]\s*|,\s*$", line.text[: dates[0].start])[0].rstrip(" ,"))
        else:
            named = bylines.bare(line.text) or bylines.stationed(line.text) if anchored or introduced else None
            named = named or (bylines.several(line.text) if anchored else None)
            if heads[index + 1 : index + 2] and heads[index + 1].hint == "institution":
                named = named or bylines.only_names(line.text)
        if named:
            yield line, named


def _introduced(lines: Sequence[Candidate], body: str) -> Iterable[tuple[Candidate, bylines.Named]]:
    for line in lines:
        if line.zone is Zone.TAIL and line.hint is None:
            named = bylines.biography(line.text)
            if named and not any(name in body for name in named.names):
                yield line, named


def _offer_publishers(lines: Sequence[Candidate], names: tuple[str, ...], findings: _Findings) -> None:
    found = [
        (line, publishing)
        for line in lines
        for publishing in _publishings(line)
        if publishing.rule == "tagged" or not _personal(publishing.name, names)
    ]
    found.extend(_banners(lines))
    found.extend(
        item
        for item in _issuers(lines)
        if not publishers.same(item[1].name, "author") and publishers.usable(item[1].name)
    )
    affiliations = [(line, publishing) for line in lines if line.zone is Zone.TAIL for publishing in _affiliation(line)]
    first = _best([item for item in found if item[1].original], affiliations)
    if first:
        findings.best["publisher"] = first
    rest = [
        item for item in found if not item[1].original and not (first and publishers.same(item[1].name, first.value))
    ]
    second = _best(rest, affiliations)
    if second:
        findings.best["republisher" if first else "publisher"] = second
    elif not first:
        _offer_agency(lines, findings)


def _issuers(lines: Sequence[Candidate]) -> Iterable[tuple[Candidate, Publishing]]:
    """Who issued a press release: the "About …" that closes it."""
    if any(line.zone is Zone.HEAD and _RELEASE.search(line.text) for line in lines):
        for line in lines:
            if about := _ABOUT.match(line.text.strip()):
                yield line, Publishing(_flat(about["name"]), *about.span("name"), "press-release", 0.75)


def _banners(lines: Sequence[Candidate]) -> Iterable[tuple[Candidate, Publishing]]:
    """The first line of a page that is no menu entry, where it reads as a name and a line below the article says it again."""
    title = next((index for index, line in enumerate(lines) if line.hint == "title"), 0)
    first = next((line for line in lines[:title] if _flat(line.text).casefold().strip(" .:") not in _entries()), None)
    if first is None or first.zone is Zone.BODY or not publishers.is_name(name := _flat(first.text)):
        return
    again = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    if any(line.zone in (Zone.SITE, Zone.TAIL) and again.search(line.text) for line in lines[title + 1 :]):
        yield first, Publishing(name, *_span(first.text), "site-banner", 0.62)


@cache
def _entries() -> frozenset[str]:
    """What menus say."""
    return frozenset(phrase for kind in table("site").values() for phrase in kind.get("whole", ()))


def _publishings(line: Candidate) -> Iterable[Publishing]:
    text = line.text
    if line.hint in ("publisher", "republisher"):
        yield Publishing(_flat(text), *_span(text), "tagged", 0.95)
    elif line.hint == "institution":
        yield Publishing(_flat(text), *_span(text), "institution-below-byline", 0.7)
    elif line.hint == "page title":
        start = max((text.rfind(mark) + len(mark) for mark in publishers.BEFORE_SITE if mark in text), default=0)
        if start and publishers.is_name(name := _flat(text[start:]).strip(" :")):
            yield Publishing(name, start, len(text.rstrip()), "page-title", 0.92)
    elif line.hint == "site":
        yield Publishing(_flat(text), *_span(text), "site-banner", 0.75 if publishers.journal(text) else 0.6)
    elif line.zone is not Zone.BODY and line.hint is None:
        for publishing in publishers.publications(text):
            if publishing.rule != "promotion" or line.zone is Zone.SITE:
                yield publishing


def _personal(name: str, names: tuple[str, ...]) -> bool:
    return name in names or is_likely_person(name)


def _affiliation(line: Candidate) -> Iterable[Publishing]:
    if bylines.biography(line.text):
        for match in _AFFILIATION.finditer(line.text[:400]):
            yield Publishing(_flat(match["name"]), *match.span("name"), "author-affiliation", 0.45)


def _best(
    found: list[tuple[Candidate, Publishing]], affiliations: list[tuple[Candidate, Publishing]]
) -> Evidence | None:
    """The name with the strongest evidence; other lines that name the same publication add to it.

    An author's affiliation counts only when the site elsewhere calls itself by that name or its initials, and then gives
    the full name.
    """
    best: Evidence | None = None
    for line, publishing in found:
        agreeing = {other.start for other, another in found if publishers.same(another.name, publishing.name)}
        confidence = min(0.97, publishing.confidence + 0.05 * (len(agreeing) - 1))
        if best is None or confidence > best.confidence:
            best = line.evidence(
                publishing.name, (publishing.start, publishing.end), publishing.rule, round(confidence, 3)
            )
    if best is None or best.confidence < _LEAST_CONFIDENCE:
        return None
    for line, publishing in affiliations:
        if publishers.same(publishing.name, best.value) and len(publishing.name) > len(best.value):
            return line.evidence(
                publishing.name, (publishing.start, publishing.end), "author-affiliation", best.confidence
            )
    return best


def _offer_agency(lines: Sequence[Candidate], findings: _Findings) -> None:
    for line in lines:
        agency = publishers.dateline_agency(line.text)
        if agency and line.zone is not Zone.SITE:
            findings.offer(
                "publisher", line.evidence(agency.name, (agency.start, agency.end), agency.rule, agency.confidence)
            )
