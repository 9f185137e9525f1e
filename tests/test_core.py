"""What the core must not hold, looked for in its syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "matcher"
MODULES = sorted(ROOT.rglob("*.py"))
# Places on a drawing, in pixels; amounts stay exact in these files too.
DRAWN = {f"render/html/{name}.py" for name in ("draw", "svg", "deciding", "time_line", "money")}
LOGS = "render/pdf.py"  # the library that prints tells of a missing font in its log alone
CLOCK = "dates.py"  # `hong_kong_today`, called by the commands alone


def names(tree: ast.AST) -> set[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def is_of_paths(node: ast.BinOp) -> bool:
    """`folder / name`: outside the exact modules, only paths are divided."""
    return any(word in ast.unparse(node) for word in ("Path", "folder", "root", "here", "shipped", "inside"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
class TestModule:
    def test_no_float(self, path: Path) -> None:
        if path.relative_to(ROOT).as_posix() in DRAWN:
            return
        tree = ast.parse(path.read_text("utf-8"))
        used = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)}
        assert not used or path.name == "complaints.py"  # how near a misspelt name must be
        assert ("float" in names(tree)) is (path.name == "formula.py")  # named once, to refuse it
        divisions = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
        if path.name not in ("interval.py", "literals.py", "logic.py"):  # one side is a Fraction, or a solver's Int
            assert all(is_of_paths(n) for n in divisions)

    def test_no_clock_and_no_chance(self, path: Path) -> None:
        tree = ast.parse(path.read_text("utf-8"))
        used = names(tree)
        assert not used & {"today", "utcnow", "random", "urandom", "uuid4", "perf_counter"}
        assert ("now" in used) is (path.name == CLOCK)
        if path.relative_to(ROOT).as_posix() != "commands/shared.py":
            assert "hong_kong_today" not in used
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace":
                assert not {k.arg for k in node.keywords} & {"year", "month", "day"}
        assert not imports(tree) & {"random", "secrets", "time", "uuid"}

    def test_nothing_is_run_fetched_or_unpickled(self, path: Path) -> None:
        tree = ast.parse(path.read_text("utf-8"))
        calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert not calls & {"eval", "exec", "compile", "__import__"}
        unsafe = {"pickle", "marshal", "shelve", "socket", "urllib", "http", "requests", "subprocess", "ctypes", "logging"}
        if path.relative_to(ROOT).as_posix() == LOGS:
            unsafe.remove("logging")
        assert not imports(tree) & unsafe

    def test_says_what_it_is(self, path: Path) -> None:
        """Every module and everything public in it has a line that says what it is for."""
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree)
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), node.name


def test_no_scheme_stands_in_the_code() -> None:
    """Rules are data: no id of a scheme, no amount and no day of one in Python."""
    ids = {path.stem for path in (ROOT.parent / "rules").rglob("*.yaml")} - {"book", "facts", "listed"}
    for path in MODULES:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree)
                if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))}  # fmt: skip
        strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)} - docs
        for name in ids:
            found = [s for s in strings if name in s]
            # An example in the help of a command names one.
            assert not found or (path.name == "cli.py" and all("Example" in s for s in found)), (path.name, found)
        numbers = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, int)]
        assert not {n for n in numbers if n > 1_000_000}, path.name
