"""A file an article, in a ZIP file or a folder; what can have no file is told."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.shared.names import Names, safe
from archive.exports.shared.zips import Zip
from archive.model.excerpt import Packet, Whole

_TITLE_CHARS = 80


def filed(
    packet: Packet, path: Path, progress: Progress, ending: str, article: Callable[[Whole], Iterator[str]]
) -> Sequence[str]:
    """Writes what `article` makes of each; a ZIP file where the path ends in `.zip`, else a folder."""
    names = Names()
    wholes = progress.over(packet.wholes(), "Writing articles", len(packet.works))
    if path.suffix.lower() == ".zip":
        with Zip(path, packet.made) as zipped:
            top = safe(packet.title)
            for whole in wholes:
                with zipped.member(f"{top}/{_name(names, whole, ending)}") as out:
                    for piece in article(whole):
                        out.write(piece.encode("utf-8", "replace"))
    else:
        path.mkdir()
        for whole in wholes:
            with (path / _name(names, whole, ending)).open(
                "x", encoding="utf-8", newline="\n", errors="replace"
            ) as file:
                file.writelines(article(whole))
    if packet.memos:
        count = "1 memo was" if len(packet.memos) == 1 else f"{len(packet.memos):,} memos were"
        return (f"{count} left out, because each file is an article.",)
    return ()


def _name(names: Names, whole: Whole, ending: str) -> str:
    return names.give(f"{whole.work.id:05d} {whole.work.title or 'Untitled'}"[:_TITLE_CHARS] + ending)
