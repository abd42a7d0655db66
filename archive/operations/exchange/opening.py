"""Opens a bundle to be read, and trusts nothing of it: all of it is checked before a record is looked at; nothing is run or unpickled.

Memory holds one member's line at a time, except where the bundle is encrypted: then all of it, since no word of it may be on the disk.
"""

import hashlib
import io
import json
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from archive.base.errors import Invalid, NewerSchema, Unreadable
from archive.base.progress import Progress
from archive.base.text import storable, visible
from archive.model.exchange import KINDS, Contents, Record, Signer
from archive.protection import signatures
from archive.protection.signatures import Signature

from . import checks
from .bundling import FORM, MOST_ENCRYPTED_BYTES
from .own import BATCH

MOST_BYTES = 8 << 30  # unpacked
MOST_RECORDS = 250_000  # of a kind
MOST_MEMBERS = 200_000
_MOST_TAG_BYTES = 64 << 20
_MOST_LINE_BYTES = 256 << 20
_MOST_RATIO = 1000  # DEFLATE packs 1,032 to 1 at most; a member of records packs 20 to 1
_PIECE = 1 << 20
_AGE = b"age-encryption.org/v1"
_TAG_FILES = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))}
_ADVICE = "Ask for it again; nothing was changed here."


class Bag(Protocol):
    """The members of a bundle."""

    def names(self) -> Sequence[str]: ...
    def open(self, name: str) -> IO[bytes]: ...
    def close(self) -> None: ...


