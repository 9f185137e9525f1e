"""A case: the same bytes each time, derived again, and nothing in it can be changed unseen."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cli import run_cli, run_process
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import MatcherError
from matcher.handoff.archive import MOST_BYTES, MOST_FILES, written
from matcher.handoff.manifest import MANIFEST, Manifest, members_of
from matcher.handoff.pack import Given, Printed, case_of, pack_case
from matcher.handoff.verify import MOST_DIFFERENCES, Verification, verify_case
from matcher.rulebook import book_in, files_of, shipped
from matcher.words import LANGS

FACTS = b"""\
# Not a company.
applicant: {kind: startup, university: hkust}
company: {name: Small Lantern Limited, registration: incorporated, incorporated_on: 2025-05-20, employees: 9}
"""
DAY = "2026-11-22"
TUTORIAL = ROOT / "docs" / "tutorial"
SPIN_OUT = ROOT / "profiles" / "spin-out.yaml"


def without_pages(profile: bytes, source: str, rules: Path) -> dict[str, bytes]:
    """The files of a case, but for HTML and PDF, which take long to make."""
    packs = files_of(rules)
    given = Given(profile, source, packs, book_in(packs), DAY, LANGS, "direct")
    return case_of(given, lambda report: Printed({}, {}, {})).files


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    """A case with one scheme."""
    return without_pages(FACTS, "company.yaml", TUTORIAL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of the whole rule book."""
    case = tmp_path_factory.mktemp("case") / "case.zip"
    case.write_bytes(written(without_pages(SPIN_OUT.read_bytes(), str(SPIN_OUT), shipped("rules"))))
    return case


@pytest.fixture(scope="module")
def with_pages() -> dict[str, bytes]:
    """A case with one scheme and its pages for a browser."""
    pytest.importorskip("matplotlib")
    return pack_case(FACTS, as_of=DAY, rules=TUTORIAL, with_pdf=False).files


def sealed(files: dict[str, bytes]) -> bytes:
    """The files as a case whose manifest has the right digests: what a careful forger makes."""
    manifest = msgspec.json.decode(files[MANIFEST], type=Manifest)
    rest = {name: content for name, content in files.items() if name != MANIFEST}
    manifest = msgspec.structs.replace(manifest, members=members_of(rest))
    return written({MANIFEST: manifest.to_json(), **rest})


# ------------------------------------------------------------------------- packing


