"""Everything that can be found out about a folder of rules, as one result."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from matcher.check import Engine, durable_engine
from matcher.complaints import wrong_choice
from matcher.engines.direct import DirectEngine
from matcher.errors import PackError, Place, Problem, RequestError
from matcher.frozen import Frozen
from matcher.packcheck.coverage import Covered, covered, outcomes_of, unneeded
from matcher.packcheck.examples import Example, examples
from matcher.packcheck.finding import Finding, Level, error_of
from matcher.packcheck.lint import lint, unknown_aims, unknown_schemes, unused_facts
from matcher.packcheck.mutants import MOST_MUTANTS, mutants
from matcher.packcheck.stale import stale
from matcher.packcheck.workers import in_order
from matcher.rulebook import FACTS_FILE, FolderRead, PackRead, files_of, read_files, shipped
from matcher.vocabulary import Vocabulary
from matcher.words import words

CheckName = Literal["lint", "examples", "coverage", "mutants", "stale", "proofs"]
CHECKS: Final[tuple[CheckName, ...]] = get_args(CheckName)
VERSION: Final = 1  # of the JSON form

# Below this share of mutants caught, a pack's examples are too few to trust the pack: those alive
# are errors then, and warnings otherwise.
LEAST_CAUGHT_PERCENT: Final = 95


class PackFigures(Frozen, frozen=True):
    """One pack in figures; None for what was not asked."""

    scheme: str
    file: str
    criteria: int
    examples: int
    coverage: Covered | None = None
    mutants: int | None = None
    caught: int | None = None
    explained: int | None = None


class RulesChecked(Frozen, frozen=True):
    """What was found, in the order of the files."""

    packs: tuple[PackFigures, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing must be put right."""
        return not self.count("error")

    def count(self, level: Level) -> int:
        """How many findings of a level there are."""
        return sum(finding.level == level for finding in self.findings)


def read_folder(folder: Path | None) -> FolderRead:
    """The rules in a folder, or the shipped ones. Raises PackError for what cannot be read at all."""
    return read_files(files_of(folder or shipped("rules")))


def the_checks(names: str | None) -> tuple[CheckName, ...]:
    """The checks of a list such as `lint,mutants`; all if there is none. Raises RequestError."""
    if names is None:
        return CHECKS
    asked = [name.strip() for name in names.split(",")]
    problems = [Problem(Place("--only"), *wrong_choice("only", name, CHECKS)) for name in asked if name not in CHECKS]
    if problems:
        raise RequestError(problems)
    return tuple(name for name in CHECKS if name in asked)


def check_rules(
    read: FolderRead,
    as_of: date,
    *,
    only: Collection[CheckName] = CHECKS,
    own_facts: bool = True,
    copies: int = 1,
    done: Callable[[str], None] = lambda scheme: None,
) -> RulesChecked:
    """Check all packs of a folder on the day `as_of`.

    `only` limits what is checked; what does not load is told in any case. `own_facts` is whether
    the vocabulary is the folder's own, so that facts nobody reads are its affair. The packs are
    shared out among `copies` of this process; `done` is called with the name of each scheme.
    """
    findings = [error_of("lint", problem) for problem in read.problems]
    if "proofs" in only and _prover() is None:
        findings.append(_NO_SOLVER)
    packs = []
    sizes = [len(pack.text.examples.cases) * len(pack.scheme.criteria) for pack in read.packs]
    for figures, found in in_order(lambda i: _check_pack(read.packs[i], read, as_of, only), sizes, copies):
        packs.append(figures)
        findings += found
        done(figures.scheme)
    if "lint" in only:
        findings += unknown_schemes(read)
        findings += (*unused_facts(read), *unknown_aims(read)) if own_facts else ()
    findings.sort(key=lambda f: (f.place.file, f.place.line, f.place.column, f.check, f.what["en"]))
    return RulesChecked(tuple(packs), tuple(findings))


def has_own_facts(folder: Path | None) -> bool:
    """Whether the folder has a vocabulary of its own, and does not borrow the package's."""
    return folder is None or (folder / FACTS_FILE).is_file()


