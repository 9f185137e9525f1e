"""The same conditions as durable-rules rulesets that match facts and chain forward to the verdict.

A scheme becomes one ruleset, and each of its hosts' own rules another, run only for who may have
that host. A small fact is asserted for every value (`t7` a choice or yes/no, `t7lo` and `t7hi` the
ends of what a number or day can still be, `k` the item of a list); rules match facts against bounds
and assert conclusions (`c7` that condition 7 is so, 1, or is not, 0); conclusions join to criteria,
criteria to the verdict. Unknown is the absence of both conclusions. Each value has a name of its
own, since a fact is tried only against the patterns that name one of its parts.

A sum, a quantifier or a choice between terms needs the truth of conditions below it, so a check
runs in strata: what the rules have concluded so far gives the terms of the next stratum.

Limits of the library that shape this file (2.0.28, measured): it does not import on Python 3.13;
more than 16 facts joined in one rule silently do not fire, so joins are trees of at most 8; a fact
does not join with itself; beside a pattern with alternatives the test that both are of one item is
forgotten, so such a pattern first concludes a fact of its own; a fact that no rule reads is
refused, so one rule reads them all and never fires; a ruleset keeps at most 1,024 sessions, so each
is deleted; a session in which nothing ever fired is freed through pointers never set, so one rule
always fires; building a ruleset leaks, so equal ones are built once; only integers and choice codes
cross over, exactly, clamped where only a sign matters. Its Python wrapper costs more per fired rule
than the matching itself and hides errors in the state, so the engine's own module is called.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from threading import Lock
from typing import Any, Final, assert_never

import durable_rules_engine as rules_engine
import msgspec

from matcher import interval
from matcher.condition import (
    All, Always, AnyOf, Choose, Compare, Condition, Constant, Count, Either, Fact, Field,
    ForEach, ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf,
    Over, Plus, Point, Term, Times, Total, Within, kind_of, parts_of, unnamed,
)  # fmt: skip
from matcher.dates import previous_day
from matcher.engines.direct import ANY_ITEM, Facts, divisor_of, items_of, supposed, unknown_range
from matcher.errors import EngineError, Place, Problem
from matcher.formula_text import write
from matcher.interval import ANYTHING, Interval
from matcher.literals import Kind
from matcher.scheme import Criterion, Scheme, Verdict
from matcher.truth import Truth, all_of
from matcher.verdict import Decision, Judgement
from matcher.words import words

_LEAVES: Final = {Fact, Field, Item, Constant, Point, Always, Holds, OneOf, Has}
_WAITING: Final = {ForSome, ForEach, Total, Count, Choose, Within}  # for the truth of conditions
_TESTS: Final = {  # which end of what is known settles a comparison, and how
    ("<=", 1): [("$lte", "hi")], ("<=", 0): [("$gt", "lo")],
    ("<", 1): [("$lt", "hi")], ("<", 0): [("$gte", "lo")],
    (">=", 1): [("$gte", "lo")], (">=", 0): [("$lt", "hi")],
    (">", 1): [("$gt", "lo")], (">", 0): [("$lte", "hi")],
    ("==", 1): [("$gte", "lo"), ("$lte", "hi")], ("==", 0): [("$gt", "lo"), ("$lt", "hi")],  # either
}  # fmt: skip
WIDEST_JOIN: Final = 8
MOST_COMPILED: Final = 2_048  # schemes on a day that are kept, 17 KB each; their rulesets serve other days too
BEGUN: Final = "begun"  # the rule that fires in every session
LARGEST: Final = 10**16  # beyond it only the sign of a difference matters, and survives clamping

Pattern = dict[str, Any]
Key = tuple[int, int | None]  # a condition's number, and the item it was decided for


class DurableEngine:
    """Decides schemes by forward chaining; each distinct ruleset is built once per process."""

    name: Final = "durable"

    def __init__(self) -> None:
        self._lock = Lock()
        self._rulesets: dict[str, int] = {}
        self._compiled: dict[tuple[int, str | None], _Compiled] = {}
        self._session = 0

    def decide(self, scheme: Scheme, facts: Facts) -> Decision:
        """What holds of each criterion, the verdict, and the rules that fired."""
        with self._lock:
            central = self._run(scheme, None, facts)
            hosts = {}
            for overlay in scheme.overlays:
                mine = central.holds(overlay.when, None, None)
                if mine is not False:
                    hosts[overlay.id] = (mine, self._run(scheme, overlay.id, facts))
        found = []
        for criterion in scheme.criteria:
            if criterion.overlay is None:
                found.append(central.judgement(criterion, True))
            elif criterion.overlay in hosts:
                mine, session = hosts[criterion.overlay]
                found.append(session.judgement(criterion, mine))
            else:
                found.append(Judgement(False, False, None))
        fired = [*central.fired, *(rule for _, session in hosts.values() for rule in session.fired)]
        role = central.holds(scheme.role, None, None)
        verdict = _verdict(scheme, central, list(hosts.values()))
        return Decision(role, tuple(found), verdict, tuple(fired))

    def _run(self, scheme: Scheme, host: str | None, facts: Facts) -> _Session:
        key = (id(scheme), host)
        compiled = self._compiled.get(key)
        if compiled is None:
            if len(self._compiled) >= MOST_COMPILED:
                self._compiled.clear()
            compiled = self._compiled[key] = _Compiled(scheme, host, self._rulesets)
        self._session += 1
        session = _Session(compiled, facts, f"s{self._session}")
        session.decide()
        return session


def _verdict(scheme: Scheme, central: _Session, hosts: list[tuple[Truth, _Session]]) -> Verdict:
    """What the rulesets arrived at, taken together.

    Rules of a host that only may be the applicant's can keep a verdict open, never decide it.
    """
    if central.decisive or any(session.decisive for mine, session in hosts if mine is True):
        return "not_eligible"
    if central.is_settled and all(session.is_settled for _, session in hosts):
        return "discretionary" if scheme.decision == "case_by_case" else "eligible"
    return "needs_information"


# ------------------------------------------------------------------ compilation


@dataclass
class _Leaf:
    """A fact that rules match: how it is called, and how it is worked out."""

    name: str
    node: Condition
    over: str | None
    rank: int


class _Compiled:
    """The conditions of a scheme, or of one host's own rules, as rules, and what feeds them."""

    def __init__(self, scheme: Scheme, host: str | None, rulesets: dict[str, int]) -> None:
        self.scheme = scheme  # kept, so that its identity stays its own
        self.criteria = [c for c in scheme.criteria if c.overlay == host]
        self.role = scheme.role if host is None else _YES
        self.numbers: dict[tuple[Condition | int, str | None], int] = {}
        self.by_identity: dict[tuple[int, str | None], int] = {}  # the same, found without hashing
        self.kept: list[Node] = []  # so that an identity is never given to another node
        self.ranks_known: dict[int, int] = {}
        self.ruled: set[int] = set()
        self.lists: dict[int, str] = {}
        self.leaves: dict[int, _Leaf] = {}
        self.rules: dict[str, dict[str, Any]] = {}
        self.concludes: dict[str, tuple[int, int]] = {}
        self.texts: dict[int, Condition | str] = {}
        wanted = [self.role, *(o.when for o in scheme.overlays if host is None)]
        for criterion in self.criteria:
            wanted += [criterion.in_force, criterion.applies_when, criterion.requires or _YES]
        for condition in wanted:
            self.wanted(condition, None)
        self.verdict_rules()
        self.rules[BEGUN] = {"all": [{"m": {"t": "always"}}]}
        self.rules["every fact is read"] = {
            "all": [{"a": {"$ex": {"id": 1}}}, {"b": {"never": 1}}]
        }
        self.ruleset = self.shared(rulesets)
        self.rules.clear()  # the library has its own
        self.by_rank: dict[int, list[_Leaf]] = {}
        for leaf in sorted(self.leaves.values(), key=lambda leaf: leaf.rank):
            self.by_rank.setdefault(leaf.rank, []).append(leaf)
        self.looked_into = {leaf.over for leaf in self.leaves.values() if leaf.over}

    def shared(self, rulesets: dict[str, int]) -> int:
        """The handle of the ruleset; an equal one that was built before serves again."""
        text = _json(self.rules)
        if text not in rulesets:
            rulesets[text] = rules_engine.create_ruleset(f"{self.scheme.id}-{len(rulesets)}", text)
        return rulesets[text]

    # -- conditions

    def number(self, node: Condition, over: str | None) -> int:
        """The number of a condition whose truth the host wants; rules for it are made once."""
        number = self.number_only(node, over)
        if number not in self.ruled:
            self.ruled.add(number)
            self.texts[number] = node
            for sign in (1, 0):
                self.rule(node, over, number, sign)
        return number

    def number_only(self, node: Condition, over: str | None) -> int:
        """The number of a condition: equal conditions over one list are one."""
        known = self.by_identity.get((id(node), over))
        if known is not None:
            return known
        number = self.numbers.setdefault((node, over), len(self.numbers))
        self.by_identity[(id(node), over)] = number
        self.kept.append(node)
        if over is not None:
            self.lists[number] = over
        return number

    def rule(self, node: Condition, over: str | None, number: int, sign: int) -> None:
        """Rules that conclude the condition is so (sign 1) or is not (sign 0)."""
        match node:
            case Always(truth=truth):
                if truth is bool(sign):
                    self.add(number, sign, [[{"t": f"each {over}" if over else "always"}]], over)
            case All(parts=parts):
                patterns = [self.pattern(part, over, sign) for part in parts]
                self.add(number, sign, [patterns] if sign else [[p] for p in patterns], over)
            case AnyOf(parts=parts):
                patterns = [self.pattern(part, over, sign) for part in parts]
                self.add(number, sign, [[p] for p in patterns] if sign else [patterns], over)
            case Either(test=test, yes=yes, no=no):
                a, b = self.pattern(yes, over, sign), self.pattern(no, over, sign)
                ways = [[self.pattern(test, over, 1), a], [self.pattern(test, over, 0), b], [a, b]]
                self.add(number, sign, ways, over)
            case _:
                self.add(number, sign, [[self.pattern(node, over, sign)]], over)

    def pattern(self, node: Condition, over: str | None, sign: int) -> Pattern:
        """What a fact must look like for the condition to be so, or not to be so."""
        match node:
            case All() | AnyOf() | Always() | Either():
                return _concluded(self.number(node, over), sign)
            case Not(part=part):
                return self.pattern(part, over, 1 - sign)
            case Holds() | Point() | Has() | ForSome() | ForEach():
                return {self.leaf(node, over): sign}
            case OneOf(choices=choices):
                name = self.leaf(node, over)
                if sign:
                    return _joined("$or", [{name: choice} for choice in choices])
                return _joined("$and", [{"$neq": {name: choice}} for choice in choices])
            case Compare(op=op, left=left, right=right):
                bound = _plain_bound(left, right)
                return self.comparison(self.leaf(node, over), op, 0 if bound is None else bound, sign)
            case _:
                assert_never(node)

    def comparison(self, name: str, op: str, bound: int, sign: int) -> Pattern:
        if op == "!=":
            op, sign = "==", 1 - sign
        tests = [{test: {name + end: bound}} for test, end in _TESTS[op, sign]]
        return _joined("$and" if sign else "$or", tests)

    def leaf(self, node: Condition, over: str | None) -> str:
        """The name of the fact that tells of this condition, with the order in which it is known."""
        number = self.number_only(node, over)
        if number not in self.leaves:
            self.leaves[number] = _Leaf(f"t{number}", node, over, self.rank(node, over))
        return self.leaves[number].name

    def rank(self, node: Node, over: str | None) -> int:
        """How many rounds of conclusions must be in before the node can be worked out."""
        if type(node) in _LEAVES:
            return 0
        known = self.ranks_known.get(id(node))
        if known is None:
            known = self.ranks_known[id(node)] = self.new_rank(node, over)
            self.kept.append(node)
        return known

    def new_rank(self, node: Node, over: str | None) -> int:
        if type(node) not in _WAITING:
            return max([self.rank(part, over) for part in parts_of(node)], default=0)
        match node:
            case ForSome(over=inner, condition=condition) | ForEach(over=inner, condition=condition):
                self.wanted(condition, inner)
                return 1 + self.rank(condition, inner)
            case Total(over=inner, value=value, where=where):
                self.wanted(where, inner)
                return max(1 + self.rank(where, inner), self.rank(value, inner))
            case Count(over=inner, where=where):
                self.wanted(where, inner)
                return 1 + self.rank(where, inner)
            case Choose(condition=condition, yes=yes, no=no):
                self.wanted(condition, over)
                return max(1 + self.rank(condition, over), self.rank(yes, over), self.rank(no, over))
            case Within(brackets=brackets):
                for bracket in brackets:
                    self.wanted(bracket.when, over)
                return max((1 + self.rank(b.when, over) for b in brackets), default=0) + max(
                    (self.rank(part, over) for part in parts_of(node)), default=0
                )
            case _:
                raise AssertionError(node)

    def wanted(self, node: Condition, over: str | None) -> None:
        """See to it that the host learns the truth of a condition."""
        if not isinstance(node, Always):
            self.number(node, over)

    # -- rules

    def add(self, number: int, sign: int, joins: list[list[Pattern]], over: str | None) -> None:
        """One rule for each way in which the conclusion can be reached."""
        for way, patterns in enumerate(joins):
            name = f"{number}{'+' if sign else '-'}{way}"
            self.join(name, patterns, (number, sign), over is not None)

    def join(
        self, name: str, patterns: list[Pattern], concluded: tuple[int, int], per_item: bool
    ) -> None:
        """A rule that fires when every pattern has its fact; wide ones are trees of narrow ones."""
        patterns = _once(patterns)
        if per_item and len(patterns) > 1:
            patterns = [self.whole(name, pattern) for pattern in patterns]
        while len(patterns) > WIDEST_JOIN:
            groups = [patterns[i : i + WIDEST_JOIN] for i in range(0, len(patterns), WIDEST_JOIN)]
            patterns = []
            for group in groups:
                inner = self.new_number()
                self.join(f"{name}.{inner}", group, (inner, 1), per_item)
                patterns.append(_concluded(inner, 1))
        parts: list[Pattern] = []
        for index, pattern in enumerate(patterns):
            if index and per_item:
                pattern = {"$and": [*pattern.get("$and", [pattern]), {"k": {"m0": "k"}}]}
            parts.append({f"m{index}" if len(patterns) > 1 else "m": pattern})
        self.rules[name] = {"all": parts}
        self.concludes[name] = concluded

    def whole(self, name: str, pattern: Pattern) -> Pattern:
        """A pattern without alternatives: beside one, the library forgets whose item it is."""
        if "$or" not in pattern:
            return pattern
        inner = self.new_number()
        self.join(f"{name}.{inner}", [pattern], (inner, 1), per_item=True)
        return _concluded(inner, 1)

    def verdict_rules(self) -> None:
        """From criteria to the verdict."""
        passed = self.so(self.role, 1)
        against = self.so(self.role, 0)
        if against:
            self.rules["not_eligible: for another kind of applicant"] = {"all": [{"m": against[0]}]}
        for criterion in self.criteria:
            requires = criterion.requires
            conditions = (criterion.in_force, criterion.applies_when)
            if not criterion.blocks or requires is None or Always(False) in conditions:
                continue
            passed += [self.passed(criterion.id, requires, conditions)]
            if requires != _YES and criterion.kind != "soft":
                patterns = [*self.so(requires, 0), *(p for c in conditions for p in self.so(c, 1))]
                patterns = _once(patterns) or [{"t": "always"}]  # the day alone decides against it
                names = [f"m{i}" if len(patterns) > 1 else "m" for i in range(len(patterns))]
                self.rules[f"{criterion.id}: failed"] = {
                    "all": [{name: p} for name, p in zip(names, patterns, strict=True)]
                }
        self.settled = self.new_number()
        self.join("verdict: every test passed", passed or [{"t": "always"}], (self.settled, 1), False)

    def passed(self, name: str, requires: Condition, conditions: tuple[Condition, ...]) -> Pattern:
        """What tells that a criterion stands in nobody's way: it is met, or not for this case."""
        others = [pattern for c in conditions for pattern in self.so(c, 0)]
        mine = self.so(requires, 1)
        if requires == Always(False) and not others:
            return {"t": "never"}
        if len(mine) == 1 and not others:
            return mine[0]
        done = self.new_number()
        ways = [*(mine or [{"t": "always"}] * (requires == Always(True))), *others]
        for way, pattern in enumerate(ways):
            self.join(f"{name}: passed{way or ''}", [pattern], (done, 1), per_item=False)
        return _concluded(done, 1)

    def so(self, node: Condition, sign: int) -> list[Pattern]:
        """The pattern that tells that a condition is so (or not so); none if it always is or never."""
        if isinstance(node, Always):
            return []
        return [_concluded(self.number(node, None), sign)]

    def new_number(self) -> int:
        number = len(self.numbers)
        self.numbers[(number, None)] = number
        return number

    def readable(self, name: str, item: int | None) -> str:
        """A fired rule as the report shows it."""
        number, sign = self.concludes[name]
        if number not in self.texts:
            return name
        said = self.texts[number]
        if not isinstance(said, str):  # put into words when it first fires
            said = self.texts[number] = write(said)
        place = "" if item is None else f"{self.lists[number]}[{item + 1}]: "
        return f"{place}{said}: {'yes' if sign else 'no'}"


