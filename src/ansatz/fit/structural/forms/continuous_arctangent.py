"""Arctangents of tangents without jumps at the tangent's poles.

With θ = 2v and A > 0 both sides of

    atan(A tan v + B) = v − atan((b sin θ − c cos θ)/(a + b cos θ + c sin θ)) + constant,
    a = (1 + A)² + B²,   b = 1 + B² − A²,   c = 2AB

have the derivative 2A/(1 + A² + B² + b cos θ + c sin θ) by v, and a² > b² + c², so that the right side is
continuous on the real line (Jeffrey and Rich, "The evaluation of trigonometric integrals avoiding spurious
discontinuities", ACM TOMS 20, 1994, pose the problem). cot v is tan(π/2 − v).
"""

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.ratios import atoms
from ansatz.algebra.shortening import length
from ansatz.algebra.together import together

_T = se.Symbol("tangent_")
_ALLOWANCE = 16  # words that a continuous answer may cost beyond twice the length
_SAMPLES = (1.37, 0.71, 2.93, 0.43)


def without_jumps(answer: se.Expr, x: se.Symbol) -> se.Expr | None:
    """The answer with every arctangent of a linear function of tan or cot replaced; None where there is none."""

    def rule(e: se.Expr) -> se.Expr | None:
        return _continuous(e.args[0], x) if e.__class__ is se.atan and x in e.free_symbols else None

    smooth = transform(answer, rule)
    return None if smooth == answer else se.expand(smooth) if smooth.__class__ is se.Mul else smooth


def is_worth_its_length(smooth: se.Expr, answer: se.Expr) -> bool:
    """Whether a form without jumps is not much longer than the answer."""
    return length(smooth) <= 2 * length(answer) + _ALLOWANCE


def _continuous(u: se.Expr, x: se.Symbol) -> se.Expr | None:
    """atan(u) for u = A tan v + B, or None."""
    u = transform(u, _as_tangent)
    tangents = [e for e in atoms(u) if e.__class__ in (se.tan, se.cot) and x in e.free_symbols]
    if len(tangents) != 1:
        return None
    inner = u.xreplace({tangents[0]: _T})
    if x in inner.free_symbols:
        return None
    slope = se.expand(inner.diff(_T))
    if _T in slope.free_symbols or slope == 0:
        return None
    offset = se.expand(inner.xreplace({_T: se.Integer(0)}))
    if _is_negative(slope):
        value = _formula(-slope, -offset, tangents[0])
        return None if value is None else -value
    return _formula(slope, offset, tangents[0])


def _as_tangent(e: se.Expr) -> se.Expr | None:
    """cos w/(1 + sin w) = tan(π/4 − w/2), sin w/(1 + cos w) = tan(w/2)."""
    if e.__class__ is not se.Mul:
        return None
    for f in e.args:
        if f.__class__ is se.sin and 1 / (1 + se.cos(f.args[0])) in e.args:
            return e / f * (1 + se.cos(f.args[0])) * se.tan(f.args[0] / 2)
        if f.__class__ is se.cos and 1 / (1 + se.sin(f.args[0])) in e.args:
            return e / f * (1 + se.sin(f.args[0])) * se.tan(se.pi / 4 - f.args[0] / 2)
    return None


def _formula(A: se.Expr, B: se.Expr, tangent: se.Expr) -> se.Expr:
    v = tangent.args[0]
    side = 1 if tangent.__class__ is se.tan else -1
    sine, cosine = se.sin(se.expand(2 * v)), side * se.cos(se.expand(2 * v))
    a, b, c = (se.expand(e) for e in ((1 + A) ** 2 + B**2, 1 + B**2 - A**2, 2 * A * B))
    if b == 0 and c == 0:
        return side * v
    unit = b if b != 0 else c
    unit = -unit if _is_negative(unit) else unit
    a, b, c = _without_denominators(*(_divided(e, unit) for e in (a, b, c)))
    return side * v - se.atan((b * sine - c * cosine) / (a + b * cosine + c * sine))


def _without_denominators(*values: se.Expr) -> tuple[se.Expr, ...]:
    """Multiples of all by what parameters divide them by: (a + b)/(a - b) and 1 as a + b and a - b."""
    terms = [term for e in values for term in se.Add.make_args(e)]
    below = dict.fromkeys(1 / factor for term in terms for factor in se.Mul.make_args(term) if _divides(factor))
    common = se.Mul(*below)
    return tuple(together(se.expand(common * e)) for e in values) if below else values


def _divides(factor: se.Expr) -> bool:
    return factor.__class__ is se.Pow and bool(factor.free_symbols) and factor.args[1] == -1


def _divided(e: se.Expr, unit: se.Expr) -> se.Expr:
    if not e.free_symbols and not unit.free_symbols:
        return se.expand(e / unit)
    terms = e.args if e.__class__ is se.Add else (e,)
    # terms without roots first: they cancel
    plain = [t for t in terms if not _has_root(t)]
    rooted = se.Add(*(t for t in terms if _has_root(t)))
    # 1/√p as √p/p, whose denominator may cancel
    bases = {e.args[0] for e in atoms(rooted) if e.__class__ is se.Pow and e.args[1] == se.Rational(-1, 2)}
    names = {p: se.Symbol(f"root_{i}") for i, p in enumerate(bases)}
    rooted = rooted.xreplace({p ** se.Rational(-1, 2): name / p for p, name in names.items()})
    joined = together(rooted / unit).xreplace({name: se.sqrt(p) for p, name in names.items()})
    return together(se.Add(*plain) / unit) + joined


def _has_root(e: se.Expr) -> bool:
    return any(a.__class__ is se.Pow and not isinstance(a.args[1], se.Integer) for a in atoms(e))


def _is_negative(value: se.Expr) -> bool:
    """The sign of a constant; at positive sample values of its parameters."""
    table = {s: se.RealDouble(_SAMPLES[i % len(_SAMPLES)]) for i, s in enumerate(sorted(value.free_symbols, key=str))}
    return complex(value.xreplace(table).n(53)).real < 0
