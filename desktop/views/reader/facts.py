"""What the details panel shows of one article, read in one snapshot; and how it is put in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.archive import Archive
from archive.model import edtf
from archive.model.article import Article, Collection, Edition, Evidence
from archive.model.ids import ArticleId
from archive.model.rights import Rights
from archive.model.taught import TAUGHT
from desktop import wording

LABELS = {
    "title": "Title",
    "byline": "Byline",
    "publisher": "Publisher",
    "republisher": "Reprinted by",
    "published": "Published",
    "language": "Language",
    "url": "Address",
    "accessed": "Saved on",
    "rights": "Rights",
    "embargo": "Embargo",
}
HELP = {
    "title": "As the article is called.",
    "byline": "One author on each line.",
    "publisher": "Who published it first.",
    "republisher": "The site that reprinted it.",
    "published": "Like 4 October 2023, 2023-10, 2023, 2019~ (about), 2006/2019 (from, to) or 2020s.",
    "accessed": "When the page was saved: like 4 October 2023 or 2023-10.",
    "language": "A language code: en, ko, zh-Hant.",
    "url": "Where the page was saved from. It is never opened.",
    "rights": "What may be done with the article, in a sentence.",
    "embargo": "The first day on which it may leave, like 1 March 2027. Nothing: no embargo.",
}
# What stands where nothing is known.
UNKNOWN = {"rights": "nothing said", "embargo": "none"}
DATES = ("published", "accessed")

# How a value is known, by the rule that found it. A rule that is not here is named by its own words.
_RULES = {
    "entered": "entered by a person",
    "title": "the title line",
    "byline": "the byline",
    "promotion": "a line of promotion",
    "published-label": "the publication line",
    "access-date": "the line that says when it was read",
    "address-line": "a line with the address",
    "canonical": "the page's own address",
    "heading": "the article's heading",
    "tagged": "the file's header",
    "title-tag": "the page's title",
    "linked-data": "the page's own data",
    "letters-and-words": "the letters and words of the text",
    "html-lang": "the page's language mark",
    "file-name": "the file's name",
    "date-line": "a line with the date",
    "dateline-agency": "the dateline",
    "name-beside-date": "a name beside the date",
    "publisher-line": "the publisher's line",
    "republication-note": "a note on the reprint",
    "policy-disclaimer": "the site's disclaimer",
    "author-affiliation": "the author's affiliation",
    "author-biography": "the note on the author",
    "about-itself": "what the site says of itself",
    "korean-byline": "the byline",
    "saved-from": "the browser's mark",
    "saved-date": "the browser's mark",
    "site-banner": "the site's banner",
    "author": "the page's own data",
    "byline-one-word": "the byline",
    "largest-letters": "the largest letters of the page",
    "document-property": "the document's properties",
    "package-metadata": "the book's own data",
    "mail-subject": "the mail's header",
    "mail-from": "the mail's header",
    "mail-date": "the mail's header",
    "mhtml-location": "the address in the saved page",
    "mhtml-date": "the day on which the page was saved",
    "container-feed": "the feed",
    "container-bag": "the bag's own data",
    "container-warc-uri": "the address in the web archive",
    "container-warc-date": "the day that the web archive tells",
}
# Names that pages give their own data ("og:site_name", "dc.title", "parsely-author"): one of many, all alike to a reader.
_OWN_DATA = re.compile(r"[:._]|^(?:parsely|sailthru|citation|twitter|dc)\b")
_TABLE = "table-"
# A word too long for a line of a narrow panel.
_LONG = re.compile(r"\S{22,}")
_REASONS = {
    "import": "as imported",
    "update": "the source changed",
    "restored": "set-aside text put back",
    "pictures": "pictures were added",
    "encoding": "another encoding",
    "recognised": "scanned pages read",
    "joined": "a later article, joined",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """An article with the evidence of its fields and all that is known of where it came from."""

    article: Article
    evidence: Mapping[str, Evidence]
    editions: tuple[Edition, ...]  # newest first, without their texts
    collections: tuple[Collection, ...]
    tags: tuple[str, ...]
    rights: Rights
    encoded: bool  # whether the edition's text was read in an encoding that can be another
    waits: bool  # whether pages of it are pictures of text that are not read yet

    @property
    def edition(self) -> Edition:
        """The one that is read."""
        return _read(self.article, self.editions)


def load(archive: Archive, article_id: ArticleId) -> Facts:
    """Raises NotFound."""
    from archive.operations import editions, recognising  # with all that reads files: no start waits for it

    store = archive.store
    with archive.snapshot():
        within = set(store.collections.of(article_id))
        article, held = store.articles.get(article_id), tuple(store.editions.summaries(article_id))
        return Facts(
            article,
            dict(store.articles.evidence(article_id)),
            held,
            tuple(each for each in store.collections.list() if each.id in within),
            tuple(store.tags.of(article_id)),
            store.exporting.rights(article_id),
            editions.is_in_encoding(_read(article, held)),
            recognising.waits(article),
        )


def _read(article: Article, editions: Sequence[Edition]) -> Edition:
    return next((each for each in editions if each.id == article.edition), editions[0])


def value(article: Article, field: str) -> str:
    """The field as text to edit: authors one on each line, dates as EDTF; "" for what is not known."""
    found = getattr(article, field)
    return "\n".join(found) if field == "byline" else (found or "")


def shown(article: Article, field: str) -> str:
    """The field as a person reads it."""
    found = value(article, field)
    if found and field in DATES:
        plain = edtf.display(found, article.language or "en")
        return plain if plain == found else f"{plain}  ({found})"
    if found and field == "language":
        name = wording.language_name(found)
        return found if name == found else f"{name} ({found})"
    return found


def breakable(words: str) -> str:
    """The words with places to end a line in everything too long for a narrow panel (zero-width spaces)."""
    return _LONG.sub(lambda long: "\u200b".join(long[0]), words)


def known(evidence: Evidence | None) -> str:
    """How a value is known and how sure that is, in words."""
    if evidence is None:
        return ""
    if evidence.rule.startswith(TAUGHT):
        return "By a rule that you taught"
    rule = _RULES.get(evidence.rule)
    if rule is None and evidence.rule.startswith(_TABLE):
        rule = evidence.rule.removeprefix(_TABLE)  # "row 12, column “Headline”"
    if rule is None:
        rule = "the page's own data" if _OWN_DATA.search(evidence.rule) else evidence.rule.replace("-", " ")
    if evidence.rule == "entered":
        return rule[0].upper() + rule[1:]
    return f"From {rule} · {sureness(evidence.confidence)}"


def sureness(confidence: float) -> str:
    """Words for a confidence of 0–1."""
    for least, words in ((0.9, "sure"), (0.75, "likely"), (0.5, "fairly likely")):
        if confidence >= least:
            return words
    return "uncertain"


def reason(edition: Edition) -> str:
    return _REASONS.get(edition.reason, edition.reason)


def read_by(edition: Edition) -> str:
    """What read the text; Tesseract's own version, which says how well it reads, as its makers write it."""
    version = edition.importer_version
    if edition.importer == "tesseract":
        return f"Tesseract {version // 10_000}.{version // 100 % 100}.{version % 100} (recognised)"
    return f"{edition.importer} {version}"


def size(count_bytes: int) -> str:
    """Bytes as a person reads them, in decimal units (IEC 80000-13)."""
    amount, unit = float(count_bytes), "bytes"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{count_bytes:,} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"


def moment(stamp: str) -> str:
    """A time stamp to the minute, in UTC."""
    return f"{stamp[:10]} {stamp[11:16]} UTC" if len(stamp) >= 16 else stamp