def test_what_a_case_holds(whole: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        names = archive.namelist()
        assert archive.read("profile.yaml") == SPIN_OUT.read_bytes()
        for path in (ROOT / "rules").rglob("*.yaml"):
            assert archive.read(f"rules/{path.relative_to(ROOT / 'rules').as_posix()}") == path.read_bytes()
        manifest = json.loads(archive.read(MANIFEST))
        report = json.loads(archive.read("report.json"))
    assert names[0] == MANIFEST
    assert [member["name"] for member in manifest["members"]] == names[1:]
    missing = set(manifest["left_out"])
    texts = {f"{stem}.{lang}.{ending}" for lang in ("en", "zh-Hant") for stem, ending in
             (("report", "txt"), ("report", "md"), ("report", "html"), ("report", "pdf"), ("checklist", "md"))}  # fmt: skip
    assert texts | {MANIFEST, "profile.yaml", "report.json"} == missing | {n for n in names if not n.startswith("rules/")}
    assert manifest["rulebook_digest"] == report["rulebook"]["digest"]
    assert manifest["profile_digest"] == report["profile"]["digest"]
    assert (manifest["as_of"], manifest["engine"], report["engine"]) == (DAY, "direct", "direct")
    assert report["checklist"]["papers"]


def test_the_command_writes_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    """In another process, folder, time zone and order of hashing; and an old file is replaced."""
    case = tmp_path / "case.zip"
    case.write_bytes(b"old")
    (tmp_path / "company.yaml").write_bytes(SPIN_OUT.read_bytes())
    run = run_process(
        "pack", "company.yaml", "--as-of", DAY, "--no-pdf", "-o", case.name, cwd=str(tmp_path),
        env={"PYTHONPATH": str(ROOT), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "MATCHER_LANG": "zh-Hant"},
    )  # fmt: skip
    assert run.code == 0
    with zipfile.ZipFile(case) as archive, zipfile.ZipFile(whole) as other:
        for name in set(other.namelist()) - {MANIFEST}:
            assert archive.read(name) == other.read(name), name
        page = archive.read("report.zh-Hant.html") if "report.zh-Hant.html" in archive.namelist() else None
        assert page is None or b"Paper Crane Sensors Limited" in page


@pytest.mark.usefixtures("_makes_pdf")
def test_pages_and_pdf_are_the_same_bytes_too_and_out_comes_what_went_in(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_bytes(FACTS)
    command = f"{sys.executable} -m matcher pack company.yaml --as-of {DAY} --rules {TUTORIAL} --lang zh-Hant"
    verify = f"{sys.executable} -m matcher verify -"
    env = {**os.environ, "MATCHER_LANG": "en", "PYTHONPATH": str(ROOT)}
    cases = []
    for seed in ("1", "2"):
        done = subprocess.run(command.split(), capture_output=True, cwd=tmp_path, env={**env, "PYTHONHASHSEED": seed}, check=True)
        if b"no font with Chinese" in done.stderr:
            pytest.skip("no font with Chinese is installed here")
        assert done.stderr == b""
        cases.append(done.stdout)
    assert cases[0] == cases[1]
    with zipfile.ZipFile(io.BytesIO(cases[0])) as archive:
        assert archive.read("report.zh-Hant.pdf").startswith(b"%PDF-")
        assert archive.read("report.zh-Hant.html").startswith(b"<!doctype html>")
    done = subprocess.run(verify.split(), input=cases[0], capture_output=True, env=env, check=False)
    assert done.returncode == 0
    said = done.stdout.decode()
    assert said.startswith("<stdin>: same; the report on Small Lantern Limited as of 22 November 2026 was derived again")
    assert "Held to the digests of the manifest alone, not derived: report.zh-Hant.pdf." in said


def test_a_forged_page_is_named_where_the_same_libraries_are(with_pages: dict[str, bytes]) -> None:
    page = with_pages["report.en.html"].replace(b"Small Lantern Limited", b"Large Lantern Limited", 1)
    found = verify_case(sealed({**with_pages, "report.en.html": page}))
    assert [(d.file, d.at.partition(" ")[0]) for d in found.differences] == [("report.en.html", "line")]
    other = with_pages[MANIFEST].replace(b'"matplotlib": "', b'"matplotlib": "0')
    found = verify_case(sealed({**with_pages, "report.en.html": page, MANIFEST: other}))
    assert found.by_digest == ("report.en.html", "report.zh-Hant.html")


def test_one_language_alone() -> None:
    names = pack_case(FACTS, as_of=DAY, rules=TUTORIAL, langs=("zh-Hant",), with_pdf=False).files
    assert {"report.zh-Hant.txt", "report.zh-Hant.md", "checklist.zh-Hant.md"} <= names.keys()
    assert not [name for name in names if ".en." in name]


def test_what_is_left_out_is_said_with_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    case = tmp_path / "case.zip"
    run = run_cli("pack", str(SPIN_OUT), "--as-of", DAY, "--rules", str(TUTORIAL), "-o", str(case))
    assert (run.code, run.out) == (0, "")
    install = 'pip install "hk-funding-matcher[pdf]"'
    assert run.err == (
        f"note: report.en.pdf, report.zh-Hant.pdf left out: WeasyPrint cannot be imported here; install it: {install}\n"
    )
    assert verify_case(case).same
    run = run_cli("pack", str(SPIN_OUT), "--as-of", DAY, "--rules", str(TUTORIAL), "--lang", "zh-Hant", "-o", str(case))
    assert run.err == f"備註：沒有收入report.zh-Hant.pdf：此處無法載入WeasyPrint；請安裝：{install}\n"
    run = run_cli("pack", str(SPIN_OUT), "--as-of", DAY, "--rules", str(TUTORIAL), "--no-pdf", "-o", str(case))
    assert run.err == "note: report.en.pdf, report.zh-Hant.pdf left out: not asked for\n"


def test_every_mistake_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("company: {employes: 9}")
    case = tmp_path / "case.zip"
    run = run_cli("pack", str(bad), "--as-of", "2026-02-30", "-o", str(case))
    assert (run.code, run.out) == (2, "")
    assert [line.partition(":")[0] for line in run.err.splitlines()[:2]] == ["--as-of", str(bad)]
    assert "did you mean `company.employees`" in run.err
    assert list(tmp_path.iterdir()) == [bad]


@pytest.mark.parametrize("command", [["pack", str(SPIN_OUT), "--as-of", DAY, "--no-pdf", "--rules", str(TUTORIAL)], ["verify", "CASE"]])
def test_an_output_that_cannot_be_written(command: list[str], whole: Path, tmp_path: Path) -> None:
    args = [str(whole) if arg == "CASE" else arg for arg in command]
    folder = tmp_path / "folder"
    folder.mkdir()
    places = {folder: "is a folder", tmp_path / "none" / "case.zip": "no such file or directory"}
    if os.path.exists("/dev/full"):
        places[Path("/dev/full")] = "no space left on device"
    for place, reason in places.items():
        run = run_cli(*args, "-o", str(place))
        assert (run.code, run.out) == (2, "")
        line = f"{place}: cannot be written: {reason}; name a file in a folder that exists and can be written\n"
        assert run.err == line
    assert list(tmp_path.iterdir()) == [folder] and not list(folder.iterdir())
    if os.path.exists("/dev/full"):
        assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_standard_output_that_is_full() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "matcher", "pack", str(SPIN_OUT), "--no-pdf", "--rules", str(TUTORIAL)], stdout=full,
            stderr=subprocess.PIPE, text=True, env={**os.environ, "MATCHER_LANG": "en"}, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "standard output: cannot be written: no space left on device; make room, or write elsewhere with `-o`\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize(("closed", "said"), [
    ("<&-", "<stdin>: is empty; write at least one fact, or start from an example of `matcher profiles`\n"),
    (f"<'{SPIN_OUT}' >&-", "standard output: cannot be written: bad file descriptor; make room, or write elsewhere with `-o`\n"),
])  # fmt: skip
def test_streams_that_are_closed(closed: str, said: str) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m matcher plan - --rules '{TUTORIAL}' {closed}", shell=True, capture_output=True, text=True,
        env={**os.environ, "MATCHER_LANG": "en"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_a_terminal_is_not_sent_a_zip() -> None:
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "matcher", "pack", str(SPIN_OUT)], stdout=slave, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "MATCHER_LANG": "en"}, check=False,
    )  # fmt: skip
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert done.stderr.startswith("standard output: is a terminal, and a case is a zip file; name a file with `-o`")


