"""The packs as one book: vocabulary, schemes, version, digest; and its cache.

The digest is SHA-256 over the names and bytes of all files of the folder, so it names the exact
text of the rules. The cache holds the checked and compiled book under that digest, together with
a digest of the code that compiled it and one of its own content: a stale or damaged cache is
never read, and never changes an answer.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from matcher.condition import Always, on_day
from matcher.complaints import because
from matcher.errors import PackError, Place, Problem
from matcher.frozen import Frozen
from matcher.listed import Listed, compile_listed
from matcher.plain_yaml import MOST_BYTES, Node, find, read
from matcher.scheme import Criterion, Scheme
from matcher.ties import contradictions
from matcher.vocabulary import Vocabulary
from matcher.words import Words, words

if TYPE_CHECKING:
    from matcher.pack import PackText

BOOK_FILE, FACTS_FILE, LISTED_FILE = "book.yaml", "facts.yaml", "listed.yaml"
_NO_PACKS: Final = (BOOK_FILE, FACTS_FILE, LISTED_FILE)
MOST_FILES: Final = 2_000

_CODE: Final = (
    "compiling.py", "condition.py", "dates.py", "formula.py", "interval.py", "listed.py", "literals.py",
    "pack.py", "plain_yaml.py", "rulebook.py", "scheme.py", "structure.py", "ties.py", "vocabulary.py", "words.py",
)  # fmt: skip


class Rounding(Frozen, frozen=True):
    """What becomes of a day that does not exist, and why."""

    rule: str
    because: Words


class RuleBook(Frozen, frozen=True):
    """All schemes, all facts that they read, and what is known and has no rules."""

    version: str
    digest: str
    begins: date
    rounding: Rounding
    vocabulary: Vocabulary
    schemes: dict[str, Scheme]
    listed: tuple[Listed, ...] = ()

    def __hash__(self) -> int:
        return hash(self.digest)

    def on(self, day: date) -> dict[str, Scheme]:
        """Every scheme as it is read on `day`: what the day alone decides is decided."""
        return {name: scheme_on(scheme, day) for name, scheme in self.schemes.items()}


def scheme_on(scheme: Scheme, day: date) -> Scheme:
    """The scheme for a check on `day`."""
    return replace(
        scheme,
        role=on_day(scheme.role, day),
        in_force=on_day(scheme.in_force, day),
        clock=on_day(scheme.clock, day),
        funding=replace(scheme.funding, amount=on_day(scheme.funding.amount, day)),
        criteria=tuple(
            _criterion_on(criterion, day) if criterion.dated else criterion for criterion in scheme.criteria
        ),
        overlays=tuple(replace(o, when=on_day(o.when, day)) for o in scheme.overlays),
        windows=tuple(replace(w, when=on_day(w.when, day)) for w in scheme.windows),
        notes=tuple(replace(n, when=on_day(n.when, day)) for n in scheme.notes),
        names={
            name: replace(named, term=on_day(named.term, day)) if named.dated else named
            for name, named in scheme.names.items()
        },
    )


def _criterion_on(criterion: Criterion, day: date) -> Criterion:
    """The criterion for a check on `day`; a test that the day settles is kept to be told."""
    requires = on_day(criterion.requires, day)
    settled = isinstance(requires, Always) and requires != criterion.requires
    return replace(
        criterion,
        in_force=on_day(criterion.in_force, day),
        applies_when=on_day(criterion.applies_when, day),
        requires=requires,
        by_day=criterion.requires if settled else None,
    )


# ----------------------------------------------------------------------- loading


def shipped(kind: str) -> Path:
    """The folder of `rules` or `profiles` that came with the package."""
    here = Path(__file__).parent
    inside = here / "data" / kind
    return inside if inside.is_dir() else here.parent / kind


def load_rules(folder: Path | str | None = None, *, use_cache: bool = True) -> RuleBook:
    """The rule book in `folder`, or the one that came with the package.

    A folder without `facts.yaml` or `book.yaml` borrows the package's own; one without
    `listed.yaml` lists nothing. Raises PackError with every problem of every file.
    """
    return _shipped(use_cache) if folder is None else _load(Path(folder), use_cache)


@cache
def _shipped(use_cache: bool) -> RuleBook:
    """The package's own book, which does not change while it runs."""
    return _load(shipped("rules"), use_cache)


def _load(root: Path, use_cache: bool) -> RuleBook:
    return book_in(files_of(root), use_cache=use_cache)


