"""Does a file prove a Lyapunov function? By fractions alone: nothing of the rest of Ansatz, no algebra library.

    python check_certificate.py FILE      or    ansatz check-certificate FILE

The file (`certificate_file`) states scale · x' = f(x, k), V(x), and what the k_j, 0 at x = 0, are functions of. A proof
writes a polynomial as Σ_j g_j Σ_i w_i q_i², w_i > 0, where g_0 = 1 and the other g_j ≥ 0: |x_i| ≤ r_i where a box is
stated, and what is true of the functions. So it is at least a multiple of the squares of the monomials among the q_i
of g_0: 1 for scale > 0, a power of each state for V > 0 and, in a box, for dV/dt < 0; V ≥ c x_i²/r_i² gives V ≥ c at
its edge.
"""

import json
import math
import sys
from fractions import Fraction

FORMAT = "ansatz lyapunov certificate 2"
LYAPUNOV, LOCAL, BARRIER = CLAIMS = ("Lyapunov function", "Lyapunov function on a box", "barrier function")
EVEN = ("1 - cos", "cosh - 1")  # compared with v = u²/2, the others with v = u
KERNELS = {  # k(u): (what is true for every u, reach R, the least and the greatest k/v for |u| ≤ r ≤ R)
    # sin u / u ≥ -0.218 > -1/4
    "sin": (lambda o, u, k: [o - k * k, u * (u - k), (u - k) * (4 * k + u)], 3, lambda r: (1 - r**2 / 6 + r**4 / 120 - r**6 / 5040, 1)),
    "1 - cos": (lambda o, u, k: [k, 2 * o - k, u * u - 2 * k], 3, lambda r: (1 - r**2 / 12, 1)),
    # u / (1 + u²/3) ≤ tanh u, atan u for u > 0: the second convergents of their continued fractions
    "tanh": (
        lambda o, u, k: [o - k * k, k * (u - k), u * (3 * k + k * u * u - 3 * u)],
        99,
        lambda r: (3 / (3 + r**2), 1),
    ),
    "atan": (lambda o, u, k: [k * (u - k), u * (3 * k + k * u * u - 3 * u)], 99, lambda r: (3 / (3 + r**2), 1)),
    "asinh": (lambda o, u, k: [k * (u - k)], 99, lambda r: (6 / (6 + r**2), 1)),
    "sinh": (lambda o, u, k: [u * (k - u)], 2, lambda r: (1, 6 / (6 - r**2))),
    "cosh - 1": (lambda o, u, k: [2 * k - u * u], 2, lambda r: (1, 12 / (12 - r**2))),
    "exp - 1": (lambda o, u, k: [k + o, k - u, u * k], 1, lambda r: (1 - r / 2 + r**2 / 6 - r**3 / 24, 2 / (2 - r))),
}


class Polynomial(dict):
    """{exponents: coefficient}, without zeros."""

    def __add__(self, other):
        return Polynomial({m: c for m in {**self, **other} if (c := self.get(m, 0) + other.get(m, 0))})

    def __sub__(self, other):
        return self + -1 * other

    def __rmul__(self, number):
        return Polynomial({m: number * c for m, c in self.items() if number})

    def __mul__(self, other):
        total = Polynomial()
        for m, c in self.items():
            total += Polynomial({tuple(map(sum, zip(m, k, strict=True))): c * d for k, d in other.items()})
        return total


def require(truth, otherwise):
    if not truth:  # no assert: these must hold under python -O too
        raise ValueError(otherwise)


def number(text):
    require(type(text) is str and not set(text) - set("-/0123456789"), "a number is not a fraction")
    require(text == str(Fraction(text)), "a number is not a reduced fraction")
    return Fraction(text)


def polynomial(entries, N):
    p = Polynomial({tuple(m): number(c) for m, c in entries})
    require(len(p) == len(entries) and all(p.values()), "a monomial is listed twice, or a coefficient is zero")
    require(all(len(m) == N and all(type(k) is int and 0 <= k < 1000 for k in m) for m in p), "exponents do not fit")
    return p


