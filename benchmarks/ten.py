"""Ten criteria and made-up profiles, in the words of every engine that is raced.

The sectors, the generator and the reference stay as they are, so that a table of another day can
be compared.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import matcher
from matcher.condition import AS_OF
from matcher.profile import Profile
from matcher.rulebook import RuleBook

SECTORS = ["ai", "bio", "fintech", "advmfg", "newmat", "robotics", "energy", "semicon"]
OTHERS = ["retail", "property"]

# How the rule book of the race calls what the generator makes.
FACTS = {
    "hk_inc": "company.in_hong_kong", "months": "company.age_in_months", "sector": "company.sector",
    "univ_team": "team.from_university", "spinoff": "company.is_spin_off",
    "univ_pct": "team.percent_held", "listed": "company.listed", "revenue": "company.revenue",
    "years_funded": "company.years_funded", "renewal": "company.renewal",
    "employees": "company.employees", "requested": "company.requested",
}  # fmt: skip

Flat = dict[str, Any]
Decide = Callable[[Flat], Any]

CRITERIA = [
    "hk_inc", "months <= 24 or renewal", f"sector in {SECTORS}", "univ_team or spinoff",
    "univ_pct >= 10", "not listed", "revenue < 10000000", "years_funded < 3", "employees <= 50",
    "requested > 0",
]  # fmt: skip


def generated(count: int, seed: int = 7) -> list[Flat]:
    """Made-up profiles, about half of which pass; the same for the same seed."""
    r = random.Random(seed)
    return [
        {
            "hk_inc": r.random() < 0.97, "months": r.randint(0, 30), "sector": r.choice(SECTORS * 3 + OTHERS),
            "univ_team": r.random() < 0.85, "spinoff": r.random() < 0.3, "univ_pct": r.randint(8, 40),
            "listed": r.random() < 0.02, "revenue": r.randint(0, 10_800_000),
            "years_funded": r.choice([0] * 8 + [1] * 6 + [2] * 5 + [3]), "renewal": r.random() < 0.3,
            "employees": r.randint(1, 54), "requested": r.randint(100_000, 3_000_000),
        }
        for _ in range(count)
    ]  # fmt: skip


def reference(p: Flat) -> bool:
    """The rule in plain Python: what every engine has to say of a complete profile."""
    return bool(
        p["hk_inc"] and (p["months"] <= 24 or p["renewal"]) and p["sector"] in SECTORS
        and (p["univ_team"] or p["spinoff"]) and p["univ_pct"] >= 10 and not p["listed"]
        and p["revenue"] < 10_000_000 and p["years_funded"] < 3 and p["employees"] <= 50
        and p["requested"] > 0
    )  # fmt: skip


# ------------------------------------------------------------------------- ours


def our_book() -> RuleBook:
    """The rule book of the race, from the folder beside this file."""
    return matcher.load_rules(Path(__file__).parent / "ten_criteria")


def our_profile(flat: Flat) -> dict[str, Any]:
    """A generated profile as somebody would write it."""
    return {FACTS[n]: f"HKD {v}" if n in ("revenue", "requested") else v for n, v in flat.items()}


def our_facts(flat: Flat, book: RuleBook, as_of: date) -> dict[str, Any]:
    """A generated profile as the engines of this project read it."""
    return {AS_OF: as_of, **Profile.from_mapping(our_profile(flat), book.vocabulary).facts}


# Verdicts as the other engines would say them: None where facts are missing.
OURS: dict[str, bool | None] = {"eligible": True, "not_eligible": False, "needs_information": None}


# ----------------------------------------------------------------------- theirs


def zen_expression() -> Decide:
    """zen-engine, one expression compiled once."""
    import zen

    return zen.compile_expression(" and ".join(f"({c})" for c in CRITERIA).replace("'", '"')).evaluate


def zen_graph(*, trace: bool) -> Decide:
    """zen-engine, a decision graph with one expression a criterion, loaded once."""
    import zen

    expressions = [
        {"id": f"e{n}", "key": f"c{n}", "value": c.replace("'", '"')} for n, c in enumerate(CRITERIA, 1)
    ]
    every = " and ".join(f"$.c{n}" for n in range(1, len(CRITERIA) + 1))
    expressions.append({"id": "e", "key": "ok", "value": every})
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "ex", "type": "expressionNode", "name": "ex", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "ex"},
        {"id": "2", "type": "edge", "sourceId": "ex", "targetId": "out"},
    ]
    graph = {"nodes": nodes, "edges": edges, "contentType": "application/vnd.gorules.decision"}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"ten": graph}}})
    options = {"trace": trace}
    return lambda p: engine.evaluate("ten", p, options)


def cel_rust() -> Decide:
    """common-expression-language (CEL in Rust), compiled once."""
    import cel

    return cel.compile(_c_like()).execute


def cel_python() -> Decide:
    """cel-python, compiled once; the conversion of the profile is part of the call."""
    import celpy

    env = celpy.Environment()
    program = env.program(env.compile(_c_like()))
    return lambda p: bool(program.evaluate(celpy.json_to_cel(p)))


def json_logic() -> Decide:
    """json-logic-qubit."""
    from json_logic import jsonLogic

    def var(name: str) -> dict[str, str]:
        return {"var": name}

    rule = {"and": [
        var("hk_inc"), {"or": [{"<=": [var("months"), 24]}, var("renewal")]},
        {"in": [var("sector"), SECTORS]}, {"or": [var("univ_team"), var("spinoff")]},
        {">=": [var("univ_pct"), 10]}, {"!": [var("listed")]}, {"<": [var("revenue"), 10_000_000]},
        {"<": [var("years_funded"), 3]}, {"<=": [var("employees"), 50]}, {">": [var("requested"), 0]},
    ]}  # fmt: skip
    return lambda p: bool(jsonLogic(rule, p))


def cedar() -> Decide:
    """cedarpy, the policy set parsed once."""
    import cedarpy

    names = "|".join(FACTS)
    text = _c_like()
    for name in names.split("|"):
        text = text.replace(name, f"context.{name}")
    sectors = "[" + ", ".join(f'"{s}"' for s in SECTORS) + "]"
    text = text.replace(f"context.sector in {sectors}", f"{sectors}.contains(context.sector)")
    policies = cedarpy.PolicySet.from_str(f'permit(principal, action == Action::"apply", resource) when {{ {text} }};')
    request = {"principal": 'Company::"a"', "action": 'Action::"apply"', "resource": 'Scheme::"ten"'}

    def decide(p: Flat) -> Any:
        result = cedarpy.is_authorized({**request, "context": p}, policies, [])
        if result.diagnostics.errors:
            raise ValueError(f"{'Allow' if result.allowed else 'Deny'} with an error")
        return result.allowed

    return decide


def rule_engine() -> Decide:
    """rule-engine (pure Python), the rule parsed once."""
    import rule_engine

    return rule_engine.Rule(" and ".join(f"({c})" for c in CRITERIA)).matches


RIVALS: dict[str, Callable[[], Decide]] = {
    "zen-engine": zen_expression,
    "common-expression-language": cel_rust,
    "cel-python": cel_python,
    "json-logic-qubit": json_logic,
    "cedarpy": cedar,
    "rule-engine": rule_engine,
}


def _c_like() -> str:
    text = " && ".join(f"({c})" for c in CRITERIA)
    return text.replace("not ", "!").replace(" or ", " || ").replace("'", '"')
