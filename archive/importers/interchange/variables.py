"""Variables of a REFI-QDA project: ours are an article's details and what its lines are; those of other programs are told."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.importers.language import language
from archive.model import refi
from archive.model.article import FIELDS, BlockKind, Evidence, Metadata
from archive.model.rights import Rights, Sensitivity

from . import trees
from .codes import guid_of
from .laying import Kind
from .telling import shown

RULE = "REFI-QDA"
_KINDS = {kind.value[0] if kind is not BlockKind.ITEM else "i": kind for kind in BlockKind}
_MOST_LINES = 1_000_000
_NAMED = 12
_TELLING_CHARS = 1_200  # of a text that tell its language: a file may hold thousands of texts


@dataclass(frozen=True, slots=True)
class Said:
    """What a project says of a source."""

    metadata: Metadata
    rights: Rights = field(default_factory=Rights)
    kinds: tuple[Kind, ...] = ()


class Variables:
    """The variables by GUID; those that mean nothing to us are counted."""

    def __init__(self, root: etree._Element, *, ours: bool) -> None:
        fields = {name: key for key, name in refi.VARIABLES.items()} if ours else {}
        names = {
            guid_of(each): each.get("name") or "" for each in trees.children(trees.child(root, "Variables"), "Variable")
        }
        self._fields = {guid: fields.get(name, "") for guid, name in names.items()}
        self._names = names
        self._ours = ours
        self._unknown: dict[str, int] = {}

    def of(self, source: etree._Element, title: str) -> Said:
        """The metadata of a source, with the file as evidence. Its title is the source's name, unless a project of ours tells it."""
        values: dict[str, str] = {} if self._ours else {"title": title}
        for each in trees.children(source, "VariableValue"):
            ref = trees.child(each, "VariableRef")
            guid = "" if ref is None else guid_of(ref, "targetGUID")
            name = self._fields.get(guid, "")
            if name:
                values[name] = trees.text(each, "TextValue").strip()
            else:
                told = self._names.get(guid, "")
                self._unknown[told] = self._unknown.get(told, 0) + 1
        return Said(_metadata(values), _rights(values), _kinds(values.get("kinds", "")))

    def lost(self) -> Iterator[str]:
        """Which variables were left out."""
        if self._unknown:
            names = ", ".join(map(shown, list(self._unknown)[:_NAMED])) + (" …" if len(self._unknown) > _NAMED else "")
            count = sum(self._unknown.values())
            what = "1 value of a variable was" if count == 1 else f"{count:,} values of variables were"
            yield f"{what} left out ({names}): articles have no variables."


def with_language(metadata: Metadata, text: str) -> Metadata:
    """The metadata with the language of the text, where nothing tells it and the text can."""
    found, confidence = (None, 0.0) if metadata.language else language(text[:_TELLING_CHARS])
    if found is None:
        return metadata
    evidence = {**metadata.evidence, "language": Evidence(found, None, None, "detected", confidence)}
    return replace(metadata, language=found, evidence=evidence)


def _metadata(values: dict[str, str]) -> Metadata:
    said = {name: values[name] for name in FIELDS if values.get(name)}
    evidence = {name: Evidence(value, None, None, RULE, 1.0) for name, value in said.items()}
    byline = tuple(filter(None, said.pop("byline", "").split("; ")))
    return Metadata(byline=byline, evidence=evidence, **said)


def _rights(values: dict[str, str]) -> Rights:
    sensitivity = Sensitivity.OPEN
    with suppress(ValueError):
        sensitivity = Sensitivity(values.get("sensitivity", ""))
    return Rights(values.get("rights", ""), sensitivity, values.get("embargo") or None)


def _kinds(told: str) -> tuple[Kind, ...]:
    """What `h1 p*12 q1` tells of the lines; nothing at all when one part of it tells nothing."""
    found: list[Kind] = []
    for part in told.split():
        kind, _, times = part.partition("*")
        level, count = kind[1:] or "0", times or "1"
        if kind[0] not in _KINDS or not (level + count).isdecimal() or len(level + count) > 9:
            return ()
        if len(found) + int(count) > _MOST_LINES:
            return ()
        found += [(_KINDS[kind[0]], int(level))] * int(count)
    return tuple(found)
