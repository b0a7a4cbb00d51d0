"""What a language model gains from the tools: 100 calculus questions with known answers, asked through them.

    python benchmarks/mcp_questions.py

Each question goes to `solve` over MCP, with the SDK's own client and the tools' default of 10 s. An answer is compared
with the known one: values and functions by numbers at points (mpmath alone), equations and systems by the meaning of
their answer. "Silently wrong" is an answer with a verdict, and without a condition or remark that says otherwise, that
the known one contradicts. The last questions have no answer of the kind that is asked for: there the right thing to do
is to say so.
"""

import argparse
import os
import sys
import time
from collections import Counter
from typing import Any

import anyio
from mcp import Client, StdioServerParameters

from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.expr.parse import parse

# (integrand, an antiderivative from a table of integrals)
ANTIDERIVATIVES = [
    ("x^3 - 2x + 5", "x^4/4 - x^2 + 5x"),
    ("1/x", "ln|x|"),
    ("x*e^x", "(x-1)*e^x"),
    ("ln(x)", "x*ln(x) - x"),
    ("x*ln(x)", "x^2*ln(x)/2 - x^2/4"),
    ("sin(x)^2", "x/2 - sin(2x)/4"),
    ("cos(x)^2", "x/2 + sin(2x)/4"),
    ("sin(x)^3", "cos(x)^3/3 - cos(x)"),
    ("tan(x)", "-ln|cos(x)|"),
    ("tan(x)^2", "tan(x) - x"),
    ("sec(x)^2", "tan(x)"),
    ("sec(x)", "ln|sec(x)+tan(x)|"),
    ("1/(1+x^2)", "atan(x)"),
    ("1/sqrt(1-x^2)", "asin(x)"),
    ("sqrt(1-x^2)", "x*sqrt(1-x^2)/2 + asin(x)/2"),
    ("1/(x^2-1)", "ln|(x-1)/(x+1)|/2"),
    ("atan(x)", "x*atan(x) - ln(1+x^2)/2"),
    ("asin(x)", "x*asin(x) + sqrt(1-x^2)"),
    ("x*sin(x)", "sin(x) - x*cos(x)"),
    ("x^2*cos(x)", "x^2*sin(x) + 2x*cos(x) - 2*sin(x)"),
    ("e^x*sin(x)", "e^x*(sin(x)-cos(x))/2"),
    ("e^(2x)*cos(3x)", "e^(2x)*(2*cos(3x)+3*sin(3x))/13"),
    ("1/(x*ln(x))", "ln|ln(x)|"),
    ("ln(x)/x", "ln(x)^2/2"),
    ("x/(1+x^2)", "ln(1+x^2)/2"),
    ("x^2/(1+x^2)", "x - atan(x)"),
    ("1/(x^2+2x+5)", "atan((x+1)/2)/2"),
    ("(2x+3)/(x^2+3x+2)", "ln|x^2+3x+2|"),
    ("1/(e^x+1)", "x - ln(1+e^x)"),
    ("e^sqrt(x)", "2*(sqrt(x)-1)*e^sqrt(x)"),
    ("sin(ln(x))", "x*(sin(ln(x))-cos(ln(x)))/2"),
    ("x*e^(x^2)", "e^(x^2)/2"),
    ("sinh(x)*cosh(x)", "sinh(x)^2/2"),
    ("1/sqrt(x^2+1)", "asinh(x)"),
    ("x/sqrt(1-x^2)", "-sqrt(1-x^2)"),
    ("sqrt(x)*(x+1)", "2x^(5/2)/5 + 2x^(3/2)/3"),
    ("cos(x)/(1+sin(x)^2)", "atan(sin(x))"),
    ("1/(1+cos(x))", "tan(x/2)"),
    ("x^2*e^(-x)", "-(x^2+2x+2)*e^(-x)"),
    ("x^x*(1+ln(x))", "x^x"),
]

