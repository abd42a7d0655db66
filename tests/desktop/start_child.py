"""Opens the window of the archive named and prints which modules were imported when its first list stood; run in a process of its own."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop

from desktop.program import Program


def main(path: Path) -> None:
    program = Program("light", keep=False)
    loop, imported = QEventLoop(), list[str]()

    def entered() -> None:
        # Connected before anything that waits for the first list, and so told before it.
        program.desk().library.list.lister.listed.connect(listed)

    def listed() -> None:
        imported.extend(imported or sys.modules)
        loop.quit()

    program.window.entered.connect(entered)
    program.start(path)
    loop.exec()
    rows = program.desk().library.list.lister.model.rowCount()
    program.close()
    print(json.dumps({"rows": rows, "modules": imported}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
