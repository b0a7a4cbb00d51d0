"""Certificates for others: system, V and what proves it as one JSON object of exact numbers.

certificate_file(V, lifting, certificate)  ->  what `ansatz check-certificate` (`check_certificate`) reads
text(entries, names)                       ->  a polynomial of such a file, as people type it

Polynomials are lists [[exponents, "p/q"], …]. A proof is a list, for 1 and each fact of the lifting, of weighted
squares [["p/q", polynomial], …]: their sum, times the facts, is the polynomial that is ≥ 0. The equilibrium is at 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, terms
from ansatz.proof.lyapunov.check_certificate import BARRIER, FORMAT, GROWING, LOCAL, LYAPUNOV
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate, lower_bound
from ansatz.proof.lyapunov.lifting import Lifting
from ansatz.proof.lyapunov.local_certificate import LocalCertificate
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, is_positive_semidefinite, natural, pure_variable
from ansatz.proof.lyapunov.verifier import LyapunovCertificate

Weighted: TypeAlias = list[tuple[fmpq, dict[Exponents, fmpq]]]  # w_i and q_i of Σ w_i q_i²


def certificate_file(
    V: fmpq_mpoly,
    lifting: Lifting,
    certificate: LyapunovCertificate | LiftedCertificate | LocalCertificate,
    claim: str = LYAPUNOV,
) -> dict[str, object]:
    """Plain values, for `json.dumps`. lifting: of the system (`lifted`), a polynomial one too; its box of a local V."""
    n, one, V = lifting.states, (0,) * lifting.scale.context().nvars(), lifting.raised(V)
    local = certificate if isinstance(certificate, LocalCertificate) else None
    inner = certificate.lifted if isinstance(certificate, LocalCertificate) else certificate
    scale: list[Weighted] = [[]]
    margin: fmpq | None = fmpq(1)
    if isinstance(inner, LiftedCertificate):
        scale, function, decrease = (_proof(p, n) for p in (inner.scale, inner.function, inner.decrease))
        margin = lower_bound(lifting.scale)
    else:
        function, decrease = [_weighted(inner.function, n)], [_weighted(inner.decrease, n)]
    assert margin is not None
    scale[0].append((margin, {one: fmpq(1)}))
    sides = () if local is None else local.sides
    proofs: dict[str, Sequence[object]] = {
        "scale": _plain(scale, one),
        "function": _plain(function, one),
        "decrease": _plain(decrease, one),
        "levels": [_plain(_proof(side), one) for side in sides],
    }
    return {
        "format": FORMAT,
        "claim": claim if local is None else LOCAL,
        "states": list(V.context().names()[:n]),
        "functions": [[name, _polynomial(terms(u), one), _argument(name, u, one)] for name, u in lifting.functions],
        "box": list(map(_number, lifting.box)),
        "level": None if local is None else _number(local.level),
        "scale": _polynomial(terms(lifting.scale), one),
        "system": [_polynomial(terms(component), one) for component in lifting.field],
        "function": _polynomial(terms(V), one),
        "proofs": proofs,
    }


def _proof(found: Multiplied, states: int = 0) -> list[Weighted]:
    return [_weighted(each, states) for each in (found.squares, *found.multipliers)]


def _argument(name: str, u: fmpq_mpoly, one: Exponents) -> object:
    """Of a function that grows with a sum of squares, these."""
    squares = natural(u) if name in GROWING else None
    return [] if squares is None else _plain([_weighted(squares, len(one))], one)[0]


def _weighted(squares: SumOfSquares, states: int = 0) -> Weighted:
    """The squares; 1 and powers of the states apart, where the form is at least a multiple of their squares."""
    gram, strict = squares.gram, squares.definite_monomials()
    alone = {pure_variable(m): k for k, m in enumerate(squares.basis) if m in strict}
    one = [k for k, m in enumerate(squares.basis) if m in strict and not any(m)]
    places = [*one, *(alone[i] for i in range(states) if i in alone)] if states else []
    if not places:
        return ldl(squares.basis, gram)
    least = min(gram[k, k] for k in places)
    while True:
        least /= 2
        rest = fmpq_mat(gram)
        for k in places:
            rest[k, k] -= least
        if is_positive_semidefinite(rest):
            return [*((least, {squares.basis[k]: fmpq(1)}) for k in places), *ldl(squares.basis, rest)]


def ldl(basis: Sequence[Exponents], gram: fmpq_mat) -> Weighted:
    """bᵀ G b for a positive semidefinite G, by an exact LDLᵀ."""
    n, rest, found = gram.nrows(), gram.tolist(), []
    for k in range(n):
        pivot = rest[k][k]
        if pivot == 0:
            continue
        column = [rest[i][k] / pivot for i in range(n)]
        found.append((pivot, {basis[i]: column[i] for i in range(k, n) if column[i] != 0}))
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rest[i][j] -= column[i] * rest[k][j]
    return found


def _plain(proof: Sequence[Weighted], one: Exponents) -> list[object]:
    return [[[_number(w), _polynomial(q, one)] for w, q in squares] for squares in proof]


def _polynomial(p: Mapping[Exponents, fmpq], one: Exponents) -> list[object]:
    """With as many exponents as `one` has: p may be of the first few variables."""
    return [[[*m, *one[len(m) :]], _number(c)] for m, c in p.items()]


def _number(c: fmpq) -> str:
    return f"{c.p}" if c.q == 1 else f"{c.p}/{c.q}"


def weighted_squares(squares: SumOfSquares, names: Sequence[str]) -> list[str]:
    """The squares as text: "2*(x + 1/2*y)^2"."""
    found = []
    for weight, q in ldl(squares.basis, squares.gram):
        form = text([(m, _number(c)) for m, c in q.items()], names)
        shown = form if form in names else f"({form})"
        found.append(f"{'' if weight == 1 else f'{_number(weight)}*'}{shown}^2")
    return found


def described(data: Mapping[str, Any]) -> list[str]:
    """The system and V of a file that its checker accepts, for people."""
    states = data["states"]
    names = [*states, *(f"k{j}" for j in range(len(data["functions"])))]
    lines = []
    for j, (name, u, _) in enumerate(data["functions"]):
        shown = text(u, names)
        lines.append(f"k{j} = {name.replace('+ u', f'+ {shown}').replace('(u', f'({shown}')}")
    scale = text(data["scale"], names)
    below = "" if scale == "1" else f"/({scale})"
    for name, rate in zip(states, data["system"], strict=True):
        lines.append(f"{name}' = {f'({text(rate, names)})' if below else text(rate, names)}{below}")
    lines += [", ".join(f"|{v}| <= {r}" for v, r in zip(states, data["box"], strict=True))] if data["box"] else []
    return [*lines, f"V = {text(data['function'], names)}"]


def text(entries: Iterable[tuple[Sequence[int], str]], names: Sequence[str]) -> str:
    """A polynomial of a file: "x^2 - 1/2*y"."""
    parts = []
    for exponents, coefficient in entries:
        powers = [v if k == 1 else f"{v}^{k}" for v, k in zip(names, exponents, strict=True) if k]
        sign, size = ("-", coefficient[1:]) if coefficient.startswith("-") else ("", coefficient)
        parts.append(sign + "*".join([*([] if size == "1" and powers else [size]), *powers]))
    return " + ".join(parts).replace("+ -", "- ") or "0"


__all__ = ["BARRIER", "FORMAT", "LOCAL", "LYAPUNOV", "certificate_file", "described", "ldl", "text", "weighted_squares"]
