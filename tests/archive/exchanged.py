"""What an archive says to others, as values that can be compared, and sides made of archives."""

from typing import Any

from archive.archive import Archive
from archive.model.exchange import KINDS, LIFE, Contents
from archive.operations.exchange import graph
from archive.operations.exchange.own import Own, how

NOBODY = Contents("Test", "archive", "", "", "", (), {})


def side(archive: Archive) -> Own:
    """The archive as another one sees it; what is there is given away by that."""
    with archive.atomic():
        archive.store.exchange.seal()
    return Own(archive.store.connections, NOBODY)


def said(archive: Archive) -> dict[tuple[str, str], dict[str, Any]]:
    """{(kind, uid): what shows of each field, with what contradicts it}, under the smallest uid that anybody has for it."""
    own = Own(archive.store.connections, NOBODY)
    smallest: dict[str, str] = {}
    for (_, uid), here in archive.store.exchange.aliases().items():
        smallest[here] = min(smallest.get(here, here), uid, here)

    def known(text: str) -> str:
        for here, least in smallest.items():
            text = text.replace(here, least)
        return text

    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in KINDS:
        for batch in own.batches(kind):
            for record in batch:
                if record.present:
                    told = {known(name): known(value) for name, value in record.values.items()}
                    clash = {
                        name: sorted(each.value for each in graph.shown(how(kind, name), one).conflict)
                        for name, one in record.graphs.items()
                        if name != LIFE
                    }
                    found[kind, known(record.uid)] = {
                        "values": told,
                        "elements": sorted(map(known, record.elements)),
                        "conflicts": {known(name): each for name, each in clash.items() if each},
                    }
    return found
