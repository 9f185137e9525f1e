"""Relations of packs: what they mean together, which contradict each other, and what an author is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import matcher
from matcher.condition import Constant
from matcher.errors import PackError
from matcher.literals import Kind
from matcher.rulebook import RuleBook
from matcher.scheme import Relation
from matcher.sections import StackReport
from matcher.ties import contradictions

PACK = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
PROFILE = {
    "applicant": {"kind": "startup"},
    "company": {"registration": "incorporated", "incorporated_on": "2026-01-05", "employees": 3},
}
Book = Callable[..., Path]


def pack(name: str, *relations: str, cap: int = 300_000, funding: str = "") -> str:
    """The tutorial's scheme under another id and cap, with relations, each on a line from line 3 on."""
    text = PACK.replace("scheme: paper_lantern", f"scheme: {name}\nrelations:\n" + "".join(
        f"  - {{{relation}, says: {{en: {name}, zh-Hant: 其他}}, ask: desk}}\n" for relation in relations
    ) if relations else f"scheme: {name}")  # fmt: skip
    return text.replace("2026-04-01: HKD 300_000", f"2026-04-01: HKD {cap}").replace(
        "  amount: cap\n", f"  amount: cap\n{funding}"
    )


@pytest.fixture
def book(tmp_path: Path) -> Book:
    def write(**packs: str) -> Path:
        for name, text in packs.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return tmp_path

    return write


def stack(folder: Path) -> StackReport:
    return matcher.stack(PROFILE, as_of="2026-11-29", rules=matcher.load_rules(folder, use_cache=False))


def chosen(found: StackReport) -> list[list[tuple[str, str]]]:
    return [[(h.scheme, h.years[0].year) for h in each.holdings] for each in found.combinations]


# ---------------------------------------------------------------- contradictions