_YES: Final = Always(True)


def _concluded(number: int, sign: int) -> Pattern:
    """The fact that a condition was found to be so, or not to be so."""
    return {f"c{number}": sign}


def _joined(how: str, tests: list[Pattern]) -> Pattern:
    return tests[0] if len(tests) == 1 else {how: tests}


def _once(patterns: list[Pattern]) -> list[Pattern]:
    """The patterns without repetition: the library does not join a fact with itself."""
    if len(patterns) == 1:  # most of them
        return patterns
    return [pattern for n, pattern in enumerate(patterns) if pattern not in patterns[:n]]


def _plain_bound(left: Term, right: Term) -> int | None:
    """The bound, where a fact is compared with a whole constant and can be matched as it is."""
    bound = unnamed(right)
    if not isinstance(left, (Fact, Field)) or not isinstance(bound, Constant) or bound.value is None:
        return None
    if left.kind is Kind.SHARE:  # given shares are fractions, so only a difference crosses over
        return None
    scalar = _scalar(bound.value)
    return scalar if isinstance(scalar, int) and abs(scalar) < LARGEST else None


def _scalar(value: Any) -> int | Fraction:
    return value.toordinal() if isinstance(value, date) else value


# --------------------------------------------------------------------- one check


@dataclass
class _Session:
    """One check of one scheme: its own facts, conclusions and trace in the shared ruleset."""

    compiled: _Compiled
    facts: Facts
    sid: str
    truths: dict[Key, bool] = field(default_factory=dict)
    fired: list[str] = field(default_factory=list)
    decisive: bool = False

    def decide(self) -> None:
        """Run the rules to the end."""
        try:
            facts = self.always()
            for leaves in self.compiled.by_rank.values() or [[]]:
                self.run([*(fact for leaf in leaves for fact in self.told(leaf)), *facts])
                facts = []
        except rules_engine.error as trouble:
            scheme = self.compiled.scheme.id
            what = words(f"the durable engine failed on `{scheme}`: {trouble}",
                         f"durable引擎處理`{scheme}`時出錯：{trouble}")  # fmt: skip
            hint = words("use `--engine direct`, and report this", "請使用`--engine direct`，並報告此問題")
            raise EngineError([Problem(Place("--engine"), what, hint)]) from None
        rules_engine.delete_state(self.compiled.ruleset, self.sid)

    def run(self, facts: list[Pattern]) -> None:
        """Assert what can be worked out by now, and let the rules draw their conclusions."""
        if not facts:  # the library does not survive an empty list
            return
        ruleset = self.compiled.ruleset
        _, state = rules_engine.assert_facts(ruleset, _json(facts))
        begun = rules_engine.start_action_for_state(ruleset, state)
        message = begun[1] if begun else None
        while message:
            ((rule, matched),) = _read(message).items()
            first = matched.get("m") or matched["m0"]
            self.conclude(rule, first.get("k"))
            message = rules_engine.complete_and_start_action(ruleset, state)

    def conclude(self, rule: str, item: int | None) -> None:
        """A rule fired: note it, and tell the other rules."""
        if rule == BEGUN:
            return
        concluded = self.compiled.concludes.get(rule)
        if concluded is None:
            self.fired.append(rule)
            self.decisive = True
            return
        number, sign = concluded
        if (number, item) in self.truths:
            return
        self.truths[(number, item)] = bool(sign)
        if item is None or self.compiled.lists.get(number) in self.facts:
            self.fired.append(self.compiled.readable(rule, item))
        fact = {"id": f"c{number}/{item}", "sid": self.sid, **_concluded(number, sign)}
        if item is not None:
            fact["k"] = item
        rules_engine.assert_fact(self.compiled.ruleset, _json(fact))

    # -- facts for the rules

    def always(self) -> list[Pattern]:
        return [
            {"id": "always", "t": "always", "sid": self.sid},
            *({"id": f"each/{over}/{k}", "t": f"each {over}", "k": k, "sid": self.sid}
              for over in self.compiled.looked_into for k in range(len(self.items(over)))),
        ]  # fmt: skip

    def told(self, leaf: _Leaf) -> list[Pattern]:
        """The fact or facts that tell what is known of a leaf; none where nothing is."""
        if leaf.over is None:
            known = self.known(leaf.node, None, None)
            if not known:
                return []
            return [{"id": leaf.name, "sid": self.sid, **{leaf.name + part: value for part, value in known.items()}}]
        found: list[Pattern] = []
        for k, item in enumerate(self.items(leaf.over)):
            known = self.known(leaf.node, k, item)
            if known:
                found.append({"id": f"{leaf.name}/{k}", "sid": self.sid, "k": k,
                              **{leaf.name + part: value for part, value in known.items()}})  # fmt: skip
        return found

    def items(self, over: str) -> tuple[Any, ...]:
        """The items of a list; one that may be anything for a list that is not given."""
        items = items_of(self.facts, over)
        return (ANY_ITEM,) if items is None else items

    def known(self, node: Condition, k: int | None, item: Any) -> Pattern | None:
        """What is known of a condition, by the ending of the name that it goes under."""
        match node:
            case Compare(left=left, right=right):  # most of them
                return self.ends(left, right, k, item)
            case Holds(term=Fact(path=path)):
                return _value(self.facts.get(path))
            case Holds(term=Field(name=name)):
                return _value(item.get(name))
            case Point(id=id):
                return _value(self.facts.get(supposed(id)))
            case Has(fact=fact, choice=choice):
                has = self.facts.get(fact.path)
                return None if has is None else _value(choice in has)
            case OneOf(term=Fact(path=path)):
                return self.choice(node, self.facts.get(path))
            case OneOf(term=Field(name=name)):
                return self.choice(node, item.get(name))
            case OneOf():
                return self.choice(node, None if item is ANY_ITEM else item)
            case ForSome(over=over, condition=condition):
                return _value(self.over_items(over, condition, some=True))
            case ForEach(over=over, condition=condition):
                return _value(self.over_items(over, condition, some=False))
            case _:
                raise AssertionError(node)

    def choice(self, node: OneOf, value: str | None) -> Pattern | None:
        if value is None:  # where the list is of all choices there are, any of them will do
            return {"": node.choices[0]} if node.whole else None
        return {"": value}

    def over_items(self, over: str, condition: Condition, *, some: bool) -> Truth:
        truths = [self.holds(condition, k, over) for k in range(len(self.items(over)))]
        if over not in self.facts:  # it may be empty, or hold anything
            return not some if truths == [not some] else None
        if some in truths:
            return some
        return None if None in truths else not some

    def ends(self, left: Term, right: Term, k: int | None, item: Any) -> Pattern | None:
        a, b = self.measure(left, k, item), self.measure(right, k, item)
        if kind_of(left) is Kind.CHOICE:
            if a[0] is None or b[0] is None:
                return None
            return {"lo": 0, "hi": 0} if a == b else {"lo": 1, "hi": 1}
        low, high = _ordinals(a)
        if _plain_bound(left, right) is None:
            low, high = interval.subtract((low, high), _ordinals(b))
        found = {}
        if low is not None:
            found["lo"] = _clamped(low)
        if high is not None:
            found["hi"] = _clamped(high)
        return found or None

    # -- terms, worked out anew and not with the direct engine's closures

    def holds(self, condition: Condition, k: int | None, over: str | None) -> Truth:
        if isinstance(condition, Always):
            return condition.truth
        number = self.compiled.by_identity[(id(condition), over)]
        return self.truths.get((number, k))

    def measure(self, node: Term, k: int | None, item: Any, over: str | None = None) -> Interval:
        match node:
            case Fact(path=path, kind=kind):
                value = self.facts.get(path)
                return unknown_range(kind) if value is None else (value, value)
            case Field(name=name, kind=kind):
                value = item.get(name)
                return unknown_range(kind) if value is None else (value, value)
            case Item():
                return ANYTHING if item is ANY_ITEM else (item, item)
            case Constant(value=value):
                return ANYTHING if value is None else (value, value)
            case Named(term=term):
                return self.measure(term, k, item, over)
            case Plus(left=left, right=right):
                return interval.add(self.measure(left, k, item, over), self.measure(right, k, item, over))
            case Minus(left=left, right=right):
                return interval.subtract(self.measure(left, k, item, over), self.measure(right, k, item, over))
            case Times(left=left, right=right):
                return interval.multiply(self.measure(left, k, item, over), self.measure(right, k, item, over))
            case Over(term=term, divisor=divisor):
                return interval.divide(self.measure(term, k, item, over), divisor_of(divisor))
            case Later(day=day, months=months, back=back):
                return interval.shift(self.measure(day, k, item, over), self.measure(months, k, item, over), not back)
            case Least(parts=parts):
                return interval.least([self.measure(part, k, item, over) for part in parts])
            case Greatest(parts=parts):
                return interval.greatest([self.measure(part, k, item, over) for part in parts])
            case Choose(condition=condition, yes=yes, no=no):
                truth = self.holds(condition, k, self.over_of(k, condition))
                branches = [yes] if truth else [no] if truth is False else [yes, no]
                return interval.hull([self.measure(branch, k, item, over) for branch in branches])
            case Total(over=inner, value=value, where=where):
                return self.total(inner, value, where)
            case Count(over=inner, where=where):
                return self.total(inner, None, where)
            case Within(fact=fact, brackets=brackets):
                found = self.measure(fact, k, item, over)
                for b in brackets:
                    if interval.is_point(found) or self.holds(b.when, k, self.over_of(k, b.when)) is not True:
                        continue
                    low = ANYTHING if b.low is None else self.measure(b.low, k, item, over)
                    high = ANYTHING if b.high is None else self.measure(b.high, k, item, over)
                    last = previous_day(high[1]) if b.high_is_out and high[1] is not None else high[1]
                    found = interval.meet(found, (low[0], last))
                return interval.years_within(found) if fact.kind is Kind.YEAR else found
            case _:
                assert_never(node)

    def over_of(self, k: int | None, condition: Condition) -> str | None:
        """The list whose item is at hand, under which an inner condition was numbered."""
        if k is None:
            return None
        return next((o for node, o in self.compiled.by_identity if node == id(condition) and o), None)

    def total(self, over: str, value: Term | None, where: Condition) -> Interval:
        result: Interval = (0, 0)
        for k, item in enumerate(self.items(over)):
            truth = self.holds(where, k, over)
            if truth is False:
                continue
            amount = (1, 1) if value is None else self.measure(value, k, item, over)
            if item is ANY_ITEM:
                amount = interval.any_number_of(amount)
            if truth is None:
                amount = interval.hull([amount, (0, 0)])
            result = interval.add(result, amount)
        return result

    # -- what it all comes to

    def judgement(self, criterion: Criterion, mine: Truth) -> Judgement:
        """What the rules concluded of a criterion whose host is the applicant's as `mine` says."""
        stated = all_of((mine, self.holds(criterion.in_force, None, None)))
        if stated is False:
            return Judgement(False, False, None)
        applies = all_of((stated, self.holds(criterion.applies_when, None, None)))
        if criterion.requires is None or applies is False:
            return Judgement(stated, applies, None)
        return Judgement(stated, applies, self.holds(criterion.requires, None, None))

    @property
    def is_settled(self) -> bool:
        """Whether the rules concluded that every test is passed."""
        return (self.compiled.settled, None) in self.truths


_write: Final = msgspec.json.Encoder().encode
_read: Final = msgspec.json.Decoder().decode


def _json(value: Any) -> str:
    return _write(value).decode()


def _value(value: bool | None) -> Pattern | None:
    return None if value is None else {"": int(value)}


def _ordinals(ends: Interval) -> Interval:
    return tuple(end if end is None else _scalar(end) for end in ends)  # type: ignore[return-value]


def _clamped(number: int | Fraction) -> int:
    """A number that crosses over: whole as it is, a fraction by its numerator, which has its sign."""
    whole = number if isinstance(number, int) else number.numerator
    return max(-LARGEST, min(LARGEST, whole))
