"""How bundles, merges and contradictions are put in words; no widgets, no queries."""

from collections.abc import Mapping

from archive.model.exchange import Conflict, Contents, Merged
from desktop.wording import counted, day

_NOUNS = {
    "article": ("article", "articles"),
    "passage": ("passage", "passages"),
    "tag": ("tag", "tags"),
    "event": ("event", "events"),
    "mention": ("judged date", "judged dates"),
    "figure": ("judged figure", "judged figures"),
    "series": ("series", "series"),
    "memo": ("memo", "memos"),
    "collection": ("collection", "collections"),
    "judgement": ("note on a finding", "notes on findings"),
    "origin": ("decision about duplicates", "decisions about duplicates"),
}
_FIELDS = {
    "place": "where it stands",
    "path": "name",
    "edtf": "date",
    "own_edtf": "date",
    "own_label": "label",
    "own": "correction",
    "meaning": "explanation",
    "published": "publication date",
    "republisher": "reprinted by",
    "url": "address",
    "accessed": "saved on",
    "edition": "text that is shown",
    "about": "what it is about",
    "parent": "where it lies",
}
_KINDS = {"mention": "date", "judgement": "finding", "origin": "duplicates"}


def listed(counts: Mapping[str, int]) -> str:
    """`2 articles, 14 passages`; "nothing" for none."""
    told = [counted(counts[kind], *nouns) for kind, nouns in _NOUNS.items() if counts.get(kind)]
    return ", ".join(told) or "nothing"


def whence(contents: Contents) -> str:
    """What a file is, from whom and when."""
    what = "Another archive" if contents.form == "archive" else "A bundle"
    by = f" by {', '.join(contents.authors[:4])}" if contents.authors else ""
    made = f", made {day(contents.made)}" if contents.made else ""
    return f"{what}{by}{made}{', encrypted' if contents.encrypted else ''}: {listed(contents.counts)}."


def signed(contents: Contents) -> tuple[str, bool]:
    """Who signed, and whether that should give pause."""
    signer = contents.signer
    if contents.form == "archive":
        return "An archive is not signed: take it only from somebody whom you trust.", False
    if signer is None:
        return "Nobody signed this bundle: whoever had it could have changed it.", True
    told = f"Signed by {signer.author or 'somebody without a name'}, fingerprint {signer.fingerprint}."
    if signer.own:
        return f"{told} This key is your own.", False
    if signer.other_key:
        return (
            f"{told} This name came with another key before: ask them, by another way, whether this one is theirs.",
            True,
        )
    if signer.known:
        return f"{told} You merged work signed with this key before.", False
    return f"{told} This key is new here: compare the fingerprint with its author, by another way.", False


def merged(done: Merged) -> str:
    """What a merge did, in sentences."""
    told = [
        f"{word}: {listed(counts)}."
        for word, counts in (("New", done.added), ("Changed", done.changed), ("Removed", done.removed))
        if counts
    ]
    if done.united:
        told.append(f"{counted(done.united, 'article was', 'articles were')} here already under another id.")
    waiting = done.conflicts or done.held
    return " ".join(told) or ("Nothing shows otherwise yet." if waiting else "Everything in it is here already.")


def heading(conflict: Conflict) -> str:
    """`Passage “opened at six”: note`."""
    kind = _KINDS.get(conflict.kind, conflict.kind).capitalize()
    title = f" “{conflict.title}”" if conflict.title else ""
    if conflict.field.startswith("key:"):
        return f"Figures{title}: in which series"
    what = _FIELDS.get(conflict.field, conflict.field)
    if not conflict.field:
        what = "removed here, changed by others" if conflict.mine[1] else "removed by others, changed here"
    return f"{kind}{title}: {what}"


def removal(removed_here: bool) -> tuple[str, str]:
    """What it is to keep, and what to remove, something that one removed and another changed."""
    if removed_here:
        return "Kept, as others changed it", "Removed, as it was here"
    return "Kept here, as it was changed", "Removed, as others did"


def link(conflict: Conflict) -> str:
    """What opens the article: its title, where the heading does not say that already."""
    return conflict.whereabouts or "Read the article"


def side(mine: bool, several: bool, by: str = "") -> str:
    """Whose a value is; `by` is who brought it, where that is known."""
    if mine or by:
        return "Here" if mine else f"From {by}"
    return "From others" if several else "Theirs"
