"""The commands: what they print, where, with which exit code, and what they leave behind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli import run_cli, run_process
from conftest import PROFILES, ROOT

import matcher
from matcher.check import durable_engine
from matcher.cli import app

SPIN_OUT = ROOT / "profiles" / "spin-out.yaml"
DAY = ["--as-of", "2026-11-22"]
COMMANDS = [
    "check", "plan", "calendar", "stack", "pack", "verify", "schemes", "show", "profiles", "schema", "version",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_cli(command, "--help")
    assert run.code == 0
    example = re.search(r"Example: matcher (.*)", re.sub(r"\n\s+", " ", run.out))
    assert example
    args = example[1].partition(" > ")[0].split()
    (tmp_path / "company.yaml").write_text(SPIN_OUT.read_text("utf-8"), "utf-8")
    monkeypatch.chdir(tmp_path)
    if command == "verify":
        assert run_cli("pack", "company.yaml", "--no-pdf", "--rules", str(ROOT / "docs" / "tutorial"), "-o", args[1]).code == 0
    assert run_cli(*args).code == 0


def test_every_command_is_in_the_readme_and_the_docs() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert names == set(COMMANDS)
    said = (ROOT / "README.md").read_text("utf-8") + (ROOT / "docs" / "users.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"matcher {name}" in said, name


def test_no_arguments_show_the_help() -> None:
    run = run_cli()
    assert "Usage: " in run.out + run.err
    assert all(name in run.out + run.err for name in COMMANDS)


def test_completion_is_offered() -> None:
    assert "--install-completion" in run_cli("--help").out


def test_check_prints_a_report() -> None:
    run = run_cli("check", str(SPIN_OUT), *DAY)
    assert run.code == 0
    assert run.out.startswith("HONG KONG FUNDING CHECK")
    assert "✓ ELIGIBLE" in run.out
    assert "It is not a promise of money." in run.out
    assert "not a decision by any authority" in run.out
    assert run.err == ""
    assert all(len(line) <= 100 for line in run.out.splitlines() if "http" not in line)


def test_verdicts_do_not_change_the_exit_code() -> None:
    assert run_cli("check", str(ROOT / "profiles" / "venture-fund.yaml"), *DAY).code == 0


def test_standard_input_and_json() -> None:
    as_file = run_cli("check", str(SPIN_OUT), *DAY, "--format", "json")
    as_stdin = run_cli("check", "-", *DAY, "--format", "json", stdin=SPIN_OUT.read_text("utf-8"))
    assert as_file.out == as_stdin.out
    facts = json.dumps({"applicant": {"kind": "startup"}, "company": {"employees": 9}})
    found = json.loads(run_cli("check", "-", *DAY, "--format", "json", stdin=facts).out)
    assert found["profile"]["facts_given"] == 2


def test_several_profiles_are_one_json_list() -> None:
    run = run_cli("check", str(ROOT / "profiles"), *DAY, "--format", "json")
    found = json.loads(run.out)
    assert len(found) == len(PROFILES)
    one = run_cli("check", str(PROFILES[0]), *DAY, "--format", "json")
    assert json.loads(one.out) == found[0]


def test_only_one_scheme() -> None:
    run = run_cli("check", str(SPIN_OUT), *DAY, "--scheme", "tsssu_o", "--scheme", "raise_plus", "--format", "json")
    assert [s["id"] for s in json.loads(run.out)["schemes"]] == ["raise_plus", "tsssu_o"]


@pytest.mark.parametrize("engine", ["durable", "direct", "both", "auto"])
def test_engine(engine: str) -> None:
    if engine in ("durable", "both"):
        pytest.importorskip("durable_rules_engine")
    run = run_cli("check", str(SPIN_OUT), *DAY, "--engine", engine, "--format", "json")
    said = json.loads(run.out)["engine"]
    best = "direct" if durable_engine() is None else "durable"
    assert said == {"both": "durable, confirmed by direct", "auto": best}.get(engine, engine)


def test_the_durable_engine_leaves_its_trace() -> None:
    pytest.importorskip("durable_rules_engine")
    run = run_cli("check", str(SPIN_OUT), *DAY, "--engine", "durable", "--scheme", "tsssu_o", "--format", "json")
    (scheme,) = json.loads(run.out)["schemes"]
    assert "applicant.university == hkust: yes" in scheme["rules_fired"]
    direct = run_cli("check", str(SPIN_OUT), *DAY, "--engine", "direct", "--scheme", "tsssu_o", "--format", "json")
    assert json.loads(direct.out)["schemes"][0]["rules_fired"] == []


def test_without_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library cannot be imported, the direct engine decides and says so."""
    monkeypatch.setitem(sys.modules, "matcher.engines.durable", None)
    run = run_cli("check", str(SPIN_OUT), *DAY)
    assert run.code == 0
    assert run.err.startswith("note: durable-rules cannot be imported here;")
    run = run_cli("check", str(SPIN_OUT), *DAY, "--engine", "both")
    assert (run.code, run.out) == (2, "")
    assert run.err.strip() == (
        "--engine: durable-rules cannot be imported here; install it on Python 3.12 or older, or use `--engine direct`"
    )


def test_engines_that_differ_are_told_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    durable = pytest.importorskip("matcher.engines.durable")
    monkeypatch.setattr(durable, "_verdict", lambda *args: "eligible")
    run = run_cli("check", str(ROOT / "profiles" / "venture-fund.yaml"), *DAY, "--engine", "both")
    assert (run.code, run.out) == (1, "")
    assert "engines durable and direct differ on `" in run.err
    assert "venture-fund.yaml" in run.err and "trust neither answer" in run.err


