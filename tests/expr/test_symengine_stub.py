"""The types that we wrote for SymEngine name what SymEngine has."""

import ast
from pathlib import Path

import pytest
import symengine as se

STUB = Path(__file__).parents[2] / "stubs" / "symengine" / "__init__.pyi"
DEFINITIONS = ast.parse(STUB.read_text(encoding="utf-8")).body
CLASSES = [node for node in DEFINITIONS if isinstance(node, ast.ClassDef) and node.name[0] != "_"]


def test_every_name_exists():
    named = {node.name for node in DEFINITIONS if isinstance(node, ast.FunctionDef)}
    named |= {node.name for node in CLASSES}
    named |= {node.target.id for node in DEFINITIONS if isinstance(node, ast.AnnAssign)}  # type: ignore[union-attr]
    assert named - {"_Operand"} <= set(dir(se))


@pytest.mark.parametrize("stub", CLASSES, ids=lambda node: node.name)
def test_every_class_has_its_bases_and_methods(stub):
    # Only complex numbers have parts; a number may be one. Each head has its own constructor.
    parts = {"real_part", "imaginary_part", "func"}
    known = getattr(se, stub.name)
    for base in stub.bases:
        assert base.id[0] == "_" or issubclass(known, getattr(se, base.id)), base.id
    for member in stub.body:
        if isinstance(member, ast.FunctionDef) and member.name not in parts:
            assert hasattr(known, member.name), member.name
