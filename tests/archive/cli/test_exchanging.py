"""`bundle`, `merge`, `conflicts` and `resolve` on the command line."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.cli.main import main
from archive.operations import annotate, collect, history
from tests.archive.conftest import AddArticle

BODY = "The lock opened at six.\nNobody was there."


@pytest.fixture
def two(tmp_path: Path, add_article: AddArticle) -> tuple[Path, Path]:
    """Two copies of an archive, in which one note says different things."""
    mine, theirs = tmp_path / "Mine.waystation", tmp_path / "Theirs.waystation"
    with Archive.create(mine) as archive:
        passage, _ = annotate.mark(archive, add_article(archive, BODY, "The lock"), 9, 17, note="start")
    shutil.copy(mine, theirs)
    for path, note in ((mine, "mine"), (theirs, "theirs")):
        with Archive.open(path) as archive:
            annotate.set_note(archive, passage.uid, note)
    return mine, theirs


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(each) for each in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_bundle_is_written_merged_and_decided(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two
    out = tmp_path / "work.waystation-bundle"
    code, told, _ = run(capsys, "--archive", theirs, "bundle", out, "--json")
    assert code == 0 and json.loads(told)["counts"]["passage"] == 1
    code, told, _ = run(capsys, "--archive", mine, "merge", out, "--dry-run")
    assert code == 0 and "your own key" in told
    code, told, _ = run(capsys, "--archive", mine, "merge", out, "--json")
    found = json.loads(told)
    assert (found["conflicts"], found["contents"]["signer"]["author"]) == (1, "Tester")
    code, told, _ = run(capsys, "--archive", mine, "conflicts")
    assert "came  theirs" in told and "here  mine" in told
    code, told, _ = run(capsys, "--archive", mine, "conflicts", "--json")
    (conflict,) = json.loads(told)["conflicts"]
    code, *_ = run(capsys, "--archive", mine, "resolve", conflict["uid"][:8], "theirs")
    assert code == 0
    with Archive.open(mine, read_only=True) as archive:
        assert [each.note for each in annotate.passages(archive)] == ["theirs"]
    assert run(capsys, "--archive", mine, "conflicts")[1] == "There is nothing to decide.\n"
    code, _, error = run(capsys, "--archive", mine, "resolve", conflict["uid"][:8], "theirs")
    assert code == 1 and "Nothing with a uid" in error


def test_who_brought_it_is_told_before_when_deciding_and_in_the_history(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = two
    out = tmp_path / "work.waystation-bundle"
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
        elsewhere.setenv("WAYSTATION_AUTHOR", "Bo")
        assert run(capsys, "--archive", theirs, "bundle", out)[0] == 0
    assert "signed by Bo" in (told := run(capsys, "--archive", mine, "merge", out)[1]) and "not known here yet" in told
    assert "came  theirs  (from Bo)" in run(capsys, "--archive", mine, "conflicts")[1]
    with Archive.open(mine) as archive:
        (act, *_) = history.page(archive)
        assert (act.details[0].what, str(act.details[0].after)[:4]) == ("signed by", "Bo (")


def test_another_archive_is_merged(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    mine, theirs = two
    code, told, error = run(capsys, "--archive", mine, "merge", theirs)
    assert code == 0 and "1 to decide" in error and "not signed" in told


def test_an_encrypted_bundle_is_opened_from_a_file(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two
    out, secret = tmp_path / "work.waystation-bundle", tmp_path / "secret"
    secret.write_text("long and secret\n")
    assert run(capsys, "--archive", theirs, "bundle", out, "--encrypt", "--new-passphrase-file", secret)[0] == 0
    code, _, error = run(capsys, "--archive", mine, "merge", out)
    assert code == 1 and "encrypted" in error
    assert run(capsys, "--archive", mine, "merge", out, "--file-passphrase-file", secret)[0] == 0


def test_an_encrypted_archive_is_merged_with_its_passphrase(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two
    secret = tmp_path / "secret"
    secret.write_text("long and secret\n")
    assert run(capsys, "--archive", theirs, "encrypt", "--passphrase-file", secret)[0] == 0
    assert run(capsys, "--archive", mine, "merge", theirs, "--file-passphrase-file", secret)[0] == 0
    with Archive.open(mine, read_only=True) as archive:
        assert len(annotate.passages(archive)) == 1


def test_only_what_is_chosen_goes(two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, theirs = two
    code, _, error = run(capsys, "--archive", theirs, "bundle", tmp_path / "x", "--tag", "none")
    assert code == 1 and error
    assert not (tmp_path / "x").exists()


def test_which_articles_go_along_and_how_much_that_is_told_before_anything_is_written(
    tmp_path: Path, add_article: AddArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "Mine.waystation", tmp_path / "work.waystation-bundle"
    with Archive.create(path) as archive:
        first, second, third = (add_article(archive, f"{BODY} {n}", f"Lock {n}") for n in range(3))
        annotate.mark(archive, first, 9, 17, tags=["water/locks"])
        collect.tag(archive, [second], "water")
    for said, count in (
        ([], 3),
        (["--article", first, "--article", third], 2),
        (["--tag", "water"], 2),
        (["--tag", "water/locks", "--tag", "water"], 2),
        (["--tag", "water", "--article", second], 1),
    ):
        code, told, _ = run(capsys, "--archive", path, "bundle", out, *said, "--dry-run", "--json")
        assert code == 0
        assert json.loads(told)["articles"] == count
    assert not out.exists()
    code, told, error = run(capsys, "--archive", path, "bundle", out, "--tag", "water")
    assert code == 0 and "Wrote" in told
    assert error.startswith("2 articles, 1 passage; originals of ")
    code, _, error = run(capsys, "--archive", path, "bundle", out, "--tag", "water", "--article", third)
    assert code == 1 and "None of these articles has the tag" in error


def test_one_thing_is_asked_of_one_decision_and_values_of_more_lines_are_shown_in_lines(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two
    with Archive.open(mine) as archive:
        (passage,) = annotate.passages(archive)
        annotate.set_note(archive, passage.uid, "mine\nof two lines")
    assert run(capsys, "--archive", mine, "merge", theirs)[0] == 0
    told = run(capsys, "--archive", mine, "conflicts")[1]
    assert "here  mine\n" in told and "            of two lines\n" in told
    with_both = run(capsys, "--archive", mine, "resolve", passage.uid, "here", "--write", "another")
    assert with_both[0] == 2 and "--write and a choice exclude each other" in with_both[2]
    code, _, error = run(capsys, "--archive", mine, "resolve", passage.uid)
    assert code == 1 and "--write TEXT" in error
    code, _, error = run(capsys, "--archive", mine, "resolve", passage.uid, 3)
    assert code == 1 and "There is no value 3." in error
    assert run(capsys, "--archive", mine, "resolve", passage.uid, "--write", "another")[0] == 0
    with Archive.open(mine, read_only=True) as archive:
        assert [each.note for each in annotate.passages(archive)] == ["another"]


def test_of_a_thing_with_more_than_one_field_to_decide_the_fields_are_named(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two
    for path, end in ((mine, 12), (theirs, 13)):
        with Archive.open(path) as archive:
            (passage,) = annotate.passages(archive)
            annotate.move_edges(archive, passage.uid, 9, end)
    assert run(capsys, "--archive", mine, "merge", theirs)[0] == 0
    code, _, error = run(capsys, "--archive", mine, "resolve", passage.uid, "here")
    assert code == 1 and "2 fields of" in error and "note, place" in error
    assert run(capsys, "--archive", mine, "resolve", passage.uid, "here", "--field", "place")[0] == 0


def test_a_bundle_that_was_altered_one_without_its_signature_and_one_under_the_same_name_are_told_apart(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = two

    def written(name: str, home: str) -> Path:
        out = tmp_path / f"{name}.waystation-bundle"
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("WAYSTATION_HOME", str(tmp_path / home))
            elsewhere.setenv("WAYSTATION_AUTHOR", "Bo")
            assert run(capsys, "--archive", theirs, "bundle", out)[0] == 0
        return out

    good = written("good", "elsewhere")
    assert run(capsys, "--archive", mine, "merge", good)[0] == 0
    before = mine.read_bytes()
    altered = _made_anew(good, tmp_path / "altered.waystation-bundle", signed=True)
    code, _, error = run(capsys, "--archive", mine, "merge", altered)
    assert code == 1 and "altered after it was signed" in error
    unsigned = _made_anew(good, tmp_path / "unsigned.waystation-bundle", signed=False)
    told = run(capsys, "--archive", mine, "merge", unsigned, "--dry-run")[1]
    assert "not signed: whoever had it could have changed it" in told
    told = run(capsys, "--archive", mine, "merge", written("other", "another"), "--dry-run")[1]
    assert "signed by Bo" in told and "This name came with another key before" in told
    assert mine.read_bytes() == before


def _made_anew(bundle: Path, out: Path, *, signed: bool) -> Path:
    """The bundle with another note, and manifests that say so: a valid bag, of which its signature is not."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = "data/records/passage.jsonl"
    assert b"theirs" in files[name]
    files[name] = files[name].replace(b"theirs", b"forged")
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        named = [line.split("  ", 1)[1] for line in files[manifest].decode().splitlines()]
        lines = [f"{hashlib.sha512(files[each]).hexdigest()}  {each}\n" for each in named]
        files[manifest] = "".join(lines).encode()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            if signed or name != "signature.json":
                archive.writestr(name, data)
    return out
