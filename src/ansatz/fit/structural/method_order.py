"""The order in which structural methods are tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from time import thread_time

import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.algebra.discontinuities import discontinuities, value_at
from ansatz.algebra.factors import monomial
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.shortening import length, shortened
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES, AnsatzError, TooLargeError
from ansatz.fit.linear.undetermined_coefficients import FitProblem
from ansatz.fit.structural.forms.continuous_arctangent import is_worth_its_length, without_jumps
from ansatz.fit.structural.forms.merged_roots import merged_roots
from ansatz.fit.structural.forms.real_roots import with_principal_roots
from ansatz.fit.structural.forms.rewrite import (
    compose,
    distribute,
    expand,
    to_sines,
    with_kernels_of,
    with_split_logarithms,
)
from ansatz.fit.structural.forms.signs import pieces, split_cells, split_sign
from ansatz.fit.structural.forms.squares import without_squares
from ansatz.fit.structural.methods import ansatz_terms
from ansatz.fit.structural.methods.algebraic import integrate_algebraic
from ansatz.fit.structural.methods.binomials import binomial_substitutions, power_substitutions
from ansatz.fit.structural.methods.change_of_variable import (
    Substitution,
    affine,
    common_angle,
    fresh,
    kernels,
    roots,
    substitutions,
)
from ansatz.fit.structural.methods.completed_squares import square_substitutions
from ansatz.fit.structural.methods.decomposition import decompositions
from ansatz.fit.structural.methods.euler_substitutions import euler_substitutions
from ansatz.fit.structural.methods.folded_lines import integrate_folded_lines
from ansatz.fit.structural.methods.parts import integrate_by_parts
from ansatz.fit.structural.methods.sine_powers import integrate_sine_powers
from ansatz.fit.structural.methods.special_functions import special_terms
from ansatz.fit.structural.methods.tangent_logarithms import integrate_by_tangents
from ansatz.fit.structural.methods.wave_products import integrate_wave_products

_MAX_DEPTH = 4
_MAX_SPLIT = 40
_LONG = 32  # words
_LIMITS = (60, 250)
_INNER_LIMITS = (60,)
_MAX_ROOTED = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed antiderivative (SymEngine) and the method that found it; trace: its changes of variable, in order."""

    antiderivative: se.Expr
    method: str
    trace: tuple[Substitution, ...] = ()


_Stage = Callable[[se.Expr, se.Symbol, float], Iterator[Candidate]]


def structural_candidates(f: se.Expr, x: se.Symbol, *, deadline_seconds: float) -> Iterator[Candidate]:
    """Antiderivatives of f to be verified, cheapest method first; stops at the deadline (seconds).

    f: a SymEngine expression in the symbol x; other symbols are parameters. Candidates are exact guesses:
    signs of roots and logarithms may hold on part of the real line only, so verify each.
    """
    seen: set[se.Expr] = set()
    end = thread_time() + deadline_seconds
    given, f = f, compose(f)
    stages = (
        *(_folded, _without_squares, _real_roots, _sines, _direct, _by_sign, _split, _fitted, _special),
        *(_merged, _powers, _tangents, _substituted_fit),
    )
    for candidate in chain.from_iterable(_guarded(stage, f, x, end) for stage in stages):
        if has_no_value(candidate.antiderivative):
            continue
        shortest = shortened(with_kernels_of(given, candidate.antiderivative), x)
        for answer in _continuous_first(shortest, x):
            if answer not in seen and not has_no_value(answer):
                seen.add(answer)
                yield Candidate(answer, candidate.method, candidate.trace)


def _continuous_first(answer: se.Expr, x: se.Symbol) -> tuple[se.Expr, ...]:
    """The answer and, where it has arctangents of tangents, a form without their jumps: first unless much longer."""
    smooth = without_jumps(answer, x)
    if smooth is None:
        return (answer,)
    smooth = shortened(smooth, x)
    return (smooth, answer) if is_worth_its_length(smooth, answer) else (answer, smooth)