def test_output_goes_to_a_file_and_nowhere_else(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    run = run_cli("check", str(SPIN_OUT), *DAY, "--format", "markdown", "-o", str(target))
    assert (run.code, run.out) == (0, "")
    assert target.read_text("utf-8").startswith("# Paper Crane Sensors Limited")
    assert list(tmp_path.iterdir()) == [target]


def test_output_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    run = run_cli("check", str(SPIN_OUT), *DAY, "-o", str(tmp_path / "none" / "report.txt"))
    assert (run.code, run.out) == (2, "")
    assert "Traceback" not in run.err and "; " in run.err
    folder = tmp_path / "folder"
    folder.mkdir()
    run = run_cli("check", str(SPIN_OUT), *DAY, "-o", str(folder))
    assert run.code == 2
    assert list(tmp_path.iterdir()) == [folder]


def test_full_disk() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "matcher", "check", str(SPIN_OUT), *DAY],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_stops_early() -> None:
    command = f"{sys.executable} -m matcher check {SPIN_OUT} --as-of 2026-11-22 | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("HONG KONG FUNDING CHECK")
    assert done.stderr == ""


def test_plain_letters_where_symbols_cannot_be_shown() -> None:
    run = run_process("check", str(SPIN_OUT), *DAY, env={"PYTHONIOENCODING": "ascii:replace", "PYTHONUTF8": "0"})
    assert run.code == 0
    assert run.out.isascii()
    assert "ELIGIBLE (1)" in run.out


def test_colour_only_on_a_terminal() -> None:
    assert "\x1b" not in run_process("check", str(SPIN_OUT), *DAY).out
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        assert ("\x1b[" in on_a_terminal({"TERM": "xterm-256color", **env})) is coloured


def on_a_terminal(env: dict[str, str]) -> str:
    """What the command prints where standard output is a terminal."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "matcher", "check", str(SPIN_OUT), *DAY]
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.PIPE, env={**inherited, **env}) as process:
        os.close(slave)
        out = b""
        try:
            while data := os.read(master, 65536):
                out += data
        except OSError:  # the terminal is gone with the process
            pass
    os.close(master)
    assert process.returncode == 0
    return out.decode("utf-8")


def test_language_follows_the_environment() -> None:
    for env in ({"MATCHER_LANG": "zh-Hant"}, {"MATCHER_LANG": "", "LC_ALL": "zh_HK.UTF-8"}):
        assert run_cli("check", str(SPIN_OUT), *DAY, env=env).out.startswith("香港資助計劃核對報告")
    assert run_cli("check", str(SPIN_OUT), *DAY, "--lang", "en", env={"MATCHER_LANG": "zh-Hant"}).out.startswith("HONG")


def test_notes_on_odd_facts_do_not_stop_the_run() -> None:
    run = run_cli("check", "-", *DAY, stdin="company: {incorporated_on: 2027-01-01}\n")
    assert run.code == 0
    assert run.err.strip() == (
        "<stdin>:1:28: note: `company.incorporated_on` is 2027-01-01, after the day of the check 2026-11-22; "
        "it is read as planned"
    )


# ------------------------------------------------------------------------ lists


def test_schemes(book: matcher.RuleBook) -> None:
    found = json.loads(run_cli("schemes", *DAY, "--format", "json").out)
    assert {entry["id"] for entry in found["schemes"]} == set(book.schemes)
    text = run_cli("schemes", "--as-of", "2014-10-20").out
    assert "tsssu_o" in text and "raise_plus" in text


@pytest.mark.parametrize("scheme", ["tsssu_o", "raise_plus", "itvf_co_investment", "strategic_tech_fund"])
def test_show_holds_every_criterion(scheme: str, book: matcher.RuleBook) -> None:
    text = run_cli("show", scheme, *DAY).out
    flat = " ".join(text.split())
    for criterion in book.schemes[scheme].criteria:
        if "{" not in criterion.says["en"]:
            first = " ".join(criterion.says["en"].split()[:4])
            assert first in flat, criterion.id
    for source in book.schemes[scheme].sources.values():
        assert source.checked_on.isoformat() in flat
    found = json.loads(run_cli("show", scheme, *DAY, "--format", "json").out)
    assert {c["id"] for c in found["criteria"]} == {c.id for c in book.schemes[scheme].criteria}


def test_profiles_list_and_print() -> None:
    listed = json.loads(run_cli("profiles", "--format", "json").out)
    assert [entry["name"] for entry in listed] == sorted(path.stem for path in PROFILES)
    for path in PROFILES:
        assert run_cli("profiles", path.stem).out == path.read_text("utf-8")
    run = run_cli("profiles", "spinout")
    assert (run.code, run.out) == (2, "")
    assert "did you mean `spin-out`?" in run.err


def test_version() -> None:
    found = json.loads(run_cli("version", "--format", "json").out)
    assert found["matcher"] == matcher.__version__
    assert re.search(r"sha256 [0-9a-f]{64}$", found["rule book"])


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "spin-out/../venture-fund", "a\x00b"])
def test_names_are_looked_up_and_never_opened(name: str) -> None:
    for command in (["show", name], ["profiles", name], ["check", "-", "--scheme", name]):
        run = run_cli(*command, stdin="company: {employees: 9}\n")
        assert (run.code, run.out) == (2, ""), command
        assert "root:" not in run.err
