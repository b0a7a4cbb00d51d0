"""Steps of differential equations: `ode_steps` is a worker's task.

The method by which a textbook solves the equation is recognised from the equation itself, as the solver's methods do
it: separable, linear, by a substitution that makes it so, exact, or linear of second order. Every line is checked where
it stands: equalities of functions by exact algebra or by numbers, integrals by the steps of integrals, and the last
line is the answer, which its own verifier has accepted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import thread_time

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.together import expression, fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.differentiation import derivative
from ansatz.expr.display import display
from ansatz.expr.tree import Tree, substitute
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import UNKNOWNS, Equation
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.homogeneous import weight
from ansatz.solve.ode.methods.roots import exponential_of
from ansatz.solve.ode.methods.separable import separated
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.methods.substitution import Substitution
from ansatz.solve.ode.numeric import vanishes, without
from ansatz.solve.steps.derivation import Steps, integral_steps
from ansatz.solve.steps.goal import text
from ansatz.solve.steps.step import Integral, Side, Step

_SHARE = 0.25  # of the seconds, for each integral on the way
_MAX_DEPTH = 2  # substitutions one after another
_EULER = "Euler–Cauchy equation"
_LOG = type(se.log(se.Symbol("x")))


@dataclass(frozen=True, slots=True)
class Asked:
    """The equation left = 0 in x, y and its derivatives, by their names, and its answer (left, right)."""

    left: Tree
    variable: str
    function: str
    order: int
    answer: tuple[Tree, Tree]
    verdict: Verdict
    constants: tuple[str, ...]


def ode_steps(asked: Asked, seconds: float) -> Steps:
    """Lines from the equation to its general solution."""
    writer = _Writer(asked, seconds)
    last = Step("answer", "", Side(asked.answer[0]), Side(asked.answer[1]), verdict=asked.verdict)
    try:
        lines = list(writer.lines())
    except ALGEBRA_FAILURES:
        lines = []
    by_rules = bool(lines)
    if not lines or (lines[-1].left, lines[-1].right) != (last.left, last.right):
        lines.append(replace(last, words="Solve for the function." if by_rules else "The solution that was found."))
    accepted = tuple(line for line in lines if line.verdict.holds)
    return Steps(accepted, len(lines) - len(accepted), by_rules)


def _equal(u: se.Expr, v: se.Expr) -> Verdict:
    """On u = v: proved by algebra, or checked by numbers."""
    if together(u - v) == 0:
        return Verdict.PROVED
    return Verdict.CHECKED if vanishes(u - v) else Verdict.UNKNOWN


def _tree(e: se.Expr) -> Tree:
    return display(from_symengine(e))


class _Writer:
    def __init__(self, asked: Asked, seconds: float) -> None:
        self.asked, self.seconds = asked, seconds
        self.x, self.y = symbol(asked.variable), symbol(asked.function)
        self.primes = [symbol(asked.function + "'" * k) for k in range(3)]
        self.c = symbol(asked.constants[0]) if asked.constants else symbol("C1")
        to_own = dict(zip(self.primes, UNKNOWNS, strict=False))
        self.equation = Equation(to_symengine(asked.left).xreplace(to_own), self.x, asked.order)
        self.integrals = OwnIntegrals(thread_time() + _SHARE * seconds)

    def lines(self) -> Iterator[Step]:
        if self.asked.order == 2:
            yield from self.second_order()
            return
        for f in slopes(self.equation):
            found = list(self.first_order(f.xreplace({UNKNOWNS[0]: self.y}), self.y, 0))
            if found:
                yield from found
                return

    # ---------------------------------------------------------------------------------- first order

    def first_order(self, f: se.Expr, y: se.Symbol, level: int) -> Iterator[Step]:
        """Of y' = f(x, y)."""
        prime = symbol(f"{y}'")
        for way in (self.separable, self.linear, self.exact):
            found = list(way(f, y, prime))
            if found:
                yield from found
                return
        if level < _MAX_DEPTH:
            yield from self.substituted(f, y, level)

    def separable(self, f: se.Expr, y: se.Symbol, prime: se.Symbol) -> Iterator[Step]:
        parts = separated(f, self.x, y)
        if parts is None:
            return
        g, h = parts
        left, right = self.integrated(together(1 / h), y), self.integrated(g, self.x)
        if left is None or right is None:
            return
        verdict = _equal(f, g * h)
        if h == 1:
            words = "The right-hand side does not contain the unknown function: integrate."
            yield Step("integrate", words, Side(_tree(y)), self.integral(g, self.x), verdict=verdict)
        else:
            words = f"Separable: {prime} is a function of {self.x} times a function of {y}."
            yield Step("separate", words, Side(_tree(prime)), Side(_tree(g * h)), verdict=verdict)
            words = f"Bring {y} to one side, {self.x} to the other, and integrate both."
            yield Step("integrate", words, self.integral(1 / h, y), self.integral(g, self.x), verdict=verdict)
            yield from left.lines
        yield from right.lines
        words = "One constant of integration suffices."
        sides = Side(_tree(left.value)), Side(_tree(right.value + self.c))
        yield Step("result", words, *sides, verdict=self.relation(left.value - right.value, f, y))

    def linear(self, f: se.Expr, y: se.Symbol, prime: se.Symbol) -> Iterator[Step]:
        p = without(-f.diff(y), y)
        q = None if p is None else without(together(f + p * y), y)
        if p is None or q is None or (exponent := self.integrated(p, self.x)) is None:
            return
        mu = exponential_of(transform(exponent.value, _without_modulus))
        right = self.integrated(together(mu * q), self.x)
        if right is None:
            return
        verdict = _equal(f, q - p * y)
        yield Step(
            "linear",
            "Linear of first order: y' + p*y = q.",
            Side(_tree(prime + p * y)),
            Side(_tree(q)),
            verdict=verdict,
        )
        yield from exponent.lines
        words = f"Times the integrating factor mu = e^(∫ p d{self.x}) = {text(mu)} the left side is (mu*{y})'."
        verdict = _equal(derivative(mu, self.x), p * mu)
        yield Step("integrating factor", words, Side(_tree(mu * y)), self.integral(mu * q, self.x), verdict=verdict)
        yield from right.lines
        sides = Side(_tree(mu * y)), Side(_tree(right.value + self.c))
        yield Step("result", "Integrate.", *sides, verdict=self.relation(mu * y - right.value, f, y))
        if y != self.y:
            value = se.expand((right.value + self.c) / mu)
            verdict = _equal(mu * value, right.value + self.c)
            yield Step("result", f"Solve for {y}.", Side(_tree(y)), Side(_tree(value)), verdict=verdict)

    def exact(self, f: se.Expr, y: se.Symbol, prime: se.Symbol) -> Iterator[Step]:
        """M dx + N dy = 0 with M_y = N_x."""
        n, d, symbols = fraction(f)
        M, N = -expression(n, symbols), expression(d, symbols)
        closed = _equal(M.diff(y), N.diff(self.x))
        if not closed.holds or (first := self.integrated(se.expand(M), self.x)) is None:
            return
        rest = without(together(N - derivative(first.value, y)), self.x)
        second = None if rest is None else self.integrated(rest, y)
        if second is None:
            return
        words = f"Exact: M d{self.x} + N d{y} = 0 with M = {text(M)}, N = {text(N)}, and N_{self.x} is the same."
        yield Step("exact", words, Side(f"M_{y}"), Side(_tree(M.diff(y))), verdict=closed)
        yield from first.lines
        yield from second.lines
        words = "The potential, whose derivatives are M and N, is constant along solutions."
        potential = first.value + second.value
        yield Step("result", words, Side(_tree(potential)), Side(_tree(self.c)), verdict=self.relation(potential, f, y))

    def substituted(self, f: se.Expr, y: se.Symbol, level: int) -> Iterator[Step]:
        """Bernoulli, homogeneous, linear argument: u makes it linear or separable."""
        u = next(symbol(name) for name in ("u", "v", "w", "z") if symbol(name) not in f.free_symbols | {self.y})
        for change, words in self.changes(f, y):
            equation = Equation(se.Symbol("p_") - f, self.x, 1)
            own = Substitution(
                change.forward.xreplace({y: UNKNOWNS[0]}), change.back.xreplace({y: UNKNOWNS[0]}), change.name
            )
            g = own.slope(f.xreplace({y: UNKNOWNS[0]}), equation)
            if g is None:
                continue
            g = g.xreplace({UNKNOWNS[0]: u})
            inner = list(self.first_order(g, u, level + 1))
            if not inner:
                continue
            rate = derivative(change.forward, self.x) + derivative(change.forward, y) * f
            yield Step(
                change.name,
                f"{words} Substitute {u} = {text(change.forward)}.",
                Side(_tree(symbol(f"{u}'"))),
                Side(_tree(g)),
                (str(u), _tree(change.forward)),
                _equal(rate.xreplace({y: change.back.xreplace({y: u})}), g),
            )
            yield from inner
            yield from self.put_back(inner[-1], {str(u): _tree(change.forward)}, f, y)
            return

    def put_back(self, last: Step, back: dict[str, Tree], f: se.Expr, y: se.Symbol) -> Iterator[Step]:
        """The last line about u as one about y."""
        if last.left.function is None or last.right.function is None:
            return
        sides = [to_symengine(substitute(side, back)) for side in (last.left.function, last.right.function)]
        verdict = self.relation(sides[0] - sides[1], f, y)
        left, right = (Side(_tree(e)) for e in sides)
        yield Step("result", f"Put {next(iter(back))} back.", left, right, verdict=verdict)

    def changes(self, f: se.Expr, y: se.Symbol) -> Iterator[tuple[Substitution, str]]:
        x = self.x
        m = weight(f, x, y)
        if m == 1:
            yield Substitution(y / x, x * y, "homogeneous"), f"Homogeneous: the right side is a function of {y}/{x}."
        second = together(f.diff(y).diff(y))
        if second != 0:
            n = without(together(2 + y * second.diff(y) / second), x, y)
            if n is not None and n not in (0, 1):
                k = 1 - n
                yield Substitution(y**k, y ** (1 / k), "Bernoulli"), f"Bernoulli's equation with the power {text(n)}."
        if x in f.free_symbols and f.diff(y) != 0:
            rate = without(together(-f.diff(x) / f.diff(y)), x, y)
            if rate is not None and rate != 0:
                yield Substitution(y - rate * x, y + rate * x, "linear argument"), f"{x} and {y} occur together only."

    # ---------------------------------------------------------------------------------- second order

    def second_order(self) -> Iterator[Step]:
        """Constant coefficients and Euler–Cauchy: the characteristic equation, a particular solution, their sum."""
        left, (Y, Y1, Y2), x = self.equation.left, UNKNOWNS[:3], self.x
        a, b, c = (se.expand(left.diff(s)) for s in (Y2, Y1, Y))
        if (
            any({Y, Y1, Y2} & e.free_symbols for e in (a, b, c))
            or a == 0
            or self.asked.answer[0] != self.asked.function
        ):
            return
        r = symbol("r")
        if all(x not in together(e / a).free_symbols for e in (b, c)):
            p, q = together(b / a), together(c / a)
            polynomial, name = r**2 + p * r + q, "Linear with constant coefficients"
            tried: Tree = ("exp", ("*", "r", self.asked.variable))
        elif all(x not in together(e).free_symbols for e in (b * x / a, c * x**2 / a)):
            p, q = together(b * x / a), together(c * x**2 / a)
            polynomial, name = se.expand(r * (r - 1) + p * r + q), _EULER
            tried = ("^", self.asked.variable, "r")
        else:
            return
        right = to_symengine(self.asked.answer[1])
        ones = [symbol(name) for name in self.asked.constants]
        if not set(ones) <= right.free_symbols:
            return
        particular = right.xreplace({one: se.Integer(0) for one in ones})
        homogeneous = se.expand(right - particular)
        source = -se.expand(left.xreplace({Y: 0, Y1: 0, Y2: 0}))
        shown = to_symengine(tried)
        words = f"{name}: put {self.asked.function} = {text(shown)} into the homogeneous equation and divide by it."
        if roots := self.roots(polynomial, r):
            words += f" The solutions are r = {', '.join(roots)}."
        verdict = _equal((self.applied(shown) + source) / shown, a * polynomial * (x**-2 if name == _EULER else 1))
        yield Step("characteristic equation", words, Side(_tree(polynomial)), Side(0), verdict=verdict)
        words = "The combinations of both solve the homogeneous equation."
        verdict = _equal(self.applied(homogeneous) + source, se.Integer(0))
        yield Step("homogeneous solution", words, Side("y_h"), Side(_tree(homogeneous)), verdict=verdict)
        if source != 0 and particular != 0:
            words = "A particular solution, by undetermined coefficients or variation of the constants."
            verdict = _equal(self.applied(particular), se.Integer(0))
            yield Step("particular solution", words, Side("y_p"), Side(_tree(particular)), verdict=verdict)
        words = "The general solution is their sum." if source != 0 else "This is the general solution."
        shown_left, shown_right = self.asked.answer
        yield Step("answer", words, Side(shown_left), Side(shown_right), verdict=self.asked.verdict)

    def applied(self, y: se.Expr) -> se.Expr:
        """The left side with the function put in."""
        first = derivative(y, self.x)
        values = dict(zip(UNKNOWNS, (y, first, derivative(first, self.x)), strict=False))
        return self.equation.left.xreplace(values)

    def roots(self, polynomial: se.Expr, r: se.Symbol) -> Sequence[str]:
        half, rest = -se.expand(polynomial.diff(r)).subs({r: 0}) / 2, polynomial.subs({r: 0})
        discriminant = se.expand(half**2 - rest)
        if discriminant == 0:
            return (f"{text(half)} (twice)",)
        root = se.sqrt(discriminant)
        return tuple(text(value) for value in (half + root, half - root))

    # ---------------------------------------------------------------------------------- parts of lines

    def integral(self, f: se.Expr, x: se.Symbol) -> Side:
        return Side(None, (Integral(_tree(f), str(x)),))

    def relation(self, phi: se.Expr, f: se.Expr, y: se.Symbol) -> Verdict:
        """On phi = 0 with its constant c, or on phi = constant without one, along y' = f."""
        slope = phi.diff(self.c)
        if slope != 0:
            phi = phi.xreplace({self.c: se.Integer(0)}) / slope
        return _equal(derivative(phi, self.x) + derivative(phi, y) * f, se.Integer(0))

    def integrated(self, f: se.Expr, x: se.Symbol) -> "_Integrated | None":
        """The integral of f with its lines, and its value as they end; without lines where f is 0 or 1."""
        F = self.integrals.of(f, x)
        if F is None:
            return None
        found = integral_steps(_tree(f), str(x), _tree(F), _SHARE * self.seconds)
        lines = found.steps[:-1] if found.by_rules and found.steps[-1].rule == "answer" else found.steps
        value = lines[-1].right.function if lines else None
        return _Integrated(() if f in (0, 1) else lines, F if value is None else to_symengine(value))


@dataclass(frozen=True, slots=True)
class _Integrated:
    lines: tuple[Step, ...]
    value: se.Expr


def _without_modulus(e: se.Expr) -> se.Expr | None:
    """ln u for ln|u|: the sign of an integrating factor does not matter."""
    return se.log(e.args[0].args[0]) if e.__class__ is _LOG and e.args[0].__class__ is se.Abs else None


__all__ = ["Asked", "ode_steps"]
