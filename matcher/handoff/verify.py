"""A case derived again from the profile and the rules in it, and compared file by file.

Nothing of a case is believed: the zip is read within limits, the files must be those of the
manifest, and each that can be derived is derived. A case that was changed and sealed again by hand
is not refused; what differs in it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from matcher.complaints import because, quoted
from matcher.errors import EngineError, MatcherError, PackError, ProfileError, RequestError
from matcher.frozen import Frozen
from matcher.handoff.archive import MOST_BYTES, files_in, refused
from matcher.handoff.manifest import FORMAT, FORMAT_VERSION, MANIFEST, Manifest, members_of
from matcher.handoff.pack import PROFILES, RULES, Given, Printed, case_of, for_print, libraries, printed
from matcher.report import REPORT_VERSION, Report
from matcher.rulebook import BOOK_FILE, FACTS_FILE, RuleBook, book_in, digest_of, load_rules
from matcher.words import Words, same, words

MOST_DIFFERENCES: Final = 50

E = TypeVar("E", bound=MatcherError)


class Difference(Frozen, frozen=True):
    """A place of a case, what stands there, and what is derived; None where there is nothing."""

    file: str
    at: str
    packed: Words | None
    derived: Words | None


class Verification(Frozen, frozen=True):
    """What came of deriving a case again.

    `name` is the company's and `rulebook` the version of the rules, both as derived. `more` counts
    the differences beyond those told. `shipped` says whether the rules are those that came with
    this program. `by_digest` are files that were held to the manifest alone.
    """

    manifest: Manifest
    name: str
    rulebook: str
    differences: tuple[Difference, ...]
    more: int
    shipped: bool
    derived: tuple[str, ...]
    by_digest: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether everything that can be derived is as it was packed."""
        return not self.differences


def verify_case(case: Path | str | bytes, *, source: str = "case.zip") -> Verification:
    """Derive a case again, a file or its bytes; `source` names it where it is given as bytes.

    Raises RequestError for a zip that is damaged, forged or too large, and PackError or
    ProfileError for rules or a profile in it that cannot be read.
    """
    content, name = (case, source) if isinstance(case, bytes) else (_bytes_of(Path(case)), str(case))
    files = files_in(content, name)
    manifest = _manifest(files, name)
    packs = {file.removeprefix(RULES): text for file, text in files.items() if file.startswith(RULES)}
    own = load_rules()
    shipped = digest_of(packs) == own.digest
    book = own if shipped else _book(packs, name)
    profile = next(file for file in PROFILES if file in files)
    source = f"{name}/{manifest.profile}{Path(profile).suffix}"  # a profile without a name takes that of its file
    given = Given(files[profile], source, packs, book, manifest.as_of, manifest.langs, manifest.engine)
    held = {file: files[file] for file in for_print(manifest.langs) if file in files}
    try:
        again = case_of(given, lambda report: Printed(held, {}, manifest.made_with))
    except RequestError as trouble:  # of the day or of the engine, which the manifest names
        raise _at(trouble, lambda file: f"{name}/{MANIFEST}") from None
    except (ProfileError, EngineError) as trouble:
        raise _at(trouble, lambda file: f"{name}/{profile}") from None
    pages = _pages(again.report, manifest, held)
    # The manifest is right about the files that are there; what they hold is compared file by file.
    derived = {**again.files, **pages, MANIFEST: replace(again.manifest, members=manifest.members).to_json()}
    found = list(_differences(files, derived))
    by_digest = tuple(file for file in held if file not in pages)
    return Verification(
        manifest, again.report.profile.name, book.version, tuple(found[:MOST_DIFFERENCES]),
        max(len(found) - MOST_DIFFERENCES, 0), shipped, tuple(file for file in derived if file not in by_digest),
        by_digest,
    )  # fmt: skip


