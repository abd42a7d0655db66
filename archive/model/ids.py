"""Typed ids. Integers are local to one archive; a `uid` (32 hexadecimal digits) is the same in every copy."""

import uuid
from typing import NewType

ArticleId = NewType("ArticleId", int)
EditionId = NewType("EditionId", int)
CollectionId = NewType("CollectionId", int)
TagId = NewType("TagId", int)
SearchId = NewType("SearchId", int)
PassageId = NewType("PassageId", int)
MemoId = NewType("MemoId", int)
MentionId = NewType("MentionId", int)
FigureId = NewType("FigureId", int)
SeriesId = NewType("SeriesId", int)
EventId = NewType("EventId", int)
Uid = NewType("Uid", str)


def new_uid() -> Uid:
    """A random uid (RFC 9562 version 4, without hyphens)."""
    return Uid(uuid.uuid4().hex)
