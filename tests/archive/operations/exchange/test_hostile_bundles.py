"""A bundle or an archive that lies, is damaged, or means harm is refused with a sentence, and nothing is changed."""

import hashlib
import json
import pickle
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import NewerSchema, NotAnArchive, Unreadable, WaystationError
from archive.model.exchange import KINDS
from archive.operations import annotate
from archive.operations.exchange import bundling, foreign, merging, opening
from archive.store import files, migrations
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import said
from tests.archive.made import new_archive

BODY = "The lock opened at six.\nNobody was there."
Members = dict[str, bytes]


@pytest.fixture
def bundle(tmp_path: Path, add_article: AddArticle) -> Path:
    out = tmp_path / "Theirs.waystation-bundle"
    with new_archive(tmp_path / "Theirs.waystation") as theirs:
        article = add_article(theirs, BODY, "The lock")
        annotate.mark(theirs, article, 9, 17, note="first", tags=["water"])
        bundling.bundle(theirs, out)
    return out


def members(bundle: Path) -> Members:
    with zipfile.ZipFile(bundle) as file:
        return {name: file.read(name) for name in file.namelist()}


def write(path: Path, found: Members, *, summed: bool = True) -> Path:
    """The bundle with these members; with lists that fit them, and without a signature, where they are summed anew."""
    if summed:
        found.pop("signature.json", None)
        for name, top in (("manifest-sha512.txt", True), ("tagmanifest-sha512.txt", False)):
            found.pop("tagmanifest-sha512.txt", None)
            chosen = sorted(each for each in found if each.startswith("data/") is top and each != name)
            if not top:
                chosen = sorted(each for each in found if not each.startswith("data/"))
            lines = (f"{hashlib.sha512(found[each]).hexdigest()}  {each}\n" for each in chosen)
            found[name] = "".join(lines).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in found.items():
            file.writestr(name, data)
    return path


def refused(archive: Archive, path: Path, words: str, kind: type[WaystationError] = Unreadable) -> None:
    before = said(archive)
    with pytest.raises(kind, match=words), foreign.side(archive, path) as side:
        merging.merge(archive, side)
    assert said(archive) == before
    assert archive.store.connections.value("SELECT count(*) FROM exchange_paused") == 0


def change_record(found: Members, kind: str, change: Callable[[dict[str, Any]], None]) -> Members:
    lines = found[f"data/records/{kind}.jsonl"].splitlines()
    told = json.loads(lines[0])
    change(told)
    found[f"data/records/{kind}.jsonl"] = b"\n".join([json.dumps(told).encode(), *lines[1:]])
    return found


