"""Does a file prove a Lyapunov function? By fractions alone: nothing of the rest of Ansatz, no algebra library.

    python check_certificate.py FILE      or    ansatz check-certificate FILE

The file (`certificate_file`) claims V(0) = 0 and f(0) = 0, V = bᵀ (L D Lᵀ) b and -∇V · f = cᵀ (M E Mᵀ) c with D, E ≥ 0,
and that V's form is definite in a power of each variable: then V > 0 off 0, V → ∞, and V does not increase. Of a
barrier function it only claims that V is not zero.
"""

import json
import sys
from fractions import Fraction

FORMAT = "ansatz lyapunov certificate 1"


def require(truth, otherwise):
    if not truth:  # no assert: these must hold under python -O too
        raise ValueError(otherwise)


def polynomial(entries, n):
    """{exponents: coefficient} of [[exponents, number], …], each monomial once."""
    terms = {tuple(exponents): number(c) for exponents, c in entries}
    require(len(terms) == len(entries), "a monomial is listed twice")
    require(all(len(m) == n and all(type(k) is int and k >= 0 for k in m) for m in terms), "exponents do not fit")
    require(all(terms.values()), "a coefficient is zero")
    return terms


def number(text):
    require(type(text) is str and text == str(Fraction(text)), "a number is not a reduced fraction")
    return Fraction(text)


def product(p, q, total):
    """total + p q"""
    for a, c in p.items():
        for b, d in q.items():
            m = tuple(map(sum, zip(a, b, strict=True)))
            total[m] = total.get(m, 0) + c * d
    return total


def squares(claim, n):
    """The basis, the rows L_k and the weights D_k of Σ D_k (Σ_i L_ik b_i)²; D_k ≥ 0, and L_ik = 0 where D_k = 0."""
    D, size = [number(c) for c in claim["D"]], len(claim["basis"])
    basis = list(polynomial([[m, "1"] for m in claim["basis"]], n))
    require(
        len(D) == len(claim["L"]) == size and all(len(row) == k for k, row in enumerate(claim["L"])), "sizes differ"
    )
    L = [[*map(number, row), Fraction(1), *[Fraction(0)] * (size - k - 1)] for k, row in enumerate(claim["L"])]
    require(all(d >= 0 for d in D), "a weight is negative")
    require(all(not L[i][k] for k in range(size) for i in range(k + 1, size) if not D[k]), "a null column is not empty")
    return basis, [[L[i][k] for i in range(size)] for k in range(size)], D


def expanded(basis, columns, D):
    total: dict = {}
    for column, d in zip(columns, D, strict=True):
        form = {m: c for m, c in zip(basis, column, strict=True) if c}
        product({m: d * c for m, c in form.items()}, form, total)
    return {m: c for m, c in total.items() if c}


def definite(columns, D):
    """The places where every null vector of the form is zero: rows of the reduced echelon form with one entry."""
    rows = [column[:] for column, d in zip(columns, D, strict=True) if d]
    done: list = []
    for k in range(len(D)):
        pivot = next((row for row in rows if row[k]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [c / pivot[k] for c in pivot]
        for row in (*rows, *done):
            row[:] = [c - row[k] * p for c, p in zip(row, pivot, strict=True)]
        done.append(pivot)
    return [next(i for i, c in enumerate(row) if c) for row in done if sum(map(bool, row)) == 1]


def check(data):
    """Raises an error unless the data are a proof."""
    require(data["format"] == FORMAT, "the format is another one")
    n, system = len(data["variables"]), data["system"]
    require(n > 0 and len(system) == n, "there are not as many equations as variables")
    V, f = polynomial(data["function"], n), [polynomial(component, n) for component in system]
    origin = (0,) * n
    require(origin not in V and not any(origin in component for component in f), "V or f does not vanish at 0")
    descent: dict = {}
    for i, component in enumerate(f):
        slope = {(*m[:i], m[i] - 1, *m[i + 1 :]): -m[i] * c for m, c in V.items() if m[i]}
        product(slope, component, descent)
    basis, columns, D = squares(data["function_is"], n)
    require(expanded(basis, columns, D) == V, "V is not the sum of squares that is claimed")
    pure = {next(i for i, k in enumerate(basis[j]) if k) for j in definite(columns, D) if sum(map(bool, basis[j])) == 1}
    require(data["claim"] in ("Lyapunov function", "barrier function"), "the claim is another one")
    require(len(pure) == n if data["claim"][0] == "L" else V, "V is not shown to be positive off 0")
    rate = expanded(*squares(data["decrease_is"], n))
    require(rate == {m: c for m, c in descent.items() if c}, "-dV/dt is not the sum of squares that is claimed")


def accepts(data):
    """Why not, in a phrase; "" where the data are a proof."""
    try:
        check(data)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return str(error) or "the data are malformed"
    return ""


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        fault = accepts(json.load(file))
    print(fault or "proved")
    sys.exit(bool(fault))
