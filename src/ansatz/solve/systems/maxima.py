"""Maxima: `integrate`, then its `risch`; for differential equations `ode2`, then `contrib_ode`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ansatz.expr.tree import Tree, substitute
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write

MAXIMA = Dialect(
    write={
        **COMMON,
        "cbrt": "(signum({0})*abs({0})^(1/3))",
        "sign": "signum({})",
        "Ei": "expintegral_ei({})",
        "Si": "expintegral_si({})",
        "Ci": "expintegral_ci({})",
        "li": "expintegral_li({})",
        "dilog": "li[2]({})",
        "fresnels": "fresnel_s({})",
        "fresnelc": "fresnel_c({})",
    },
    read=(
        (r"%(pi|e|i)\b", r"\1"),
        (r"\bexpintegral_ei\(", "Ei("),
        (r"\bexpintegral_si\(", "Si("),
        (r"\bexpintegral_ci\(", "Ci("),
        (r"\bexpintegral_li\(", "li("),
        (r"\bli\[2\]\(", "dilog("),
        (r"\bfresnel_([sc])\(", r"fresnel\1("),
        (r"\bsignum\(", "sign("),
    ),
)


_ANSWERS_TO_QUESTIONS = "no;\npos;\n" * 20
_COMMAND = ["maxima", "--very-quiet", "--init-mac=/dev/null"]
_NAMES = {"%c": "c1", "%k1": "c1", "%k2": "c2"}  # of constants of integration


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Maxima's `integrate`, then its `risch`.

    Maxima asks about parameters on its input: every question is answered no (is n = -1?) or positive.
    """
    f = write(integrand, MAXIMA)
    # exponential integrals, which Maxima would write as incomplete gamma functions
    script = "display2d:false$\nlinel:100000$\ngamma_expand:true$\n" + "".join(
        f'print("@{method}",string({method}({f},{variable})))$\n{_ANSWERS_TO_QUESTIONS}'
        for method in ("integrate", "risch")
    )
    output = converse(_COMMAND, script, seconds)
    for method, text in re.findall(r"^@(\w+) (.*)$", output, re.MULTILINE):
        yield from claims(method, [text], MAXIMA)


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Maxima's `ode2`, then `contrib_ode` of its library; questions are answered as by `integrate`.

    equation: its left side, in x, Y, Y' and Y''. Parametric answers are left out.
    """
    derivatives = {"Y" + "'" * k: f"qq{k}" for k in range(order, -1, -1)}
    left = write(substitute(equation, dict(derivatives.items())), MAXIMA)
    for k in range(order, 0, -1):
        left = left.replace(f"qq{k}", f"'diff(qq0,x,{k})")
    script = "display2d:false$\nlinel:100000$\nload(contrib_ode)$\n" + "".join(
        f'print("@{method}",string({method}({left}=0,qq0,x)))$\n{_ANSWERS_TO_QUESTIONS}'
        for method in ("ode2", "contrib_ode")
    )
    output = converse(_COMMAND, script, seconds)
    for method, text in re.findall(r"^@(\w+) (.*)$", output, re.MULTILINE):
        for answer in _equations(text.strip()):
            yield from _solution(answer, method)


def _equations(text: str) -> list[str]:
    """The elements of a list of equations, or the one equation."""
    inside, depth, parts = text.removeprefix("[").removesuffix("]") if text.startswith("[") else text, 0, [""]
    for letter in inside:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _solution(answer: str, method: str) -> Iterator[Claim]:
    left, sign, right = answer.partition("=")
    if not sign or "diff" in answer or "%t" in answer:
        return
    explicit = left.strip() == "qq0" and "qq0" not in right
    text = right if explicit else f"({left})-({right})"
    text = text.replace("qq0", "Y")
    for theirs, ours in _NAMES.items():
        text = text.replace(theirs, ours)
    for claim in claims(method, [text], MAXIMA):
        yield replace(claim, implicit=not explicit)
