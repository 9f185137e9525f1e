"""A folder of files that a command writes: whole or not at all, and never over anybody else's.

A marker file lists what the command wrote. A folder without it, or with a file that it does not
list, is somebody's and stays as it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from matcher.complaints import because
from matcher.errors import Place, Problem, RequestError
from matcher.output import write_file
from matcher.words import words

MARKER: Final = ".written-by-matcher"
_FIRST_LINE: Final = "Written by matcher, which replaces all of it. Files:"


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Make `path` a folder with these files and no others. Raises RequestError if it may or can not.

    The files are written into a new folder beside it, which then takes its name. Where the system
    does not let a folder be renamed (it is a mount, or in use), they are written one by one.
    """
    marker = "\n".join([_FIRST_LINE, *sorted(files)]) + "\n"
    try:
        folder = path.resolve()
        ours = _ours(folder, path)
        if not _swapped(folder, {**files, MARKER: marker}):
            for name in ours - set(files):
                (folder / name).unlink(missing_ok=True)
            for name, text in {**files, MARKER: marker}.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_file(folder / name, text)
    except OSError as trouble:
        what = because(words("cannot be written", "無法寫入"), trouble)
        hint = words("name a folder that can be written", "請指明可寫入的資料夾")
        raise RequestError([Problem(Place(str(path)), what, hint)]) from None


def _ours(folder: Path, path: Path) -> set[str]:
    """The files of an earlier run. Raises RequestError if anything else is there."""
    hint = words("name a new folder, or move it away", "請指明新的資料夾，或先移走")
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise RequestError([Problem(Place(str(path)), words("is no folder", "不是資料夾"), hint)])
    there = {found.relative_to(folder).as_posix() for found in folder.rglob("*") if not _is_folder(found)}
    if not there and not any(folder.iterdir()):
        return set()
    marker = folder / MARKER
    first, *listed = marker.read_text("utf-8").splitlines() if marker.is_file() else [""]
    if first != _FIRST_LINE:
        what = words("was not made by this command, and is not replaced", "並非由本指令建立，不會覆寫")
        raise RequestError([Problem(Place(str(path)), what, hint)])
    foreign = sorted(there - {*listed, MARKER})
    if foreign:
        what = words("is not of this command's making", "並非由本指令寫入")
        raise RequestError([Problem(Place(str(path.joinpath(name))), what, hint) for name in foreign[:5]])
    return set(listed) & there


def _is_folder(found: Path) -> bool:
    return found.is_dir() and not found.is_symlink()


def _swapped(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether a new folder with the files could take the place of the old one."""
    try:
        new_folder = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError:
        if folder.is_dir():
            return False
        raise
    try:
        for name, text in files.items():
            place = new_folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="\n")
        mask = os.umask(0)
        os.umask(mask)
        new_folder.chmod(0o777 & ~mask)
        if not folder.exists():
            new_folder.rename(folder)
            return True
        old_folder = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            folder.rename(old_folder / "old")
        except OSError:
            old_folder.rmdir()
            return False
        try:
            new_folder.rename(folder)
        except OSError:
            (old_folder / "old").rename(folder)
            raise
        finally:
            shutil.rmtree(old_folder, ignore_errors=True)
        return True
    finally:
        shutil.rmtree(new_folder, ignore_errors=True)
