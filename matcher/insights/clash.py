"""Why several goals cannot be met together: the fewest criteria that exclude each other."""

from __future__ import annotations

from matcher.insights.changes import Ways, WaysIn
from matcher.sections import Clash
from matcher.words import fill, join, words


def clashes(ways: WaysIn, found: Ways) -> tuple[Clash, ...]:
    """Criteria that no change meets together, none of which could be left out; none where that is not proved.

    A criterion is left out in turn; if the others still exclude each other, it stays out.
    """
    core = list(found.outcome.touched)
    if found.more or ways.search(only=core).run().sets:
        return ()
    for number in list(core):
        others = [n for n in core if n != number]
        outcome = ways.search(only=others).run()
        if not outcome.sets and not outcome.more and ways.search(only=others).failing_now():
            core = others
    rules = [found.rules[number] for number in core]
    if len(rules) == 1:
        says = fill(words("{scheme}: {says}", "{scheme}：{says}"), scheme=rules[0][0].name,
                    says=ways.stands(rules[0], found.outcome))  # fmt: skip
    else:
        said = join([fill(words("{scheme}: {says}", "{scheme}：{says}"), scheme=rule[0].name,
                          says=ways.reference(rule).says) for rule in rules])  # fmt: skip
        says = fill(words("no change meets all of these: {said}", "沒有改動能同時符合：{said}"), said=said)
    return (Clash(tuple(map(ways.reference, rules)), says),)
