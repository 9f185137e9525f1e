"""Where what a command writes goes: standard output, or a file written beside and renamed."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from matcher.complaints import because
from matcher.errors import Place, Problem, RequestError
from matcher.words import Words, words


def write_file(path: Path, content: str | bytes) -> None:
    """Put the content into the file: whole, or not at all. Raises RequestError if it cannot be.

    What is no file and no folder (a device, a pipe) is written to and stays what it is.
    """
    import tempfile  # not quick to import, and seldom needed

    name = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if path.exists() and not path.is_file():
            path.write_bytes(_in_bytes(content))
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(_in_bytes(content))
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as trouble:
        if name is not None and os.path.exists(name):
            os.unlink(name)
        hint = words("name a file in a folder that exists and can be written", "請指明可寫入的檔案")
        raise _not_written(str(path), trouble, hint) from None


def write_new_file(path: Path, text: str) -> None:
    """Put the text into a file that does not exist yet. Raises RequestError if it does."""
    if os.path.exists(path):
        hint = words("name a new file, or move it away", "請指明新的檔案，或先移走")
        raise RequestError([Problem(Place(str(path)), words("exists already", "已經存在"), hint)])
    write_file(path, text)


def write_out(content: str | bytes) -> None:
    """Print to standard output, text in UTF-8 whatever the locale says.

    Raises RequestError if it cannot be written, BrokenPipeError if nobody reads on.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as trouble:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left unsaid
        hint = words("make room, or write elsewhere with `-o`", "請騰出空間，或以`-o`寫入別處")
        raise _not_written("standard output", trouble, hint) from None


def _not_written(where: str, trouble: OSError, hint: Words) -> RequestError:
    what = because(words("cannot be written", "無法寫入"), trouble)
    return RequestError([Problem(Place(where), what, hint)])


def _in_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