def book_in(files: dict[str, bytes], *, use_cache: bool = True) -> RuleBook:
    """The rule book that these files are, by their names below its folder. Raises PackError."""
    digest = digest_of(files)
    if use_cache and (kept := _from_cache(digest)):
        return kept
    book = _compile(files)
    if use_cache:
        _to_cache(book)
    return book


def files_of(root: Path) -> dict[str, bytes]:
    """The bytes of each file of the book, by its name below the folder."""
    if not os.path.isdir(root):
        state = words("is no folder", "不是資料夾") if os.path.exists(root) else words("does not exist", "不存在")
        hint = words("name a folder with rule packs", "請指明存放規則檔的資料夾")
        raise PackError([Problem(Place(str(root)), state, hint)])
    paths = sorted(p for p in root.rglob("*.yaml") if p.is_file())
    packs = [p for p in paths if p.name not in _NO_PACKS]
    if not packs or len(paths) > MOST_FILES:
        state = words("holds no rule pack", "沒有規則檔") if not packs else words(
            f"holds more than {MOST_FILES} files", f"超過{MOST_FILES}個檔案")  # fmt: skip
        hint = words("name a folder with rule packs", "請指明存放規則檔的資料夾")
        raise PackError([Problem(Place(str(root)), state, hint)])
    named = {path.relative_to(root).as_posix(): path for path in paths}
    for name in (BOOK_FILE, FACTS_FILE):
        named.setdefault(name, shipped("rules") / name)
    problems = []
    found: dict[str, bytes] = {}
    for name, path in named.items():
        try:
            with path.open("rb") as file:
                found[name] = file.read(MOST_BYTES + 1)
        except OSError as trouble:
            what = because(words("cannot be read", "無法讀取"), trouble)
            problems.append(Problem(Place(str(path)), what, words("check its permissions", "請檢查權限")))
    if problems:
        raise PackError(problems)
    return found


def packs_of(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """The rule packs among the files: all but the three that are written once for all packs."""
    return [(name, content) for name, content in files.items() if name not in _NO_PACKS]


def digest_of(files: dict[str, bytes]) -> str:
    """SHA-256 over the names and bytes of the files, in hexadecimal digits."""
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


@dataclass(frozen=True)
class PackRead:
    """One pack of a folder: its text, and the scheme that it describes."""

    file: str
    node: Node
    text: PackText
    scheme: Scheme


@dataclass(frozen=True)
class FolderRead:
    """The book of a folder as far as it can be read, and all that is wrong with the rest."""

    book: RuleBook
    facts: Node
    packs: tuple[PackRead, ...]
    unread: tuple[bytes, ...]  # the packs that something is wrong with
    problems: tuple[Problem, ...]


def read_files(files: dict[str, bytes]) -> FolderRead:
    """Every pack that can be read; one broken pack does not hide the others.

    Raises PackError only for what all packs stand on, the vocabulary and the book's own file.
    """
    # Pydantic and the parser of formulas are needed only here, not when the book is cached.
    from matcher.compiling import compile_pack
    from matcher.pack import BookText, ListedFileText, PackText, VocabularyText
    from matcher.structure import checked

    book = checked(BookText, read(files[BOOK_FILE], BOOK_FILE, PackError), PackError)
    facts_node = read(files[FACTS_FILE], FACTS_FILE, PackError)
    facts = checked(VocabularyText, facts_node, PackError)
    vocabulary = msgspec.convert(facts.model_dump(), Vocabulary)
    packs: dict[str, PackRead] = {}
    unread: list[bytes] = []
    problems: list[Problem] = []
    for name, content in packs_of(files):
        try:
            node = read(content, name, PackError)
            text = checked(PackText, node, PackError)
            scheme = compile_pack(text, node, vocabulary)
        except PackError as trouble:
            problems += trouble.problems
            unread.append(content)
            continue
        if scheme.id in packs:
            first = packs[scheme.id].file
            what = words(f"`{scheme.id}` stands in `{first}` too", f"`{first}`已有`{scheme.id}`")
            problems.append(Problem(Place(name), what, words("give it another id", "請更改代號")))
            continue
        packs[scheme.id] = PackRead(name, node, text, scheme)
    listed: tuple[Listed, ...] = ()
    if LISTED_FILE in files:
        places = {name: pack.file for name, pack in packs.items()}
        try:
            node = read(files[LISTED_FILE], LISTED_FILE, PackError)
            listed = compile_listed(checked(ListedFileText, node, PackError), node, places)
        except PackError as trouble:
            problems += trouble.problems
    rounding = Rounding(book.rounding.rule, book.rounding.because)
    schemes = {name: pack.scheme for name, pack in packs.items()}
    problems += _contradictions(packs)
    whole = RuleBook(book.version, digest_of(files), book.begins, rounding, vocabulary, schemes, listed)
    return FolderRead(whole, facts_node, tuple(packs.values()), tuple(unread), tuple(problems))


def _contradictions(packs: dict[str, PackRead]) -> Iterator[Problem]:
    for first, second in contradictions({name: pack.scheme for name, pack in packs.items()}):
        pack, at = packs[first.by], find(packs[second.by].node, ("relations", second.number, "kind"))
        line = find(pack.node, ("relations", first.number, "kind")).line
        kind, other = second.relation.kind, first.relation.kind
        what = words(f"`{kind}` contradicts `{other}` in `{pack.file}`, line {line}",
                     f"`{kind}`與`{pack.file}`第{line}行的`{other}`矛盾")  # fmt: skip
        hint = words("compare both with their sources and keep what they say", "請核對雙方的資料來源，只保留有根據者")
        yield Problem(at, what, hint)


def _compile(files: dict[str, bytes]) -> RuleBook:
    found = read_files(files)
    if found.problems:
        raise PackError(found.problems)
    return found.book


# ------------------------------------------------------------------------- cache


@cache
def _code_digest() -> str:
    total = hashlib.sha256()
    for name in _CODE:
        total.update((Path(__file__).parent / name).read_bytes())
    return total.hexdigest()


def _cache_folder() -> Path:
    """The user's folder for caches: `MATCHER_CACHE_DIR`, or where the system keeps such things."""
    if base := os.environ.get("MATCHER_CACHE_DIR"):
        return Path(base)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home()) / "hk-funding-matcher" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "hk-funding-matcher"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "hk-funding-matcher"


