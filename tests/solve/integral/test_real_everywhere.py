"""Answers are real and continuous wherever the integrand is: seen by mpmath alone, near zeros and far from them.

The verifier takes no part: F(b) − F(a) is compared with a quadrature of f (`tests/real_antiderivatives.py`).
"""

import pytest

from ansatz.expr.parse import parse
from ansatz.solve.integral.solver import integrate

from ...real_antiderivatives import flaws

SHIFTED = (
    "1/(x+5); x/(x+50); 1/(2*x); x^2/(x-40); 1/(x^2-2500); ln(x+20); ln(abs(x-20)); 1/((x-20)*(x+30)); ln(x^2-400)"
)
MODULI = """
    sqrt(abs(x)); 1/sqrt(abs(x)); x*sqrt(abs(x)); 1/(1+abs(x)); exp(-abs(x-20)); abs(x-1)+abs(x+3); x*abs(x)^3;
    abs(x^2-1); (x+abs(x))/2; abs(x)*exp(x); abs(x)*sin(x); exp(abs(x)); abs(x)^(3/2); ln(1+abs(x)); atan(abs(x));
    1/(1+x^2*abs(x)); x/(1+abs(x)); 1/(abs(x)+abs(x-1)); exp(-abs(x-2)-abs(x+2)); exp(-abs(x))*cos(x); abs(exp(x)-1);
    abs(ln(x)); abs(x^3-x); abs(abs(x)-1); erf(abs(x)); 1/(1+sqrt(abs(x))); abs(x-1)/(x+2); abs(x^2-2); abs(atan(x));
    abs(x-1)*abs(x+1); x*exp(-abs(x)); 1/(2+abs(x-1)+abs(x+1)); sqrt(abs(x-1)); abs(1-abs(1-abs(x))); abs(x)/(1+x^2)
"""
SIGNS = "sign(x)*exp(x); sign(x-20); sign(x^2-4); x*sign(x-1); sign(x)/(x+2); sign(x)*sign(x-1); sign(x^2-3*x+2)*x"
ROOTS_OF_SQUARES = """
    sqrt(x^2+4*x+4); sqrt(x^4-2*x^2+1); sqrt(x^2+x^4); sqrt(x^3+x^2); sqrt(x^2-6*x+9)*x; sqrt(x^2+1/x^2-2); sqrt(x^6);
    sqrt(1-cos(x)^2); sqrt(1+sin(x)); sqrt(1-cos(x)); sqrt(1-sin(2*x)); sqrt(cosh(x)-1); sqrt(exp(2*x)-2*exp(x)+1)
"""
WAVES = """
    abs(sin(x)); abs(cos(x)); sign(sin(x)); sin(x)*abs(sin(x)); abs(sin(x))^3; abs(cos(x/2)); abs(sin(3*x+1));
    abs(cos(x))*sin(x)
"""
RATIONAL_IN_WAVES = """
    1/(2+cos(x)); 1/(2+sin(x)); 1/(5-4*cos(x)); 1/(1+sin(x)^2); 1/(1+cos(x)^2); 1/(2-sin(2*x)); 1/(3+cos(x)+sin(x));
    cos(x)/(2+cos(x)); 1/(2+cos(x/20)); 1/(2+tan(x)^2); 1/(2+cos(x))^2; 1/(1+tan(x)^2); 1/(2+sin(x)*cos(x))
"""
WITH_POLES = "1/(1-sin(x)); sin(x)/(1+sin(x)); sec(x/20); abs(tan(x))"
FOLDED = "atan(tan(x)); asin(sin(2*x+1)); acos(cos(x)); asin(cos(x)); 3*acos(sin(x/2)); atan(cot(x))"
ENDS = "sqrt(x^2-1)/x; asech(x); acot(x)"

GROUPS = (SHIFTED, MODULI, SIGNS, ROOTS_OF_SQUARES, WAVES, RATIONAL_IN_WAVES, WITH_POLES, FOLDED, ENDS)
INTEGRANDS = [
    pytest.param(text.strip(), marks=pytest.mark.slow if k % 4 else ())
    for group in GROUPS
    for k, text in enumerate(group.split(";"))
]


@pytest.mark.parametrize("integrand", INTEGRANDS)
def test_answers_are_real_and_continuous_wherever_the_integrand_is(integrand: str) -> None:
    solution = integrate(integrand, methods=("network", "fit"))
    assert solution.tree is not None and solution.verdict.holds
    assert flaws(solution.tree, parse(integrand)) == []


@pytest.mark.parametrize(
    ("F", "f", "flaw"),
    [
        ("ln(x)", "1/x", "no real value"),
        ("-cos(x)*sign(sin(x))", "abs(sin(x))", "a jump"),
        ("-abs(sin(x))*cos(x)/sin(x)", "abs(sin(x))", "no real value"),
        ("2*atan(tan(x/2)/sqrt(3))/sqrt(3)", "1/(2+cos(x))", "no real value"),
        ("x*sign(sin(x))", "sign(sin(x))", "a jump"),
        ("x^2/2", "x+1", "F'"),
        ("2/(1-tan(x/2))", "1/(1-sin(x))", "no real value"),
        ("exp(-abs(x-20))*sign(20-x)", "exp(-abs(x-20))", "a jump"),
    ],
)
def test_the_check_sees_what_is_wrong(F: str, f: str, flaw: str) -> None:
    assert any(flaw in finding for finding in flaws(parse(F), parse(f)))


def test_what_is_not_continuous_says_so() -> None:
    solution = integrate("sqrt(sec(x)-1)", methods=("network", "fit"))
    assert solution.tree is not None and solution.scope is not None
    broken = flaws(solution.tree, parse("sqrt(sec(x)-1)"))
    assert not broken or solution.scope.jumps or solution.scope.breaks
