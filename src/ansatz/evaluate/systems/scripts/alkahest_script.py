"""Run by an interpreter that has alkahest: a JSON line in, a JSON line out (see `server`).

It imports nothing of ours."""

import importlib
import json
import sys

_alkahest = importlib.import_module("alkahest")


def answered(question: dict[str, str]) -> dict[str, str]:
    """The version for an empty question, else the integral as text, "" where there is none."""
    if not question:
        return {"version": str(_alkahest.__version__)}
    pool = _alkahest.ExprPool()
    x = pool.symbol(question["variable"])
    names = {question["variable"]: x}
    try:
        f = _alkahest.parse(question["integrand"], pool, names)
        bounds = [_alkahest.parse(question[end], pool, names) for end in ("lower", "upper") if end in question]
        return {"answer": str(_alkahest.integrate(f, x, *bounds).value)}
    except Exception as error:  # whatever it raises: there is no answer
        return {"answer": "", "error": str(error)[:200]}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line))), flush=True)
