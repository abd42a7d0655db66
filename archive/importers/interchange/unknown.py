"""What stands in a REFI-QDA project and nothing reads, by its name, so that no program's own additions are lost in silence."""

from collections.abc import Iterator

from lxml import etree

from .telling import Fields

# Elements that are read, or told as wholes by whoever reads what they lie in.
_READ = frozenset(
    "Project CodeBook Users User Codes Code Sets Set MemberCode MemberSource MemberNote Variables Variable Sources TextSource PDFSource"
    " PictureSource AudioSource VideoSource Representation TextDescription Transcript SyncPoint PlainTextSelection TranscriptSelection"
    " PDFSelection PictureSelection AudioSelection VideoSelection Coding CodeRef NoteRef VariableValue VariableRef TextValue"
    " BooleanValue IntegerValue FloatValue DateValue DateTimeValue Notes Note PlainTextContent Description Links Link Cases Graphs".split()
)
_WHOLE = frozenset({"Cases", "Graphs", "PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"})
# Attributes that are read, or told elsewhere, or say only where files lay and how they are checked.
_ATTRIBUTES = frozenset(
    "guid name origin id color isCodable startPosition endPosition plainTextPath richTextPath path currentPath basePath typeOfVariable"
    " targetGUID originGUID direction fromSyncPoint toSyncPoint position schemaLocation noNamespaceSchemaLocation".split()
)
# Who made a thing and when is read of these.
_MADE = frozenset({"PlainTextSelection", "TranscriptSelection", "Coding", "Note"})
_MAKING = frozenset({"creatingUser", "creationDateTime"})


class Unknown:
    """The elements and attributes that nothing reads."""

    def __init__(self, root: etree._Element) -> None:
        self._elements, self._attributes = Fields(), Fields()
        waiting = [root]
        while waiting:
            each = waiting.pop()
            if not isinstance(each.tag, str):
                continue
            if each.tag not in _READ:
                self._elements.count(each.tag)
                continue
            for name in each.attrib:
                self._attribute(each.tag, str(name).rpartition("}")[2])
            if each.tag not in _WHOLE:
                waiting += each

    def _attribute(self, tag: str, name: str) -> None:
        read = (
            name in _ATTRIBUTES or (tag in _MADE and name in _MAKING) or (name == "modifiedDateTime" and tag in _MADE)
        )
        if not read:
            self._attributes.count(f"{name} of {tag}")

    def elements(self) -> Iterator[str]:
        """A sentence that names the elements."""
        yield from self._elements.sentences()

    def attributes(self) -> Iterator[str]:
        """A sentence that names the attributes."""
        yield from self._attributes.sentences()