def test_what_would_be_packed() -> None:
    args = ["pack", str(SPIN_OUT), "--as-of", DAY, "--no-pdf", "--rules", str(TUTORIAL), "--format"]
    shown = run_cli(*args, "terminal")
    assert shown.code == 0
    assert "Case of Paper Crane Sensors Limited, as of 22 November 2026" in shown.out
    assert "report.json" in shown.out and "3 files of rules" in shown.out and "PAPERS TO COLLECT (1)" in shown.out
    data = json.loads(run_cli(*args, "json").out)
    assert data.keys() == {"manifest", "checklist"}
    assert [paper["says"]["en"] for paper in data["checklist"]["papers"]] == ["certificate of incorporation"]


# ------------------------------------------------------------------------ verifying


def test_same(whole: Path) -> None:
    run = run_cli("verify", str(whole))
    assert run.code == 0
    assert run.out.splitlines()[:2] == [
        f"{whole}: same; the report on Paper Crane Sensors Limited as of 22 November 2026 was derived again from the profile and the rules inside",
        "The rules inside are those that came with this program (rule book 2026.11.29).",
    ]
    assert run_cli("verify", str(whole), "--lang", "zh-Hant").out.splitlines()[:2] == [
        f"{whole}：相同；Paper Crane Sensors Limited以2026年11月22日計的報告已按個案內的公司資料檔及規則重新得出",
        "個案內的規則與本程式所附的相同（規則彙編2026.11.29）。",
    ]
    found = json.loads(run_cli("verify", str(whole), "--format", "json").out)
    assert (found["same"], found["differences"], found["shipped"]) == (True, [], True)


