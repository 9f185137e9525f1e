"""The rule language: what each form means when written back, and what is said of every slip."""

from __future__ import annotations

import msgspec
import pytest
from trees import SCOPE

from matcher.condition import YES_ALWAYS, Always, Condition, Constant, Term
from matcher.formula import FormulaError, parse, parse_condition
from matcher.formula_text import write
from matcher.literals import Kind

NAMED = msgspec.structs.replace(
    SCOPE,
    terms={"cap": Constant(Kind.MONEY, 10_000), "nothing": Constant(Kind.COUNT, 0)},
    conditions={"always": YES_ALWAYS},
    lists={"ends": ((YES_ALWAYS, ("x", "z")),), "wrong": ((YES_ALWAYS, ("x", "w")),)},
)

SAME = [
    "a.yes", "a.yes and b.yes", "a.yes or b.yes", "not a.yes", "open_one", "a.count == 3",
    "a.money <= HKD 1000000", "a.day + 24 months >= b.day", "a.day - 3 months < 2026-03-31",
    "a.share >= 62.5%", "a.months <= 36 months", "a.sort in {x, y}", "x in sorts",
    "any(i.ok for i in list)", "all(i.ok for i in list)", "count(i for i in list if i.ok) >= 2",
    "sum(i.amount for i in list if i.ok) >= HKD 5", "min(a.money, b.money) >= HKD 5",
    "max(a.day, b.day) <= 2026-03-31", "a.money + b.money > HKD 1", "a.money - b.money > HKD 1",
    "any(i == x for i in sorts)",
]  # fmt: skip
ANOTHER_WAY = {
    "yes": "yes",
    "True": "yes",
    "not no": "yes",
    "always and a.yes": "a.yes",
    "a.yes if yes else b.yes": "a.yes",
    "a.yes if no else b.yes": "b.yes",
    "x == a.sort": "a.sort == x",
    "a.sort not in {x}": "a.sort != x",
    "2 years + a.day >= b.day": "a.day + 24 months >= b.day",
    "years(2) + a.day >= b.day": "a.day + 24 months >= b.day",
    "a.day + months(30) >= b.day": "a.day + 30 months >= b.day",
    "(a.money if yes else b.money) > HKD 1": "a.money > HKD 1",
    "(a.money if no else b.money) > HKD 1": "b.money > HKD 1",
    "1 < a.count <= 3": "1 < a.count and a.count <= 3",
    "all(i.ok for i in list if i.sort == x)": "all(i.ok for i in list if i.sort == x)",
}
NOT_HERE = "is not part of the rule language; use any, all, sum, count, min, max, years or months"
WRONG = [
    ("a.yes é", 6, "`é` is not part of the rule language; write plain ASCII"),
    ("a.money > HKD 1" + " + HKD 1" * 120, 0, "the formula has too many parts; split it into criteria or named terms"),
    ("a.yes or " * 112 + "a.yes", 0, "the formula is longer than 1000 signs; split it into criteria or named terms"),
    ("a.day > 2026-02-30", 8, "`2026-02-30` is not a day; write one that exists"),
    ("a.sort < b.sort", 0, "choices have no order; write `==`, `!=` or `in`"),
    ("a.sort < x", 9, "choices have no order; write `==`, `!=` or `in`"),
    ("a.count in {x}", 0, "only a choice can be `in` a list; write a fact of kind choice"),
    ("a.sort in 3", 10, "`in` needs a list of choices; write `{a, b}` or the name of a list"),
    ("a.sort in wrong", 10, "unknown choice `w`; write one of x, y, z"),
    ("a.sort in {x, w}", 14, "unknown choice `w`; write one of x, y, z"),
    ("w in sorts", 0, "unknown choice `w`; write one of x, y, z"),
    ("years(1201) > 3 months", 0, f"`years(...)` {NOT_HERE}"),
    ("(a.money if a.yes else a.day) > HKD 1", 1, "one branch is money, the other a day; make both the same kind"),
    ("a.money / a.count > HKD 1", 10,
     "division only by a number that stands in the pack, not zero; multiply the other side instead"),
    ("a.money / nothing > HKD 1", 10,
     "division only by a number that stands in the pack, not zero; multiply the other side instead"),
    ("a.money + a.day > HKD 1", 0, "money + a day has no meaning in `a.money + a.day > HKD 1`; give both the same unit"),
    ("a.money % 2 > HKD 1", 0, f"`a.money % 2` {NOT_HERE}"),
    ("count(i.ok for i in list) > 1", 6, "`count` counts items; write `count(i for i in …)`"),
    ("sum(i.on for i in list) > 1", 4, "cannot add up a day; sum an amount, a share, a duration or a count"),
    ("min(a.money) > HKD 1", 0, "`min` needs two or more terms of one kind; write `min(a, b)`"),
    ("max(a.money, a.day) > HKD 1", 0, "`max` needs two or more terms of one kind; write `max(a, b)`"),
    ("any(a.yes)", 0, "a list to go through is missing; write `any(i.amount > HKD 0 for i in investments)`"),
    ("any(any(j.ok for j in list) for i in list)", 4, "one list inside another; go through one list at a time"),
    ("any(i.ok for i in list for j in list)", 0, "one list inside another; go through one list at a time"),
    ("any(i.ok for i in a.money)", 18, "`a.money` is no list; name a fact of kind records or choices"),
    ("any(i.ok for i in lists)", 18, "unknown fact `lists`; did you mean `list`?"),
    ("any(cap.ok for cap in list)", 15, "the item needs a name of its own; write `for i in …`"),
    ("list > 3", 0, "`list` is a list; go through it with any, all, sum or count"),
    ("any(i == x for i in list)", 4, "`i` is a whole record; name a field, such as `i.amount`"),
    ("any(i.okk for i in list)", 4, "unknown fact `i.okk`; did you mean `i.ok`?"),
    ("a.nothing_like_it > 3", 0,
     "unknown fact `a.nothing_like_it`; declare it in facts.yaml, values, terms or open_points"),
    ("a.count > 2.5", 10, "decimals are not exact; write a share such as 50%, or a whole number"),
    ("a.yes if b.count else a.yes", 9, "`b.count` is a whole number, not yes or no; compare it with something"),
    ("lambda: 3", 0, f"`lambda: 3` {NOT_HERE}"),
    ("(x for x in list).gi_frame == 3", 0, f"`(x for x in list)` {NOT_HERE}"),
]  # fmt: skip


def said(tree: Condition | Term) -> str:
    return "yes" if tree == Always(True) else write(tree)


@pytest.mark.parametrize("formula", SAME)
def test_written_back_as_it_stands(formula: str) -> None:
    assert said(parse(formula, NAMED)) == formula


@pytest.mark.parametrize("formula", ANOTHER_WAY)
def test_another_way_to_write_it(formula: str) -> None:
    assert said(parse(formula, NAMED)) == ANOTHER_WAY[formula]


@pytest.mark.parametrize(("formula", "column", "message"), WRONG, ids=[f[:40] for f, *_ in WRONG])
def test_slips(formula: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_condition(formula, NAMED)
    what, instead = caught.value.complaint
    assert (caught.value.column, f"{what['en']}; {instead['en']}") == (column, message)
    assert what["zh-Hant"] != what["en"]
