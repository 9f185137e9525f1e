"""How much a report shows of each scheme, what to ask first, and the small print of its lines."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import msgspec
import pytest
from cli import run_cli
from conftest import PROFILES, ROOT

import matcher
from matcher.ask_first import MOST_ASKED, ask_first
from matcher.compose import resting_on, waits
from matcher.render.extent import (
    MOST_IN_FULL, MOST_OPEN, Details, extents, group_of, is_long, more_than_a_line, ordered,
)  # fmt: skip
from matcher.render.layout import width
from matcher.render.markdown import markdown
from matcher.render.page import Block, Criterion, Foot, Group, Heading, Item, Rule, SchemeHead, Section, SummaryRow, page
from matcher.render.terminal import text
from matcher.report import Report, SchemeReport
from matcher.scheme import Confidence, Source
from matcher.words import Lang, words

DAY = "2026-11-24"
SPIN_OUT = str(ROOT / "profiles" / "spin-out.yaml")
LANGS: tuple[Lang, ...] = ("en", "zh-Hant")
MODES: tuple[Details, ...] = ("auto", "all", "none")


def checked(profile: str, *schemes: str, day: str = DAY) -> Report:
    return matcher.check(ROOT / "profiles" / f"{profile}.yaml", as_of=day, schemes=schemes, engine="direct")


@pytest.fixture(scope="module", params=["spin-out", "nearly-empty", "overseas-parent", "venture-fund"])
def report(request: pytest.FixtureRequest, _own_cache: None) -> Report:
    """All schemes, for companies that differ in how much they say."""
    found = checked(request.param)
    assert is_long(found)
    return found


def sections(report: Report, lang: Lang = "en", details: Details = "auto", named: tuple[str, ...] = ()) -> dict[str, list[Block]]:
    """The blocks of each scheme below the summary, by its id."""
    found: dict[str, list[Block]] = {}
    here: list[Block] = []
    for block in page(report, lang, details=details, named=named):
        if isinstance(block, SchemeHead):
            here = found[block.id] = []
        elif isinstance(block, Rule):
            here = []
        here.append(block)
    return found


def outcomes(blocks: list[Block]) -> Counter[str]:
    return Counter(block.sign for block in blocks if isinstance(block, Criterion))


def summary(report: Report, lang: Lang = "en", details: Details = "auto") -> list[Block]:
    blocks = list(page(report, lang, details=details))
    rules = [n for n, block in enumerate(blocks) if isinstance(block, Rule)]
    return blocks[rules[0] : rules[1]]


def of(report: Report, group: str) -> list[SchemeReport]:
    return [scheme for scheme in report.schemes if group_of(scheme) == group]


# -------------------------------------------------------------------- how much


def test_auto_shows_the_schemes_that_can_be_acted_on(report: Report) -> None:
    shown = sections(report)
    waiting = [scheme.id for scheme in ordered(report) if group_of(scheme) == "needs_information"]
    expected = {s.id for s in report.schemes if not s.other_role} - set(waiting[MOST_OPEN:])
    assert set(shown) == expected
    assert all(scheme.id not in shown for scheme in of(report, "other_role"))


@pytest.mark.parametrize("lang", LANGS)
def test_auto_shows_every_criterion_of_what_is_open_to_the_company(report: Report, lang: Lang) -> None:
    shown = sections(report, lang)
    for scheme in [*of(report, "eligible"), *of(report, "discretionary")]:
        assert outcomes(shown[scheme.id]).total() == len(scheme.criteria), scheme.id


@pytest.mark.parametrize("lang", LANGS)
def test_auto_shows_what_is_open_and_no_more(report: Report, lang: Lang) -> None:
    shown = sections(report, lang)
    waiting = [scheme for scheme in ordered(report) if group_of(scheme) == "needs_information"]
    assert waiting or report.profile.kind == "venture_fund"
    assert not {scheme.id for scheme in waiting[MOST_OPEN:]} & set(shown)
    for scheme in waiting[:MOST_OPEN]:
        blocks = shown[scheme.id]
        found = outcomes(blocks)
        assert set(found) <= {"unknown", "unclear"}, scheme.id
        assert found.total() == sum(c.outcome in ("unknown", "unclear") for c in scheme.criteria)
        asked = [block.text for block in blocks if isinstance(block, Item) and block.mark in ("?", "~")]
        deciding = [point.question[lang] for point in scheme.open_points if point.decides]
        assert asked == [*(q.ask[lang] for q in scheme.questions), *deciding]
        said = [line for block in blocks if isinstance(block, Section) for line in block.lines]
        assert scheme.funding.summary[lang] in said
        assert any(scheme.availability.says[lang].rstrip(".。") in line for line in said)
        for entry in scheme.next_dates:
            assert any(entry.says[lang] in line for line in said)
        head = next(block for block in blocks if isinstance(block, SchemeHead))
        assert any(scheme.route.says[lang] in line for line in head.lines)


@pytest.mark.parametrize("lang", LANGS)
def test_auto_shows_what_fails_and_no_more(report: Report, lang: Lang) -> None:
    shown = sections(report, lang)
    shut = of(report, "not_eligible")
    assert shut
    for scheme in shut:
        failed = [c for c in scheme.criteria if c.outcome == "failed"]
        blocks = [block for block in shown[scheme.id] if isinstance(block, Criterion)]
        assert outcomes(shown[scheme.id]) == {"failed": len(failed)}, scheme.id
        for block, criterion in zip(blocks, failed, strict=True):
            assert criterion.says[lang] in block.says
            assert block.lines == tuple(line[lang] for line in (*criterion.evidence, *criterion.cautions))


def test_a_scheme_in_short_lists_the_sources_it_cites(report: Report) -> None:
    for name, blocks in sections(report).items():
        listed = {block.mark for block in blocks if isinstance(block, Item) and block.mark.startswith("[")}
        cited = {f"[{n}]" for block in blocks if isinstance(block, Criterion)
                 for n in block.references.rpartition(" ")[2].strip("[]").split("][") if n}  # fmt: skip
        assert cited <= listed, name
        scheme = next(s for s in report.schemes if s.id == name)
        if group_of(scheme) in ("needs_information", "not_eligible"):
            assert listed == cited, name


@pytest.mark.parametrize("lang", LANGS)
def test_a_scheme_in_short_says_how_to_see_it_in_full(report: Report, lang: Lang) -> None:
    for name, blocks in sections(report, lang).items():
        extent = extents(report, "auto", ())[name]
        last = blocks[-1]
        told = isinstance(last, Section) and f"--scheme {name}" in last.lines[0]
        assert told is (extent != "full"), name


def test_all_shows_every_criterion_of_every_scheme(report: Report) -> None:
    shown = sections(report, details="all")
    for scheme in report.schemes:
        if scheme.other_role:
            assert scheme.id not in shown
        else:
            assert outcomes(shown[scheme.id]).total() == len(scheme.criteria), scheme.id


@pytest.mark.parametrize("lang", LANGS)
def test_none_shows_the_summary_alone(report: Report, lang: Lang) -> None:
    blocks = list(page(report, lang, details="none"))
    assert not [block for block in blocks if isinstance(block, (SchemeHead, Criterion))]
    rows = {block.id for block in blocks if isinstance(block, SummaryRow)}
    assert rows == {s.id for s in report.schemes if not s.other_role}
    assert isinstance(blocks[-1], Foot)


@pytest.mark.parametrize("lang", LANGS)
def test_other_roles_and_schemes_not_in_force_have_one_line(report: Report, lang: Lang) -> None:
    items = [block for block in summary(report, lang) if isinstance(block, Item) and block.mark == "*"]
    others = [*of(report, "other_role"), *report.not_in_force]
    assert len(others) > 5
    assert sorted(item.text.split(" | ")[1] for item in items) == sorted(scheme.id for scheme in others)
    rows = [block.id for block in summary(report, lang, "all") if isinstance(block, SummaryRow)]
    assert set(rows) == {scheme.id for scheme in (*report.schemes, *report.not_in_force)}


def test_up_to_twelve_schemes_are_told_in_full() -> None:
    names = [scheme.id for scheme in checked("spin-out").schemes if not scheme.other_role]
    for number, in_full in ((MOST_IN_FULL, True), (MOST_IN_FULL + 1, False)):
        found = checked("spin-out", *names[:number])
        assert len(found.schemes) == number
        every = all(
            outcomes(blocks).total() == len(next(s for s in found.schemes if s.id == name).criteria)
            for name, blocks in sections(found).items()
        )
        assert every is in_full


def test_a_scheme_for_others_is_told_in_full_where_it_is_named() -> None:
    found = checked("spin-out", "itvf_partner_fund")
    assert set(sections(found)) == set()
    assert set(sections(found, named=("itvf_partner_fund",))) == {"itvf_partner_fund"}
    run = run_cli("check", SPIN_OUT, "--as-of", DAY, "--scheme", "itvf_partner_fund")
    assert "SOURCES" in run.out


def test_json_holds_everything_in_every_mode() -> None:
    found = {run_cli("check", SPIN_OUT, "--as-of", DAY, "--format", "json", "--details", mode).out for mode in MODES}
    assert len(found) == 1
    assert json.loads(found.pop())["schemes"][0]["criteria"]


@pytest.mark.parametrize("form", ["terminal", "markdown"])
@pytest.mark.parametrize("lang", LANGS)
def test_each_mode_is_shorter(form: str, lang: Lang) -> None:
    size = {}
    for mode in MODES:
        run = run_cli("check", SPIN_OUT, "--as-of", DAY, "--format", form, "--lang", lang, "--details", mode)
        assert run.code == 0
        size[mode] = len(run.out.splitlines())
    assert size["auto"] < size["all"] / 3
    assert size["none"] < size["auto"] / 2
    default = run_cli("check", SPIN_OUT, "--as-of", DAY, "--format", form, "--lang", lang)
    assert len(default.out.splitlines()) == size["auto"]


def test_an_unknown_mode_is_refused() -> None:
    run = run_cli("check", SPIN_OUT, "--details", "some")
    assert (run.code, run.out) == (2, "")
    assert "'auto', 'all', 'none'" in run.err


@pytest.mark.parametrize("name", [path.stem for path in PROFILES])
def test_both_formats_draw_every_mode(name: str) -> None:
    found = checked(name)
    for lang in LANGS:
        for mode in MODES:
            assert text(page(found, lang, details=mode))
            assert markdown(page(found, lang, details=mode))


# --------------------------------------------------------------- what it says


def shown_line(report: Report, lang: Lang, details: Details, named: tuple[str, ...] = ()) -> str:
    """The paragraph right under the last group of the summary."""
    blocks = list(page(report, lang, details=details, named=named))
    first = next(n for n, block in enumerate(blocks) if isinstance(block, Section))
    last_group = max(n for n, block in enumerate(blocks[:first]) if isinstance(block, Group))
    between = blocks[last_group + 1 : first]
    assert between and all(isinstance(block, (SummaryRow, Item)) for block in between)
    section = blocks[first]
    assert isinstance(section, Section)
    return section.lines[0]


def test_the_line_under_the_summary_counts() -> None:
    found = checked("spin-out")
    groups = Counter(map(group_of, found.schemes))
    full, waiting, shut = groups["eligible"] + groups["discretionary"], groups["needs_information"], groups["not_eligible"]
    assert shown_line(found, "en", "auto") == (
        f"Below: {full} schemes in full; of the {MOST_OPEN} that wait for the least, what is open; of {shut} that are not"
        " eligible, what fails. Everything: --details all. One scheme in full: --scheme ID."
    )
    assert shown_line(found, "zh-Hant", "auto") == (
        f"以下列出：{full}項計劃的全部內容；所欠資料最少的{MOST_OPEN}項計劃，只列未有結論的條件；{shut}項不符合資格的計劃，"
        "只列不符合的條件。查看全部：--details all。詳列一項計劃：--scheme ID。"
    )
    assert shown_line(found, "en", "all") == (
        f"Below: {full + waiting + shut} schemes in full. One for another kind of applicant: --scheme ID."
    )
    assert shown_line(found, "zh-Hant", "all") == (
        f"以下列出：{full + waiting + shut}項計劃的全部內容。詳列供其他類別申請者的計劃：--scheme ID。"
    )
    assert shown_line(found, "en", "none").startswith("This is the summary alone. ")
    assert shown_line(found, "zh-Hant", "none").startswith("只列摘要。")


def test_the_line_under_the_summary_of_one_scheme() -> None:
    found = checked("spin-out", "tsssu_o")
    assert shown_line(found, "en", "auto") == "Below: 1 scheme in full. The summary alone: --details none."
    assert shown_line(found, "zh-Hant", "auto") == "以下列出：1項計劃的全部內容。只看摘要：--details none。"


def test_the_foot_counts_what_is_not_in_full(report: Report) -> None:
    for mode in MODES:
        left = sum(extent != "full" for extent in extents(report, mode, ()).values())
        foot = list(page(report, "en", details=mode))[-1]
        assert isinstance(foot, Foot)
        assert foot.lines[0].startswith(f"{left} more scheme")


# ----------------------------------------------------------- order of schemes


def open_things(scheme: SchemeReport) -> tuple[int, int]:
    return len(scheme.missing), sum(point.decides for point in scheme.open_points)


def test_schemes_that_wait_for_least_come_first(report: Report) -> None:
    rows = [block.id for block in summary(report) if isinstance(block, SummaryRow)]
    waiting = {scheme.id: scheme for scheme in of(report, "needs_information")}
    order = [waiting[name] for name in rows if name in waiting]
    assert len(order) == len(waiting)
    keys = [open_things(scheme) for scheme in order]
    assert keys == sorted(keys)
    heads = [name for name in sections(report) if name in waiting]
    assert heads == [scheme.id for scheme in order[:MOST_OPEN]]


def test_of_those_that_wait_for_as_much_the_one_that_closes_first_leads() -> None:
    found = checked("nearly-empty", "itvf_enhanced")
    (one,) = found.schemes
    assert open_things(one)[0] > 1
    later = copied(one, "a", date(2027, 3, 1))
    never = copied(one, "b", None)
    sooner = copied(one, "c", date(2026, 12, 1))
    fewer = msgspec.structs.replace(never, id="d", missing=one.missing[1:])
    settled = msgspec.structs.replace(fewer, id="e", open_points=())
    mixed = msgspec.structs.replace(found, schemes=(later, never, sooner, fewer, settled))
    blocks = summary(mixed)
    assert [block.id for block in blocks if isinstance(block, SummaryRow)] == ["e", "d", "c", "a", "b"]
    assert [block.heading for block in blocks if isinstance(block, Group)] == ["NEEDS INFORMATION (5)"]


def copied(scheme: SchemeReport, name: str, closes: date | None) -> SchemeReport:
    state = msgspec.structs.replace(scheme.availability, closes_on=closes)
    return msgspec.structs.replace(scheme, id=name, availability=state, next_dates=())


# ------------------------------------------------------------------- ask first


def test_what_most_schemes_wait_for_is_asked_first(report: Report) -> None:
    waiting = Counter(path for scheme in report.schemes for path in scheme.missing)
    ranked = sorted((p for p in waiting if waiting[p] > 1), key=lambda path: (-waiting[path], path))
    assert [ask.path for ask in report.asks] == ranked[:MOST_ASKED]
    for ask in report.asks:
        assert list(ask.schemes) == [s.id for s in report.schemes if ask.path in s.missing]


def test_the_order_does_not_hang_on_the_order_of_schemes() -> None:
    schemes = checked("nearly-empty").schemes
    one, other = ask_first(schemes), ask_first(reversed(schemes))
    assert len(one) == MOST_ASKED
    assert [ask.path for ask in one] == [ask.path for ask in other]


@pytest.mark.parametrize(("lang", "heading", "count"), [
    ("en", "ASK FIRST (what most schemes wait for)", " ({n} schemes)"),
    ("zh-Hant", "首先填寫（最多計劃尚欠的資料）", "（{n}項計劃）"),
])  # fmt: skip
@pytest.mark.parametrize("mode", MODES)
def test_ask_first_is_shown(mode: Details, lang: Lang, heading: str, count: str) -> None:
    found = checked("nearly-empty")
    blocks = summary(found, lang, mode)
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == heading)
    items = blocks[at + 1 : at + 1 + len(found.asks)]
    for number, (item, ask) in enumerate(zip(items, found.asks, strict=True), 1):
        assert isinstance(item, Item)
        assert item.mark == str(number)
        assert item.text == ask.ask[lang] + count.format(n=len(ask.schemes))
        assert f"{ask.path}: " in item.lines[-1]


def test_one_scheme_alone_has_nothing_to_ask_first() -> None:
    found = checked("nearly-empty", "itvf_enhanced")
    assert found.asks == ()
    assert "ASK FIRST" not in text(page(found, "en"))


def test_asks_are_in_json_and_come_back() -> None:
    found = checked("nearly-empty")
    data = json.loads(found.to_json())
    assert [ask["path"] for ask in data["asks"]] == [ask.path for ask in found.asks]
    assert Report.from_json(found.to_json()) == found
    del data["asks"]  # as version 1 wrote it
    assert Report.from_json(json.dumps(data)).asks == ()


# ------------------------------------------------------------------ small print


@pytest.mark.parametrize(("counts", "en", "zh"), [
    ((1, 0, 0), "waits for 1 fact", "尚欠1項資料"),
    ((0, 2, 0), "waits for 2 open points", "2項規定未明"),
    ((0, 0, 1), "asks about 1 soft limit passed", "1項彈性條件超出"),
    ((2, 1, 0), "waits for 2 facts and 1 open point", "尚欠2項資料，另有1項規定未明"),
    ((1, 1, 1), "waits for 1 fact, 1 open point and word on 1 soft limit passed",
     "尚欠1項資料，另有1項規定未明及1項彈性條件超出"),
    ((0, 1, 2), "waits for 1 open point and word on 2 soft limits passed", "1項規定未明及2項彈性條件超出"),
])  # fmt: skip
def test_what_is_waited_for_is_a_list(counts: tuple[int, int, int], en: str, zh: str) -> None:
    assert waits(*counts) == words(en, zh)


def source(confidence: Confidence, *, weak: bool = False) -> Source:
    return Source(words("Text", "文本"), words("2026", "2026年"), confidence, date(2026, 11, 24), weak=weak)


@pytest.mark.parametrize(("sources", "en"), [
    ([source("official")], "a limit that the texts do not make strict"),
    ([source("official", weak=True)], "by one weak source"),
    ([source("secondary", weak=True), source("article", weak=True)], "by weak sources"),
    ([source("secondary")], "by one source that is not official"),
    ([source("secondary", weak=True), source("secondary")], "by sources that are not official"),
    ([source("secondary", weak=True), source("official")], "a limit that the texts do not make strict"),
])  # fmt: skip
def test_only_weak_sources_are_called_weak(sources: list[Source], en: str) -> None:
    said = resting_on(sources)
    assert said["en"] == en
    assert ("可靠程度較低" in said["zh-Hant"]) is ("weak" in en)


def test_a_long_id_keeps_a_line_for_itself() -> None:
    found = checked("spin-out")
    longest = max((scheme.id for scheme in found.schemes), key=len)
    assert len(longest) > 24
    for lang in LANGS:
        assert f"  {longest}" in text(page(found, lang, details="none")).splitlines()
    for columns in (60, 80, 100):
        for line in text(page(found, "en", details="none"), columns).splitlines():
            assert longest not in line or line == f"  {longest}"


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_runs_over_the_edge(report: Report, lang: Lang) -> None:
    for columns in (60, 100):
        for line in text(page(report, lang, details="all"), columns).splitlines():
            assert width(line) <= columns or len(line.split()) == 1, line


def test_nothing_is_counted_of_nothing(report: Report) -> None:
    for lang in LANGS:
        plain = text(page(report, lang, details="all"))
        assert "0 of 0" not in plain.replace("0 of 0 count", "")
        assert "適用的0項" not in plain
        for line in plain.splitlines():
            assert ":  |" not in line and not line.endswith(("criteria:", "項："))


def test_a_scheme_without_a_test_says_so() -> None:
    found = checked("spin-out", "innopark_admission")
    (scheme,) = found.schemes
    assert scheme.checked.evaluated == 0
    assert scheme.why["en"].startswith("no stated test that can be checked applies; ")
    assert scheme.why["zh-Hant"].startswith("沒有適用而可以核對的明文條件；")
    assert f"0 of {scheme.checked.stated} stated criteria | " in text(page(found, "en"))


@pytest.mark.parametrize(("day", "line", "zh"), [
    ("2018-01-15", "must be from 2017-09-15 to 2018-01-15; it is the last day, which passes", "為最後一日，仍屬符合"),
    ("2018-01-16", "must be from 2017-09-15 to 2018-01-15; it is not, by 1 day", "並不符合，相差1日"),
    ("2017-09-15", "must be from 2017-09-15 to 2018-01-15; it is the first day, which passes", "為首日，符合"),
    ("2020-02-01", "must be from 2020-01-16 to 2020-04-15; it is", "須由2020-01-16至2020-04-15；符合"),
    ("2024-02-01", "must be from 2021-11-17 to 2022-02-28, the latest of 3 periods; it is not, by 703 days", "（3段時期中最近的一段）"),
])  # fmt: skip
def test_a_test_of_the_day_tells_the_day_against_the_bound(day: str, line: str, zh: str) -> None:
    (scheme,) = checked("venture-fund", "itvf_partner_fund", day=day).schemes
    window = next(c for c in scheme.criteria if c.id == "inside-a-window")
    (said,) = window.evidence
    assert said["en"] == f"day of the check {day}; {line}"
    assert said["zh-Hant"].startswith(f"核對日{day}；") and zh in said["zh-Hant"]


def test_no_test_is_told_only_where_there_is_none(book: matcher.RuleBook) -> None:
    for name in ("spin-out", "venture-fund", "nearly-empty"):
        for scheme in checked(name).schemes:
            for criterion in scheme.criteria:
                if any(line["en"] == "the texts set no test here" for line in criterion.evidence):
                    assert criterion.requires == "yes", (scheme.id, criterion.id)


@pytest.mark.parametrize("lang", LANGS)
def test_an_open_scheme_is_described_in_its_own_words(lang: Lang) -> None:
    found = checked("spin-out")
    rows = {block.id: block for block in summary(found, lang) if isinstance(block, SummaryRow)}
    open_ones = [s for s in found.schemes if s.availability.state == "open" and not s.other_role]
    assert len(open_ones) > 10
    told = 0
    for scheme in open_ones:
        said = rows[scheme.id].where.rpartition(" | ")[2]
        if scheme.availability.closes_on is not None:
            assert "2026" in said
        else:
            told += 1
            assert said.lower() in scheme.availability.says[lang].lower(), scheme.id
    assert told > 10
    guarantee = rows["hkmc_sfgs_80"].where
    assert ("31 March 2028" if lang == "en" else "2028年3月31日") in guarantee


# ------------------------------------------------------ only what a page shows is worked out


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("profile", ["spin-out", "overseas-parent", "venture-fund"])
def test_a_page_needs_no_more_than_the_schemes_it_shows(profile: str, mode: Details) -> None:
    whole = checked(profile)
    few = matcher.check(
        ROOT / "profiles" / f"{profile}.yaml", as_of=DAY, engine="direct",
        in_full=lambda found: more_than_a_line(found, mode, ["tsssu_o"]),
    )  # fmt: skip
    for lang in LANGS:
        said = [list(page(found, lang, details=mode, named=["tsssu_o"])) for found in (whole, few)]
        assert said[0] == said[1]


def test_the_schemes_picked_are_whole_and_the_others_lack_only_criteria_and_answers() -> None:
    def bare(scheme: SchemeReport) -> SchemeReport:
        questions = tuple(msgspec.structs.replace(q, answers=()) for q in scheme.questions)
        points = tuple(msgspec.structs.replace(p, answers=()) for p in scheme.open_points)
        return msgspec.structs.replace(scheme, criteria=(), questions=questions, open_points=points)

    whole = checked("spin-out")
    few = matcher.check(ROOT / "profiles" / "spin-out.yaml", as_of=DAY, engine="direct", in_full=lambda _: ["tsssu_o"])
    for one, other in zip(whole.schemes, few.schemes, strict=True):
        assert other == (one if one.id == "tsssu_o" else bare(one))
    assert (few.asks, few.not_in_force) == (whole.asks, whole.not_in_force)
    none = matcher.check(ROOT / "profiles" / "spin-out.yaml", as_of=DAY, engine="direct", in_full=lambda _: ())
    assert none.schemes == tuple(map(bare, whole.schemes))


def test_a_list_that_must_hold_none(book: matcher.RuleBook) -> None:
    """A team may be in no other programme: the line says so, and not "at least 1 needed" of what must not be."""
    facts = {
        "applicant": {"kind": "startup"}, "company": {"registration": "incorporated"},
        "team": {"in_other_incubation": "no"},
    }  # fmt: skip
    told = {}
    for status in ("running", "completed"):
        grants = [{"scheme": "cip", "status": status}]
        found = matcher.check({**facts, "grants": grants}, as_of="2026-11-29", schemes=["hkstp_ideation"], rules=book)
        (programme,) = (c for c in found.schemes[0].criteria if "team.in_other_incubation" in (c.requires or ""))
        (line,) = (e["en"] for e in programme.evidence if e["en"].startswith("earlier grants"))
        told[status] = (programme.outcome, line.rpartition("; ")[2])
    assert told == {"running": ("failed", "none may count"), "completed": ("met", "none may count")}