def _pages(report: Report, manifest: Manifest, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pages for a browser made again, where the same releases of their libraries are installed."""
    if manifest.made_with != libraries():
        return {}
    made = printed(report, manifest.langs, with_pdf=False).files
    return {name: page for name, page in made.items() if name in files}


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as trouble:
        instead = words("name a case that `matcher pack` wrote", "請指明`matcher pack`所寫的個案檔案")
        raise refused(str(path), because(words("cannot be read", "無法讀取"), trouble), instead) from None


# ----------------------------------------------------------------- what is believed


def _manifest(files: Mapping[str, bytes], case: str) -> Manifest:
    """The manifest, once the files are those that it names. Raises RequestError."""
    text = files.get(MANIFEST)
    if text is None:
        raise refused(case, words(f"has no {MANIFEST}", f"沒有{MANIFEST}"))
    try:
        version = msgspec.json.decode(text, type=_Version)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise refused(case, _NO_MANIFEST) from None
    if (version.format, version.format_version, version.report_version) != (FORMAT, FORMAT_VERSION, REPORT_VERSION):
        raise refused(case, *_other_version(version))
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.MsgspecError, ValueError):
        raise refused(case, _NO_MANIFEST) from None
    _sealed(files, manifest, case)
    for names in (PROFILES, (RULES + BOOK_FILE,), (RULES + FACTS_FILE,)):
        if not any(name in files for name in names):
            raise refused(case, words(f"has no {names[0]}", f"沒有{names[0]}"))
    return manifest


class _Version(Frozen, frozen=True):
    """What is read of a manifest before the rest is."""

    format: str
    format_version: int
    report_version: int


_NO_MANIFEST: Final = words(f"{MANIFEST} is not the manifest of a case", f"{MANIFEST}不是個案的清單")


def _other_version(found: _Version) -> tuple[Words, Words]:
    said = quoted(f"{found.format} {found.format_version}, report {found.report_version}")
    own = f"`{FORMAT} {FORMAT_VERSION}, report {REPORT_VERSION}`"
    return (
        words(f"is of another version, {said}; this program reads {own}", f"版本不同：{said}；本程式讀取{own}"),
        words("use the release of matcher that wrote it", "請使用當時所用的matcher版本"),
    )


def _sealed(files: Mapping[str, bytes], manifest: Manifest, case: str) -> None:
    """Raise RequestError for the first file that is not as the manifest says."""
    named = {member.name: member for member in manifest.members}
    found = {member.name: member for member in members_of(files) if member.name != MANIFEST}
    for name in {**found, **named}:
        shown = quoted(name)
        if name not in named:
            raise refused(case, words(f"{shown} is not in the manifest", f"{shown}不在清單之內"))
        if name not in found:
            raise refused(case, words(f"{shown} is in the manifest and not in the case",
                                      f"{shown}在清單之內而不在個案內"))  # fmt: skip
        if found[name] != named[name]:
            raise refused(case, words(f"{shown} was changed: its SHA-256 is not that of the manifest",
                                      f"{shown}曾被更改：其SHA-256與清單不符"))  # fmt: skip
    if tuple(found.values()) != manifest.members:
        raise refused(case, words(f"{MANIFEST} names its files in another order", f"{MANIFEST}的檔案次序不符"))


def _book(packs: dict[str, bytes], case: str) -> RuleBook:
    try:
        return book_in(packs, use_cache=False)
    except PackError as trouble:
        raise _at(trouble, lambda file: f"{case}/{RULES}{file}") from None


def _at(trouble: E, where: Callable[[str], str]) -> E:
    """The same problems, at places inside the case."""
    return type(trouble)(
        replace(problem, place=replace(problem.place, file=where(problem.place.file))) for problem in trouble.problems
    )


# ------------------------------------------------------------------- what differs


def _differences(packed: Mapping[str, bytes], derived: Mapping[str, bytes]) -> Iterator[Difference]:
    for file in {**derived, **packed}:
        before, after = packed.get(file), derived.get(file)
        if before == after:
            continue
        if before is None or after is None:
            yield Difference(file, "", None if before is None else _A_FILE, None if after is None else _A_FILE)
        elif file.endswith(".json"):
            yield from _of_trees(file, before, after)
        else:
            yield from _of_lines(file, before, after)


_A_FILE: Final = words("a file", "一個檔案")
_JSON: Final = words("JSON", "JSON")
_NO_JSON: Final = words("no JSON", "並非JSON")
_OTHERWISE: Final = words("the same content, written otherwise", "內容相同，寫法不同")
_OWN_WAY: Final = words("as this program writes it", "本程式的寫法")
_ABSENT: Final = object()


def _of_trees(file: str, packed: bytes, derived: bytes) -> Iterator[Difference]:
    try:
        tree = msgspec.json.decode(packed)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        yield Difference(file, "", _NO_JSON, _JSON)
        return
    found = False
    for difference in _of_values(file, "", tree, msgspec.json.decode(derived)):
        found = True
        yield difference
    if not found:
        yield Difference(file, "", _OTHERWISE, _OWN_WAY)


def _of_values(file: str, at: str, packed: Any, derived: Any) -> Iterator[Difference]:
    if isinstance(packed, dict) and isinstance(derived, dict):
        for key in {**derived, **packed}:
            inner = f"{at}.{key}" if at else key
            yield from _of_values(file, inner, packed.get(key, _ABSENT), derived.get(key, _ABSENT))
    elif isinstance(packed, list) and isinstance(derived, list):
        for index, (one, other) in enumerate(zip_longest(packed, derived, fillvalue=_ABSENT)):
            name = other.get("id") or other.get("name") if isinstance(other, dict) else None
            label = name if isinstance(name, str) else index + 1
            yield from _of_values(file, f"{at}[{label}]", one, other)
    elif type(packed) is not type(derived) or packed != derived:
        yield Difference(file, quoted(at, most=200).strip("`"), *_shown(packed, derived))


def _shown(*sides: Any) -> Iterator[Words | None]:
    """Both sides, short; of long ones the part where they begin to differ."""
    texts = [side if isinstance(side, str) else msgspec.json.encode(side).decode() for side in sides
             if side is not _ABSENT]  # fmt: skip
    differs = (at for at, signs in enumerate(zip(*texts, strict=False)) if len(set(signs)) > 1)
    common = next(differs, min(map(len, texts)))
    cut = common - 10 if common > 20 and len(texts) == 2 else 0
    shown = (same(quoted("…" * bool(cut) + text[cut:])) for text in texts)
    return (None if side is _ABSENT else next(shown) for side in sides)


def _of_lines(file: str, packed: bytes, derived: bytes) -> Iterator[Difference]:
    """The first line that differs, and no further one: what follows is often only moved."""
    lines = zip_longest(
        packed.decode("utf-8", "replace").split("\n"), derived.decode().split("\n"), fillvalue=_ABSENT
    )
    for number, (one, other) in enumerate(lines, 1):
        if one != other:
            yield Difference(file, f"line {number}", *_shown(one, other))
            return
