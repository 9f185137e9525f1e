"""The wheel: what travels in it, and that it works where there is nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import PROFILES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_pages_and_styles_travel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    found = [path for path in (ROOT / "matcher").rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert len(found) > 10
    for path in found:
        assert path.relative_to(ROOT).as_posix() in names


def test_rules_and_profiles_travel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "rules").rglob("*.yaml"):
        assert f"matcher/data/{path.relative_to(ROOT).as_posix()}" in names
    for path in PROFILES:
        assert f"matcher/data/profiles/{path.name}" in names
    for path in (ROOT / "matcher").rglob("*"):
        if path.suffix in (".html", ".css", ".js", ".yaml"):
            assert path.relative_to(ROOT).as_posix() in names
    assert "matcher/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "docs"))]


def test_it_works_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(installed)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    env = {**os.environ, "PYTHONPATH": str(installed), "MATCHER_CACHE_DIR": str(tmp_path / "cache")}

    def matcher(*args: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "matcher", *args], cwd=empty, env=env, capture_output=True, text=True,
            encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import matcher; print(matcher.__file__)"], cwd=empty, env=env, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))
    (empty / "company.yaml").write_text(matcher("profiles", "spin-out"), "utf-8")
    report = json.loads(matcher("check", "company.yaml", "--as-of", "2026-11-22", "--format", "json"))
    assert {s["id"]: s["verdict"] for s in report["schemes"]}["tsssu_o"] == "eligible"
    assert len(matcher("profiles").splitlines()) == len(PROFILES)
