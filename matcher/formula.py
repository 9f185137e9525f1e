"""One-line formulas to condition trees.

The grammar is a small part of Python's expression grammar. The standard library's parser reads
it; this file accepts a few kinds of node, checks every kind of value against the vocabulary, and
refuses everything else. Nothing is ever run as Python.

Amounts, shares, days, financial years and durations are written as in a profile (`HKD 1_500_000`,
`10%`, `2026-03-31`, `2027-28`, `7 years`). Python's parser does not know them, so each is blanked
to underscores of the same length and found again by its column.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from matcher.complaints import Complaint, nearest, one_of, quoted, with_article
from matcher.condition import (
    AS_OF, Always, Choose, Compare, Condition, Constant, Count, Either, Fact, Field,
    Greatest, Has, Holds, Item, Later, Least, Minus, Not, OneOf, Over, Plus,
    Point, Term, Times, Total, all_parts, any_parts, constant, for_each,
    for_some, kind_of, negated, unnamed,
)  # fmt: skip
from matcher.frozen import Frozen
from matcher.literals import (
    KIND_NAMES, Kind, read_date, read_duration, read_money, read_share, read_year,
)  # fmt: skip
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import Words, fill, words

MOST_SIGNS: Final = 1000
MOST_NODES: Final = 200

_LITERALS: Final[tuple[tuple[re.Pattern[str], Kind, Callable[[str], Any]], ...]] = tuple(
    (re.compile(pattern), kind, read)
    for pattern, kind, read in (
        (r"HKD ?[0-9](?:[0-9_,]*[0-9])?(?:\.[0-9]+)?", Kind.MONEY, read_money),
        (r"[0-9]+(?:\.[0-9]+)?%", Kind.SHARE, read_share),
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", Kind.DATE, read_date),
        (r"[0-9]{4}-[0-9]{2}(?![0-9])", Kind.YEAR, read_year),
        (r"[0-9]+ (?:years?|months?)\b", Kind.DURATION, read_duration),
    )
)
_ANY_LITERAL: Final = re.compile(
    r"(?<![\w.])(?:" + "|".join(pattern.pattern for pattern, _, _ in _LITERALS) + ")"
)

_COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_DAYS: Final = {Kind.DATE, Kind.YEAR}
_NUMBERS: Final = {Kind.COUNT, Kind.NUMBER, Kind.SHARE}
_CALLS: Final = "any, all, sum, count, min, max, years or months"


class FormulaError(Exception):
    """A formula that says nothing, at a column counted from 0."""

    def __init__(self, column: int, complaint: Complaint) -> None:
        self.column = column
        self.complaint = complaint
        super().__init__(complaint[0]["en"])


class Scope(Frozen, frozen=True):
    """The names that a formula may use besides the facts of the vocabulary."""

    vocabulary: Vocabulary
    terms: Mapping[str, Term] = {}
    conditions: Mapping[str, Condition] = {}
    lists: Mapping[str, tuple[tuple[Condition, tuple[str, ...]], ...]] = {}
    points: frozenset[str] = frozenset()

    def names(self) -> set[str]:
        """All names, for a guess at what was meant."""
        return {*self.terms, *self.conditions, *self.lists, *self.points,
                *self.vocabulary.facts, AS_OF}  # fmt: skip


def parse_condition(text: str, scope: Scope) -> Condition:
    """The condition that `text` states. Raises FormulaError."""
    return _Reader(text, scope).whole_condition()


def parse(text: str, scope: Scope) -> Condition | Term:
    """The condition or term that `text` states. Raises FormulaError."""
    return _Reader(text, scope).whole()


class _Loop(Frozen, frozen=True):
    name: str
    over: str
    spec: FactSpec


class _Reader:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text = " ".join(text.split())
        self.scope = scope
        self.loop: _Loop | None = None
        self.literals: dict[int, Constant] = {}

    # -- the whole

    def whole_condition(self) -> Condition:
        return self.condition(self.tree())

    def whole(self) -> Condition | Term:
        tree = self.tree()
        return self.condition(tree) if self.is_condition(tree) else self.term(tree)

    def tree(self) -> ast.expr:
        if len(self.text) > MOST_SIGNS:
            self.fail(0, words(f"the formula is longer than {MOST_SIGNS} signs",
                               f"公式超過{MOST_SIGNS}個字元"),
                      words("split it into criteria or named terms", "請分拆為數項條件或具名項"))  # fmt: skip
        for column, sign in enumerate(self.text):
            if not " " <= sign <= "~":
                self.fail(column, words(f"{quoted(sign)} is not part of the rule language",
                                        f"規則語言沒有{quoted(sign)}"),
                          words("write plain ASCII", "請使用ASCII字元"))  # fmt: skip
        masked = _ANY_LITERAL.sub(self.mask, self.text)
        try:
            tree = ast.parse(masked, mode="eval").body
        except SyntaxError as trouble:
            self.fail(max((trouble.offset or 1) - 1, 0),
                      words(f"cannot read {quoted(self.text)}", f"無法理解{quoted(self.text)}"),
                      words("write one comparison, or several joined by `and` or `or`",
                            "請填寫一項比較，或以`and`、`or`連接數項"))  # fmt: skip
        except (RecursionError, MemoryError, ValueError):
            self.fail(0, words("the formula is nested too deeply", "公式層數過多"),
                      words("write it flatter", "請減少層數"))  # fmt: skip
        if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
            self.fail(0, words("the formula has too many parts", "公式部分過多"),
                      words("split it into criteria or named terms", "請分拆為數項條件或具名項"))  # fmt: skip
        return tree

    def mask(self, found: re.Match[str]) -> str:
        for pattern, kind, read in _LITERALS:
            if pattern.fullmatch(found[0]):
                value = read(found[0])
                if value is None:
                    self.fail(found.start(),
                              fill(words("{x} is not {kind}", "{x}不是{kind}"),
                                   x=quoted(found[0]), kind=with_article(KIND_NAMES[kind])),
                              words("write one that exists", "請填寫有效的值"))  # fmt: skip
                self.literals[found.start()] = constant(kind, value)
                break
        return "_" * len(found[0])

    # -- conditions

    def is_condition(self, node: ast.expr) -> bool:
        match node:
            case ast.BoolOp() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Constant(value=bool()):
                return True
            case ast.Call(func=ast.Name(id="any" | "all")):
                return True
            case ast.IfExp(body=body):
                return self.is_condition(body)
            case ast.Name() | ast.Attribute():
                name = self.dotted(node)
                if name in self.scope.conditions or name in self.scope.points:
                    return True
                spec = self.spec_of(name)
                return (spec is not None and spec.kind is Kind.YES_NO) or name in ("yes", "no")
            case _:
                return False

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return all_parts([self.condition(value) for value in values])
            case ast.BoolOp(op=ast.Or(), values=values):
                return any_parts([self.condition(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return negated(self.condition(operand))
            case ast.Constant(value=bool() as truth):
                return Always(truth)
            case ast.Compare(left=left, ops=ops, comparators=others):
                pairs = zip([left, *others[:-1]], ops, others, strict=True)
                return all_parts([self.comparison(a, op, b) for a, op, b in pairs])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.either(self.condition(test), self.condition(body), self.condition(orelse))
            case ast.Call(func=ast.Name(id="any" | "all" as call)):
                return self.quantifier(node, call)
            case ast.Name() | ast.Attribute():
                return self.named_condition(node)
            case _:
                self.not_here(node)

    def either(self, test: Condition, yes: Condition, no: Condition) -> Condition:
        if isinstance(test, Always):
            return yes if test.truth else no
        return Either(test, yes, no)

    def named_condition(self, node: ast.Name | ast.Attribute) -> Condition:
        name = self.dotted(node)
        if name in ("yes", "no"):
            return Always(name == "yes")
        if name in self.scope.conditions:
            return self.scope.conditions[name]
        if name in self.scope.points:
            return Point(name)
        term = self.reference(node)
        if isinstance(term, (Fact, Field)) and term.kind is Kind.YES_NO:
            return Holds(term)
        self.fail(node.col_offset,
                  fill(words("{x} is {kind}, not yes or no", "{x}是{kind}，不是「是或否」"),
                       x=quoted(name), kind=with_article(KIND_NAMES[kind_of(term)])),
                  words("compare it with something", "請與某值比較"))  # fmt: skip

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, (ast.In, ast.NotIn)):
            inside = self.membership(left, right)
            return negated(inside) if isinstance(op, ast.NotIn) else inside
        sign = _COMPARISONS.get(type(op))
        if sign is None:
            self.fail(left.col_offset, words("`is` is not part of the rule language", "規則語言沒有`is`"),
                      words("write `==`", "請填寫`==`"))  # fmt: skip
        chosen = self.choice_comparison(left, sign, right)
        if chosen is not None:
            return chosen
        a, b = self.term(left), self.term(right)
        self.check_comparable(left, a, sign, b)
        return Compare(sign, a, b)

    def check_comparable(self, node: ast.expr, a: Term, sign: str, b: Term) -> None:
        kinds = {kind_of(a), kind_of(b)}
        if kinds <= _DAYS or kinds <= {Kind.COUNT, Kind.NUMBER} or kinds <= {Kind.SHARE, Kind.NUMBER}:
            return
        if len(kinds) == 1 and kinds <= {Kind.MONEY, Kind.DURATION}:
            return
        if kinds == {Kind.CHOICE}:
            if sign in ("==", "!="):
                return
            self.fail(node.col_offset, words("choices have no order", "選項沒有次序"),
                      words("write `==`, `!=` or `in`", "請填寫`==`、`!=`或`in`"))  # fmt: skip
        self.fail(
            node.col_offset,
            fill(words("cannot compare {a} with {b} in {f}", "{f}中不能以{a}與{b}比較"),
                 a=_an(kind_of(a)), b=_an(kind_of(b)), f=quoted(self.text)),
            fill(words("compare it with {a}", "請與{a}比較"), a=_an(kind_of(a))),
        )  # fmt: skip

    def choice_comparison(self, left: ast.expr, sign: str, right: ast.expr) -> Condition | None:
        """`fact == choice` and `fact != choice`, where the choice is a bare name."""
        for subject, other in ((left, right), (right, left)):
            found = self.choice_term(subject)
            if found is None or not isinstance(other, ast.Name) or self.is_known(other.id):
                continue
            if sign not in ("==", "!="):
                self.fail(other.col_offset, words("choices have no order", "選項沒有次序"),
                          words("write `==`, `!=` or `in`", "請填寫`==`、`!=`或`in`"))  # fmt: skip
            term, domain = found
            one = OneOf(term, (self.choice(other, domain),), whole=len(domain) == 1)
            return one if sign == "==" else Not(one)
        return None

    def membership(self, left: ast.expr, right: ast.expr) -> Condition:
        if isinstance(right, (ast.Name, ast.Attribute)):
            spec = self.spec_of(self.dotted(right))
            if spec is not None and spec.kind is Kind.CHOICES and isinstance(left, ast.Name):
                fact = self.reference(right)
                assert isinstance(fact, Fact)
                return Has(fact, self.choice(left, self.scope.vocabulary.domain(spec)))
        found = self.choice_term(left)
        if found is None:
            self.fail(left.col_offset, words("only a choice can be `in` a list", "只有選項可用`in`"),
                      words("write a fact of kind choice", "請填寫選項類的資料"))  # fmt: skip
        term, domain = found
        if isinstance(right, ast.Name) and right.id in self.scope.lists:
            parts: list[Condition] = []
            for when, choices in self.scope.lists[right.id]:
                for choice in choices:
                    if choice not in domain:
                        self.fail(right.col_offset, *self.no_choice(choice, domain))
                whole = set(choices) >= set(domain)
                parts.append(all_parts([when, OneOf(term, choices, right.id, whole)]))
            return any_parts(parts)
        if isinstance(right, (ast.Set, ast.List, ast.Tuple)) and right.elts:
            choices = tuple(self.choice(element, domain) for element in right.elts)
            return OneOf(term, choices, whole=set(choices) >= set(domain))
        self.fail(right.col_offset, words("`in` needs a list of choices", "`in`之後須為選項列表"),
                  words("write `{a, b}` or the name of a list", "請填寫`{a, b}`或列表名稱"))  # fmt: skip

    def quantifier(self, node: ast.expr, call: str) -> Condition:
        element, loop, where = self.generator(node)
        outer, self.loop = self.loop, loop
        try:
            condition = self.condition(element)
        finally:
            self.loop = outer
        return (for_some if call == "any" else for_each)(loop.over, condition, where)

    # -- terms

    def term(self, node: ast.expr) -> Term:
        match node:
            case ast.Name() if node.col_offset in self.literals and set(node.id) == {"_"}:
                return self.literals[node.col_offset]
            case ast.Name() | ast.Attribute():
                return self.reference(node)
            case ast.Constant(value=int() as number) if not isinstance(number, bool):
                return Constant(Kind.COUNT, number)
            case ast.Constant(value=float()):
                self.fail(node.col_offset, words("decimals are not exact", "小數並不精確"),
                          words("write a share such as 50%, or a whole number",
                                "請填寫比例，例如50%，或整數"))  # fmt: skip
            case ast.BinOp(left=left, op=op, right=right):
                return self.arithmetic(node, self.term(left), op, self.term(right))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.choice_of_terms(node, test, body, orelse)
            case ast.Call(func=ast.Name(id="sum" | "count" as call)):
                return self.aggregate(node, call)
            case ast.Call(func=ast.Name(id="min" | "max" as call), args=args):
                return self.extreme(node, call, args)
            case ast.Call(
                func=ast.Name(id="years" | "months" as unit),
                args=[ast.Constant(value=int() as number)],
                keywords=[],
            ) if number <= 1200:
                return Constant(Kind.DURATION, number * (12 if unit == "years" else 1))
            case _:
                self.not_here(node)

    def choice_of_terms(
        self, node: ast.expr, test: ast.expr, body: ast.expr, orelse: ast.expr
    ) -> Term:
        condition, yes, no = self.condition(test), self.term(body), self.term(orelse)
        kinds = {kind_of(yes), kind_of(no)}
        if len(kinds) > 1 and not kinds <= _DAYS and not kinds <= _NUMBERS:
            self.fail(node.col_offset,
                      fill(words("one branch is {a}, the other {b}", "一支是{a}，另一支是{b}"),
                           a=_an(kind_of(yes)), b=_an(kind_of(no))),
                      words("make both the same kind", "請使兩支同類"))  # fmt: skip
        if isinstance(condition, Always):
            return yes if condition.truth else no
        return Choose(condition, yes, no)

    def arithmetic(self, node: ast.BinOp, left: Term, op: ast.operator, right: Term) -> Term:
        a, b = kind_of(left), kind_of(right)
        units = {Kind.MONEY, Kind.COUNT, Kind.DURATION, Kind.SHARE, Kind.NUMBER}
        match op:
            case ast.Add() | ast.Sub() if a in _DAYS and b is Kind.DURATION:
                return Later(left, right, isinstance(op, ast.Sub))
            case ast.Add() if a is Kind.DURATION and b in _DAYS:
                return Later(right, left)
            case ast.Add() if a is b and a in units:
                return Plus(left, right)
            case ast.Sub() if a is b and a in units:
                return Minus(left, right)
            case ast.Mult() if a in _NUMBERS and b in _NUMBERS | {Kind.MONEY, Kind.DURATION}:
                return Times(left, right)
            case ast.Mult() if b in _NUMBERS and a in {Kind.MONEY, Kind.DURATION}:
                return Times(left, right)
            case ast.Div() if a in {Kind.MONEY, *_NUMBERS} and b in {Kind.COUNT, Kind.NUMBER}:
                divisor = unnamed(right)
                if isinstance(divisor, Constant) and divisor.value:
                    return Over(left, divisor)
                self.fail(node.right.col_offset,
                          words("division only by a number that stands in the pack, not zero",
                                "只能以規則檔內的非零數字作除數"),
                          words("multiply the other side instead", "請改為乘另一邊"))  # fmt: skip
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(op))
        if sign is None:
            self.not_here(node)
        self.fail(node.left.col_offset,
                  fill(words("{a} {op} {b} has no meaning in {f}", "{f}中{a} {op} {b}沒有意義"),
                       a=_an(a), b=_an(b), op=sign, f=quoted(self.text)),
                  words("give both the same unit", "請使用相同單位"))  # fmt: skip

    def aggregate(self, node: ast.expr, call: str) -> Term:
        element, loop, where = self.generator(node)
        if call == "count":
            if isinstance(element, ast.Name) and element.id == loop.name:
                return Count(loop.over, where)
            self.fail(element.col_offset, words("`count` counts items", "`count`計算項數"),
                      words(f"write `count({loop.name} for {loop.name} in …)`",
                            f"請填寫`count({loop.name} for {loop.name} in …)`"))  # fmt: skip
        outer, self.loop = self.loop, loop
        try:
            value = self.term(element)
        finally:
            self.loop = outer
        if kind_of(value) not in {Kind.MONEY, Kind.COUNT, Kind.SHARE, Kind.DURATION}:
            self.fail(element.col_offset,
                      fill(words("cannot add up {a}", "不能把{a}相加"), a=_an(kind_of(value))),
                      words("sum an amount, a share, a duration or a count",
                            "請把金額、比例、期間或數目相加"))  # fmt: skip
        return Total(loop.over, value, where)

    def extreme(self, node: ast.Call, call: str, args: list[ast.expr]) -> Term:
        terms = tuple(self.term(arg) for arg in args)
        kinds = {kind_of(term) for term in terms}
        if len(terms) < 2 or node.keywords or (len(kinds) > 1 and not kinds <= _DAYS):
            self.fail(node.col_offset,
                      words(f"`{call}` needs two or more terms of one kind", f"`{call}`須有兩項或以上同類的項"),
                      words(f"write `{call}(a, b)`", f"請填寫`{call}(a, b)`"))  # fmt: skip
        return Least(terms) if call == "min" else Greatest(terms)

    def generator(self, node: ast.expr) -> tuple[ast.expr, _Loop, Condition]:
        """Element, list and filter of `… for i in list if …`."""
        if not (isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords
                and isinstance(node.args[0], ast.GeneratorExp)):  # fmt: skip
            self.fail(node.col_offset, words("a list to go through is missing", "欠要逐項查看的列表"),
                      words("write `any(i.amount > HKD 0 for i in investments)`",
                            "請填寫例如`any(i.amount > HKD 0 for i in investments)`"))  # fmt: skip
        inner = node.args[0]
        if self.loop or len(inner.generators) > 1:
            self.fail(node.col_offset, words("one list inside another", "列表之內另有列表"),
                      words("go through one list at a time", "請每次只查看一個列表"))  # fmt: skip
        part = inner.generators[0]
        over = self.dotted(part.iter)
        spec = self.scope.vocabulary.facts.get(over)
        if spec is None or spec.kind not in {Kind.RECORDS, Kind.CHOICES}:
            if spec is None:
                self.unknown(part.iter, over)
            self.fail(part.iter.col_offset, words(f"`{over}` is no list", f"`{over}`不是列表"),
                      words("name a fact of kind records or choices", "請填寫記錄或選項列表類的資料"))  # fmt: skip
        if not isinstance(part.target, ast.Name) or self.is_known(part.target.id):
            self.fail(part.target.col_offset, words("the item needs a name of its own", "該項須有自己的名稱"),
                      words("write `for i in …`", "請填寫`for i in …`"))  # fmt: skip
        loop = _Loop(part.target.id, over, spec)
        self.loop = loop
        try:
            where = all_parts([self.condition(test) for test in part.ifs])
        finally:
            self.loop = None
        return inner.elt, loop, where

    # -- names

    def dotted(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Attribute(value=value, attr=attr):
                return f"{self.dotted(value)}.{attr}"
            case _:
                self.not_here(node)

    def spec_of(self, name: str) -> FactSpec | None:
        if self.loop and name.startswith(self.loop.name + "."):
            return self.loop.spec.fields.get(name.partition(".")[2])
        return self.scope.vocabulary.facts.get(name)

    def is_known(self, name: str) -> bool:
        return name in self.scope.names() or bool(self.loop and self.loop.name == name)

    def reference(self, node: ast.Name | ast.Attribute) -> Term:
        name = self.dotted(node)
        if self.loop and (name == self.loop.name or name.startswith(self.loop.name + ".")):
            return self.item(node, name)
        if name == AS_OF:
            return Fact(AS_OF, Kind.DATE)
        if name in self.scope.terms:
            return self.scope.terms[name]
        spec = self.scope.vocabulary.facts.get(name)
        if spec is None:
            self.unknown(node, name)
        if spec.kind is Kind.RECORDS:
            self.fail(node.col_offset, words(f"`{name}` is a list", f"`{name}`是列表"),
                      words("go through it with any, all, sum or count", "請用any、all、sum或count查看"))  # fmt: skip
        return Fact(name, spec.kind)

    def item(self, node: ast.expr, name: str) -> Term:
        assert self.loop
        if name == self.loop.name:
            if self.loop.spec.kind is Kind.CHOICES:
                return Item()
            self.fail(node.col_offset, words(f"`{name}` is a whole record", f"`{name}`是整項記錄"),
                      words(f"name a field, such as `{name}.{next(iter(self.loop.spec.fields))}`",
                            f"請指明欄位，例如`{name}.{next(iter(self.loop.spec.fields))}`"))  # fmt: skip
        spec = self.spec_of(name)
        if spec is None:
            self.unknown(node, name)
        return Field(name.partition(".")[2], spec.kind)

    def choice_term(
        self, node: ast.expr
    ) -> tuple[Fact | Field | Item, dict[str, Words]] | None:
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return None
        name = self.dotted(node)
        if self.loop and name == self.loop.name and self.loop.spec.kind is Kind.CHOICES:
            return Item(), self.scope.vocabulary.domain(self.loop.spec)
        spec = self.spec_of(name)
        if spec is None or spec.kind is not Kind.CHOICE:
            return None
        term = self.reference(node)
        assert isinstance(term, (Fact, Field))
        return term, self.scope.vocabulary.domain(spec)

    def choice(self, node: ast.expr, domain: Mapping[str, Words]) -> str:
        name = self.dotted(node)
        if name not in domain:
            self.fail(node.col_offset, *self.no_choice(name, domain))
        return name

    def no_choice(self, name: str, domain: Mapping[str, Words]) -> Complaint:
        meant = nearest(name, domain)
        hint = words(f"did you mean `{meant}`?", f"是否`{meant}`？") if meant else one_of(domain)
        return words(f"unknown choice {quoted(name)}", f"沒有名為{quoted(name)}的選項"), hint

    def unknown(self, node: ast.expr, name: str) -> NoReturn:
        known = self.scope.names()
        if self.loop:
            known |= {f"{self.loop.name}.{f}" for f in self.loop.spec.fields}
        meant = nearest(name, known)
        hint = (
            words(f"did you mean `{meant}`?", f"是否`{meant}`？")
            if meant
            else words("declare it in facts.yaml, values, terms or open_points",
                       "請在facts.yaml、values、terms或open_points之內定義")  # fmt: skip
        )
        what = words(f"unknown fact {quoted(name)}", f"沒有名為{quoted(name)}的資料")
        self.fail(node.col_offset, what, hint)

    def not_here(self, node: ast.expr) -> NoReturn:
        piece = ast.unparse(node) if not isinstance(node, ast.Call) else f"{ast.unparse(node.func)}(...)"
        self.fail(node.col_offset,
                  words(f"{quoted(piece)} is not part of the rule language", f"規則語言沒有{quoted(piece)}"),
                  words(f"use {_CALLS}", f"可用{_CALLS.replace(', ', '、').replace(' or ', '或')}"))  # fmt: skip

    def fail(self, column: int, what: Words, instead: Words) -> NoReturn:
        raise FormulaError(column, (what, instead))


def _an(kind: Kind) -> Words:
    name = KIND_NAMES[kind]
    return words("money", name["zh-Hant"]) if kind is Kind.MONEY else with_article(name)
