"""What is on the clipboard, or was dropped, as the archive takes it: bytes as they came, and where they are from. Fetches nothing."""

from PySide6.QtCore import QMimeData

from archive.operations.clipping import Clip, of_windows


def clip_of(data: QMimeData) -> Clip | None:
    """The page, else the text in the data, in the bytes in which it came; None where there is neither."""
    windows = next((name for name in data.formats() if name.endswith('"HTML Format"') or name == "HTML Format"), None)
    address = _address(data)
    if windows is not None and (raw := bytes(data.data(windows).data())):
        return of_windows(raw, address)
    if data.hasHtml() and data.html().strip():
        return of_windows(bytes(data.data("text/html").data()) or data.html().encode("utf-8", "replace"), address)
    if data.hasText() and data.text().strip():
        return Clip(data.text().encode("utf-8", "replace"), False, address)
    return None


def _address(data: QMimeData) -> str | None:
    """Where the page stands from which it was copied or dragged, as browsers tell."""
    for name, encoding in (("text/x-moz-url-priv", "utf-16-le"), ("chromium/x-source-url", "utf-8")):
        told = bytes(data.data(name).data()).decode(encoding, "replace").strip("\0\ufeff \r\n")
        if told.startswith(("http://", "https://")):
            return told
    return None
