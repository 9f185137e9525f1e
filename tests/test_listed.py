"""Schemes that are known and not evaluated: complete, apart from every verdict, and strictly read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from cli import run_cli
from conftest import ROOT
from test_languages import HAN, NOT_TRADITIONAL, english_in

import matcher
from matcher.listed import STATUSES
from matcher.literals import read_date

DAY = "2026-11-22"
PROFILE = ROOT / "profiles" / "moonlit-kettle.yaml"
PACK = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
GOOD = """\
listed:
  - id: kite_fund
    name: {en: Kite Fund, zh-Hant: 紙鳶基金}
    administrator: {en: Kite Office, zh-Hant: 紙鳶辦事處}
    status: closed
    closed_on: 2026-03-31
    url: https://example.org/kite
    known: {en: For kites., zh-Hant: 資助紙鳶。}
    because: {en: It is over., zh-Hant: 計劃已結束。}
    checked_on: 2026-11-22
  - id: drum_fund
    name: {en: Drum Fund, zh-Hant: 鼓基金}
    administrator: {en: Drum Office, zh-Hant: 鼓辦事處}
    status: open
    known: {en: For drums., zh-Hant: 資助鼓。}
    because: {en: Not read., zh-Hant: 未有閱讀。}
    checked_on: 2026-11-22
"""


def folder_of(tmp_path: Path, listed: str | None) -> Path:
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")
    if listed is not None:
        (tmp_path / "listed.yaml").write_text(listed, "utf-8")
    return tmp_path


def own_book(tmp_path: Path, listed: str | None = GOOD) -> matcher.RuleBook:
    return matcher.load_rules(folder_of(tmp_path, listed), use_cache=False)


# ---------------------------------------------------------------- the shipped list


def test_every_entry_is_complete_in_both_languages(book: matcher.RuleBook) -> None:
    assert len(book.listed) >= 25
    for entry in book.listed:
        for text in (entry.name, entry.administrator, entry.known, entry.because):
            assert text["en"].strip() and text["zh-Hant"].strip(), entry.id
            assert not HAN.search(text["en"]), entry.id
            assert not english_in(text["zh-Hant"]), entry.id
            assert not set(text["zh-Hant"]) & NOT_TRADITIONAL, entry.id
        for sentence in (entry.known, entry.because):
            assert sentence["en"].endswith(".") and sentence["zh-Hant"].endswith("。"), entry.id
            assert HAN.search(sentence["zh-Hant"]), entry.id
        assert entry.checked_on.isoformat() == DAY
        assert entry.closed_on is None or entry.closed_on < entry.checked_on
        # The directory of small-business schemes asks not to be linked.
        assert entry.url is None or (entry.url.startswith("https://") and "smelink" not in entry.url)


def test_ids_and_names_are_those_of_no_pack(book: matcher.RuleBook) -> None:
    ids = [entry.id for entry in book.listed]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(book.schemes)
    for lang in ("en", "zh-Hant"):
        names = [entry.name[lang] for entry in book.listed]
        assert len(set(names)) == len(names)
        assert not set(names) & {scheme.name[lang] for scheme in book.schemes.values()}
        assert not set(names) & {scheme.title[lang] for scheme in book.schemes.values()}


def test_every_status_occurs(book: matcher.RuleBook) -> None:
    assert {entry.status for entry in book.listed} == set(STATUSES)


# ------------------------------------------------------------------------ a report


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_the_last_section(book: matcher.RuleBook, form: str, lang: str) -> None:
    run = run_cli("check", str(PROFILE), "--as-of", DAY, "--engine", "direct", "--format", form, "--lang", lang)
    assert run.code == 0
    n = len(book.listed)
    heading = {"en": f"KNOWN, BUT NOT CHECKED ({n})", "zh-Hant": f"已知但未核對的計劃（{n}）"}[lang]
    flat = squeezed(run.out)
    before, found, section = flat.partition(squeezed(heading))
    assert found and squeezed(heading) not in section
    why = {"en": "They stand in no verdict and in no count.", "zh-Hant": "各項不計入任何結論及數目。"}[lang]
    assert squeezed(why) in section
    at = []
    for entry in book.listed:
        line = squeezed(f"{entry.name[lang]} | {entry.administrator[lang]} | ")
        assert section.count(line) == 1, entry.id
        assert line not in before
        at.append(section.index(line))
    foot = {"en": "A check against published rules", "zh-Hant": "本報告按本系統的理解"}[lang]
    assert max(at) < section.index(squeezed(foot))
    marks = {"en": "SOURCES", "zh-Hant": "資料來源"}[lang]
    assert marks in before and marks not in section


def squeezed(text: str) -> str:
    """Without spaces, marks of Markdown and line breaks, which differ with form and width."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in "\\*")