def test_rules_of_ones_own_are_said_to_be_so(small: dict[str, bytes], tmp_path: Path) -> None:
    case = tmp_path / "case.zip"
    case.write_bytes(written(small))
    run = run_cli("verify", str(case))
    assert run.code == 0
    assert "are not those that came with this program" in run.out


def test_an_engine_that_is_not_here(small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    files = {**small, MANIFEST: small[MANIFEST].replace(b'"engine": "direct"', b'"engine": "durable"')}
    monkeypatch.setattr(sys.modules["matcher.check"], "durable_engine", lambda: None)
    with pytest.raises(MatcherError) as caught:
        verify_case(sealed(files))
    assert str(caught.value).startswith("case.zip/manifest.json: durable-rules cannot be imported here")


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case _:
            return "x"


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each value stands that is no mapping and no list."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, inner in pairs:
        yield from leaves(inner, (*path, key)) if isinstance(inner, (dict, list)) and inner else ((*path, key),)


def with_one_changed(tree: Any, path: tuple[Any, ...]) -> Any:
    """The tree with another value there."""
    copy = json.loads(json.dumps(tree))
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = changed(at[path[-1]])
    return copy


def as_json(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=2).encode() + b"\n"


FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(st.data())
def test_one_changed_value_of_the_report_is_named(small: dict[str, bytes], data: st.DataObject) -> None:
    tree = json.loads(small["report.json"])
    path = data.draw(st.sampled_from(list(leaves(tree))))
    found = verify_case(sealed({**small, "report.json": as_json(with_one_changed(tree, path))}))
    (difference,) = found.differences
    assert difference.file == "report.json"
    names = [part for part in path if isinstance(part, str)]
    assert all(name in difference.at for name in names)
    assert difference.at.endswith(str(names[-1])) or difference.at.endswith("]")
    assert difference.packed != difference.derived


def test_a_report_written_otherwise_is_named(small: dict[str, bytes]) -> None:
    tree = json.loads(small["report.json"])
    for text, said in ((json.dumps(tree).encode(), "the same content, written otherwise"), (b"{", "no JSON"), (b"\xff", "no JSON")):
        (difference,) = verify_case(sealed({**small, "report.json": text})).differences
        assert difference.packed is not None and difference.packed["en"] == said
    (difference,) = verify_case(sealed({**small, "report.json": b"[" * 60_000})).differences
    assert difference.file == "report.json"


TEXTS = [f"{stem}.{lang}.{ending}" for stem, ending in (("report", "txt"), ("report", "md"), ("checklist", "md")) for lang in ("en", "zh-Hant")]


@FEW
@given(st.sampled_from(TEXTS), st.data())
def test_one_changed_line_of_a_text_is_named(small: dict[str, bytes], name: str, data: st.DataObject) -> None:
    lines = small[name].decode().split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] += "x"
    found = verify_case(sealed({**small, name: "\n".join(lines).encode()}))
    assert [(d.file, d.at) for d in found.differences] == [(name, f"line {number + 1}")]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("employees: 9", "employees: 21", "schemes[paper_lantern].verdict"),
        ("employees: 9", "employees: 8", "profile.digest"),
        ("2025-05-20", "2020-05-20", "schemes[paper_lantern].criteria"),
        ("registration: incorporated", "registration: unknown", "schemes[paper_lantern].verdict"),
        ("Small Lantern", "Large Lantern", "profile.name"),
        ("kind: startup", "kind: venture_fund", "schemes[paper_lantern].other_role"),
    ],
)
def test_one_changed_fact_is_named(small: dict[str, bytes], old: str, new: str, at: str) -> None:
    facts = FACTS.decode().replace(old, new)
    assert facts != FACTS.decode()
    found = verify_case(sealed({**small, "profile.yaml": facts.encode()}))
    assert [d for d in found.differences if d.file == "report.json" and d.at.startswith(at)]