# (integrand, lower, upper, value)
VALUES = [
    ("x^2", "0", "1", "1/3"),
    ("sin(x)", "0", "pi", "2"),
    ("1/x", "1", "e", "1"),
    ("1/(1+x^2)", "0", "1", "pi/4"),
    ("e^(-x)", "0", "oo", "1"),
    ("1/x^2", "1", "oo", "1"),
    ("e^(-x^2)", "-oo", "oo", "sqrt(pi)"),
    ("ln(x)", "0", "1", "-1"),
    ("sqrt(1-x^2)", "-1", "1", "pi/2"),
    ("x*e^(-x)", "0", "oo", "1"),
    ("cos(x)^2", "0", "2*pi", "pi"),
    ("|x|", "-1", "2", "5/2"),
    ("1/sqrt(x)", "0", "4", "4"),
    ("x*ln(x)", "0", "1", "-1/4"),
    ("1/(1+x^2)", "-oo", "oo", "pi"),
    ("sin(x)^3", "0", "pi", "4/3"),
    ("x^3*e^(-x)", "0", "oo", "6"),
    ("1/(2+cos(x))", "0", "2*pi", "2*pi/sqrt(3)"),
    ("tan(x)", "0", "pi/4", "ln(2)/2"),
    ("x/(x^2+1)", "0", "1", "ln(2)/2"),
]

# (equation with initial values, the solution)
EQUATIONS = [
    ("y' = y, y(0) = 1", "e^x"),
    ("y' = -2y, y(0) = 3", "3*e^(-2x)"),
    ("y' = x*y, y(0) = 1", "e^(x^2/2)"),
    ("y' = y^2, y(0) = 1", "1/(1-x)"),
    ("y' = 1+y^2, y(0) = 0", "tan(x)"),
    ("y' + y = x, y(0) = 0", "x - 1 + e^(-x)"),
    ("y'' + y = 0, y(0) = 0, y'(0) = 1", "sin(x)"),
    ("y'' - y = 0, y(0) = 1, y'(0) = 0", "cosh(x)"),
    ("y'' + 4y = 0, y(0) = 1, y'(0) = 0", "cos(2x)"),
    ("y'' + 2y' + y = 0, y(0) = 1, y'(0) = 0", "(1+x)*e^(-x)"),
    ("y'' - 3y' + 2y = 0, y(0) = 0, y'(0) = 1", "e^(2x)-e^x"),
    ("y' = cos(x), y(0) = 2", "sin(x)+2"),
    ("x*y' = 2y, y(1) = 1", "x^2"),
    ("y' = y*(1-y), y(0) = 1/2", "1/(1+e^(-x))"),
    ("y' = 2x*(1+y), y(0) = 0", "e^(x^2)-1"),
    ("y'' = 6x, y(0) = 1, y'(0) = 2", "x^3+2x+1"),
    ("y' = e^x, y(0) = 0", "e^x-1"),
    ("y'' + y = x, y(0) = 0, y'(0) = 1", "x"),
    ("y' = y/x + 1, y(1) = 0", "x*ln(x)"),
    ("y' = -x/y, y(0) = 2", "sqrt(4-x^2)"),
]

# (system, what is true of it): a global Lyapunov function exists, or not.
SYSTEMS = [
    ("x' = -x; y' = -y", "proved"),
    ("x' = y; y' = -x - y", "proved"),
    ("x' = -x^3 + y; y' = -x - y", "proved"),
    ("x' = y; y' = -x", "proved"),
    ("x' = x; y' = -y", "refuted"),
    ("x' = y; y' = x", "refuted"),
    ("x' = y; y' = -x + y", "refuted"),
    ("x' = -x - y; y' = x - y^3", "proved"),
    ("x' = -2x + y; y' = -y", "proved"),
    ("x' = y; y' = -x - y + x^2*y", "refuted"),
]