A, B = "to: b, kind: ", "to: a, kind: "
CONTRADICTIONS = [
    ("never_both", "allowed"), ("never_both", "not_together"), ("never_both", "closes"), ("never_both", "closed_by"),
    ("never_both", "only_after"), ("never_both", "next_step"), ("never_both", "not_regulated"),
    ("allowed", "not_together"), ("allowed", "not_regulated"), ("not_together", "not_regulated"),
    ("closes", "closes"), ("closed_by", "closed_by"), ("only_after", "only_after"), ("next_step", "next_step"),
    ("closes", "only_after"), ("closed_by", "next_step"), ("next_step", "closed_by"),
]  # fmt: skip
AGREE = [
    ("never_both", "never_both"), ("never_both", "note"), ("closes", "closed_by"), ("closed_by", "closes"),
    ("closes", "not_together"), ("closed_by", "not_regulated"), ("next_step", "closes"), ("next_step", "only_after"),
    ("only_after", "closed_by"), ("not_same_cost", "allowed"), ("not_same_cost", "not_same_cost"), ("next_step", "not_together"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [*CONTRADICTIONS, *(pair[::-1] for pair in CONTRADICTIONS)])
def test_packs_that_contradict_each_other_make_no_book(one: str, other: str, book: Book) -> None:
    folder = book(a=pack("a", A + one), b=pack("b", B + other))
    with pytest.raises(PackError) as error:
        matcher.load_rules(folder, use_cache=False)
    (problem,) = error.value.problems
    assert str(problem.place) == "b.yaml:4:19"
    assert problem.what["en"] == f"`{other}` contradicts `{one}` in `a.yaml`, line 4"
    assert problem.instead["en"] == "compare both with their sources and keep what they say"


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_packs_that_agree(one: str, other: str, book: Book) -> None:
    assert matcher.load_rules(book(a=pack("a", A + one), b=pack("b", B + other)), use_cache=False)


def test_a_contradiction_is_an_error_of_the_check_of_rules(book: Book) -> None:
    run = run_cli("rules", "check", str(book(a=pack("a", A + "never_both"), b=pack("b", B + "allowed"))), "--only", "lint")
    assert run.code != 0
    assert "`allowed` contradicts `never_both` in `a.yaml`, line 4" in run.out + run.err


def test_one_ceiling_for_each_scheme(book: Book) -> None:
    ceiling = "kind: shared_ceiling, ceiling: HKD 400_000"
    folder = book(a=pack("a", f"to: b, {ceiling}"), b=pack("b"), c=pack("c", f"to: b, {ceiling}"))
    with pytest.raises(PackError, match=r"`shared_ceiling` contradicts `shared_ceiling` in `a\.yaml`, line 4"):
        matcher.load_rules(folder, use_cache=False)


# --------------------------------------------------------------------- mistakes

MISTAKES = [
    ("to: b, kind: closes_other", "4:19: `kind` cannot be `closes_other`; did you mean"),
    ("to: b, kind: shared_ceiling", "4:19: a shared ceiling has no amount; add `ceiling: …`"),
    ("to: b, kind: allowed, ceiling: cap", "4:37: `ceiling` is not allowed in `allowed`; delete it, or write"),
    ("to: b, kind: shared_ceiling, ceiling: most_staff", "4:44: the formula is of another kind; write one of kind money"),
    ("to: b, kind: shared_ceiling, ceiling: capp", "4:44: unknown fact `capp`; did you mean `cap`?"),
    ("to: b, kind: allowed, doc: gide", "4:33: unknown source `gide`; did you mean `guide`?"),
]


@pytest.mark.parametrize(("relation", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_mistakes_in_a_relation(relation: str, said: str, book: Book) -> None:
    with pytest.raises(PackError) as error:
        matcher.load_rules(book(a=pack("a", relation)), use_cache=False)
    assert f"a.yaml:{said}" in str(error.value)


FUNDING = [
    ("  lasts: cap\n", "the formula is of another kind; write one of kind duration"),
    ("  own: {per_dollar: cap, says: {en: x, zh-Hant: 其他}}\n", "the formula is of another kind; write one of kind count, number, share"),
    ("  own: {per_dollar: '1'}\n", "`own` has no `says`; add `says: …`"),
    ("  yearly: {years: '3'}\n", "the formula is of another kind; write one of kind duration"),
    ("  yearly: {years: 3 years, one_year: [investment]}\n", "unknown fact `investment`; did you mean `investments`?"),
    ("  stages: [{label: {en: x, zh-Hant: 其他}, amount: most_staff, after: 0 months}]\n",
     "the formula is of another kind; write one of kind money"),
]  # fmt: skip


@pytest.mark.parametrize(("funding", "said"), FUNDING, ids=[said for _, said in FUNDING])
def test_mistakes_in_money_over_the_years(funding: str, said: str, book: Book) -> None:
    with pytest.raises(PackError) as error:
        matcher.load_rules(book(a=pack("a", funding=funding)), use_cache=False)
    assert said in str(error.value)


def test_the_lint_wants_a_ground_and_knows_the_schemes(book: Book) -> None:
    text = pack("a", "to: nobody, kind: allowed").replace(", ask: desk}\n", "}\n", 1)
    facts = (ROOT / "rules" / "facts.yaml").read_text("utf-8")  # its own: all that its packs speak of is in the folder
    run = run_cli("rules", "check", str(book(a=text, facts=facts)), "--only", "lint")
    assert "a.yaml:4:5: warning: [lint] the relation to `nobody` rests on nothing" in run.out
    assert "a.yaml:4:10: error: [lint] unknown scheme `nobody`" in run.out


# ---------------------------------------------------------------- what they mean


class TestMeaning:
    def test_never_both_takes_the_larger(self, book: Book) -> None:
        found = stack(book(a=pack("a", A + "never_both", cap=100_000), b=pack("b", cap=100_001)))
        assert chosen(found) == [[("b", "2026-27")], [("a", "2026-27")]]
        assert found.combinations[0].closes[0]["en"] == "without a, because of b: a (ask: the Paper Lantern Office)".replace(
            "without a, because of b", "without Paper Lantern Grant, because of Paper Lantern Grant"
        )

    def test_stated_on_one_side_it_holds_for_both(self, book: Book, tmp_path: Path) -> None:
        one = stack(book(a=pack("a", A + "never_both", cap=1), b=pack("b", cap=2)))
        other = stack(book(a=pack("a", cap=1), b=pack("b", B + "never_both", cap=2)))
        assert chosen(one) == chosen(other)

    def test_closes_puts_the_other_first(self, book: Book) -> None:
        found = stack(book(a=pack("a", A + "closes", funding="  lasts: 2 years\n"), b=pack("b", funding="  lasts: 16 months\n")))
        # b from November 2026 to March 2028, so that a begins on 1 April 2028
        assert chosen(found)[0] == [("b", "2026-27"), ("a", "2028-29")]
        assert chosen(found)[1] == [("a", "2026-27")]

    def test_not_together_one_after_the_other(self, book: Book) -> None:
        found = stack(book(a=pack("a", A + "not_together"), b=pack("b")))
        assert chosen(found) == [[("a", "2026-27"), ("b", "2027-28")]]

    def test_only_after_needs_the_other(self, book: Book) -> None:
        later = pack("b", B + "only_after").replace(
            "requires: company.registration == incorporated", "requires: any(g.scheme == tvp for g in grants)"
        ).replace("    about: company\n    requires: any", "    about: earlier_grants\n    requires: any")  # fmt: skip
        profile = {**PROFILE, "grants": []}
        rules = matcher.load_rules(book(a=pack("a"), b=later), use_cache=False)
        found = matcher.stack(profile, as_of="2026-11-29", rules=rules)
        assert chosen(found) == [[("a", "2026-27"), ("b", "2027-28")]]
        assert [h.present for h in found.combinations[0].holdings] == ["eligible", "not_eligible"]
        (tmp := book()).joinpath("a.yaml").unlink()
        alone = matcher.stack(profile, as_of="2026-11-29", rules=matcher.load_rules(tmp, use_cache=False))
        assert alone.combinations == ()

    def test_a_next_step_waits(self, book: Book) -> None:
        found = stack(book(a=pack("a", funding="  lasts: 2 years\n"), b=pack("b", B + "next_step")))
        assert chosen(found) == [[("b", "2026-27"), ("a", "2027-28")]]

    def test_not_for_the_same_cost_is_no_bar(self, book: Book) -> None:
        found = stack(book(a=pack("a"), b=pack("b", "to: others, kind: not_same_cost")))
        assert chosen(found) == [[("a", "2026-27"), ("b", "2026-27")]]
        assert found.combinations[0].open == ()  # a rule for all others is a word on the two
        assert [(tie.a, tie.b, tie.kind) for tie in found.ties] == [("b", "others", "not_same_cost")]

    @pytest.mark.parametrize("relation", [(), ("to: others, kind: not_regulated",), ("to: a, kind: note",)])
    def test_silence_is_open_and_no_bar(self, relation: tuple[str, ...], book: Book) -> None:
        found = stack(book(a=pack("a"), b=pack("b", *relation)))
        assert chosen(found) == [[("a", "2026-27"), ("b", "2026-27")]]
        (tie,) = found.combinations[0].open
        assert (tie.a, tie.b, tie.kind, tie.implied) == ("a", "b", "not_regulated", True)

    @pytest.mark.parametrize(("ceiling", "high", "second"), [(600_000, "600000", "300000"), (599_999, "599999", "299999")])
    def test_both_sides_of_a_ceiling(self, ceiling: int, high: str, second: str, book: Book) -> None:
        found = stack(book(a=pack("a", f"to: b, kind: shared_ceiling, ceiling: HKD {ceiling}"), b=pack("b")))
        (total,) = found.combinations[0].sums
        assert (total.low, total.high) == (high, high)
        assert found.combinations[0].holdings[1].years[0].high == second

    def test_instruments_are_never_added(self, book: Book) -> None:
        shares = pack("b").replace("instrument: grant", "instrument: equity")
        found = stack(book(a=pack("a"), b=shares))
        assert [(s.instrument, s.high) for s in found.combinations[0].sums] == [("grant", "300000"), ("equity", "300000")]
        assert [row.high for row in found.combinations[0].own] == ["300000"]


# ---------------------------------------------------- generated relations, every subset tried


NAMES = "abcdefg"


def made(caps: list[int], relations: dict[tuple[str, str], str], group: tuple[str, ...], most: int) -> RuleBook:
    """The tutorial's scheme several times over, with these caps, relations, and a ceiling over the group."""
    book = matcher.load_rules(ROOT / "docs" / "tutorial")
    (base,) = book.schemes.values()
    says = {"en": "x", "zh-Hant": "x"}
    schemes = {}
    for name, cap in zip(NAMES, caps, strict=False):
        tied = [Relation(b, kind, says, ask="desk") for (a, b), kind in relations.items() if a == name]
        if group and name == group[0]:
            ceiling = Constant(Kind.MONEY, most * 100)
            tied.append(Relation(group[1], "shared_ceiling", says, ask="desk", also=group[2:], ceiling=ceiling))
        money = replace(base.funding, amount=Constant(Kind.MONEY, cap * 100))
        schemes[name] = replace(base, id=name, relations=tuple(tied), funding=money)
    return replace(book, digest=repr((caps, relations, group, most)), schemes=schemes)


def most_money(caps: list[int], relations: dict[tuple[str, str], str], group: tuple[str, ...], most: int) -> int:
    """The most that a lawful set brings, by trying them all. Each runs for a year, so that orders are all that counts."""
    amounts = dict(zip(NAMES, caps, strict=False))
    best = 0
    for bits in range(2 ** len(caps)):
        held = {name for i, name in enumerate(amounts) if bits >> i & 1}
        inside = {pair: kind for pair, kind in relations.items() if set(pair) <= held}
        if "never_both" in inside.values():
            continue
        before = {(b, a) if kind == "closes" else (a, b) for (a, b), kind in inside.items() if kind in ("closes", "closed_by")}
        left = set(held)
        while first := {name for name in left if not any(b == name and a in left for a, b in before)}:
            left -= first
        if not left:  # no circle: there is an order in which each comes before what it must come before
            covered = sum(amounts[name] for name in held & set(group))
            best = max(best, sum(amounts[name] for name in held - set(group)) + min(covered, most))
    return best


@st.composite
def tied_schemes(draw: st.DrawFn) -> tuple[list[int], dict[tuple[str, str], str], tuple[str, ...], int]:
    caps = draw(st.lists(st.integers(1, 20), min_size=2, max_size=len(NAMES)))
    names = NAMES[: len(caps)]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    kinds = st.sampled_from(["never_both", "closes", "closed_by", "not_together", "next_step", "allowed", "not_same_cost"])
    drawn = draw(st.dictionaries(pairs, kinds, max_size=6))
    relations = {(a, b): kind for (a, b), kind in drawn.items() if (b, a) not in drawn or a < b}
    group = tuple(draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))) if draw(st.booleans()) else ()
    if group:  # a pair that excludes itself shares nothing
        relations = {pair: kind for pair, kind in relations.items() if not set(pair) <= set(group)}
    return caps, relations, group, draw(st.integers(0, 30))


@settings(max_examples=40, deadline=None)
@given(tied_schemes())
def test_the_most_money_is_what_trying_every_set_finds(
    case: tuple[list[int], dict[tuple[str, str], str], tuple[str, ...], int]
) -> None:
    rules = made(*case)
    assert not list(contradictions(rules.schemes))
    best, *_ = matcher.stack(PROFILE, as_of="2026-11-29", rules=rules).combinations
    (total,) = best.sums
    assert int(total.high) == most_money(*case)