def test_the_bundle_itself_is_let_in(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    again = write(tmp_path / "again", members(bundle))
    with foreign.side(archive, again) as side:
        assert side.contents.signer is None
        assert merging.merge(archive, side)[0].added == {"tag": 1, "article": 1, "passage": 1}


@pytest.mark.parametrize(
    "name", ["data/records/passage.jsonl", "data/bundle.json", "bag-info.txt", "manifest-sha512.txt"]
)
def test_altered_after_signing(archive: Archive, bundle: Path, tmp_path: Path, name: str) -> None:
    found = members(bundle)
    found[name] = found[name].replace(b"1", b"2") + b" "
    refused(archive, write(tmp_path / "x", found, summed=False), "damaged or altered|form of BagIt")


def test_lists_made_anew_do_not_pass_for_signed(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = members(bundle)
    signature = found["signature.json"]
    write(tmp_path / "y", change_record(found, "passage", lambda told: told["fields"].update(note="forged")))
    forged = members(tmp_path / "y") | {"signature.json": signature}
    refused(archive, write(tmp_path / "x", forged, summed=False), "altered after it was signed")


@pytest.mark.parametrize(
    "name",
    [
        "data/../../evil",
        "/etc/evil",
        "data/..",
        "data\\evil",
        "C:/evil",
        "data/con",
        "data/a.",
        "data//x",
        "data/\u202egpj",
        "data/NUL.txt",
    ],
)
def test_names_that_lead_elsewhere(archive: Archive, bundle: Path, tmp_path: Path, name: str) -> None:
    refused(archive, write(tmp_path / "x", members(bundle) | {name: b"x"}), "not safe")


@pytest.mark.parametrize(("one", "other"), [("data/Ab", "data/aB"), ("data/\u00e9", "data/e\u0301")])
def test_names_that_are_one_on_some_disk(archive: Archive, bundle: Path, tmp_path: Path, one: str, other: str) -> None:
    refused(archive, write(tmp_path / "x", members(bundle) | {one: b"x", other: b"y"}), "two members with one name")


def test_a_link_in_the_file_or_in_the_folder(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = members(bundle)
    path = write(tmp_path / "x", found)
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("data/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    refused(archive, path, "no file")
    folder = tmp_path / "folder"
    with zipfile.ZipFile(bundle) as file:
        file.extractall(folder)
    (folder / "data" / "link").symlink_to("/etc/passwd")
    refused(archive, folder, "no file")


def test_lists_that_lie(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = write(tmp_path / "y", members(bundle)) and members(tmp_path / "y")
    refused(archive, write(tmp_path / "x", found | {"data/extra": b"x"}, summed=False), "do not name what is in it")
    without = {name: data for name, data in found.items() if not name.endswith("bundle.json")}
    refused(archive, write(tmp_path / "x", without, summed=False), "do not name what is in it")


def test_cut_short_or_flipped(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    data = bundle.read_bytes()
    for length in (0, 3, len(data) // 2, len(data) - 5):
        (tmp_path / "x").write_bytes(data[:length])
        refused(archive, tmp_path / "x", "bundle|is empty", WaystationError)
    silent = 0
    with foreign.side(archive, bundle) as side:
        whole = [list(side.batches(kind)) for kind in KINDS]
    for place in range(40, len(data), max(1, len(data) // 150)):
        (tmp_path / "x").write_bytes(data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :])
        try:
            with foreign.side(archive, tmp_path / "x") as side:
                silent += 1
                # A date or a mode of the ZIP file, or the signature gone, which is told: nothing that is brought in.
                assert [list(side.batches(kind)) for kind in KINDS] == whole
        except WaystationError:
            continue
    assert silent < 60


def test_a_bomb(archive: Archive, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(archive, write(tmp_path / "x", members(bundle) | {"data/zeros": bytes(40 << 20)}), "far more than it is")
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    refused(archive, bundle, "larger than 8 GB")


def test_ten_million_passages(archive: Archive, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = members(bundle)
    told = json.loads(found["data/bundle.json"])
    told["counts"]["passage"] = 10_000_000
    found["data/bundle.json"] = json.dumps(told).encode()
    refused(archive, write(tmp_path / "x", found), "10,000,000 records of the kind “passage”; 250,000")
    told["counts"]["passage"] = 1
    found["data/bundle.json"] = json.dumps(told).encode()
    record = json.loads(found["data/records/passage.jsonl"])
    lines = [json.dumps(record | {"uid": f"{number:032x}"}) for number in range(40)]
    found["data/records/passage.jsonl"] = "\n".join(lines).encode()
    monkeypatch.setattr(opening, "MOST_RECORDS", 30)
    refused(archive, write(tmp_path / "x", found), "more than 30 records")


def test_a_newer_form(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = members(bundle)
    told = json.loads(found["data/bundle.json"]) | {"form": 2}
    found["data/bundle.json"] = json.dumps(told).encode()
    refused(archive, write(tmp_path / "x", found), "newer version", NewerSchema)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("passage", {"place": ["0" * 64, 5, 2, "a", "", ""]}),
        ("passage", {"place": ["zz", 1, 2, "a", "", ""]}),
        ("passage", {"colour": "url(javascript:)"}),
        ("passage", {"note": 7}),
        ("article", {"title": ["x"]}),
        ("article", {"sensitivity": "none"}),
        ("tag", {"path": "\u202e"}),
        ("tag", {"path": ""}),
        ("tag", {"unknown": "x"}),
    ],
)
def test_values_that_cannot_be(
    archive: Archive, bundle: Path, tmp_path: Path, kind: str, fields: dict[str, Any]
) -> None:
    found = change_record(members(bundle), kind, lambda told: told["fields"].update(fields))
    refused(archive, write(tmp_path / "x", found), "cannot be one")


@pytest.mark.parametrize("nonce", [-1, 2**53, 1.5, "7", True, [7]])
def test_nonces_that_are_none(archive: Archive, bundle: Path, tmp_path: Path, nonce: Any) -> None:
    def alter(told: dict[str, Any]) -> None:
        assert told["elements"]
        for more in told["elements"].values():
            more["nonce"] = nonce

    refused(archive, write(tmp_path / "x", change_record(members(bundle), "passage", alter)), "cannot be one")


@pytest.mark.parametrize("uid", ["", "../x", "g" * 32, 7, None, "A" * 32])
def test_uids_that_are_none(archive: Archive, bundle: Path, tmp_path: Path, uid: Any) -> None:
    found = change_record(members(bundle), "passage", lambda told: told.update(uid=uid))
    refused(archive, write(tmp_path / "x", found), "cannot be one")


def test_records_that_are_no_json_or_too_deep(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    for data in (b"{", b"[" * 100_000, b'{"uid": NaN}', b"\xff\xfe", pickle.dumps(print)):
        found = members(bundle)
        found["data/records/passage.jsonl"] = data
        refused(archive, write(tmp_path / "x", found), "This bundle")


def test_a_text_that_is_not_the_one_that_it_is_called(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = members(bundle)
    (name,) = (each for each in found if each.startswith("data/editions/"))
    found[name] = json.dumps(json.loads(found[name]) | {"text": "Other words"}).encode()
    refused(archive, write(tmp_path / "x", found), "not in its form")


def test_an_original_under_another_address(archive: Archive, bundle: Path, tmp_path: Path) -> None:
    found = members(bundle)
    (name,) = (each for each in found if each.startswith("data/originals/"))
    found[name] = b"other bytes"
    refused(archive, write(tmp_path / "x", found), "lacks an original")


def test_an_id_clash_with_other_content_is_a_conflict_and_loses_nothing(
    archive: Archive, bundle: Path, tmp_path: Path
) -> None:
    with foreign.side(archive, bundle) as side:
        merging.merge(archive, side)
    (passage,) = annotate.passages(archive)
    clash = change_record(
        members(bundle), "passage", lambda told: (told["fields"].update(note="other"), told.pop("graph", None))
    )
    with foreign.side(archive, write(tmp_path / "x", clash)) as side:
        told, _ = merging.merge(archive, side)
    assert told.conflicts == 1
    (kept,) = said(archive)["passage", passage.uid]["conflicts"].values()
    assert sorted(map(json.loads, kept)) == ["first", "other"]


# Archives


@pytest.fixture
def theirs(tmp_path: Path, add_article: AddArticle) -> Path:
    path = tmp_path / "Another.waystation"
    with new_archive(path) as opened:
        annotate.mark(opened, add_article(opened, BODY, "The lock"), 9, 17, note="first", tags=["water"])
    return path


def test_an_archive_is_read_and_left_as_it_is(archive: Archive, theirs: Path) -> None:
    before = theirs.read_bytes()
    theirs.chmod(0o400)
    with foreign.side(archive, theirs) as side:
        assert side.contents.form == "archive" and side.contents.counts["passage"] == 1
        told, _ = merging.merge(archive, side)
    assert told.added == {"tag": 1, "article": 1, "passage": 1}
    assert theirs.read_bytes() == before
    assert sorted(each.name for each in theirs.parent.glob("Another*")) == [
        "Another.waystation",
        "Another.waystation.lock",
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON facts BEGIN DELETE FROM passages; END",
        "CREATE VIEW evil AS SELECT load_extension('x')",
        "CREATE TABLE more (x)",
        "DROP TRIGGER passages_more",
        "DROP TABLE passages; ",
    ],
)
def test_a_schema_that_is_not_ours(archive: Archive, theirs: Path, sql: str) -> None:
    with closing(sqlite3.connect(theirs)) as database:
        database.executescript(sql)
    refused(archive, theirs, "did not make", NotAnArchive)


def test_a_newer_archive_and_one_that_is_none(archive: Archive, theirs: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(theirs)) as database:
        database.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    refused(archive, theirs, "newer version", NewerSchema)
    (tmp_path / "none").write_bytes(b"words, many words" * 100)
    refused(archive, tmp_path / "none", "is encrypted|not a Waystation", WaystationError)
    refused(archive, archive.path, "the archive itself", WaystationError)


def test_an_older_archive_is_brought_up_to_date_in_a_copy(
    archive: Archive, tmp_path: Path, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Old.waystation"
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:1])
        past.setattr(migrations, "VERSION", 1)
        with new_archive(path) as old:
            add_article(old, BODY, "Old")
    before = path.read_bytes()
    with foreign.side(archive, path) as side:
        assert merging.merge(archive, side)[0].added == {"article": 1}
    assert path.read_bytes() == before and list(tmp_path.glob("*before-v*")) == []


def test_what_still_lies_in_the_wal_is_read(archive: Archive, theirs: Path, tmp_path: Path) -> None:
    with Archive.open(theirs) as opened:
        (passage,) = annotate.passages(opened)
        annotate.set_note(opened, passage.uid, "late")
        for ending in ("", "-wal"):
            shutil.copyfile(theirs.with_name(theirs.name + ending), tmp_path / f"Copy.waystation{ending}")
    assert files.wal_holds_something(tmp_path / "Copy.waystation")
    with foreign.side(archive, tmp_path / "Copy.waystation") as side:
        merging.merge(archive, side)
    assert annotate.find(archive, passage.uid).note == "late"


def test_values_in_an_archive_are_checked_as_those_of_a_bundle_are(archive: Archive, theirs: Path) -> None:
    with closing(sqlite3.connect(theirs)) as database, database:
        database.execute("UPDATE passages SET colour = 'url(x)'")
    refused(archive, theirs, "cannot be one")