# There is no elementary antiderivative, no value, or no question: an answer that says otherwise is wrong.
TRAPS = [
    ("integrate", "x^x", {}),
    ("integrate", "sin(sin(x))", {}),
    ("integrate", "1/x", {"lower": "-1", "upper": "1"}),
    ("integrate", "1/x", {"lower": "0", "upper": "1"}),
    ("integrate", "1/x^2", {"lower": "-1", "upper": "1"}),
    ("integrate", "tan(x)", {"lower": "0", "upper": "pi"}),
    ("integrate", "sin(x)", {"lower": "0", "upper": "oo"}),
    ("integrate", "e^(x^3)", {}),
    ("integrate", "1/0", {}),
    ("integrate", "x*cos(", {}),
]
POINTS = (0.13, 0.37, 0.61, 0.83)


def at(text: str, x: float) -> complex:
    """The value by mpmath; NaN where there is none."""
    try:
        return complex(Formulas(parse(text)).value({"x": x}))
    except (ArithmeticError, ValueError):
        return complex("nan")


def same_function(found: str, known: str, *, up_to_constant: bool) -> bool:
    """Whether two functions agree where both have real values, from their first common point on."""
    pairs = [(at(found, x), at(known, x)) for x in POINTS]
    pairs = [(u, v) for u, v in pairs if u == u and v == v and abs(v.imag) < 1e-12]
    assert len(pairs) > 1, (found, known)
    shift = pairs[0][0] - pairs[0][1] if up_to_constant else 0
    return all(abs(u - v - shift) < 1e-8 * (1 + abs(v)) for u, v in pairs)


def grade(kind: str, known: Any, said: dict[str, Any], is_error: bool) -> str:
    """right, silently wrong, or open."""
    if kind == "trap":
        quiet = not is_error and said.get("answered") and not said.get("remark")
        elementary = said.get("answer") and not any(name in said["answer"] for name in ("Si", "Ei", "Ci", "erf", "li("))
        return "silently wrong" if quiet and (said.get("value") or elementary) else "right"
    if is_error or not said.get("answered"):
        return "open"
    if kind == "antiderivative":
        right = same_function(said["answer"], known, up_to_constant=True)
    elif kind == "value":
        right = said["value"] is not None and abs(at(said["value"], 0.5) - at(known, 0.5)) < 1e-10
        if said["value"] is None:
            return "open"
    elif kind == "equation":
        left, _, right_side = said["answer"].partition("=")
        if left.strip() != "y":
            return "open"  # a relation: nothing wrong, and not what was asked for
        right = same_function(right_side, known, up_to_constant=False)
    else:
        right = said["verdict"] == known
    return "right" if right else "silently wrong"


async def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    questions: list[tuple[str, str, str, dict[str, str], Any]] = [
        *(("antiderivative", "integrate", f, {"variable": "x"}, F) for f, F in ANTIDERIVATIVES),
        *(("value", "integrate", f, {"lower": a, "upper": b, "variable": "x"}, v) for f, a, b, v in VALUES),
        *(("equation", "dsolve", e, {}, y) for e, y in EQUATIONS),
        *(("system", "lyapunov", s, {}, v) for s, v in SYSTEMS),
        *(("trap", task, text, {"variable": "x", **options}, None) for task, text, options in TRAPS),
    ]
    assert len(questions) == 100
    counts: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "ansatz", "mcp"], env={"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    async with Client(server) as client:
        await client.call_tool("solve", {"problem": "x", "deadline": 60})  # its process is warm
        for kind, task, problem, options, known in questions:
            started = time.monotonic()
            result = await client.call_tool("solve", {"problem": problem, "task": task, **options})
            times.append(time.monotonic() - started)
            said = result.structured_content or {}
            found = grade(kind, known, said, result.is_error)
            counts[kind, found] += 1
            if found != "right":
                print(f"{found}: {problem} {options}: {said.get('answer')} {said.get('value')} {said.get('error', '')}")
    print("| questions | right | open | silently wrong |\n|---|---|---|---|")
    for kind in ("antiderivative", "value", "equation", "system", "trap"):
        row = [counts[kind, found] for found in ("right", "open", "silently wrong")]
        print(f"| {kind}s ({sum(row)}) | {' | '.join(map(str, row))} |")
    times.sort()
    print(f"median {times[50]:.2f} s, slowest {times[-1]:.1f} s")


if __name__ == "__main__":
    anyio.run(main)