def known(one, x, box, functions):
    """g_0 = 1, g_1, … of (name, u, k, r): k is that function of u, and |u| ≤ r in the box."""
    facts = [one, *(r * r * one - v * v for r, v in zip(box, x, strict=False))]
    for name, u, k, r in functions:
        always, reach, slopes = KERNELS[name]
        require(not box or r <= reach, "an argument is too large for what is known of the function")
        a, b = slopes(r) if box else (0, 0)
        if not box:
            facts += always(one, u, k)
        elif name in EVEN:
            facts += [2 * k - a * u * u, b * u * u - 2 * k, b * b * r * r * u * u - 4 * k * k]
        else:
            facts += [(k - a * u) * (b * u - k)]
    for s, d in [(s, d) for f, u, s, _ in functions for g, v, d, _ in functions if (f, g, u) == ("sin", "1 - cos", v)]:
        facts += [s * s + d * d - 2 * d, 2 * d - s * s - d * d]
    return facts


def largest(terms, box):
    """What Σ c x^m is at most, in absolute value, for |x_i| ≤ r_i."""
    return sum((abs(c) * math.prod(map(pow, box, m)) for m, c in terms), 0 * box[0] if box else 0)


def squared(p, proof, facts, what):
    """The monomials among the q_i of g_0, where the proof gives p."""
    total, alone = Polynomial(), set()
    for g, squares in zip(facts, proof, strict=True):
        for weight, entries in squares:
            w, q = number(weight), polynomial(entries, len(next(iter(facts[0]))))
            require(w > 0, "a weight is not positive")
            total += g * (w * (q * q))
            alone |= set(q) if g is facts[0] and len(q) == 1 else set()
    require(total == p, f"{what} is not the sum that is claimed")
    return alone


def check(data):
    """What the data prove, in words; raises an error where they are no proof."""
    claim, proofs, n = data["claim"], data["proofs"], len(set(data["states"]))
    require(data["format"] == FORMAT and claim in CLAIMS, "the format or the claim is another one")
    require(len(data["system"]) == len(data["states"]) == n > 0, "there are not as many equations as variables")
    N = n + len(data["functions"])
    one, x = Polynomial({(0,) * N: 1}), [Polynomial({tuple(int(i == j) for j in range(N)): 1}) for i in range(N)]
    box = [number(r) for r in data["box"]]
    require(len(box) == n * (claim == LOCAL) and all(r > 0 for r in box), "the box does not fit the claim")
    functions = [(name, polynomial(u, N), k) for (name, u), k in zip(data["functions"], x[n:], strict=True)]
    V, scale, *field = (polynomial(p, N) for p in (data["function"], data["scale"], *data["system"]))
    require(not any(one.keys() & p for p in (V, *field, *(u for _, u, _ in functions))), "not all is 0 at 0")
    require(not any(any(m[n:]) for p in (V, *(u for _, u, _ in functions)) for m in p), "V is of more than the states")
    facts = known(one, x, box, [(name, u, k, largest(u.items(), box)) for name, u, k in functions])

    def definite(p, proof, what):
        alone = squared(p, proof, facts, what)
        return all(any(m[i] and m[i] == sum(m) for m in alone) for i in range(n))

    positive = one.keys() <= squared(scale, proofs["scale"], facts, "the denominator")
    require(positive, "the denominator is not shown to be positive")
    descent = Polynomial()
    for i, f in enumerate(field):
        descent += Polynomial({(*m[:i], m[i] - 1, *m[i + 1 :]): -m[i] * c for m, c in V.items() if m[i]}) * f
    positive, strict = definite(V, proofs["function"], "V"), definite(descent, proofs["decrease"], "-dV/dt")
    require(positive or (V and claim == BARRIER), "V is not shown to be positive off 0")
    words = f"{'V > 0' if positive else 'V >= 0'} and dV/dt {'< 0' if strict else '<= 0'}"
    if claim != LOCAL:
        return f"{words} off the origin{', V tends to infinity' if positive else ''}"
    c = number(data["level"])
    require(strict and c > 0, "V is not shown to decrease in the box")
    for r, v, proof in zip(box, x, proofs["levels"], strict=False):
        squared(V - c / r**2 * (v * v), proof, facts, "V less its least growth")
    require(len(proofs["levels"]) == n, "not every side of the box is dealt with")
    return f"{words} off the origin in the box; what begins there with V < {c} stays there and tends to the origin"


def accepts(data):
    """Why not, in a phrase; "" where the data are a proof."""
    try:
        return check(data) and ""
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return str(error) or "the data are malformed"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    print(accepts(data) or f"proved: {check(data)}")
    sys.exit(bool(accepts(data)))
