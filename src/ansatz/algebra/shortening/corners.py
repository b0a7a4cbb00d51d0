"""Antiderivatives without jumps where signs change: their constants differ from cell to cell.

An antiderivative M + σD with σ = sign(u) jumps by 2s·D(x₀) at a zero x₀ of u, where σ turns to s. It is continuous as

    M + σ(D − D(x₀))                    for one zero, or where D has one value at all: |u|·Q for D − D(x₀) = uQ
    M + σD − Σ s·D(x₀)·sign(x − x₀)     for finitely many

and for σ = sign(sin w) with D = d + (−1)^k e + kg at the zeros w = kπ

    M + σ(D − d − gw/π) + g/π·acos(cos w) − 2e·(w + asin(σ cos w))/π

since acos(cos w) has the derivative σw', and (w + asin(σ cos w))/π is the staircase that is k at w = kπ and k + ½ up
to the next. For σ = sign(cos w) and w = π/2 + kπ they are asin(sin w) and (w − asin(σ sin w))/π, and e has the other
sign, as σ has.
"""

import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.algebra.discontinuities import value_at
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import FUNCTIONS, base_and_exponent
from ansatz.algebra.ratios import atoms
from ansatz.algebra.shortening.brackets import shortest_bracket
from ansatz.algebra.shortening.length import shorter
from ansatz.algebra.shortening.trigonometry import quotients
from ansatz.algebra.sign_changes import sign_changes
from ansatz.algebra.together import together
from ansatz.errors import AnsatzError

_BITS = 128
_BEYOND = (3, 7, -2)  # zeros of a wave at which its pattern is confirmed


def without_corner_jumps(F: se.Expr, x: se.Symbol) -> se.Expr:
    """F without jumps at the zeros of u, for the |u| and sign(u) that are factors of its terms, where that succeeds."""
    F = _without_steps(F, x)
    for u in corners(F, x):
        M, D = _split(F, u)
        joined, has_moved = _joined(D, u, x) if D != 0 else (None, False)
        if joined is not None and (has_moved or not _has_values(F, u, x)):
            F = M + joined
        elif joined is None:
            F = shorter(M + se.sign(u) * D, F)
    return F


def _without_steps(F: se.Expr, x: se.Symbol) -> se.Expr:
    """F without what is constant from cell to cell: c·sign(u), and staircases, which the parts of F need anew."""
    terms = se.Add.make_args(expanded(F)) if F.atoms(se.sign) else ()
    kept = []
    for term in terms:
        varying = [factor for factor in se.Mul.make_args(term) if x in factor.free_symbols]
        if varying and all(factor.__class__ is se.sign for factor in varying):
            continue
        if len(varying) == 1 and (line := _line_of_stairs(varying[0])) is not None:
            term = term / varying[0] * line
        kept.append(term)
    return se.Add(*kept) if kept else F


def _line_of_stairs(e: se.Expr) -> se.Expr | None:
    """asin(sign(sin w)·cos w) is −w, asin(sign(cos w)·sin w) is w, but for a constant in each cell."""
    factors = se.Mul.make_args(e.args[0]) if e.__class__ is se.asin else ()
    for sine, cosine, side in ((se.sin, se.cos, -1), (se.cos, se.sin, 1)):
        for wave in factors:
            if wave.__class__ is cosine:
                w = wave.args[0]
                if e.args[0] == se.sign(sine(w)) * wave:
                    return side * w
    return None