def test_in_json_apart_from_every_verdict_and_count(book: matcher.RuleBook) -> None:
    report = json.loads(run_cli("check", str(PROFILE), "--as-of", DAY, "--engine", "direct", "--format", "json").out)
    assert report["report_version"] == 2
    assert list(report)[-1] == "listed"
    assert [entry["id"] for entry in report["listed"]] == [entry.id for entry in book.listed]
    keys = {"id", "name", "administrator", "status", "known", "because", "checked_on", "closed_on", "url"}
    assert all(set(entry) == keys for entry in report["listed"])
    evaluated = {scheme["id"] for scheme in report["schemes"] + report["not_in_force"]}
    assert not evaluated & {entry.id for entry in book.listed}
    without = msgspec.structs.replace(book, listed=())
    bare = json.loads(matcher.check(PROFILE, as_of=DAY, engine="direct", rules=without).to_json())
    assert bare == {**report, "listed": []}


def test_a_report_of_some_schemes_lists_nothing_else() -> None:
    report = matcher.check(PROFILE, as_of=DAY, engine="direct", schemes=iter(["tsssu_o"]))
    assert [scheme.id for scheme in report.schemes] == ["tsssu_o"]
    assert report.listed == ()
    text = run_cli("check", str(PROFILE), "--as-of", DAY, "--engine", "direct", "--scheme", "tsssu_o").out
    assert "KNOWN, BUT" not in text


def test_a_report_of_version_1_can_be_read() -> None:
    report = matcher.check(PROFILE, as_of=DAY, engine="direct", schemes=["tsssu_o"])
    old = {**json.loads(report.to_json()), "report_version": 1}
    del old["listed"]
    assert matcher.Report.from_json(json.dumps(old)) == msgspec.structs.replace(report, report_version=1)


def test_a_day_changes_only_the_state_of_those_with_a_last_day(book: matcher.RuleBook) -> None:
    dated = {entry.id: entry.closed_on for entry in book.listed if entry.closed_on is not None}
    assert dated["sme_loan_guarantee"] == date(2021, 3, 31)
    for last in dated.values():
        for day in (last, last + timedelta(days=1)):
            report = matcher.check({"applicant": {"kind": "startup"}}, as_of=day, engine="direct", rules=book)
            for entry, shipped in zip(report.listed, book.listed, strict=True):
                closes = dated.get(entry.id)
                status = "unconfirmed" if closes is not None and day <= closes else shipped.status
                assert entry == msgspec.structs.replace(shipped, status=status)


def test_a_last_day_is_good_until_it_ends(tmp_path: Path) -> None:
    book = own_book(tmp_path)
    kite = book.listed[0]
    assert [kite.on(date(2026, m, d)).status for m, d in ((3, 30), (3, 31), (4, 1))] == [
        "unconfirmed", "unconfirmed", "closed",
    ]  # fmt: skip
    facts = {"applicant": {"kind": "startup"}}
    (tmp_path / "mine.json").write_text(json.dumps(facts), "utf-8")
    for day, said in (("2026-03-31", "state unconfirmed"), ("2026-04-01", "closed, last day 31 March 2026")):
        rules = ["--rules", str(folder_of(tmp_path, GOOD)), "--as-of", day]
        shown = run_cli("check", str(tmp_path / "mine.json"), "--engine", "direct", *rules)
        assert f"Kite Fund | Kite Office | {said}\n" in shown.out, shown.err
        assert said in run_cli("schemes", *rules).out


# ------------------------------------------------------------------------- commands


def test_schemes_end_with_them(book: matcher.RuleBook) -> None:
    found = json.loads(run_cli("schemes", "--as-of", DAY, "--format", "json").out)
    assert list(found) == ["schemes", "listed"]
    assert [entry["id"] for entry in found["listed"]] == [entry.id for entry in book.listed]
    for lang, heading in (("en", "KNOWN, WITHOUT RULES"), ("zh-Hant", "已知但未有規則")):
        text = run_cli("schemes", "--as-of", DAY, "--lang", lang).out
        before, _, section = text.partition(heading)
        assert all(entry.id in section and entry.id not in before.split() for entry in book.listed)
        assert not [name for name in book.schemes if name in section.split()]
        flat = squeezed(section)
        # A name stands in the left column, so only what stands in the right one is whole.
        assert all(entry.url is None or entry.url in flat for entry in book.listed)


def test_asking_for_one_says_that_it_has_no_rules() -> None:
    said = (
        "--scheme: `smart_traffic_fund` is known, but has no rules yet;"
        " `matcher schemes` says why, and lists those that have rules"
    )
    for args in (["check", str(PROFILE), "--scheme", "smart_traffic_fund"], ["show", "smart_traffic_fund"]):
        run = run_cli(*args, "--as-of", DAY)
        assert (run.code, run.out, run.err.strip()) == (2, "", said)


