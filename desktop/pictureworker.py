"""The confined process in which pictures are decoded, with Qt's own readers. Started by `desktop.pictures`, never by a person."""

from archive.base.errors import Unreadable
from archive.operations.picture_worker import Pixels, serve

_ALLOCATION_MB = 512


def main(argv: list[str] | None = None) -> int:
    """Serves until the pipe closes; takes no arguments."""
    serve(decode, prepare)
    return 0


def prepare() -> None:
    """Loads Qt's readers of pictures while files may still be opened."""
    from PySide6.QtGui import QImageReader

    QImageReader.supportedImageFormats()


def decode(data: bytes, width: int) -> Pixels:
    """The first frame of a picture, no wider than `width`, as rows of red, green, blue and alpha. Raises Unreadable."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageReader

    held = QBuffer()
    held.setData(QByteArray(data))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held)
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() > 2 * width:
        # Some formats decode faster, and in less memory, to about the size that is wanted.
        reader.setScaledSize(size.scaled(2 * width, 1 << 20, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Unreadable(f"The picture is damaged ({reader.errorString()}).")
    if image.width() > width:
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return image.width(), image.height(), bytes(image.constBits())


if __name__ == "__main__":
    raise SystemExit(main())