def test_a_comment_of_the_profile_is_no_fact(small: dict[str, bytes]) -> None:
    assert verify_case(sealed({**small, "profile.yaml": FACTS.replace(b"Not a company", b"No company")})).same


PACK = "rules/paper_lantern.yaml"


@FEW
@given(st.data())
def test_one_changed_line_of_the_rules_is_named(small: dict[str, bytes], data: st.DataObject) -> None:
    """Where it can still be read: the digest is another, and whatever follows from it is too."""
    name = data.draw(st.sampled_from([PACK, PACK, "rules/facts.yaml", "rules/book.yaml"]))
    lines = small[name].split(b"\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[number])))
    lines[number] = lines[number][:column] + b"x" + lines[number][column:]
    case = sealed({**small, name: b"\n".join(lines)})
    try:
        found = verify_case(case)
    except MatcherError as trouble:
        assert all(problem.place.file.startswith("case.zip/") for problem in trouble.problems)
        return
    assert "rulebook_digest" in [d.at for d in found.differences if d.file == MANIFEST]
    assert "rulebook.digest" in [d.at for d in found.differences if d.file == "report.json"]


def test_a_changed_rule_changes_the_verdict(small: dict[str, bytes]) -> None:
    rules = small[PACK].replace(b'is: "20"', b'is: "8"')
    assert rules != small[PACK]
    found = verify_case(sealed({**small, PACK: rules}))
    places = {d.at: (d.packed, d.derived) for d in found.differences if d.file == "report.json"}
    assert places["schemes[paper_lantern].verdict"] == (
        {"en": "`eligible`", "zh-Hant": "`eligible`"}, {"en": "`not_eligible`", "zh-Hant": "`not_eligible`"},
    )  # fmt: skip


def test_every_changed_value_of_the_manifest_is_named(small: dict[str, bytes]) -> None:
    tree = json.loads(small[MANIFEST])
    for path in leaves(tree):
        case = written({**small, MANIFEST: as_json(with_one_changed(tree, path))})
        try:
            found = verify_case(case)
        except MatcherError as trouble:
            assert len(trouble.problems) == 1, path
        else:
            name = [part for part in path if isinstance(part, str)][-1]
            assert [d.file for d in found.differences] == [MANIFEST], path
            assert name in found.differences[0].at, path


def test_no_more_is_told_than_can_be_read(whole: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    facts = files["profile.yaml"].replace(b"registration: incorporated", b"registration: unknown")
    found = verify_case(sealed({**files, "profile.yaml": facts}))
    assert len(found.differences) == MOST_DIFFERENCES
    assert found.more > 0


@pytest.mark.parametrize("name", ["read-me.html", "report.fr.pdf", "profile.json", "notes.txt"])
def test_a_file_too_many_is_named_though_the_manifest_has_it(small: dict[str, bytes], name: str) -> None:
    found = verify_case(sealed({**small, name: b"{}"}))
    assert [(d.file, d.packed, d.derived) for d in found.differences] == [
        (name, {"en": "a file", "zh-Hant": "一個檔案"}, None)
    ]
    assert not found.by_digest


def test_differing_is_exit_code_1(small: dict[str, bytes], tmp_path: Path) -> None:
    case = tmp_path / "case.zip"
    case.write_bytes(sealed({**small, "report.en.txt": small["report.en.txt"] + b"\x1b[2Jx"}))
    run = run_cli("verify", str(case))
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[0].startswith(f"{case}: differs; 1 place of the case on Small Lantern Limited as of 22 November 2026 is not")
    assert lines[1].startswith("report.en.txt: line ")
    assert "\x1b" not in run.out
    assert run_cli("verify", str(case), "--lang", "zh-Hant").out.startswith(f"{case}：不同；")


# -------------------------------------------------------------------- hostile zips


def raw(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = mode << 16
    return entry


def encrypted() -> bytes:
    """The flag that says so, in both headers."""
    content = bytearray(raw((MANIFEST, b"{}")))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def twice() -> bytes:
    content = raw((MANIFEST, b"{}"), ("manifest.jsom", b"{}"))
    return content.replace(b"manifest.jsom", b"manifest.json")


def damaged(small: dict[str, bytes]) -> bytes:
    content = bytearray(written(small))
    content[40 + len(MANIFEST)] ^= 1
    return bytes(content)


def of_version(small: dict[str, bytes], **parts: Any) -> bytes:
    return written({**small, MANIFEST: as_json({**json.loads(small[MANIFEST]), **parts})})


# Four MiB, of which an eightieth has no pattern: it unfolds to less than the ratio that is allowed.
LITTLE_FOLDED = b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() + bytes(32 * 79) for n in range(2**22 // 2560 + 1))

Build = Callable[[dict[str, bytes]], bytes]
AGAIN = "; ask for the case again, and do not rely on this one", "；請重新索取，切勿依賴此檔案"
WROTE = "; name a file that `matcher pack` wrote", "；請指明`matcher pack`所寫的檔案"
RELEASE = "; use the release of matcher that wrote it", "；請使用當時所用的matcher版本"
HOSTILE: dict[str, tuple[Build, str, str, tuple[str, str]]] = {
    "no zip": (lambda s: b"applicant: x", "is not a zip file that can be read", "不是可讀取的zip檔案", WROTE),
    "empty": (lambda s: b"", "is not a zip file that can be read", "不是可讀取的zip檔案", WROTE),
    "cut off": (lambda s: written(s)[:-30], "is not a zip file that can be read", "不是可讀取的zip檔案", WROTE),
    "too large": (lambda s: bytes(MOST_BYTES + 1), "is larger than 64 MiB", "超過64 MiB", AGAIN),
    "bomb by ratio": (
        lambda s: raw(("report.json", bytes(2**24))), "`report.json` unfolds to more than 200 times its size",
        "`report.json`解開後超過200倍", AGAIN),
    "bomb by size": (
        lambda s: raw(*((f"rules/{n}.yaml", LITTLE_FOLDED) for n in range(17))),
        "unfolds to more than 64 MiB", "解開後超過64 MiB", AGAIN),
    "bomb by number": (
        lambda s: raw(*((f"rules/{n}.yaml", b"") for n in range(MOST_FILES + 1))), "holds more than 2100 files",
        "超過2100個檔案", AGAIN),
    "climbs out": (
        lambda s: raw(("rules/../../x", b"")), "`rules/../../x` is no name for a file inside a case",
        "`rules/../../x`不可用作個案內的檔案名稱", AGAIN),
    "absolute": (
        lambda s: raw(("/etc/x", b"")), "`/etc/x` is no name for a file inside a case", "`/etc/x`不可用作個案內的檔案名稱", AGAIN),
    "drive": (
        lambda s: raw(("C:x", b"")), "`C:x` is no name for a file inside a case", "`C:x`不可用作個案內的檔案名稱", AGAIN),
    "backslash": (
        lambda s: raw(("rules\\..\\x", b"")), "`rules\\..\\x` is no name for a file inside a case",
        "`rules\\..\\x`不可用作個案內的檔案名稱", AGAIN),
    "folder": (
        lambda s: raw(("rules/", b"")), "`rules/` is no name for a file inside a case", "`rules/`不可用作個案內的檔案名稱", AGAIN),
    "control": (
        lambda s: raw(("a\x1bb", b"")), "`a\\x1bb` is no name for a file inside a case", "`a\\x1bb`不可用作個案內的檔案名稱", AGAIN),
    "reversed": (
        lambda s: raw(("a\u202eb", b"")), "`a\\x202eb` is no name for a file inside a case", "`a\\x202eb`不可用作個案內的檔案名稱",
        AGAIN),
    "link": (
        lambda s: raw((special("rules/x", stat.S_IFLNK | 0o777), b"/etc/passwd")), "`rules/x` is a link or a device, not a file",
        "`rules/x`是連結或裝置，不是檔案", AGAIN),
    "twice": (lambda s: twice(), "`manifest.json` stands twice", "`manifest.json`重複", AGAIN),
    "twice but for case": (
        lambda s: raw((MANIFEST, b"{}"), ("Manifest.JSON", b"{}")), "`Manifest.JSON` stands twice", "`Manifest.JSON`重複", AGAIN),
    "encrypted": (lambda s: encrypted(), "`manifest.json` is encrypted", "`manifest.json`已加密", AGAIN),
    "damaged": (
        damaged, "`manifest.json` is damaged: its checksum does not fit", "`manifest.json`已損壞：校驗和不符", AGAIN),
    "packed by another program": (
        lambda s: raw(*s.items()), "is not as `matcher pack` writes it: something was added or changed between its files",
        "與`matcher pack`所寫的不同：檔案之間有所增改", AGAIN),
    "stored": (
        lambda s: raw(*s.items(), method=zipfile.ZIP_STORED),
        "is not as `matcher pack` writes it: something was added or changed between its files",
        "與`matcher pack`所寫的不同：檔案之間有所增改", AGAIN),
    "something before it": (
        lambda s: b"#!/bin/sh\n" + written(s), "is not as `matcher pack` writes it: something was added or changed between its files",
        "與`matcher pack`所寫的不同：檔案之間有所增改", AGAIN),
    "no manifest": (
        lambda s: written({n: c for n, c in s.items() if n != MANIFEST}), "has no manifest.json", "沒有manifest.json", AGAIN),
    "manifest of nothing": (
        lambda s: written({**s, MANIFEST: b"{}"}), "manifest.json is not the manifest of a case", "manifest.json不是個案的清單", AGAIN),
    "manifest too deep": (
        lambda s: written({**s, MANIFEST: b"[" * 60_000}), "manifest.json is not the manifest of a case",
        "manifest.json不是個案的清單", AGAIN),
    "manifest with more in it": (
        lambda s: of_version(s, more=1), "manifest.json is not the manifest of a case", "manifest.json不是個案的清單", AGAIN),
    "version to come": (
        lambda s: of_version(s, format_version=2),
        "is of another version, `hk-funding-case 2, report 2`; this program reads `hk-funding-case 1, report 2`",
        "版本不同：`hk-funding-case 2, report 2`；本程式讀取`hk-funding-case 1, report 2`", RELEASE),
    "report of another version": (
        lambda s: of_version(s, report_version=1),
        "is of another version, `hk-funding-case 1, report 1`; this program reads `hk-funding-case 1, report 2`",
        "版本不同：`hk-funding-case 1, report 1`；本程式讀取`hk-funding-case 1, report 2`", RELEASE),
    "changed byte": (
        lambda s: written({**s, "report.json": s["report.json"].replace(b"eligible", b"Eligible")}),
        "`report.json` was changed: its SHA-256 is not that of the manifest", "`report.json`曾被更改：其SHA-256與清單不符", AGAIN),
    "one file more": (
        lambda s: written({**s, "read-me.html": b""}), "`read-me.html` is not in the manifest", "`read-me.html`不在清單之內", AGAIN),
    "one file less": (
        lambda s: written({n: c for n, c in s.items() if n != "report.en.md"}),
        "`report.en.md` is in the manifest and not in the case", "`report.en.md`在清單之內而不在個案內", AGAIN),
    "no profile": (
        lambda s: sealed({n: c for n, c in s.items() if n != "profile.yaml"}), "has no profile.yaml", "沒有profile.yaml", AGAIN),
    "no vocabulary": (
        lambda s: sealed({n: c for n, c in s.items() if n != "rules/facts.yaml"}), "has no rules/facts.yaml",
        "沒有rules/facts.yaml", AGAIN),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_zip(kind: str, small: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build, en, zh, (instead, instead_zh) = HOSTILE[kind]
    monkeypatch.chdir(tmp_path)
    Path("case.zip").write_bytes(build(small))
    for lang, line in (("en", f"case.zip: {en}{instead}\n"), ("zh-Hant", f"case.zip: {zh}{instead_zh}\n")):
        run = run_cli("verify", "case.zip", "--lang", lang)
        assert (run.code, run.out, run.err) == (2, "", line)
    assert [path.name for path in tmp_path.iterdir()] == ["case.zip"]


def test_the_limits_let_what_is_just_inside_through(small: dict[str, bytes]) -> None:
    """As many files, and as many bytes, as are allowed: what is refused then is something else."""
    more = {f"rules/{n}.yaml": b"" for n in range(MOST_FILES - len(small))}
    with pytest.raises(MatcherError, match="is not in the manifest"):
        verify_case(written({**small, **more}))


def test_rules_and_a_profile_that_cannot_be_read_are_told_by_their_place(small: dict[str, bytes]) -> None:
    with pytest.raises(MatcherError) as caught:
        verify_case(sealed({**small, PACK: small[PACK].replace(b"kind: hard", b"kind: heard")}))
    assert str(caught.value).startswith("case.zip/rules/paper_lantern.yaml:")
    with pytest.raises(MatcherError) as caught:
        verify_case(sealed({**small, "profile.yaml": b"company: {employes: 9}"}))
    assert str(caught.value).startswith("case.zip/profile.yaml:1:11: unknown fact `company.employes`")


def test_no_byte_can_be_changed_unseen(small: dict[str, bytes]) -> None:
    """Every byte of the zip's own structure, and every hundredth of the files.

    A folded file has bits that say nothing, such as those that fill up its last byte: where one of
    them is turned, every file is still what it was.
    """
    content = written(small)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        own = set(range(archive.start_dir, len(content)))
    last = set()
    for entry in entries:
        begins = entry.header_offset + 30 + len(entry.filename)
        own |= set(range(entry.header_offset, begins))
        last.add(begins + entry.compress_size - 1)
    assert verify_case(content).same
    for at in sorted(own | last | set(range(0, len(content), 100))):
        spoilt = bytearray(content)
        spoilt[at] ^= 1 << at % 8
        if at not in own and unfolded(spoilt) == small:
            assert verify_case(bytes(spoilt)).same
            continue
        with pytest.raises(MatcherError) as caught:
            verify_case(bytes(spoilt))
        assert len(caught.value.problems) == 1


def unfolded(content: bytes) -> dict[str, bytes] | None:
    """The files of a zip; None where one of them cannot be read."""
    with contextlib.suppress(zipfile.BadZipFile, zlib.error), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
    return None


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(MatcherError) as caught:
        verify_case(content)
    assert len(caught.value.problems) == 1


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for case, reason in ((tmp_path, "is a directory"), (tmp_path / "none.zip", "no such file or directory")):
        run = run_cli("verify", str(case))
        assert (run.code, run.out) == (2, "")
        assert run.err == f"{case}: cannot be read: {reason}; name a case that `matcher pack` wrote\n"


def test_the_reason_is_told_in_chinese_too(whole: Path, tmp_path: Path) -> None:
    run = run_cli("verify", str(tmp_path), "--lang", "zh-Hant")
    assert run.err == f"{tmp_path}: 無法讀取：是資料夾；請指明`matcher pack`所寫的個案檔案\n"
    place = tmp_path / "none" / "out"
    run = run_cli("verify", str(whole), "--lang", "zh-Hant", "-o", str(place))
    assert run.err == f"{place}: 無法寫入：不存在；請指明可寫入的檔案\n"


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system cannot tell")
def test_a_case_whose_rules_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def costly(*_: object, **__: object) -> None:
        while True:
            pass

    before = signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr("matcher.handoff.verify.verify_case", costly)
    run = run_cli("verify", "case.zip", "--seconds", "1")
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "case.zip: was not derived again within 1 s; look at the rules inside, or allow more with `--seconds`\n"
    )
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.alarm(0) == 0


def test_the_record_says_whether_it_is_the_same(small: dict[str, bytes]) -> None:
    found = verify_case(written(small))
    assert isinstance(found, Verification)
    assert found.same and found.name == "Small Lantern Limited"
    assert {"report.json", "report.en.txt", MANIFEST, "profile.yaml"} <= set(found.derived)
