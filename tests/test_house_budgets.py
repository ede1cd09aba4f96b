"""The budgets of the house: small modules, short functions, few parameters, plain names, everything public documented."""

import ast
import re

import pytest

from matcher.config import ROOT

# A step of the database is one long list, frozen once it is released.
SOURCES = sorted(
    path for path in [*(ROOT / "matcher").rglob("*.py"), *(ROOT / "web").rglob("*.py")] if "versions" not in path.parts
)
MAX_LINES, MAX_BODY, MAX_PARAMETERS, MAX_POSITIONAL = 300, 50, 5, 3
BANNED = frozenset(
    ["utils", "helpers", "common", "misc", "manager", "handler", "process", "data", "info", "obj", "tmp"]
)
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef

# Where a rule does not hold, it says so here.
MORE_PARAMETERS = {
    "frames.py:match",
    "adapters/model_files.py:save_model",
    "core/courses.py:recommend",
    "core/taxonomy/resolver.py:__init__",
    "services/matching.py:_recommendations",
    "services/simulation/__init__.py:simulate_town",
}
MORE_POSITIONAL = {"core/taxonomy/grams.py:products"}
# They hand the environment on to a process of their own.
PASS_ON_THE_ENVIRONMENT = {"adapters/encoders/subprocess_encoder.py"}


def name_of(path):
    return (
        path.relative_to(ROOT / "matcher").as_posix() if path.is_relative_to(ROOT / "matcher") else f"web/{path.name}"
    )


def nodes(kind):
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield f"{name_of(path)}:{node.name}", node


def is_command(node):
    """Options of a command line are its users' words, not parameters that a caller must keep in order."""
    return any("click." in ast.unparse(decorator) for decorator in node.decorator_list)


def body_lines(node):
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_the_walk_finds_the_house():
    assert len(SOURCES) > 50
    assert sum(1 for _ in nodes(FUNCTIONS)) > 300


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_module_is_longer_than_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_no_function_body_is_longer_than_fifty_lines():
    assert [name for name, node in nodes(FUNCTIONS) if body_lines(node) > MAX_BODY] == []


def test_no_function_takes_more_than_five_parameters():
    found = set()
    for name, node in nodes(FUNCTIONS):
        given = [spec.arg for spec in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
        if len(set(given) - {"self", "cls"}) > MAX_PARAMETERS and not is_command(node):
            found.add(name)
    assert found <= MORE_PARAMETERS


def test_public_functions_of_the_core_take_all_but_the_first_parameters_by_name():
    for name, node in nodes(FUNCTIONS):
        given = {spec.arg for spec in [*node.args.posonlyargs, *node.args.args]} - {"self", "cls"}
        if name.startswith("core/") and not node.name.startswith("_") and name not in MORE_POSITIONAL:
            assert len(given) <= MAX_POSITIONAL, name


def test_everything_public_says_what_it_is_for():
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) or not tree.body, name_of(path)
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for node in [*tree.body, *(inner for outer in classes for inner in outer.body)]:
            if isinstance(node, FUNCTIONS | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name_of(path)}:{node.name}"


def test_no_name_is_one_that_says_nothing():
    taken = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    for name, node in nodes(FUNCTIONS | ast.ClassDef):
        taken.add(node.name)
        if isinstance(node, FUNCTIONS):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert not {spec.arg for spec in given} & BANNED, name
    assert not taken & BANNED


def test_no_variable_has_a_name_that_says_nothing():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assert node.id not in BANNED, f"{name_of(path)}:{node.lineno} {node.id}"


def test_every_public_function_states_its_types():
    for name, node in nodes(FUNCTIONS):
        if node.name.startswith("_"):
            continue
        assert node.returns is not None, name
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        assert all(spec.annotation is not None for spec in given if spec.arg not in {"self", "cls"}), name


def test_only_the_settings_read_the_environment():
    for path in SOURCES:
        if path.name != "config.py" and name_of(path) not in PASS_ON_THE_ENVIRONMENT:
            assert not re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8")), name_of(path)
