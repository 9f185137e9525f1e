"""Files into one zip, and back without trusting it.

The same files give the same bytes: one fixed date, no permissions but reading, no names of a
machine. What comes back is read into memory within limits that stand before anything unfolds; a
zip that `written` did not write so is refused, whatever is wrong with it.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from matcher.complaints import quoted
from matcher.errors import Place, Problem, RequestError
from matcher.words import Words, words

MOST_FILES: Final = 2_100
MOST_BYTES: Final = 64 * 2**20  # of the zip, and of everything in it together
MOST_RATIO: Final = 200  # how far a file may unfold
_SMALL: Final = 2**16  # up to this size the ratio is of no concern

_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_UNIX: Final = 3
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_DAY: Final = 1 << 5 | 1  # the same date, as the format writes it
_UTF8: Final = 0x800  # the name is not in ASCII
_LISTED: Final = struct.Struct("<4s4B4HL2L5H2L")  # a file in the directory at the end
_END: Final = struct.Struct("<4s4H2LH")

_AGAIN: Final = words("ask for the case again, and do not rely on this one", "請重新索取，切勿依賴此檔案")


def written(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content, compresslevel=9)
    return out.getvalue()


def files_in(content: bytes, case: str) -> dict[str, bytes]:
    """The files of a zip that `written` wrote. Raises RequestError if it is damaged, forged or too large."""
    try:
        return _read(content)
    except _RefusedError as refused:
        raise RequestError([Problem(Place(case), *refused.complaint)]) from None


def refused(case: str, what: Words, instead: Words = _AGAIN) -> RequestError:
    """The error that says what is wrong with a case."""
    return RequestError([Problem(Place(case), what, instead)])


class _RefusedError(Exception):
    """What is wrong, and what to do about it."""

    def __init__(self, en: str, zh: str, instead: Words = _AGAIN) -> None:
        self.complaint = (words(en, zh), instead)
        super().__init__(en)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    return entry


def _read(content: bytes) -> dict[str, bytes]:
    if len(content) > MOST_BYTES:
        raise _RefusedError(f"is larger than {MOST_BYTES >> 20} MiB", f"超過{MOST_BYTES >> 20} MiB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse(entries)
            files = {entry.filename: _unfolded(archive, entry) for entry in entries}
            directory = archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, struct.error):
        instead = words("name a file that `matcher pack` wrote", "請指明`matcher pack`所寫的檔案")
        raise _RefusedError("is not a zip file that can be read", "不是可讀取的zip檔案", instead) from None
    if not _is_as_written(content, entries, directory):
        raise _RefusedError("is not as `matcher pack` writes it: something was added or changed between its files",
                            "與`matcher pack`所寫的不同：檔案之間有所增改")  # fmt: skip
    return files


def _refuse(entries: list[zipfile.ZipInfo]) -> None:
    """Raise what can be said before anything is unfolded."""
    if len(entries) > MOST_FILES:
        raise _RefusedError(f"holds more than {MOST_FILES} files", f"超過{MOST_FILES}個檔案")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        shown = quoted(name)
        if not name.isprintable() or set(name) & set("\\:") or set(name.split("/")) & {"", ".", ".."}:
            raise _RefusedError(f"{shown} is no name for a file inside a case", f"{shown}不可用作個案內的檔案名稱")
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
            raise _RefusedError(f"{shown} is a link or a device, not a file", f"{shown}是連結或裝置，不是檔案")
        if name.casefold() in seen:
            raise _RefusedError(f"{shown} stands twice", f"{shown}重複")
        if entry.flag_bits & 1:
            raise _RefusedError(f"{shown} is encrypted", f"{shown}已加密")
        if entry.file_size > max(_SMALL, entry.compress_size * MOST_RATIO):
            raise _RefusedError(f"{shown} unfolds to more than {MOST_RATIO} times its size",
                                f"{shown}解開後超過{MOST_RATIO}倍")  # fmt: skip
        seen.add(name.casefold())
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _RefusedError(f"unfolds to more than {MOST_BYTES >> 20} MiB", f"解開後超過{MOST_BYTES >> 20} MiB")


def _unfolded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content, of which `zipfile` reads no more than the entry says, and checks the sum."""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, EOFError, zlib.error):
        shown = quoted(entry.filename)
        raise _RefusedError(f"{shown} is damaged: its checksum does not fit", f"{shown}已損壞：校驗和不符") from None


def _is_as_written(content: bytes, entries: list[zipfile.ZipInfo], directory: int) -> bool:
    """Whether every byte outside the files' own is as `written` writes it."""
    at = 0
    listed = b""
    for entry in entries:
        expected = _entry(entry.filename)
        expected.CRC, expected.compress_size, expected.file_size = entry.CRC, entry.compress_size, entry.file_size
        header = expected.FileHeader(zip64=False)
        if content[at : at + len(header)] != header:
            return False
        name = entry.filename.encode()
        listed += _LISTED.pack(
            b"PK\1\2", 20, _UNIX, 20, 0, 0 if entry.filename.isascii() else _UTF8, zipfile.ZIP_DEFLATED, 0, _DAY,
            entry.CRC, entry.compress_size, entry.file_size, len(name), 0, 0, 0, 0, _MODE, at,
        ) + name  # fmt: skip
        at += len(header) + entry.compress_size
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(listed), at, 0)
    return at == directory and content[at:] == listed + end
