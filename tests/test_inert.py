"""Hostile text stays text: on the terminal, in Markdown, in JSON and in messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import run_cli

import matcher
from matcher.render.markdown import escape, markdown
from matcher.render.page import page
from matcher.render.paint import paint
from matcher.render.terminal import lines

TERMINAL = [
    "[bold]x[/bold]", "[/]", "[link=https://example.com]y[/link]", "[red]x", "[[x]]", "[@click=app.quit]z[/]",
    "{name}", "{0}", "{a.b}", "%s %d", "$HOME `id`", ":smile:", "\\[x]", "<b>x</b>", "a | b | c",
]  # fmt: skip
MARKDOWN = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![i](https://example.com/i.png)",
    "[a](javascript:alert(1))", "[a]: https://example.com", "https://example.com", "www.example.com", "mailto:a@example.com",
    "# x", "- x", "1. x", "> x", "```", "`x`", "| a | b |", "**x**", "__x__", "~~x~~", "&lt;b&gt;", "<!-- x -->", "+ x",
    "= x", "<https://example.com>",
]  # fmt: skip
CONTROL = ["\x1b[31mred", "\x1b]8;;https://example.com\x07y", "\x9b31m", "a\rb", "\u202eabc", "\x00", "\x08\x08", "a\u2028b"]
FIELDS = ["company.name", "company.name_zh", "company.about", "company.about_zh"]


def report_on(text: str) -> matcher.Report:
    facts = dict.fromkeys(FIELDS, text)
    given = {"applicant.kind": "startup", **facts}
    return matcher.check(given, as_of="2026-11-22", schemes=["tsssu_o"], engine="direct")


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("text", TERMINAL)
def test_terminal_shows_it_as_typed(text: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    paint(lines(page(report_on(text), lang)), 100)
    out = capsys.readouterr().out
    assert text in out
    assert "\x1b" not in out


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("text", MARKDOWN + TERMINAL)
def test_markdown_has_the_same_shape_as_for_harmless_text(text: str, lang: str) -> None:
    """Whatever the text, nothing in Markdown is active that is not for a plain word."""
    harmless = markdown(page(report_on("Plain"), lang))
    hostile = markdown(page(report_on(text), lang))
    assert len(hostile.splitlines()) == len(harmless.splitlines())
    assert active(hostile) == active(harmless)


def active(text: str) -> list[str]:
    """What a reader of Markdown acts on: marks that are not escaped, with what stands at a line's start."""
    found = []
    for line in text.splitlines():
        stripped = line.lstrip()
        if stripped[:2] in ("- ", "# ") or stripped.startswith(("## ", "### ", "---")):
            found.append(stripped[:2])
        index = 0
        while index < len(line):
            if line[index] == "\\":
                index += 2
                continue
            if line[index] in "`*_[]<>|~&!":
                found.append(line[index])
            if line.startswith(("http:", "https:", "www.", "mailto:"), index):
                found.append(line[index:])
            index += 1
    return found


def test_escape_keeps_the_letters() -> None:
    assert escape("a [b](https://c) <d>") == "a \\[b\\](https\u200b://c) \\<d\\>"
    assert escape("1. x") == "\\1. x" or escape("1. x") == "1\\. x"


@pytest.mark.parametrize("text", CONTROL)
@pytest.mark.parametrize("field", FIELDS)
def test_control_characters_are_refused_at_the_door(text: str, field: str, tmp_path: Path) -> None:
    with pytest.raises(matcher.ProfileError, match="control character"):
        matcher.check({field: text}, as_of="2026-11-22")
    file = tmp_path / "escaped.json"
    file.write_text(json.dumps({field: text}))
    run = run_cli("check", str(file))
    assert run.code == 2
    assert run.out == ""
    assert not set(run.err) & set("\x1b\x9b\x00\x07\x08\r\u202e\u2028")


@pytest.mark.parametrize("text", TERMINAL + MARKDOWN)
def test_json_carries_it_whole(text: str) -> None:
    report = report_on(text)
    assert json.loads(report.to_json())["profile"]["name"] == text


def test_messages_do_not_repeat_long_or_hostile_values() -> None:
    secret = "hunter2" * 100
    with pytest.raises(matcher.ProfileError) as caught:
        matcher.check({"company.employees": secret}, as_of="2026-11-22")
    (problem,) = caught.value.problems
    assert len(problem.text()) < 200
    assert secret not in problem.text()


def test_a_file_name_cannot_colour_a_message(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m.yaml"
    file.write_text("x: 1\n")
    assert "\x1b" not in run_cli("check", str(file)).err
