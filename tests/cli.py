"""The command as a user runs it: in this process for speed, or in a new one for the whole truth."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

from typer.testing import CliRunner

from matcher.cli import app


class Run(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str


def run_cli(*args: str, stdin: str | None = None, env: Mapping[str, str] | None = None) -> Run:
    """`matcher ARGS` in this process, in English and 100 columns wide."""
    settings = {"MATCHER_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1", **(env or {})}
    found = CliRunner().invoke(app, list(args), input=stdin, env=settings, catch_exceptions=False)
    return Run(found.exit_code, found.stdout, found.stderr)


def run_process(
    *args: str, stdin: str | None = None, env: Mapping[str, str] | None = None, cwd: str | None = None
) -> Run:
    """`matcher ARGS` in a new process."""
    settings = {**os.environ, "MATCHER_LANG": "en", "COLUMNS": "100", **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "matcher", *args],
        input=stdin, capture_output=True, text=True, encoding="utf-8", env=settings, cwd=cwd, check=False,
    )  # fmt: skip
    return Run(done.returncode, done.stdout, done.stderr)