# -------------------------------------------------------------------- own files


def test_a_folder_without_the_file_lists_nothing(tmp_path: Path) -> None:
    book = own_book(tmp_path, None)
    assert book.listed == ()
    report = matcher.check({"applicant": {"kind": "startup"}}, as_of=DAY, engine="direct", rules=book)
    assert report.listed == ()
    shown = run_cli("schemes", "--rules", str(tmp_path), "--as-of", DAY)
    assert shown.code == 0 and "KNOWN" not in shown.out


def test_the_list_is_in_the_digest_and_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "rules"
    folder.mkdir()
    digests = set()
    for text in (None, GOOD, GOOD.replace("For kites.", "For all kites.")):
        first = matcher.load_rules(folder_of(folder, text))
        again = matcher.load_rules(folder)
        assert again == first
        assert [entry.known["en"] for entry in again.listed][:1] == (
            [] if text is None else ["For all kites." if "all" in text else "For kites."]
        )
        digests.add(first.digest)
    assert len(digests) == len(list((tmp_path / "cache").iterdir())) == 3


MISTAKES = [
    ("status: open\n", "status: open\n    colour: red\n", "15:5: unknown key `colour`; `docs/authors.md` lists them all"),
    ("    closed_on:", "    closd_on:", "6:5: unknown key `closd_on`; did you mean `closed_on`?"),
    ("{en: For drums., zh-Hant: 資助鼓。}", "{en: For drums.}", "15:12: `known` has no `zh-Hant`; add `zh-Hant: …`"),
    ("zh-Hant: 資助鼓。", 'zh-Hant: ""', "15:38: `zh-Hant` is empty; write the text in this language"),
    ("    because: {en: Not read., zh-Hant: 未有閱讀。}\n", "", "11:5: `listed` has no `because`; add `because: …`"),
    ("status: open", "status: ajar", "14:13: `status` cannot be `ajar`; write one of open, announced, unconfirmed, closed"),
    ("closed_on: 2026-03-31", "closed_on: 2026-02-29", "6:16: `closed_on` does not fit here; write a day as YYYY-MM-DD"),
    ("checked_on: 2026-11-22\n  - id: drum_fund", "checked_on: today\n  - id: drum_fund",
     "10:17: `checked_on` does not fit here; write a day as YYYY-MM-DD"),
    ("status: closed", "status: announced", "6:16: `closed_on` needs `status: closed`; change the status, or delete the day"),
    ("https://example", "http://example", "7:10: this is not a web address with https; write https://…, or delete the key"),
    ("https://example", "javascript:", "7:10: this is not a web address with https; write https://…, or delete the key"),
    ("id: drum_fund", "id: kite_fund", "11:9: `kite_fund` stands twice, first in line 2; keep one"),
    ("id: drum_fund", "id: paper_lantern", "11:9: `paper_lantern` has rules, in `pack.yaml`; delete the entry"),
    ("id: drum_fund", "id: Drum Fund", "11:9: the id is not made of a-z, 0-9 and _; write one such as `my_scheme`"),
    ("listed:", "entries:", "1:1: unknown key `entries`; `docs/authors.md` lists them all"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[said[:60] for *_, said in MISTAKES])
def test_mistake(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert GOOD.count(right) == 1
    with pytest.raises(matcher.PackError) as caught:
        own_book(tmp_path, GOOD.replace(right, wrong))
    told = [problem.text() for problem in caught.value.problems]
    assert f"listed.yaml:{said}" in told
    assert len(told) == (2 if right == "listed:" else 1)  # the key that is not there is told too
    assert all(problem.text("zh-Hant") != problem.text("en") for problem in caught.value.problems)


def test_all_mistakes_at_once_with_those_of_the_packs(tmp_path: Path) -> None:
    wrong = GOOD.replace("https://", "http://").replace("id: drum_fund", "id: kite_fund")
    (folder_of(tmp_path, wrong) / "pack.yaml").write_text(PACK.replace("kind: judged", "kind: fuzzy"), "utf-8")
    run = run_cli("schemes", "--rules", str(tmp_path))
    assert (run.code, run.out) == (2, "")
    assert [line.partition(": ")[0] for line in run.err.splitlines()] == [
        "pack.yaml:59:11", "listed.yaml:7:10", "listed.yaml:11:9", "3 problems in 2 files",
    ]  # fmt: skip


def test_days_are_written_as_days() -> None:
    """Each day of the shipped file exists, so that none is taken for a text."""
    text = (ROOT / "rules" / "listed.yaml").read_text("utf-8")
    days = [line.split()[-1] for line in text.splitlines() if line.strip().startswith(("checked_on:", "closed_on:"))]
    assert len(days) > 30
    assert all(read_date(day) for day in days)
