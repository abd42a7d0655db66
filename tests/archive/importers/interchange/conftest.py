"""Projects as other programs write them, put together by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from archive.importers import registry
from archive.model.article import Imported, Source

MakeProject = Callable[..., bytes]
TEXT = "The gate.\nIt opened at six, 여섯 시에. 🛶🏽 came.\nNobody saw it."
SOURCE = "11111111-1111-4111-8111-111111111111"
USER = "22222222-2222-4222-8222-222222222222"
CODE = "33333333-3333-4333-8333-333333333333"
UNDER = "44444444-4444-4444-8444-444444444444"


def guid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def selection(start: int | str, end: int | str, number: int = 1, *, name: str = "", inside: str = "") -> str:
    coding = f'<Coding guid="{guid(number + 500_000)}" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" endPosition="{end}"'
        f' creatingUser="{USER}" creationDateTime="2024-01-02T03:04:05+02:00">{inside}{coding}</PlainTextSelection>'
    )


def project(sources: str, *, codes: str | None = None, rest: str = "", origin: str = "Other 1.0") -> str:
    book = codes or (
        f'<Code guid="{CODE}" name="gates" isCodable="true" color="#FF0000"><Description>What shuts</Description>'
        f'<Code guid="{UNDER}" name="locks/weirs" isCodable="false"/></Code>'
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="Canal"'
        f' origin="{origin}"><Users><User guid="{USER}" name="Ann"/></Users><CodeBook><Codes>{book}</Codes></CodeBook>'
        f"<Sources>{sources}</Sources>{rest}</Project>"
    )


def text_source(selections: str = "", *, rest: str = "", path: str = "internal://a.txt", name: str = "Gate") -> str:
    return f'<TextSource guid="{SOURCE}" name="{name}" plainTextPath="{path}">{selections}{rest}</TextSource>'


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def qdpx(
    selections: str = "",
    *,
    text: bytes = TEXT.encode(),
    rest: str = "",
    after: str = "",
    members: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """A project with one text."""
    made = {"project.qde": project(text_source(selections, rest=rest), rest=after), "sources/a.txt": text}
    return zipped(made | dict(members or {}))


def take(data: bytes, name: str = "canal.qdpx") -> Imported:
    return registry.read(Source(data, name))


@pytest.fixture
def refusal() -> Callable[[bytes, str], str]:
    """Why a file is refused."""

    def why(data: bytes, name: str = "canal.qdpx") -> str:
        imported = take(data, name)
        assert imported.incoming is None and imported.error is not None
        return imported.error

    return why
