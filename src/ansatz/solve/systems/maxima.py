"""Maxima: `integrate`, then its `risch`; for differential equations `ode2`, then `contrib_ode`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ansatz.expr.commas import at_top_level
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.proof.condition import Condition, Relation
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write, write_equation

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
    for method in ("integrate", "risch"):
        yield from claims(method, _said(f"{method}({f},{variable})", seconds), MAXIMA)


def _said(question: str, seconds: float, library: str = "") -> list[str]:
    """What it answers; one method a conversation, so that one that hangs costs no other its answer."""
    # exponential integrals, which Maxima would write as incomplete gamma functions
    script = "display2d:false$\nlinel:100000$\ngamma_expand:true$\n"
    script += f'{library}print("@",string({question}))$\n{_ANSWERS_TO_QUESTIONS}'
    return [text.strip() for text in re.findall(r"^@ (.*)$", converse(_COMMAND, script, seconds), re.MULTILINE)]


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """Maxima's `integrate` between bounds; infinity where it says that the integral diverges.

    Where it asks about parameters it is told that they are positive, which is then a condition of its answer. It says
    where its answer is a principal value.
    """
    f, a, b = write(integrand, MAXIMA), _bound(lower), _bound(upper)
    script = (
        "display2d:false$\nlinel:100000$\ngamma_expand:true$\n"
        f'print("@integrate",string(integrate({f},{variable},{a},{b})))$\n{_ANSWERS_TO_QUESTIONS}'
    )
    output = converse(_COMMAND, script, seconds)
    names = sorted((symbols(integrand) | symbols(lower) | symbols(upper)) - {variable, INFINITY})
    asked = re.search(r"\bIs\b.*(positive|zero|integer)", output) is not None
    conditions = tuple(Condition(name, Relation.POSITIVE) for name in names if asked)
    warning = "Principal Value" if "Principal Value" in output else ""
    if "divergent" in output:
        yield Claim("integrate", INFINITY, conditions)
    for text in re.findall(r"^@integrate (.*)$", output, re.MULTILINE):
        if re.search(r"\b(inf|minf|infinity)\b", text):
            yield Claim("integrate", INFINITY, conditions)
        for claim in claims("integrate", [text], MAXIMA):
            yield replace(claim, conditions=conditions, warning=warning)


def _bound(bound: Tree) -> str:
    return {INFINITY: "inf", MINUS_INFINITY: "minf"}.get(bound) or write(bound, MAXIMA)


def version() -> str:
    """Maxima's."""
    return converse(["maxima", "--version"], "", 20.0).strip().removeprefix("Maxima ")


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """Maxima's `ode2`, then `contrib_ode` of its library; questions are answered as by `integrate`.

    equation: its left side, in x, Y, Y' and Y''. Parametric answers are left out.
    """
    left = write_equation(equation, MAXIMA, lambda k: f"'diff(qq0,x,{k})" if k else "qq0")
    for method, library in (("ode2", ""), ("contrib_ode", "load(contrib_ode)$\n")):
        for text in _said(f"{method}({left}=0,qq0,x)", seconds, library):
            for answer in _equations(text):
                yield from _solution(answer, method)


def _equations(text: str) -> list[str]:
    """The elements of a list of equations, or the one equation."""
    return at_top_level(text.removeprefix("[").removesuffix("]") if text.startswith("[") else text)


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
