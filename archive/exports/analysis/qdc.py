"""A REFI-QDA codebook: the tree of tags with colours and definitions, each under the GUID that it has in projects too."""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.model import refi
from archive.model.excerpt import Packet

from .refi_xml import ORIGIN, Filter, codes, element


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """Writes the codebook. Raises Invalid when there is no tag: one without codes is not valid."""
    if not packet.tags:
        raise Invalid("There is no tag to write.", "Tag a passage, or add a tag to the codebook.")
    progress.check()
    clean = Filter()
    root = element(None, "CodeBook", origin=ORIGIN, xmlns=refi.CODEBOOK)
    root.append(codes(packet.tags, clean))
    path.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
    related = sum(len(tag.related) for tag in packet.tags) // 2
    lost = (f"What tags have to do with each other ({related:,}) was left out: a codebook cannot tell it.",)
    return (*(lost if related else ()), *clean.warnings())
