"""Rules that a person teaches: where articles of one site say who wrote them, what they are called, when and by whom published.

A rule is made from words that were selected in an original, kept as data, and goes with each file into the reader. Each act is one
transaction and can be taken back. Rules leave and enter an archive as one JSON file that needs nothing else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model.article import Evidence
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, Uid, new_uid
from archive.model.taught import LONGEST_CHARS, TAUGHT_FIELDS, Spot, TaughtRule
from archive.store.taught import row_of

from . import recording, sources
from .identity import ENTERED
from .recording import State, stated

FORMAT, VERSION = "waystation-rules", 1
MOST_RULES = 2_000
MOST_OTHERS = 1_000  # articles that a rule is applied to when it is taught
_FIELD_NAMES = {"publisher": "publisher", "title": "title", "byline": "byline", "published": "date"}


def rules(archive: Archive) -> list[TaughtRule]:
    """Every rule, by site and field."""
    return archive.store.taught.rules()


def in_force(archive: Archive) -> tuple[TaughtRule, ...]:
    """The rules that imports apply."""
    return tuple(rule for rule in rules(archive) if rule.enabled)


def find(archive: Archive, uid: str) -> TaughtRule:
    """The rule with this uid; a unique beginning will do. Raises NotFound."""
    return archive.store.taught.resolve(uid)


def site_of(archive: Archive, article: ArticleId) -> str:
    """What the site of an article is called: its host, else its publisher; "" where neither is known. Raises NotFound."""
    from archive.importers import taught

    present = archive.store.articles.get(article)
    told = taught.normal(present.url) if present.url else ""
    return told or present.publisher or present.republisher or ""


def proposed(
    archive: Archive, article: ArticleId, field: str, start: int, end: int, site: str | None = None
) -> TaughtRule:
    """The rule that `[start, end)` of an article's decoded original teaches; nothing is kept yet.

    Raises Invalid with a sentence where the words are no such value, or stand where no rule could find them again; NotFound.
    """
    from archive.importers import spots, taught

    _require_field(field)
    told = sources.decoded(archive, article)
    document = spots.Document(told.text, page=told.page)
    words = " ".join(told.words(start, end).split())
    said = valued(field, words)
    value = tuple(said) if field == "byline" else said
    site = site_of(archive, article) if site is None else " ".join(site.split())
    if not site and field != "publisher":
        raise Invalid("Nothing says which site this article is from.", "Name its publisher first, then teach this.")
    for spot in spots.learn(document, start, end, whole=field == "published"):
        spot = replace(spot, exact=words) if not site else spot
        found = taught.look(document, spot, field)
        if found is not None and found.value == value:
            name = f"{_FIELD_NAMES[field].capitalize()} of {site or words}"
            return TaughtRule(name, site, field, spot)
    raise Invalid(
        "No rule could find these words again: the same place holds others before them.",
        "Select them where they stand by themselves.",
    )


def teach(
    archive: Archive, rule: TaughtRule, article: ArticleId | None = None, others: Iterable[ArticleId] = ()
) -> tuple[TaughtRule, Change]:
    """Keeps a rule, and gives `article` and `others` the values that it finds there, in one act. What a person entered in the others
    stays. A rule that says what one says that is here already is that one. Raises Invalid, NotFound.
    """
    kept = _checked(replace(rule, uid=new_uid(), author=places.author(), modified=clock.stamp()))
    with archive.atomic():
        same = next((each for each in rules(archive) if each.enabled and _said(each) == _said(kept)), None)
        kept = kept if same is None else same
        states = [] if article is None else _states(archive, kept, [article], entered=True)
        states += _states(archive, kept, [each for each in dict.fromkeys(others) if each != article], entered=False)
        if same is not None:
            label = f"Apply rule: {kept.name}"
            return kept, restate(archive, label, [], states) if states else Change(label)
        _require_room(archive, 1)
        label = f"Teach a rule: {kept.name}"
        return kept, restate(archive, label, [[str(kept.uid), row_of(kept, kept.modified)]], states)


def _states(archive: Archive, rule: TaughtRule, articles: Iterable[ArticleId], *, entered: bool) -> list[State]:
    """What the rule finds in articles; with `entered`, also where a person has entered something else."""
    from archive.importers import spots, taught

    states = []
    for article in articles:
        present = archive.store.articles.evidence(article).get(rule.field)
        if present is not None and present.rule == ENTERED and not entered:
            continue
        told = sources.decoded(archive, article)
        found = taught.look(spots.Document(told.text, page=told.page), rule.spot, rule.field)
        if found is not None:
            proof = Evidence(found.words, found.start, found.end, rule.evidence, taught.CONFIDENCE)
            value = list(found.value) if rule.field == "byline" else found.value
            states.append(stated(article, {rule.field: value}, {rule.field: proof}))
    return states


def waiting(archive: Archive, site: str) -> list[ArticleId]:
    """Articles from a site that are to be reviewed, at most `MOST_OTHERS` of them."""
    from archive.importers import taught

    wanted = taught.normal(site)
    found = [
        article
        for article, *told in archive.store.review.origins()
        if wanted and any(taught.below(taught.normal(each), wanted) for each in told if each)
    ]
    return found[:MOST_OTHERS]


def change(archive: Archive, uid: str, **said: Any) -> Change:
    """Gives a rule another `name`, `site` or lets it be `enabled` or not. Raises Invalid, NotFound."""
    with archive.atomic():
        present = find(archive, uid)
        wanted = _checked(replace(present, **said, modified=clock.stamp()))
        if replace(wanted, modified=present.modified) == present:
            return Change("Change rule")
        verb = "Rename" if wanted.name != present.name else "Switch on" if wanted.enabled else "Switch off"
        verb = "Change" if wanted.site != present.site else verb
        row = archive.store.taught.row(str(present.uid))
        assert row is not None
        return restate(archive, f"{verb} rule: {wanted.name}", [[str(present.uid), row_of(wanted, row["created"])]], [])


def remove(archive: Archive, uids: Sequence[str]) -> Change:
    """Deletes rules; what they found in articles stays. Raises NotFound."""
    with archive.atomic():
        gone = [find(archive, uid) for uid in uids]
        told = f"rule: {gone[0].name}" if len(gone) == 1 else f"{len(gone)} rules"
        return restate(archive, f"Delete {told}", [[str(rule.uid), None] for rule in gone], [])


def restate(archive: Archive, label: str, rows: Sequence[Sequence[Any]], states: Sequence[State]) -> Change:
    """Lets rules be as these rows say, `[uid, columns or None]`, and articles as these states; its inverse is of its own kind."""
    with archive.atomic():
        before = [[uid, archive.store.taught.row(uid)] for uid, _ in rows]
        for uid, row in rows:
            archive.store.taught.set(uid, row)
        states_before, touched = recording.restate(archive, states)
        undone = label.removeprefix(recording.UNDO) if label.startswith(recording.UNDO) else recording.UNDO + label
        inverse = Act("restate_rules", {"label": undone, "rows": before, "states": states_before})
        return recording.record(archive, Change(label, touched | {("taught", 0)}, inverse))


def valued(field: str, words: str) -> Any:
    """Words of a text as a value of the field: names of a byline, the date in them. Raises Invalid where they are none."""
    from archive.importers import taught

    found = taught.valued(words, field, loose=True)
    if found is None:
        raise Invalid(f"“{words[:80]}” is no {_FIELD_NAMES[field]}.", "Select the words themselves and nothing else.")
    return list(found) if field == "byline" else found


def told(spot: Spot) -> str:
    """Where a rule looks, in words."""
    if spot.path:
        where = f"at {spot.path}"
    elif spot.label:
        where = f"in the line that begins with “{spot.label.strip()}”"
    elif spot.closing:
        where = f"in the line that ends with “{spot.closing.strip()}”"
    elif spot.line > 0:
        where = f"in line {spot.line}"
    else:
        where = "in the last line" if spot.line == -1 else f"in line {-spot.line} from the end"
    parts = [where]
    if spot.before.strip():
        parts.append(f"behind “{spot.before.strip()}”")
    if spot.after.strip():
        parts.append(f"before “{spot.after.strip()}”")
    if spot.exact:
        parts.append(f"where “{spot.exact}” stands")
    return ", ".join(parts)


# As a file


def exported(wanted: Iterable[TaughtRule]) -> bytes:
    """Rules as a JSON file (UTF-8) that `read` takes."""
    told = [asdict(replace(rule, author="", modified="")) for rule in wanted]
    for each in told:
        del each["author"], each["modified"]
        each["spot"] = {name: value for name, value in each["spot"].items() if value}
    return json.dumps({"format": FORMAT, "version": VERSION, "rules": told}, ensure_ascii=False, indent=1).encode()


def read(data: bytes) -> list[TaughtRule]:
    """The rules in a file that `exported` made. Raises Invalid with a sentence for anything else."""
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told["rules"], list):
            raise Invalid("This file holds no rules.", "Choose one that was exported from a list of rules.")
        if told.get("version") != VERSION:
            raise Invalid("These rules were written by a newer version of Waystation.", "Install the newest version.")
        if len(told["rules"]) > MOST_RULES:
            raise Invalid(f"There are more than {MOST_RULES:,} rules in this file.", "Import a smaller one.")
        return [_checked(_rule(each)) for each in told["rules"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid("This file of rules is damaged.", "Export it again where it came from.") from error


def take_in(archive: Archive, wanted: Sequence[TaughtRule]) -> Change:
    """Adds rules from a file in one act; those that are here already, by uid or by what they say, stay as they are."""
    with archive.atomic():
        present = rules(archive)
        known = {rule.uid for rule in present} | {_said(rule) for rule in present}
        fresh: dict[Any, TaughtRule] = {}
        for rule in wanted:
            if rule.uid not in known and _said(rule) not in known:
                stamped = replace(rule, uid=rule.uid or new_uid(), author=places.author(), modified=clock.stamp())
                fresh.setdefault(_said(rule), stamped)
        if not fresh:
            return Change("Import rules")
        _require_room(archive, len(fresh))
        label = "Import 1 rule" if len(fresh) == 1 else f"Import {len(fresh)} rules"
        return restate(archive, label, [[str(each.uid), row_of(each, each.modified)] for each in fresh.values()], [])


def _said(rule: TaughtRule) -> tuple[str, str, Spot]:
    return rule.site.casefold(), rule.field, rule.spot


def _rule(told: Mapping[str, Any]) -> TaughtRule:
    uid = told.get("uid")
    if uid is not None and not (isinstance(uid, str) and len(uid) == 32 and set(uid) <= set("0123456789abcdef")):
        raise ValueError("a uid that is none")
    spot = Spot(**told["spot"])
    enabled = told.get("enabled", True) is True
    return TaughtRule(told["name"], told["site"], told["field"], spot, enabled, None if uid is None else Uid(uid))


def _require_field(field: str) -> None:
    if field not in TAUGHT_FIELDS:
        raise Invalid(f"No rule can find {field!r}.", f"Choose one of {', '.join(TAUGHT_FIELDS)}.")


def _require_room(archive: Archive, more: int) -> None:
    if len(rules(archive)) + more > MOST_RULES:
        raise Invalid(f"There are {MOST_RULES:,} rules already.", "Delete some that are used no more.")


def _checked(rule: TaughtRule) -> TaughtRule:
    """The rule as it is kept. Raises Invalid with a sentence."""
    from archive.importers.html.places import parsed

    _require_field(rule.field)
    spot = rule.spot
    texts = (spot.path, spot.label, spot.closing, spot.before, spot.after, spot.exact, rule.name, rule.site)
    if not all(isinstance(text, str) and len(text) <= LONGEST_CHARS for text in texts) or isinstance(spot.line, bool):
        raise Invalid("A rule's words may have 300 characters at most.", "Make it shorter.")
    if not isinstance(spot.line, int) or abs(spot.line) > 1_000:
        raise Invalid("A rule counts at most 1,000 lines.", "Name a line nearer to the beginning or the end.")
    if sum(map(bool, (spot.path, spot.label, spot.closing, spot.line))) != 1:
        raise Invalid("A rule names one place.", "Give a place on a page, a label, a closing word or a line's number.")
    if spot.path:
        parsed(spot.path)
    name, site = " ".join(rule.name.split()), " ".join(rule.site.split())
    if not site and not (rule.field == "publisher" and spot.exact):
        raise Invalid("A rule is for one site or publisher.", "Name it, like example.org.")
    if not name:
        raise Invalid("A rule needs a name.", "Write what it finds, like “Byline of example.org”.")
    return replace(rule, name=name, site=site)