def _guarded(stage: _Stage, f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """A stage without its failures: what lies outside one method's language is no error of the whole."""
    try:
        yield from stage(f, x, end)
    except ALGEBRA_FAILURES:
        return


def _direct(f: se.Expr, x: se.Symbol, end: float, depth: int = 0) -> Iterator[Candidate]:
    """Algebraic integration, by parts, and both after substitutions."""
    if x not in f.free_symbols:
        yield Candidate(f * x, "algebraic")
        return
    view = affine(f, x)
    if view is not None and not all(monomial(term, x) for term in se.Add.make_args(f)):  # a*x + b is its own terms
        inner = integrate_algebraic(view.integrand, view.t, view.shown, end=end)
        if inner is not None:
            yield Candidate(inner, "algebraic")
            return
    result = integrate_algebraic(f, x, end=end)
    if result is not None:
        if length(result) > _LONG and thread_time() < end:
            others = (
                integrate_algebraic(s.integrand, s.t, s.shown, end=end) for s in chain(kernels(f, x), roots(f, x))
            )
            result = min((result, *(o for o in others if o is not None)), key=lambda e: length(shortened(e, x)))
        yield Candidate(result, "algebraic")
    if thread_time() > end:
        return
    result = integrate_by_parts(f, x, end)
    if result is not None:
        yield Candidate(result, "parts")
    if thread_time() > end:
        return
    yield from _substituted(f, x, end, depth)


def _substituted(f: se.Expr, x: se.Symbol, end: float, depth: int) -> Iterator[Candidate]:
    found: list[Candidate] = []
    later = []
    simple = chain(substitutions(f, x), decompositions(f, x), square_substitutions(f, x))
    for s in chain(simple, binomial_substitutions(f, x), euler_substitutions(f, x)):
        if thread_time() > end:
            return
        if has_no_value(s.integrand):
            continue
        result = integrate_algebraic(s.integrand, s.t, s.shown, s.roots, end)
        if result is None:
            later.append(s)
        else:
            found.append(Candidate(result, "substitution", (s,)))
    yield from sorted(found, key=lambda candidate: length(candidate.antiderivative))
    if depth >= _MAX_DEPTH:
        return
    for s in later:
        if thread_time() > end:
            return
        inner = next(_direct(compose(s.integrand), s.t, end, depth + 1), None)
        if inner is not None:
            yield Candidate(_back(inner.antiderivative, s), "substitution", (s, *inner.trace))


def _back(answer: se.Expr, s: Substitution) -> se.Expr:
    """The answer in t as a function of x."""
    short = {base.expression(s.t): g**2 for base, g in s.roots.items()}
    return (answer.xreplace(short) if short else answer).xreplace({s.t: s.shown})


def _real_roots(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """cbrt u and other real odd roots as principal ones, and back."""
    view = with_principal_roots(f, x)
    if view is not None:
        g, back = view
        for inner in islice(structural_candidates(g, x, deadline_seconds=max(end - thread_time(), 0)), _MAX_ROOTED):
            yield Candidate(back(inner.antiderivative), f"real roots, {inner.method}")


def _folded(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """asin(sin x) and its kin."""
    for answer in integrate_folded_lines(f, x):
        yield Candidate(answer, "folded lines")


def _sines(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """sinⁿv·sin((n + 2)v) and its kin; sin(5x)·cos(3x)."""
    for answer in integrate_sine_powers(f, x):
        yield Candidate(answer, "powers of sines")
    for answer in integrate_wave_products(f, x):
        yield Candidate(answer, "products of waves")


def _merged(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """Products of roots in lowest terms, times their locally constant factors."""
    parts = merged_roots(f, x)
    if parts is None:
        return
    found = [_first(part.integrand, x, end) for part in parts]
    if None in found:
        return
    method = f"roots in lowest terms, {found[0].method if found[0] is not None else ''}"
    forms = (part.times(inner.antiderivative, x) for part, inner in zip(parts, found, strict=True) if inner is not None)
    for answers in zip(*forms, strict=False):
        yield Candidate(se.Add(*answers), method)


def _tangents(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """Cube and fourth roots over polynomials."""
    for answer in integrate_by_tangents(f, x, end):
        yield Candidate(answer, "logarithms of tangents")


def _powers(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """t = x^s, s symbolic, where x^s is not a kernel, which others have tried."""
    for s in power_substitutions(f, x):
        if s.shown in f.atoms(se.Pow):
            return
        for inner in islice(structural_candidates(s.integrand, s.t, deadline_seconds=max(end - thread_time(), 0)), 2):
            yield Candidate(_back(inner.antiderivative, s), "substitution", (s, *inner.trace))


def _without_squares(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """√(u²v) as |u|·√v."""
    g = without_squares(f, x)
    if g != f:
        for inner in islice(structural_candidates(g, x, deadline_seconds=max(end - thread_time(), 0)), _MAX_ROOTED):
            yield Candidate(inner.antiderivative, f"squares out of roots, {inner.method}")


def _by_sign(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """√(u²), |u|, sign(u) as σu: integrals without the sign, over x, over |u|, or cell by cell; the best form first."""
    parts = split_sign(f, x)
    if parts is None:
        return
    found = [_halves(parts, x, x, end), _termwise(f, x, end)]
    v = fresh(x)
    cells = split_cells(f, x, v)
    if cells is not None and thread_time() < end:
        plus, minus, u = cells
        over_u = _halves((plus, minus, se.sign(u)), v, x, end)
        found.append(over_u and Candidate(over_u.antiderivative.xreplace({v: abs(u)}), over_u.method))
    if thread_time() < end:
        found.append(_by_pieces(f, x, end))
    valued = (c for c in found if c is not None and not has_no_value(c.antiderivative))
    forms = [(shortened(c.antiderivative, x, real=True), c) for c in valued]
    yield from (
        c for _, c in sorted(forms, key=lambda form: (len(discontinuities(_in_moduli(form[0]), f, x)), length(form[0])))
    )


def _in_moduli(F: se.Expr) -> se.Expr:
    """F with ln|u| for ln u, as it will be presented."""
    return transform(F, lambda e: se.log(abs(e.args[0])) if e.__class__ is se.log else None)


def _termwise(f: se.Expr, x: se.Symbol, end: float) -> Candidate | None:
    """A sum term by term, if each has a sign of its own."""
    terms = f.args if f.__class__ is se.Add else ()
    found = [_first(term, x, end) for term in terms if term.atoms(se.Abs, se.sign)]
    if not found or len(found) < len(terms) or None in found:
        return None
    return Candidate(se.Add(*(c.antiderivative for c in found if c is not None)), "sign, term by term")


def _by_pieces(f: se.Expr, x: se.Symbol, end: float) -> Candidate | None:
    """Several signs: an integral on every cell between their changes."""
    total, method = se.Integer(0), ""
    for piece in pieces(f, x) or ():
        inner = _first(piece.function, x, end)
        if inner is None or (F := _from(piece.start, inner.antiderivative, x)) is None:
            return None
        total += F.xreplace({x: piece.nearest})
        method = f"cells, {inner.method}"
    return Candidate(total, method) if method else None


def _halves(parts: tuple[se.Expr, se.Expr, se.Expr], t: se.Symbol, x: se.Symbol, end: float) -> Candidate | None:
    """(F₊ + F₋)/2 + σ(F₊ − F₋)/2 for parts f₊, f₋ and σ, functions of t; for t other than x zero at t = 0."""
    plus, minus, sigma = parts
    found = _first(plus, t, end)
    if found is None:
        return None
    above, method = found.antiderivative, f"sign, {found.method}"
    if t != x:
        above = _from(se.Integer(0), above, t) or above
    if se.expand(plus + minus) == 0:
        return Candidate(sigma * above, method)
    if se.expand(plus - minus) == 0:
        return Candidate(above, method)
    found = _first(minus, t, end)
    if found is None:
        return None
    below = found.antiderivative
    if t != x:
        below = _from(se.Integer(0), below, t) or below
    return Candidate(se.expand((above + below) / 2) + sigma * se.expand((above - below) / 2), method)


def _first(g: se.Expr, t: se.Symbol, end: float) -> Candidate | None:
    """The first structural candidate."""
    return next(structural_candidates(g, t, deadline_seconds=max(end - thread_time(), 0)), None)


def _from(start: se.Expr, F: se.Expr, t: se.Symbol) -> se.Expr | None:
    """F as it is written on one side of `start`, less its value there; None where it has no real one."""
    F = shortened(F, t, real=True)
    for form in (F, _in_moduli(F)):
        try:
            value = value_at(form, t, start)
            if value.free_symbols or evaluate(value, {}).imag.contains(0):
                return form - value
        except AnsatzError:
            continue
    return None


def _split(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """Sums term by term: what a direct method solves is taken, the rest fitted, by constant factors and as a whole."""
    total = se.Integer(0)
    left: dict[se.Expr, se.Expr] = {}
    rest = distribute(f)
    for form in (lambda e: e, expand):
        rest = form(rest)
        terms = rest.args if rest.__class__ is se.Add else (rest,)
        if len(terms) > _MAX_SPLIT:
            return
        left = {}
        for term in terms:
            if thread_time() > end:
                return
            constant = se.Integer(1)
            if term.__class__ is se.Mul:
                constant = se.Mul(*(a for a in term.args if x not in a.free_symbols and not is_rational(a)))
            alone = term / constant
            inner = next(chain(_direct(alone, x, end, _MAX_DEPTH - 1), _tangents(alone, x, end)), None)
            if inner is None:
                left[constant] = left.get(constant, se.Integer(0)) + alone
            else:
                total += constant * inner.antiderivative
        rest = se.Add(*(c * part for c, part in left.items()))
        if not left:
            break
    if not left:
        yield Candidate(total, "term by term")
        return
    if total != 0:
        joined = next(_direct(rest, x, end, _MAX_DEPTH - 1), None)
        if joined is not None:
            yield Candidate(total + joined.antiderivative, "term by term")
    # the terms solved may have been parts of one product's derivative: leave time to fit the whole
    end = min(end, thread_time() + (end - thread_time()) / 4)
    if len(left) > 1 or 1 not in left:
        parts = [(c, next(_fitted(part, x, end, _INNER_LIMITS), None)) for c, part in left.items()]
        fitted = [c * part.antiderivative for c, part in parts if part is not None]
        if len(fitted) == len(parts):
            yield Candidate(total + se.Add(*fitted), "term by term")
    if total != 0:
        for candidate in _fitted(rest, x, end):
            yield Candidate(total + candidate.antiderivative, "term by term")


def _fitted(f: se.Expr, x: se.Symbol, end: float, limits: tuple[int, ...] = _LIMITS) -> Iterator[Candidate]:
    """Terms from the product rule read backwards, coefficients by exact linear algebra."""
    if thread_time() > end:
        return
    sines = to_sines(f)
    forms = dict.fromkeys((f, expand(f), sines, expand(sines), expand(common_angle(sines, x)), together(f)))
    problem = FitProblem(f, x)
    tried: set[frozenset[se.Expr]] = set()
    for limit in limits:
        for form in forms:
            if thread_time() > end:
                return
            try:
                chosen = list(takewhile(lambda _: thread_time() < end, ansatz_terms.terms(form, x, limit)))
            except AnsatzError:
                continue
            key = frozenset(chosen)
            if key in tried:
                continue
            tried.add(key)
            answer = problem.solve(chosen, deadline=end)
            if answer is not None:
                yield Candidate(answer, "ansatz")


def _special(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """The ansatz with functions that are not elementary; where parameters are positive, first."""
    if (positive := with_split_logarithms(f, x)) != f:
        yield from _special(positive, x, end)
    special = special_terms(f, x)
    if not special or thread_time() > end:
        return
    problem = FitProblem(f, x)
    for form in dict.fromkeys((f, expand(f))):
        try:
            chosen = special + list(ansatz_terms.terms(form, x, _LIMITS[0]))
        except TooLargeError:
            chosen = special
        answer = problem.solve(chosen, deadline=end)
        if answer is not None:
            yield Candidate(answer, "special functions")
            return


def _substituted_fit(f: se.Expr, x: se.Symbol, end: float) -> Iterator[Candidate]:
    """The ansatz after a substitution."""
    for s in substitutions(f, x):
        if thread_time() > end:
            return
        if has_no_value(s.integrand):
            continue
        inner = together(compose(s.integrand))
        for candidate in chain(_special(inner, s.t, end), _fitted(inner, s.t, end, _INNER_LIMITS)):
            yield Candidate(_back(candidate.antiderivative, s), "substitution", (s,))
