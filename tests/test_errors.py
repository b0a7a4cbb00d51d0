"""Every exception of the package has its place in one tree, and the tree is drawn."""

import ast
from pathlib import Path

from ansatz import errors

PACKAGE = Path(errors.__file__).parent


def test_exceptions_are_defined_in_one_file() -> None:
    known = {name for name, value in vars(errors).items() if isinstance(value, type)} | {"Exception", "BaseException"}
    for path in PACKAGE.rglob("*.py"):
        if path.name == "errors.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                assert not any(base in known or base.endswith("Error") for base in bases), f"{path}: {node.name}"


def test_the_drawing_shows_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for name, value in vars(errors).items():
        if isinstance(value, type):
            assert name in drawn


def test_a_failure_of_algebra_is_told_from_a_bug() -> None:
    for failure in (
        errors.NotInRingError,
        errors.TooLargeError,
        ZeroDivisionError,
        NotImplementedError,
        RecursionError,
    ):
        assert issubclass(failure, errors.ALGEBRA_FAILURES)
    for other in (TypeError, KeyError, AttributeError, MemoryError, KeyboardInterrupt, errors.TimeIsUpError):
        assert not issubclass(other, errors.ALGEBRA_FAILURES)
