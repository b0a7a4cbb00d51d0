"""Does a file prove a Lyapunov function? By fractions alone: nothing of the rest of Ansatz, no algebra library.

    python check_certificate.py FILE      or    ansatz check-certificate FILE

The file (`certificate_file`) states scale · x' = f(x, k), V(x, k), and what the k_j, 0 at x = 0, are functions of. A
proof writes a polynomial as Σ_j g_j Σ_i w_i q_i², w_i > 0, where g_0 = 1 and the other g_j ≥ 0: |x_i| ≤ r_i where a
box is stated, and what is true of the functions. So it is at least a multiple of the squares of the monomials among
the q_i of g_0: 1 for scale > 0, a power of each state for V > 0 (or 1 among those of a g_j = k_j that grows with a sum
of squares u_j, which has such a power) and, in a box, for dV/dt < 0; V ≥ c x_i²/r_i² gives V ≥ c at its edge.
"""

import json
import math
import sys
from fractions import Fraction

FORMAT = "ansatz lyapunov certificate 3"
LYAPUNOV, LOCAL, BARRIER = CLAIMS = ("Lyapunov function", "Lyapunov function on a box", "barrier function")
EVEN = ("1 - cos(u)", "cosh(u) - 1")  # compared with v = u²/2, the others with v = u
GROWING = ("ln(1 + u)", "sqrt(1 + u) - 1")  # of a sum of squares u
ALWAYS = {  # k(u): what is true for every u
    "sin(u)": lambda o, u, k: [o - k * k, u * (u - k), (u - k) * (4 * k + u)],  # sin u / u > -0.218
    "1 - cos(u)": lambda o, u, k: [k, 2 * o - k, u * u - 2 * k],
    # u / (1 + u²/3) ≤ tanh u, atan u for u > 0: the second convergents of their continued fractions
    "tanh(u)": lambda o, u, k: [o - k * k, k * (u - k), u * (3 * k + k * u * u - 3 * u)],
    "atan(u)": lambda o, u, k: [k * (u - k), u * (3 * k + k * u * u - 3 * u)],
    "asinh(u)": lambda o, u, k: [k * (u - k)],
    "sinh(u)": lambda o, u, k: [u * (k - u)],
    "cosh(u) - 1": lambda o, u, k: [2 * k - u * u],
    "exp(u) - 1": lambda o, u, k: [k + o, k - u, u * k],
    "abs(u)": lambda o, u, k: [k, k * k - u * u, u * u - k * k],
    "ln(1 + u)": lambda o, u, k: [k, u - k],
    "sqrt(1 + u) - 1": lambda o, u, k: [k, k * k + 2 * k - u, u - k * k - 2 * k],
}
NEAR = {  # k(u): a reach R, the least and the greatest k/v for |u| ≤ r ≤ R
    "sin(u)": (3, lambda r: (1 - r**2 / 6 + r**4 / 120 - r**6 / 5040, 1)),
    "1 - cos(u)": (3, lambda r: (1 - r**2 / 12, 1)),
    "tanh(u)": (99, lambda r: (3 / (3 + r**2), 1)),
    "atan(u)": (99, lambda r: (3 / (3 + r**2), 1)),
    "asinh(u)": (99, lambda r: (6 / (6 + r**2), 1)),
    "sinh(u)": (2, lambda r: (1, 6 / (6 - r**2))),
    "cosh(u) - 1": (2, lambda r: (1, 12 / (12 - r**2))),
    "exp(u) - 1": (1, lambda r: (1 - r / 2 + r**2 / 6 - r**3 / 24, 2 / (2 - r))),
}
SLOPES = {  # k(u): another function p of u, and dk/du as a fraction with a positive denominator
    "sin(u)": ("1 - cos(u)", lambda o, u, k, p: (o - p, o)),
    "1 - cos(u)": ("sin(u)", lambda o, u, k, p: (p, o)),
    "tanh(u)": ("", lambda o, u, k, p: (o - k * k, o)),
    "atan(u)": ("", lambda o, u, k, p: (o, o + u * u)),
    "sinh(u)": ("cosh(u) - 1", lambda o, u, k, p: (o + p, o)),
    "cosh(u) - 1": ("sinh(u)", lambda o, u, k, p: (p, o)),
    "exp(u) - 1": ("", lambda o, u, k, p: (o + k, o)),
    "ln(1 + u)": ("", lambda o, u, k, p: (o, o + u)),
    "sqrt(1 + u) - 1": ("", lambda o, u, k, p: (o, 2 * (o + k))),
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
        if not box or name not in NEAR or r > NEAR[name][0]:
            facts += ALWAYS[name](one, u, k)
            continue
        a, b = NEAR[name][1](r)
        if name in EVEN:
            facts += [2 * k - a * u * u, b * u * u - 2 * k, b * b * r * r * u * u - 4 * k * k]
        else:
            facts += [(k - a * u) * (b * u - k)]
    pairs = [(s, d) for f, u, s, _ in functions for g, v, d, _ in functions if (f, g, u) == ("sin(u)", EVEN[0], v)]
    for s, d in pairs:
        facts += [s * s + d * d - 2 * d, 2 * d - s * s - d * d]
    return facts


def partial(p, i):
    """∂p/∂x_i."""
    return Polynomial({(*m[:i], m[i] - 1, *m[i + 1 :]): m[i] * c for m, c in p.items() if m[i]})


def gradient(V, one, n, functions):
    """The q_i with Σ q_i f_i = dV/dt, times a positive polynomial: the derivatives of the k_j are fractions."""
    parts = [(one, one, [partial(V, i) for i in range(n)])]
    for j, (name, u, k, _) in enumerate(functions):
        if slope := partial(V, n + j):
            require(name in SLOPES, "V holds a function without a rational slope")
            other, rule = SLOPES[name]
            p = [h for f, v, h, _ in functions if (f, v) == (other, u)] or [one]
            require(not other or p != [one], "the slope of a function of V is not among the functions")
            parts.append((*rule(one, u, k, p[0]), [slope * partial(u, i) for i in range(n)]))
    total = [Polynomial()] * n
    for j, (top, _, slopes) in enumerate(parts):
        rest = math.prod((bottom for i, (_, bottom, _) in enumerate(parts) if i != j), start=top)
        total = [q + rest * slope for q, slope in zip(total, slopes, strict=True)]
    return total


def largest(terms, box):
    """What Σ c x^m is at most, in absolute value, for |x_i| ≤ r_i."""
    return sum((abs(c) * math.prod(map(pow, box, m)) for m, c in terms), 0 * box[0] if box else 0)


def squared(p, proof, facts, what):
    """The monomials among the q_i of each g_j, where the proof gives p."""
    total, alone = Polynomial(), list[set]()
    for g, squares in zip(facts, proof, strict=True):
        alone.append(set())
        for weight, entries in squares:
            w, q = number(weight), polynomial(entries, len(next(iter(facts[0]))))
            require(w > 0, "a weight is not positive")
            total += g * (w * (q * q))
            alone[-1] |= set(q) if len(q) == 1 else set()
    require(total == p, f"{what} is not the sum that is claimed")
    return alone


def stated(data):
    """(one, x, box, functions, V, scale, field) of the data."""
    n = len(set(data["states"]))
    require(len(data["system"]) == len(data["states"]) == n > 0, "there are not as many equations as variables")
    N = n + len(data["functions"])
    one, x = Polynomial({(0,) * N: 1}), [Polynomial({tuple(int(i == j) for j in range(N)): 1}) for i in range(N)]
    box = [number(r) for r in data["box"]]
    arguments = [polynomial(u, N) for _, u, _ in data["functions"]]
    reaches = [largest(u.items(), box) for u in arguments]
    functions = list(zip((name for name, *_ in data["functions"]), arguments, x[n:], reaches, strict=True))
    V, scale, *field = (polynomial(p, N) for p in (data["function"], data["scale"], *data["system"]))
    require(not any(one.keys() & p for p in (V, *field, *arguments)), "not all is 0 at 0")
    require(not any(any(m[n:]) for u in arguments for m in u), "a function is not of the states")
    return one, x, box, functions, V, scale, field


def check(data):
    """What the data prove, in words; raises an error where they are no proof."""
    claim, proofs, n = data["claim"], data["proofs"], len(data["states"])
    require(data["format"] == FORMAT and claim in CLAIMS, "the format or the claim is another one")
    one, x, box, functions, V, scale, field = stated(data)
    require(len(box) == n * (claim == LOCAL) and all(r > 0 for r in box), "the box does not fit the claim")
    facts = known(one, x, box, functions)
    grown = {}  # k ↦ the monomials whose squares u is at least a multiple of
    for (name, u, k, _), (*_, squares) in zip(functions, data["functions"], strict=True):
        if name in GROWING:
            grown[tuple(k.items())] = squared(u, [squares], [one], "an argument")[0]

    def definite(p, proof, what):
        alone, *others = squared(p, proof, facts, what)
        for g, found in zip(facts[1:], others, strict=True):
            alone |= grown.get(tuple(g.items()), set()) if one.keys() <= found else set()
        return all(any(m[i] and m[i] == sum(m) for m in alone) for i in range(n))

    positive = one.keys() <= squared(scale, proofs["scale"], facts, "the denominator")[0]
    require(positive, "the denominator is not shown to be positive")
    descent = Polynomial()
    for q, f in zip(gradient(V, one, n, functions), field, strict=True):
        descent -= q * f
    positive, strict = definite(V, proofs["function"], "V"), definite(descent, proofs["decrease"], "-dV/dt")
    require(positive or (V and claim == BARRIER), "V is not shown to be positive off 0")
    require(claim != BARRIER or not any(any(m[n:]) for m in V), "a barrier function is not of the states")
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
