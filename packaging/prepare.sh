#!/bin/sh
# Makes .venv from the locked dependencies and sees that Qt finds its system libraries.
# Does nothing when nothing changed; never touches anything outside the project except, where permitted,
# the system packages that Qt needs.
set -eu
cd "$(dirname "$0")/.."
VENV=.venv

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "Waystation needs Python 3.11, 3.12 or 3.13. Install one, or name it: make PYTHON=/path/to/python3.12"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# Installs Debian packages where that is permitted; otherwise says which, in one copyable line.
apt_install() {
    why=$1
    shift
    if command -v apt-get >/dev/null 2>&1 && as_root true; then
        say "Installing for $why: $*"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return 0
        as_root apt-get update -q >/dev/null 2>&1 || true
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    fi
    say "Missing for $why. On Debian or Ubuntu: sudo apt-get install -y $*"
    return 1
}

python=$(find_python)
stamp=$(cat pyproject.toml requirements/test.lock packaging/prepare.sh | cksum | tr -d ' ')
if [ "$(cat $VENV/.stamp 2>/dev/null)" != "$stamp" ]; then
    if [ ! -x $VENV/bin/python ] || ! $VENV/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf $VENV
        if ! "$python" -m venv $VENV >/dev/null 2>&1; then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            apt_install "a virtual environment" "python$version-venv" || exit 1
            rm -rf $VENV
            "$python" -m venv $VENV
        fi
    fi
    say "Installing the locked dependencies into $VENV (a few minutes the first time)"
    $VENV/bin/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements/test.lock >&2
    # On all processors, where pip would take one; what is written for another Python and does not compile is left as it is.
    $VENV/bin/python -m compileall -q -j 0 "$($VENV/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" >/dev/null 2>&1 || true
    $VENV/bin/python -m pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e . >&2
    printf '%s' "$stamp" >$VENV/.stamp
fi

# Qt links against libraries of the system that no Python package carries: some for any window, more for X11.
qt_starts() {
    QT_QPA_PLATFORM=offscreen $VENV/bin/python -c 'from PySide6 import QtGui, QtPrintSupport, QtSvg, QtWidgets; QtWidgets.QApplication([])' >/dev/null 2>&1
}
x11_ready() {
    $VENV/bin/python -c 'import ctypes; [ctypes.CDLL(name) for name in ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0")]' >/dev/null 2>&1
}
X11="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1 libxkbcommon-x11-0"
if ! qt_starts; then
    case "$(uname -s)" in
    Linux)
        glib=libglib2.0-0
        if command -v apt-cache >/dev/null 2>&1 && ! apt-cache show libglib2.0-0 >/dev/null 2>&1; then glib=libglib2.0-0t64; fi
        # shellcheck disable=SC2086
        apt_install "the window" libegl1 libgl1 libopengl0 libxkbcommon0 libdbus-1-3 libfontconfig1 $glib fontconfig $X11 || exit 1
        ;;
    *)
        say "Qt does not start here. This says why: QT_DEBUG_PLUGINS=1 $VENV/bin/python -c 'from PySide6 import QtWidgets; QtWidgets.QApplication([])'"
        exit 1
        ;;
    esac
fi
# Only a window on X11 needs these: without a screen nothing else is kept from working.
if [ "$(uname -s)" = Linux ] && [ -n "${DISPLAY:-}" ] && ! x11_ready; then
    # shellcheck disable=SC2086
    apt_install "a window on X11" $X11 || [ -n "${WAYLAND_DISPLAY:-}" ] || exit 1
fi

# Hangul is read from the system's fonts (macOS and Windows always have one).
if [ "$(uname -s)" = Linux ] && command -v fc-list >/dev/null 2>&1 && [ -z "$(fc-list :lang=ko 2>/dev/null)" ]; then
    apt_install "Korean text" fonts-noto-cjk || true
fi