class _Zipped:
    def __init__(self, file: Path | io.BytesIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("This is no bundle, or its end is missing.", _ADVICE) from error
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            raise Unreadable(f"This bundle has more than {MOST_MEMBERS:,} members.", "Ask for it in parts.")
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise Unreadable("This bundle is larger than 8 GB when it is unpacked.", "Ask for it in parts.")
        for info in infos:
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                raise Unreadable(
                    f"This bundle holds something that is no file ({visible(info.filename)[:80]}).", _ADVICE
                )
            if info.flag_bits & 1:
                raise Unreadable("This bundle holds members with passwords.", _ADVICE)
            if info.file_size > _PIECE and info.file_size > info.compress_size * _MOST_RATIO:
                raise Unreadable("This bundle holds a member that unpacks to far more than it is.", _ADVICE)

    def names(self) -> Sequence[str]:
        return [info.filename for info in self._zip.infolist()]

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def close(self) -> None:
        self._zip.close()


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder, self._names = folder, list[str]()
        size = 0
        for path in sorted(folder.rglob("*")):
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise Unreadable(f"This bundle holds something that is no file ({visible(path.name)[:80]}).", _ADVICE)
            size += path.lstat().st_size
            self._names.append(path.relative_to(folder).as_posix())
            if len(self._names) > MOST_MEMBERS or size > MOST_BYTES:
                raise Unreadable("This folder is too large for a bundle.", "Ask for it in parts.")

    def names(self) -> Sequence[str]:
        return self._names

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")

    def close(self) -> None:
        pass


def is_bundle(path: Path) -> bool:
    """Whether a path looks like a bundle: a bag's folder, a ZIP file or a file in the age format."""
    if path.is_dir():
        return (path / "bagit.txt").is_file()
    with path.open("rb") as file:
        start = file.read(len(_AGE))
    return start.startswith(b"PK") or start == _AGE


def is_encrypted(path: Path) -> bool:
    """Whether a passphrase is needed to read a bundle."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_AGE)) == _AGE


class Bundle:
    """A bundle that was found whole; a `Side` for merging. Close it, or use it in a `with` block."""

    def __init__(
        self,
        path: Path,
        *,
        passphrase: str | None = None,
        known: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Checks all of it. `known` are the keys of work that was merged, with their authors. Raises Unreadable, NewerSchema, Invalid (passphrase)."""
        self._bag = _bag(path, passphrase)
        try:
            self._sums = self._verified(progress or Progress())
            self.contents = self._contents(path, passphrase is not None, known or {})
        except BaseException:
            self._bag.close()
            raise

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(self, *_: object) -> None:
        self._bag.close()

    # Checking

    def _verified(self, progress: Progress) -> dict[str, str]:
        """{member: SHA-512} of all, each of which has just that."""
        names = self._bag.names()
        _require_safe(names)
        missing = [name for name in _TAG_FILES if name not in names]
        if missing:
            raise Unreadable(f"This is no bundle: it lacks {missing[0]}.", _ADVICE)
        listed = self._small("tagmanifest-sha512.txt")
        sums = _manifest(self._small("manifest-sha512.txt"))
        tags = _manifest(listed)
        if any(not name.startswith("data/") for name in sums) or any(name.startswith("data/") for name in tags):
            raise Unreadable("The lists of this bundle name what does not belong there.", _ADVICE)
        told = {*sums, *tags, "tagmanifest-sha512.txt", "signature.json"}
        if set(names) - told or {*sums, *tags} - set(names):
            raise Unreadable("The lists of this bundle do not name what is in it.", _ADVICE)
        if not {"manifest-sha512.txt", "bagit.txt"} <= tags.keys():
            raise Unreadable("The lists of this bundle do not vouch for each other.", _ADVICE)
        whole = {**sums, **tags}
        for name in progress.over(sorted(whole), "Checking the bundle"):
            if self._sum(name) != whole[name]:
                raise Unreadable(
                    f"This bundle was damaged or altered: {visible(name)[:80]} is not what it was.", _ADVICE
                )
        return whole

    def _sum(self, name: str) -> str:
        digest = hashlib.sha512()
        for piece in self._pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._bag.open(name) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, KeyError) as error:
            raise Unreadable(f"This bundle is damaged: {visible(name)[:80]} cannot be read.", _ADVICE) from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "_bz2") or type(error).__name__ == "error":
                raise Unreadable(f"This bundle is damaged: {visible(name)[:80]} cannot be read.", _ADVICE) from error
            raise

    def _small(self, name: str) -> bytes:
        data = b""
        for piece in self._pieces(name):
            data += piece
            if len(data) > _MOST_TAG_BYTES:
                raise Unreadable(f"The list {visible(name)} of this bundle is too long.", _ADVICE)
        return data

    def _contents(self, path: Path, encrypted: bool, known: Mapping[str, str]) -> Contents:
        told = checks.mapping(_json(self._small("data/bundle.json"), "bundle.json"))
        form = told.get("form")
        if not isinstance(form, int) or form < 1:
            raise Unreadable("This bundle does not say in which form it is.", _ADVICE)
        if form > FORM:
            raise NewerSchema(
                "This bundle was written by a newer version of Waystation.", "Install the newest version."
            )
        counts = checks.counts(told.get("counts"))
        for kind, count in counts.items():
            if count > MOST_RECORDS:
                raise Unreadable(
                    f"This bundle holds {count:,} records of the kind “{kind}”; {MOST_RECORDS:,} are read at once.",
                    "Ask for it in parts: fewer articles a bundle.",
                )
        said = {name: checks.line(told.get(name)) for name in ("program", "archive", "made", "author")}
        signer = self._signer(known)
        authors = tuple(dict.fromkeys(name for name in (said["author"], signer.author if signer else "") if name))
        return Contents(
            path.name, "bundle", said["archive"], said["program"], said["made"], authors, counts, signer, encrypted
        )

    def _signer(self, known: Mapping[str, str]) -> Signer | None:
        """Who signed; None where nobody did. Raises Unreadable where the signature is not of this bundle."""
        if "signature.json" not in self._bag.names():
            return None
        told = checks.mapping(_json(self._small("signature.json"), "signature.json"))
        author, key, signed = (checks.line(told.get(name)) for name in ("author", "key", "signature"))
        if not signatures.holds(Signature(key, signed), self._small("tagmanifest-sha512.txt")):
            raise Unreadable("This bundle was altered after it was signed.", _ADVICE)
        own = signatures.is_own(key)
        other = author in known.values() and key not in known and not own
        return Signer(author, key, signatures.fingerprint(key), key in known, other, own)

    # Reading

    def batches(self, kind: str) -> Iterator[Sequence[Record]]:
        """The records of a kind, checked one by one. Raises Unreadable."""
        batch: list[Record] = []
        seen: set[str] = set()
        for line in self._lines(f"data/records/{kind}.jsonl"):
            record = checks.record(kind, _json(line, f"{kind}.jsonl"))
            if record.uid in seen:
                raise Unreadable(f"This bundle holds two records of the kind “{kind}” with one id.", _ADVICE)
            seen.add(record.uid)
            if len(seen) > MOST_RECORDS:
                raise Unreadable(
                    f"This bundle holds more than {MOST_RECORDS:,} records of a kind.", "Ask for it in parts."
                )
            batch.append(record)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _lines(self, name: str) -> Iterator[bytes]:
        if name not in self._sums:
            return
        rest = b""
        for piece in self._pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > _MOST_LINE_BYTES:
                raise Unreadable("This bundle holds a record that is too long.", _ADVICE)
            yield from (line for line in lines if line)
        if rest:
            yield rest

    def edition(self, name: str) -> Mapping[str, Any]:
        """An edition's columns. Raises Unreadable."""
        member = f"data/editions/{name}.json"
        if member not in self._sums:
            raise Unreadable("This bundle lacks a text that it speaks of.", _ADVICE)
        data = b"".join(self._pieces(member))
        return checks.edition(name, _json(data, member))

    def original(self, address: str) -> Iterator[bytes]:
        """The bytes of an original. Raises Unreadable."""
        member = f"data/originals/{address}"
        if self._sums.get(member) != address:
            raise Unreadable("This bundle lacks an original that it speaks of.", _ADVICE)
        return self._pieces(member)


