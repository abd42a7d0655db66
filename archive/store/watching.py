"""Long statements that can be watched: told of while they run, and ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .connection import Connections

_STEPS = 20_000  # of SQLite's virtual machine, some milliseconds


@contextmanager
def watched(connections: Connections, check: Callable[[], None], steps: int = _STEPS) -> Iterator[None]:
    """While the block runs, long statements of this thread call `check` after so many steps again and again; what it raises ends them."""
    connection, raised = connections.driver, list[BaseException]()

    def stop() -> int:
        try:
            check()
        except BaseException as error:  # told again below: the driver would swallow it
            raised.append(error)
            return 1
        return 0

    connection.set_progress_handler(stop, steps)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
