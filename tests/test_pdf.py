"""The report on paper: the same bytes each time, tagged, with its fonts, and what is said where it cannot be made."""

from __future__ import annotations

import importlib.abc
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cli import run_cli, run_process
from conftest import ROOT

PROFILE = str(ROOT / "profiles" / "moonlit-kettle.yaml")
ASKED = ("check", PROFILE, "--as-of", "2026-11-22", "--engine", "direct", "--with", "measures", "--scheme", "raise_plus",
         "--format", "pdf")  # fmt: skip
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


def made(tmp_path: Path, *more: str) -> bytes:
    target = tmp_path / "report.pdf"
    run = run_cli(*ASKED, "-o", str(target), *more)
    if "no font with Chinese" in run.err:
        pytest.skip("no font with Chinese is installed here")
    assert (run.code, run.out, run.err) == (0, "", "")
    return target.read_bytes()


def unpacked(pdf: bytes) -> Iterator[bytes]:
    """The streams of a PDF, and what stands between them."""
    for part in re.split(rb"endstream", pdf):
        plain, _, packed = part.partition(b"stream\n")
        yield plain
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            yield packed


@pytest.mark.usefixtures("_makes_pdf")
def test_tagged_with_fonts_and_the_same_each_time(tmp_path: Path) -> None:
    first = made(tmp_path, "--lang", "zh-Hant")
    assert first.startswith(b"%PDF-1.7")
    inside = b"".join(unpacked(first))
    assert b"pdfuaid" in inside
    assert b"/StructTreeRoot" in inside
    assert b"/Lang" in inside
    assert b"CreationDate" not in inside
    assert first == made(tmp_path, "--lang", "zh-Hant")
    assert first != made(tmp_path, "--lang", "en")


@pytest.mark.usefixtures("_makes_pdf")
@pytest.mark.parametrize(("lang", "title", "foot", "which"), [
    ("en", "Moonlit Kettle Limited", "A check against published rules", "page {n} of {m}"),
    ("zh-Hant", "月下水壺有限公司", "本報告按本系統的理解核對已公布的規則", "第{n}頁，共{m}頁"),
])  # fmt: skip
def test_what_stands_on_the_sheets(tmp_path: Path, lang: str, title: str, foot: str, which: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here")
    (tmp_path / "report.pdf").write_bytes(made(tmp_path, "--lang", lang))
    run = subprocess.run(["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, capture_output=True, text=True,
                         check=True)  # fmt: skip
    sheets = run.stdout.split("\f")[:-1]
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert foot in sheet
        assert which.format(n=number, m=len(sheets)) in re.sub("[ \u00a0]+", " ", sheet)
        assert title in sheet
    fonts = subprocess.run(["pdffonts", "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert rows
    assert all(re.match(r"[A-Z]{6}\+", row[0]) and "yes" in row for row in rows)  # each a part of its font, inside


@pytest.mark.usefixtures("_makes_pdf")
def test_without_a_font_for_chinese(tmp_path: Path) -> None:
    """With only the letters that Matplotlib brings."""
    mpl = pytest.importorskip("matplotlib")
    setting = tmp_path / "fonts.conf"
    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    setting.write_text(FONTS.format(fonts=fonts, cache=tmp_path / "cache"), "utf-8")
    target = tmp_path / "report.pdf"
    run = run_process(*ASKED, "-o", str(target), env={"FONTCONFIG_FILE": str(setting)})
    assert (run.code, run.out) == (2, "")
    assert run.err == ("--format pdf: no font with Chinese is installed here; install one, such as the system's package "
                       "fonts-noto-cjk\n")  # fmt: skip
    assert not target.exists()


class Broken(importlib.abc.MetaPathFinder):
    """WeasyPrint as it is where its system library is missing."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> None:
        if name == "weasyprint":
            sys.stdout.write("WeasyPrint could not import some external libraries.\n")
            raise OSError("cannot load library 'libpango-1.0-0'")


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "weasyprint" or name.startswith("weasyprint.")]:
        monkeypatch.delitem(sys.modules, name)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    run = run_cli(*ASKED)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        '--format pdf: WeasyPrint cannot be imported here; install it: pip install "hk-funding-matcher[pdf]"\n'
    )


def test_without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    run = run_cli(*ASKED)
    assert (run.code, run.out) == (2, "")
    assert run.err == ("--format pdf: Pango cannot be loaded here; install the system's packages libpango-1.0-0 and "
                       "libpangoft2-1.0-0\n")  # fmt: skip
