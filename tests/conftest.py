"""Fixtures that every test may use: a home of its own, the shared corpus, blocked sockets."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket

from archive.base import children
from tests import temporary
from tests.kept_readers import kept_readers

ROOT = Path(__file__).parents[1]

# How long an example takes says nothing where other work fills the cores.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Names the markers, and has the tests' folders made in memory."""
    config.addinivalue_line(
        "markers", "hostile(*numbers): shows cases of the list of hostile input (tests/rules/test_hostile.py)"
    )
    config.addinivalue_line("markers", "long: takes so long that it begins first, lest it be waited for at the end")
    temporary.prefer_memory()


@pytest.hookimpl(trylast=True)  # after the order was shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves whole campaigns to `make soak`, and begins with what takes longest: at the end no processor stands still for it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)  # a stable order: the others stay as they were
    if not os.environ.get("WAYSTATION_SOAK"):
        skipped = pytest.mark.skip(reason="the whole campaign runs with WAYSTATION_SOAK=1 (make soak)")
        for item in items:
            if item.get_closest_marker("soak") is not None:
                item.add_marker(skipped)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing here opens a network socket; Unix-domain ones serve our own workers."""
    disable_socket(allow_unix_socket=True)
    yield


@pytest.fixture(scope="session", autouse=True)
def _home_before_any_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made once for several tests sees no user's folder either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _readers_serve_all_tests() -> Iterator[None]:
    """Readers are started once for all tests of a process."""
    with kept_readers():
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_stands_back() -> Iterator[None]:
    """Tests side by side keep all processors busy: helpers of a window that stood back behind them would hardly be served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "may_stand_back", False)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, so that no test sees the user's archive, settings or secret."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(folder))
    monkeypatch.setenv("WAYSTATION_AUTHOR", "Tester")
    monkeypatch.delenv("WAYSTATION_ARCHIVE", raising=False)
    return folder


@pytest.fixture
def disk_path() -> Iterator[Path]:
    """A folder for tests of what comes to a disk: where the system makes its temporary files, never in memory by our doing."""
    with TemporaryDirectory(prefix="waystation-test-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the project; skips, saying so, where it is absent."""
    folder = Path(os.environ.get("WAYSTATION_SHARED", ROOT.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip("../shared is not here: the saved articles cannot be read")
    return folder
