"""Where a command's text goes: standard output, or a file written beside and renamed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from matcher.errors import Place, Problem, RequestError
from matcher.words import Words, words


def write_file(path: Path, text: str) -> None:
    """Put the text into the file: whole, or not at all. Raises RequestError if it cannot be."""
    import tempfile  # not quick to import, and seldom needed

    name = None
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as trouble:
        if name is not None and os.path.exists(name):
            os.unlink(name)
        hint = words("name a file in a folder that exists and can be written", "請指明可寫入的檔案")
        raise _not_written(str(path), trouble, hint) from None


def write_new_file(path: Path, text: str) -> None:
    """Put the text into a file that does not exist yet. Raises RequestError if it does."""
    if path.exists():
        hint = words("name a new file, or move it away", "請指明新的檔案，或先移走")
        raise RequestError([Problem(Place(str(path)), words("exists already", "已經存在"), hint)])
    write_file(path, text)


def write_out(text: str) -> None:
    """Print to standard output, in UTF-8 whatever the locale says.

    Raises RequestError if it cannot be written, BrokenPipeError if nobody reads on.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as trouble:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is left unsaid
        hint = words("make room, or write elsewhere with `-o`", "請騰出空間，或以`-o`寫入別處")
        raise _not_written("standard output", trouble, hint) from None


def _not_written(where: str, trouble: OSError, hint: Words) -> RequestError:
    reason = (trouble.strerror or "for no stated reason").lower()
    what = words(f"cannot be written: {reason}", "無法寫入")
    return RequestError([Problem(Place(where), what, hint)])


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