def _bag(path: Path, passphrase: str | None) -> Bag:
    if not path.exists():
        raise Unreadable(f"There is no file {path}.", "Check the name.")
    if path.is_dir():
        return _Folder(path)
    if not is_encrypted(path):
        return _Zipped(path)
    if passphrase is None:
        raise Invalid("This bundle is encrypted.", "Give its passphrase.")
    if path.stat().st_size > MOST_ENCRYPTED_BYTES * 2:
        raise Unreadable("This bundle is too large to be decrypted in one piece.", "Ask for it in parts.")
    from pyrage import DecryptError  # type: ignore[import-untyped]  # it has none
    from pyrage import passphrase as age

    try:
        return _Zipped(io.BytesIO(age.decrypt(path.read_bytes(), passphrase)))
    except DecryptError as error:
        raise Invalid("The bundle does not open with this passphrase.", "Try again.") from error


def _require_safe(names: Sequence[str]) -> None:
    """Raises Unreadable where a member would lie outside, or where two could be one on some disk."""
    met: set[str] = set()
    for name in names:
        parts = name.split("/")
        plain = all(part and part not in (".", "..") and not part.endswith((" ", ".")) for part in parts)
        reserved = any(part.partition(".")[0].casefold() in _RESERVED for part in parts)
        if (
            not plain
            or reserved
            or visible(name) != name
            or any(sign in name for sign in '\\:*?"<>|')
            or len(name) > 300
        ):
            raise Unreadable(f"This bundle holds a name that is not safe ({visible(name)[:80]}).", _ADVICE)
        key = unicodedata.normalize("NFC", name).casefold()
        if key in met:
            raise Unreadable(f"This bundle holds two members with one name ({visible(name)[:80]}).", _ADVICE)
        met.add(key)


def _manifest(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if len(digest) != 128 or not name or name in found:
            raise Unreadable("A list of this bundle is not in the form of BagIt.", _ADVICE)
        found[name] = digest.lower()
    return found


def _json(data: bytes, name: str) -> Any:
    try:
        return json.loads(storable(data.decode("utf-8")), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This bundle is not in its form: {visible(name)[:80]} is no JSON.", _ADVICE) from error


def _no_constant(name: str) -> float:
    raise ValueError(name)


__all__ = ["KINDS", "Bundle", "is_bundle", "is_encrypted"]