def corners(F: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """The functions in |u| and sign(u); one of u and −u."""
    found: list[se.Expr] = []
    for u in sorted({corner.args[0] for corner in F.atoms(se.Abs, se.sign)}, key=str):
        if x in u.free_symbols and -u not in found and se.expand(-u) not in found:
            found.append(u)
    return found


def _split(F: se.Expr, u: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(M, D) with F = M + σD where no factor of a term is |u| or σ = sign(u); inside functions both stay."""
    opposite = (-u, se.expand(-u))
    parts: list[list[se.Expr]] = [[], []]
    for term in se.Add.make_args(expanded(F)):
        odd, rest = 0, se.Integer(1)
        for factor in se.Mul.make_args(term):
            base, n = base_and_exponent(factor)
            is_corner = base.__class__ in (se.Abs, se.sign) and isinstance(n, se.Integer)
            if is_corner and (base.args[0] == u or base.args[0] in opposite):
                odd += int(n)
                sign = 1 if base.__class__ is se.Abs or base.args[0] == u or int(n) % 2 == 0 else -1
                factor = sign * u**n if base.__class__ is se.Abs else se.Integer(sign)
            elif base in opposite and isinstance(n, se.Integer):
                factor = se.Integer(-1) ** n * u**n
            rest *= factor
        parts[odd % 2].append(quotients(rest))
    even, odd_part = (se.Add(*terms) for terms in parts)
    return even, odd_part


def _joined(D: se.Expr, u: se.Expr, x: se.Symbol) -> tuple[se.Expr | None, bool]:
    """σD, continuous, or None where that is unknown; and whether it differs from σD."""

    def value(place: se.Expr) -> se.Expr | None:
        try:
            found = value_at(D, x, place)
            return found if _is_real(found) else None
        except (AnsatzError, RuntimeError, ZeroDivisionError):
            return None

    wave = next((f for f in se.Mul.make_args(u) if f.__class__ in (se.sin, se.cos)), None)
    if wave is not None and x not in (u / wave).free_symbols:
        return _joined_on_waves(D, u, wave, x)
    places = sign_changes(u, x)
    if places is None:
        return None, False
    constants = {place: value(place) for place in places}
    if None in constants.values():  # perhaps since something vanishes above and below
        D = se.expand(together(D))
        constants = {place: value(place) for place in places}
    values = {constant for constant in constants.values() if constant is not None}
    if not values:
        return se.sign(u) * D, False
    if len(values) == 1 and None not in constants.values():
        (common,) = values
        return _over_line(D - common, u, x) or se.sign(u) * (D - common), common != 0
    if u.free_symbols != {x}:
        return None, False
    steps = se.Integer(0)
    for k, place in enumerate(places):
        if (constant := constants[place]) is not None:
            beyond = (place + places[k + 1]) / 2 if k + 1 < len(places) else place + 1
            side = 1 if evaluate(u, {x: evaluate(beyond, {}, _BITS)}, _BITS).real > 0 else -1
            steps += side * constant * se.sign(x - place)
    return se.sign(u) * D - steps, True


def _has_values(F: se.Expr, u: se.Expr, x: se.Symbol) -> bool:
    """Whether F has values where u changes its sign; asked where it does not jump there."""
    places = sign_changes(u, x)
    if places is None:
        return False
    try:
        return all(_is_real(value_at(F, x, place)) for place in places)
    except (AnsatzError, RuntimeError, ZeroDivisionError):
        return False


def _is_real(number: se.Expr) -> bool:
    """Parameters are given the benefit of the doubt."""
    if number.free_symbols:
        return True
    value = evaluate(number, {}, _BITS)
    return bool(value.is_finite() and value.imag.contains(0))


def _vanishes(number: se.Expr) -> bool:
    number = se.expand(number)
    return number == 0 or (not number.free_symbols and bool(evaluate(number, {}, _BITS).contains(0)))


def _over_line(D: se.Expr, u: se.Expr, x: se.Symbol) -> se.Expr | None:
    """|u|·Q where D = uQ, for a linear u without parameters and a Q without poles."""
    slope = u.diff(x) if not u.atoms(se.Abs, se.sign) else se.Integer(0)
    if slope == 0 or slope.free_symbols or any(e.__class__ in FUNCTIONS for e in atoms(D)):
        return None
    t = se.Dummy()
    quotient = se.expand(D.subs({x: (t - u.subs({x: 0})) / slope}) / t)
    if any(_has_pole(power, t) for power in quotient.atoms(se.Pow)):
        return None
    return abs(u) * shortest_bracket(quotient.subs({t: u}))


def _has_pole(power: se.Expr, t: se.Symbol) -> bool:
    base, exponent = power.args
    return t in base.free_symbols and not (isinstance(exponent, se.Integer) and exponent > 0)


def _joined_on_waves(D: se.Expr, u: se.Expr, wave: se.Expr, x: se.Symbol) -> tuple[se.Expr | None, bool]:
    """The same for u = c·sin w or c·cos w, w linear."""
    w, is_sine = wave.args[0], wave.__class__ is se.sin
    slope, amplitude = w.diff(x), u / wave
    if slope == 0 or slope.free_symbols or amplitude.free_symbols:
        return None, False
    side = 1 if evaluate(amplitude, {}, _BITS).real > 0 else -1
    first = 0 if is_sine else se.pi / 2

    def at(k: int) -> se.Expr:
        return value_at(D, x, (first + k * se.pi - w.subs({x: 0})) / slope)

    try:
        zeroth, once, twice = (at(k) for k in range(3))
        seen = [number for number in (zeroth, once, twice) if _is_real(number)]
        if 0 < len(seen) < 3 and all(number == seen[0] for number in seen):  # every other zero lies in a gap
            return se.sign(u) * (D - seen[0]), seen[0] != 0
        if len(seen) < 3:
            return se.sign(u) * D, False
        growth = (twice - zeroth) / 2
        alternating = (zeroth - once + growth) / 2
        constant = zeroth - alternating
        for k in _BEYOND:
            pattern = constant + (-1) ** k * alternating + k * growth
            if not _vanishes(at(k) - pattern):
                return None, False
    except (AnsatzError, RuntimeError, ZeroDivisionError):
        return se.sign(u) * D, False
    sigma = side * se.sign(u)
    triangle = se.acos(se.cos(w)) if is_sine else se.asin(se.sin(w))
    stairs = w + se.asin(sigma * se.cos(w)) if is_sine else w - se.asin(sigma * se.sin(w))
    start = 0 if is_sine else growth / 2
    level = se.expand(D - (constant - start) - growth / se.pi * w)
    steps = (2 if is_sine else -2) * alternating / se.pi
    joined = side * (sigma * level + growth / se.pi * triangle - steps * stairs)
    return joined, any(number != 0 for number in (growth, alternating, constant))