def _cache_file(digest: str) -> Path:
    folder = _cache_folder()
    return folder / f"book-{digest[:16]}-{_code_digest()[:16]}.msgpack"


def _from_cache(digest: str) -> RuleBook | None:
    try:
        seal, _, content = _cache_file(digest).read_bytes().partition(b"\n")
    except (OSError, RuntimeError):  # no file; no home
        return None
    if seal.decode("ascii", "replace") != _seal(digest, content):
        return None
    return msgspec.msgpack.decode(content, type=RuleBook)


def _seal(digest: str, content: bytes) -> str:
    return hashlib.sha256(f"{digest}\0{_code_digest()}\0".encode() + content).hexdigest()


def _to_cache(book: RuleBook) -> None:
    """Write beside and rename; a cache that cannot be written is done without."""
    import tempfile  # not needed, and not quick, where the cache is there already

    content = msgspec.msgpack.encode(book)
    try:
        target = _cache_file(book.digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(book.digest, content).encode() + b"\n" + content)
        os.replace(name, target)
    except (OSError, RuntimeError):
        return


def chosen(book: RuleBook, names: Iterable[str]) -> list[str]:
    """The schemes asked for, in the order of the book. Raises MatcherError for unknown ids."""
    from matcher.complaints import unknown_name
    from matcher.errors import RequestError

    asked = list(names)
    without_rules = {entry.id for entry in book.listed}
    problems = [
        Problem(Place("--scheme"), *(_no_rules(name) if name in without_rules else unknown_name(
            words("scheme", "計劃"), name, book.schemes, "`matcher schemes`")))
        for name in asked if name not in book.schemes
    ]  # fmt: skip
    if problems:
        raise RequestError(problems)
    return [name for name in book.schemes if name in asked] if asked else list(book.schemes)


def _no_rules(name: str) -> tuple[Words, Words]:
    """What to say of a scheme that is listed only."""
    return (
        words(f"`{name}` is known, but has no rules yet", f"`{name}`已知但未有規則"),
        words("`matcher schemes` says why, and lists those that have rules",
              "可用`matcher schemes`查看原因及有規則的計劃"),
    )  # fmt: skip


__all__ = [
    "FolderRead", "PackRead", "Rounding", "RuleBook", "book_in", "chosen", "digest_of", "files_of", "load_rules",
    "packs_of", "read_files", "scheme_on", "shipped",
]  # fmt: skip