def _check_pack(
    pack: PackRead, read: FolderRead, as_of: date, only: Collection[CheckName]
) -> tuple[PackFigures, list[Finding]]:
    findings: list[Finding] = []
    try:
        cases = examples(pack.text, pack.node, read.book)
    except PackError as trouble:
        findings += [error_of("examples", problem) for problem in trouble.problems]
        cases = []
    figures = PackFigures(pack.scheme.id, pack.file, len(pack.scheme.criteria), len(cases))
    if "lint" in only:
        findings += lint(pack, cases)
    if cases and {"examples", "coverage"} & set(only):
        results, wrong = outcomes_of(cases, _engines() if "examples" in only else [DirectEngine()])
        findings += wrong if "examples" in only else []
        if "coverage" in only:
            figure, lacking = covered(pack, results)
            figures = _with(figures, coverage=figure)
            findings += lacking
    if cases and "mutants" in only:
        figures, alive = _mutants(figures, pack, cases)
        findings += alive
    if "stale" in only:
        findings += stale(pack, as_of)
    if "proofs" in only and (prove := _prover()) is not None:
        findings += prove(pack, cases, read.book.vocabulary, as_of)
    return figures, findings


@cache
def _engines() -> list[Engine]:
    """Every engine that is there."""
    return [DirectEngine(), *filter(None, [durable_engine()])]


def _prover() -> Callable[[PackRead, list[Example], Vocabulary, date], list[Finding]] | None:
    """What proves, where the solver is installed."""
    try:
        from matcher.packcheck.proofs import proofs
    except ImportError:
        return None
    return proofs


_NO_SOLVER: Final = Finding(
    "warning", "proofs", Place("proofs"), words("not tried: there is no solver here", "沒有求解器，未有嘗試證明"),
    words("pip install 'hk-funding-matcher[proofs]'", "請執行pip install 'hk-funding-matcher[proofs]'"),
)  # fmt: skip


def _with(figures: PackFigures, **more: Any) -> PackFigures:
    from msgspec.structs import replace

    return replace(figures, **more)


def _mutants(figures: PackFigures, pack: PackRead, cases: list[Example]) -> tuple[PackFigures, list[Finding]]:
    """The share of mutants that the examples catch, and each one that they do not."""
    made = mutants(pack, cases)
    alive = {mutant.key: mutant for mutant in made if not mutant.is_caught}
    reasons = pack.text.examples.explained
    caught = len(made) - len(alive)
    few = caught * 100 < LEAST_CAUGHT_PERCENT * len(made)
    findings = []
    for key, mutant in alive.items():
        what = words(f"the examples would not notice a wrong `{mutant.owner}`: {mutant.what['en']}",
                     f"例子不會察覺`{mutant.owner}`有誤：{mutant.what['zh-Hant']}")  # fmt: skip
        reason = reasons.get(key)
        if reason is None:
            findings.append(Finding("error" if few else "warning", "mutants", mutant.place, what, _ADD_ONE))
        else:
            findings.append(Finding("explained", "mutants", mutant.place, what, words(reason["en"], reason["zh-Hant"])))
    findings += [
        unneeded("mutants", pack, key) for key in reasons if key.startswith("mutant ") and key not in alive
    ]
    if len(made) == MOST_MUTANTS:
        what = words(f"only the first {MOST_MUTANTS} faults were tried", f"只測試了首{MOST_MUTANTS}項變異")
        findings.append(Finding("warning", "mutants", Place(pack.file), what, words("split the pack", "請分拆規則檔")))
    explained = sum(key in reasons for key in alive)
    return _with(figures, mutants=len(made), caught=caught, explained=explained), findings


_ADD_ONE: Final = words("add a case whose outcome this would change, or say why there is none under `explained`",
                        "請加上結果會因此改變的例子，或在`explained`說明原因")  # fmt: skip


# ------------------------------------------------------------------------- as data


def as_data(found: RulesChecked) -> dict[str, Any]:
    """The result as JSON carries it."""
    return {
        "version": VERSION,
        "ok": found.ok,
        "packs": [
            {
                "scheme": pack.scheme,
                "file": pack.file,
                "criteria": pack.criteria,
                "examples": pack.examples,
                "coverage": None if pack.coverage is None else {"shown": pack.coverage.shown, "of": pack.coverage.of},
                "mutants": pack.mutants,
                "caught": pack.caught,
                "explained": pack.explained,
            }
            for pack in found.packs
        ],
        "findings": [
            {
                "level": finding.level,
                "check": finding.check,
                "file": finding.place.file,
                "line": finding.place.line,
                "column": finding.place.column,
                "what": finding.what,
                "instead": finding.instead,
            }
            for finding in found.findings
        ],
    }


def percent(part: int, whole: int) -> str:
    """`98.7%`, cut and never rounded up, so that 100% means all."""
    if not whole:
        return "-"
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


__all__ = [
    "CHECKS", "RulesChecked", "as_data", "check_rules", "has_own_facts", "percent", "read_folder", "the_checks",
]  # fmt: skip
