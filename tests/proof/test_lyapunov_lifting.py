"""Lyapunov functions of systems with functions and denominators: the facts are true, and proofs are proofs."""

import dataclasses
import math
import random

import pytest
import symengine as se

from ansatz.algebra.polynomials import as_float, ring, terms
from ansatz.fit.sos.lifted_program import fit_lifted, proved_in_lifting
from ansatz.fit.sos.multipliers import represented
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov
from ansatz.proof.verdict import Verdict

X = x, y = se.symbols("x y")
RING = ring(X)

VALUES = {
    se.sin: math.sin,
    se.cos: lambda u: 1 - math.cos(u),
    se.tanh: math.tanh,
    se.atan: math.atan,
    se.asinh: math.asinh,
    se.sinh: math.sinh,
    se.cosh: lambda u: math.cosh(u) - 1,
    se.exp: lambda u: math.exp(u) - 1,
}


def value(p, point):
    return sum(as_float(c) * math.prod(v**k for v, k in zip(point, m, strict=True)) for m, c in terms(p).items())


@pytest.mark.parametrize("function", VALUES, ids=lambda f: f.__name__)
def test_facts_are_true(function):
    lifting = lifted((function(x + y**2) - function(se.Integer(0)), -y), X)
    assert lifting is not None and lifting.facts
    rng = random.Random(0)
    for _ in range(300):
        a, b = rng.uniform(-4, 4), rng.uniform(-1.5, 1.5)
        point = (a, b, VALUES[function](a + b**2))
        for fact in lifting.facts:
            size = sum(
                abs(as_float(c) * math.prod(v**k for v, k in zip(point, m, strict=True)))
                for m, c in terms(fact).items()
            )
            assert value(fact, point) >= -1e-12 * size


def test_both_functions_of_an_angle_lie_on_the_circle():
    lifting = lifted((se.sin(x) * se.cos(x) - x, -y), X)
    assert lifting is not None
    circles = [f for f in lifting.facts if -f in lifting.facts]
    assert circles
    for t in (0.3, 2.0, -5.0):
        sine, cosine = math.sin(t), 1 - math.cos(t)  # in whichever order
        assert min(abs(value(circles[0], (t, 0.0, *pair))) for pair in ((sine, cosine), (cosine, sine))) < 1e-12


PROVED = [
    (-x + se.sin(y) / 2, -y),
    (-x / (1 + y**2), -y),
    (y - se.tanh(x), -x),
    (-2 * x + se.sin(y), -2 * y + se.sin(x)),
    (-x * (2 + se.cos(y)), -y),
    (-(x**3) - se.tanh(x) + se.tanh(y), -3 * y),
    (-3 * x + y + se.sin(x) * se.cos(x), -y),
    (-se.atan(x) + y / (1 + x**2 + y**2), -x / (1 + x**2 + y**2) - y),
]


@pytest.mark.parametrize("system", PROVED, ids=str)
def test_proofs_hold_and_changed_ones_do_not(system):
    lifting = lifted(system, X)
    assert lifting is not None
    found = fit_lifted(lifting, seconds=20)
    assert found is not None
    V, certificate = found
    claim = lifting.expression(V)
    assert verify_lyapunov(claim, system, X, certificate=certificate).verdict is Verdict.PROVED
    assert not certificate.proves(V + V.context().gen(0) ** 2, lifting)
    squares = certificate.decrease.squares
    numerators = [list(row) for row in squares.numerators]
    numerators[-1][-1] += 1
    changed = SumOfSquares(squares.basis, tuple(map(tuple, numerators)), squares.denominator)
    forged = dataclasses.replace(certificate, decrease=Multiplied(changed, certificate.decrease.multipliers))
    assert not forged.proves(V, lifting)
    assert verify_lyapunov(claim, system, X, certificate=forged).verdict is not Verdict.PROVED
    other = (system[0] + 9 * x, system[1])
    assert verify_lyapunov(claim, other, X, certificate=certificate).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    "system",
    [
        (x - se.tanh(x), -y),  # unstable
        (-se.sin(x), -y),  # other equilibria
        (-x / (1 - y**2), -y),  # has poles
        (-x + x * se.cos(y) + y, x),
        (1 - se.cos(x) - se.sin(y), se.exp(x) - 1),
    ],
    ids=str,
)
def test_others_are_not_proved(system):
    lifting = lifted(system, X)
    assert lifting is None or fit_lifted(lifting, seconds=5) is None


@pytest.mark.parametrize("system", [(-se.sin(se.sin(x)), -y), (se.log(x), -y), (se.cos(x), -y), (-se.sin(x + 1), -y)])
def test_what_cannot_be_lifted(system):
    assert lifted(system, X) is None


def test_negative_multipliers_prove_nothing():
    p, g = -(RING.gen(0) ** 2), RING.gen(0) ** 2
    nothing = SumOfSquares((), ())
    assert not Multiplied(nothing, (SumOfSquares(((0, 0),), ((-1,),)),)).proves(p, [g])
    assert represented(p, [g]) is None
    p, g = 2 - RING.gen(0), 1 - RING.gen(0) ** 2
    found = represented(p, [g])
    assert found is not None and found.proves(p, [g]) and not found.proves(p, [2 * g])


# ---------------------------------------------------------------------------------- barrier functions


def certificate(V, decrease):
    return LyapunovCertificate(SumOfSquares(*V), SumOfSquares(*decrease))


def test_a_barrier_function_need_not_use_every_variable():
    system = (-x, y - x * y**3)
    sure = certificate(((((1, 0),)), ((1,),)), ((((1, 0),)), ((2,),)))
    assert verify_barrier(x**2, system, X, certificate=sure).verdict is Verdict.PROVED
    assert verify_barrier(x**2, system, X).verdict is Verdict.PROVED  # at sight
    assert verify_lyapunov(x**2, system, X, certificate=sure).verdict is not Verdict.PROVED


@pytest.mark.parametrize("V", [se.Integer(0), -(x**2), x, y**2, x**2 + 1, x**2 - y**2])
def test_near_barriers_are_refuted(V):
    found = verify_barrier(V, (-x, y - x * y**3), X)
    assert found.verdict is Verdict.REFUTED


def test_a_certificate_of_another_function_is_none():
    sure = certificate(((((1, 0),)), ((1,),)), ((((1, 0),)), ((2,),)))
    assert verify_barrier(3 * x**2 - x * y, (-x, y), X, certificate=sure).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    "V", [abs(x) + x**2 + y**2, x * se.asinh(x) + y**2, se.log(1 + x) + y**2, se.erf(x) ** 2 + y**2]
)
def test_what_has_no_slope_among_the_functions_is_not_proved(V):
    assert proved_in_lifting(V, (-x, -y), X, seconds=5) is None


@pytest.mark.parametrize("V", [se.exp(x**2) - 1 + y**2, se.sqrt(1 + x**2) - 1 + y**2, se.log(1 + x**2) + y**2])
def test_functions_that_grow_are_proved_proper(V):
    assert proved_in_lifting(V, (-x, -y), X, seconds=5) is not None
    assert proved_in_lifting(V - y**2, (-x, -y), X, seconds=5) is None
