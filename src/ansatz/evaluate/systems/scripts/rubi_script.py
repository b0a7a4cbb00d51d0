"""Run by an interpreter that has rubi_integrate: a JSON line in, a JSON line out (see `server`). It imports nothing of
ours. Expressions come as nested lists, [operator, operand, …], and go as SymPy writes them."""

import importlib
import json
import signal
import sys
from importlib import metadata
from typing import Any

sympy: Any = importlib.import_module("sympy")
_rubi = importlib.import_module("rubi_integrate")

_OPERATORS = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "^": lambda u, v: u**v,
    "neg": lambda u: -u,
    "inv": lambda u: 1 / u,
    "ln": sympy.log,
    "abs": sympy.Abs,
    "cbrt": lambda u: u ** sympy.Rational(1, 3),
    **{f"pow{n}": lambda u, n=n: u**n for n in (2, 3, 4, 5)},
}
_CONSTANTS = {"e": sympy.E, "pi": sympy.pi, "i": sympy.I}


def built(tree: Any) -> Any:
    """SymPy's expression of a tree."""
    if isinstance(tree, int):
        return sympy.Integer(tree)
    if isinstance(tree, str):
        return _CONSTANTS.get(tree) or sympy.Symbol(tree)
    operands = [built(child) for child in tree[1:]]
    return (_OPERATORS.get(tree[0]) or getattr(sympy, tree[0]))(*operands)


def _ring(*_: object) -> None:
    raise KeyboardInterrupt  # which no `except Exception` of a library swallows


def answered(question: dict[str, Any]) -> dict[str, str]:
    """The version for an empty question, else the integral as text, "" where there is none."""
    if not question:
        return {"version": metadata.version("rubi-integrate")}
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, question["seconds"], 0.2)
    try:
        found = _rubi.rubi_integrate(built(question["integrand"]), sympy.Symbol(question["variable"]))
        return {"answer": str(found)}
    except (KeyboardInterrupt, Exception) as error:  # whatever it raises: there is no answer
        return {"answer": "", "error": str(error)[:200]}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line))), flush=True)
