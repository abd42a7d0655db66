"""A module fits in one reading and a function on one screen; a module opens with its promise."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_LINES, FUNCTION_LINES = 400, 45
MODULES = sorted(
    path for top in ("archive", "desktop", "resources", "packaging") for path in (ROOT / top).rglob("*.py")
)


def _names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=_names)
def test_module_and_functions_keep_their_size_and_promise(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_LINES, f"{path} holds two things: find the seam"
    tree = ast.parse(source)
    if tree.body:
        assert ast.get_docstring(tree), f"{path} does not say what it promises"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert _code_lines(node) <= FUNCTION_LINES, f"{path}:{node.lineno} {node.name} is too long for one screen"


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring apart."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or first.lineno) - first.lineno + 1
