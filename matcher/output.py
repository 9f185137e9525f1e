"""Where a command's text goes: standard output, or a file written beside and renamed."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from matcher.errors import Place, Problem, RequestError
from matcher.words import words


def write_file(path: Path, text: str) -> None:
    """Put the text into the file: whole, or not at all. Raises RequestError if it cannot be."""
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
        reason = (trouble.strerror or "cannot be written").lower()
        what = words(f"cannot be written: {reason}", "無法寫入")
        hint = words("name a file in a folder that exists and can be written", "請指明可寫入的檔案")
        raise RequestError([Problem(Place(str(path)), what, hint)]) from None


def write_out(text: str) -> None:
    """Print to standard output, in UTF-8 whatever the locale says."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    sys.stdout.write(text)
    sys.stdout.flush()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
