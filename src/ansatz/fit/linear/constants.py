"""Exact coefficients of a fit whose support is known: Σ c_j T_j' = f, c_j in Q(√2, …)(a, π, sin 4, …), also with i.

Modulo p the constants are numbers. For any values of the independent ones (parameters a, π, e, log 2, sin 4: the
*transcendental* generators) the small linear system gives the c_j, so they are black boxes to interpolate:

1. which generators does c_j depend on? Change them one at a time.
2. c = A + B·w where w is a square root over the parameters: solve with w and -w (its conjugates), separate A and B.
3. the degrees in each generator by univariate rational interpolation; all coefficients by linear algebra.
4. their residues modulo several primes become rationals, or elements of a number field Q(√2, …), by lattice reduction.

The candidate is checked modulo another prime with everything random before it is returned.
"""

import itertools
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import symengine as se

from ansatz.algebra.numbers import to_symengine_number
from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.fit.linear.modular_images import Image, Lift, Quotient
from ansatz.fit.linear.rational_reconstruction import Polynomial, multivariate, rational_function, recognise
from ansatz.fit.linear.restricted_system import SupportSystem
from ansatz.fit.residues.prime_field import Field, Residues

MAX_PRIMES = 12
MAX_UNKNOWNS = 400
_MAX_BAD_PRIMES = 200
_MAX_CONJUGATIONS = 3
_NODES = 26  # numerator and denominator of a coefficient have degrees of at most about 22 together


def exact_fit(
    system: SupportSystem,
    *,
    guess: tuple[int, Sequence[int]] | None = None,
    first_prime: int = 0,
    deadline: float | None = None,
) -> Any | None:
    """Σ c_j T_j with exact c_j, or None where they cannot be found (degrees or numbers too large, no such prime).

    guess: (p, residues of the c_j), tried first as small rationals.
    """
    primes = map(system.fields.prime, itertools.count(first_prime))
    if guess is not None:
        recognised = (recognise(residue, guess[0], (1,)) for residue in guess[1])
        numbers = [found[0] for found in recognised if found is not None]
        if len(numbers) == len(guess[1]):
            candidate = se.Add(*(to_symengine_number(n) * term for n, term in zip(numbers, system.terms, strict=True)))
            if _check(system, candidate, primes):
                return candidate
    images: list[Image] = []
    while len(images) < MAX_PRIMES:
        if deadline is not None and time.monotonic() > deadline:
            return None
        image = _next_good(primes, lambda p: _image(system, p))
        if image is None:
            return None
        if images and image.shape() != images[0].shape():
            continue  # an unlucky prime
        images.append(image)
        coefficients = Lift(images).coefficients()
        if coefficients is not None:
            candidate = se.Add(*(c * term for c, term in zip(coefficients, system.terms, strict=True)))
            if _check(system, candidate, primes):
                return candidate
    return None


def _next_good(primes: Iterator[int], task: Callable[[int], Any]) -> Any:
    """The task's result modulo the next prime in whose field every number of the system exists; None: no such prime."""
    for p in itertools.islice(primes, _MAX_BAD_PRIMES):
        try:
            return task(p)
        except (BadPrimeError, BadConstantsError):
            continue
    return None


def _check(system: SupportSystem, candidate: Any, primes: Iterator[int]) -> bool:
    return bool(_next_good(primes, lambda p: system.holds(candidate, p)))


# ------------------------------------------------------------------------------------- one prime


def _image(system: SupportSystem, p: int) -> Image | None:
    values, unique, evaluator = system.solve(p)
    if not unique.all():
        return None
    base = {g: v.ravel() for g, v in evaluator.transcendental.items()}
    relevant = _relevant(system, p, base, list(evaluator.algebraic), values[0])
    if relevant is None:
        return None
    transcendental, algebraic = relevant
    if len(algebraic) > _MAX_CONJUGATIONS:
        return None
    if not transcendental:
        one: Polynomial = {(): 1}
        constants = [[Quotient((), (), {(): int(c)} if c else {}, one)] for c in values[0]]
        return Image(system.fields(p), constants, evaluator.radicals)
    coefficients = _interpolate(system, p, base, transcendental, algebraic, len(evaluator.algebraic) + len(algebraic))
    return None if coefficients is None else Image(system.fields(p), coefficients, evaluator.radicals)


def _relevant(
    system: SupportSystem, p: int, base: Mapping[Any, Residues], algebraic: list[Any], reference: Residues
) -> tuple[list[Any], list[Any]] | None:
    """The generators on which some coefficient depends."""
    if not base:
        return [], []
    tries = 4 << min(len(algebraic), 4)
    generators = list(base)
    rng = np.random.default_rng([system.seed, 1])
    blocks = len(generators) + 1
    assignment = {}
    for k, g in enumerate(generators):
        column = np.full(blocks * tries, base[g][0], dtype=np.uint64)
        column[(k + 1) * tries : (k + 2) * tries] = _random_values(g, system.fields(p), tries, rng)
        assignment[g] = column
    values, unique, _ = system.solve(p, blocks * tries, assignment=assignment)
    found: list[Any] = []
    for k, g in enumerate(generators):
        block = slice((k + 1) * tries, (k + 2) * tries)
        if not unique[block].any():
            return None
        if (values[block][unique[block]] != reference).any():
            found.append(g)
    flips = []
    for w in algebraic:
        flipped = {v: np.array([-1 if v == w else 1]) for v in algebraic}
        fixed = {g: v[:1] for g, v in base.items()}
        try:
            values, unique, _ = system.solve(p, 1, assignment=fixed, conjugation=flipped)
        except UnevaluableError:
            flips.append(w)
            continue
        if not unique.all() or (values[0] != reference).any():
            flips.append(w)
    return found, flips


def _interpolate(
    system: SupportSystem,
    p: int,
    base: Mapping[Any, Residues],
    generators: list[Any],
    algebraic: list[Any],
    roots_over: int,
) -> list[list[Quotient]] | None:
    rng = np.random.default_rng([system.seed, 2])
    lines = []
    for g in generators:
        point = {h: v for h, v in base.items() if h != g}
        sampled = _sample(system, p, point, [g], algebraic, roots_over, _NODES, rng)
        if sampled is None:
            return None
        nodes, components = sampled
        lines.append((nodes[:, 0], components))
    subsets = list(lines[0][1])
    result: list[list[Quotient]] = []
    wanted: list[tuple[int, Any, tuple[list[int], list[int]]]] = []
    for j in range(len(system.terms)):
        result.append([])
        for subset in subsets:
            functions = []
            for nodes, components in lines:
                function = rational_function([int(n) for n in nodes], [int(v) for v in components[subset][:, j]], p)
                if function is None:
                    return None
                functions.append(function)
            numerator, denominator = functions[0]
            if not any(numerator):
                continue
            if len(generators) == 1:
                result[-1].append(
                    _normal(
                        subset,
                        tuple(generators),
                        {(k,): c for k, c in enumerate(numerator) if c},
                        {(k,): c for k, c in enumerate(denominator) if c},
                        p,
                    )
                )
            else:
                degrees = [len(n) - 1 for n, _ in functions], [len(d) - 1 for _, d in functions]
                wanted.append((j, subset, degrees))
    if wanted:
        size = max(math.prod(d + 1 for d in n) + math.prod(d + 1 for d in m) for _, _, (n, m) in wanted) + 4
        if size > MAX_UNKNOWNS:
            return None
        point = {h: v for h, v in base.items() if h not in generators}
        sampled = _sample(system, p, point, generators, algebraic, roots_over, size, rng)
        if sampled is None:
            return None
        nodes, components = sampled
        points = [[int(c) for c in node] for node in nodes]
        for j, subset, degrees in wanted:
            quotient = multivariate(points, [int(v) for v in components[subset][:, j]], degrees, p)
            if quotient is None:
                return None
            result[j].append(_normal(subset, tuple(generators), *quotient, p))
    return result


def _normal(radical: tuple, variables: tuple, numerator: Polynomial, denominator: Polynomial, p: int) -> Quotient:
    """The same quotient with leading denominator coefficient 1."""
    scale = pow(denominator[max(denominator)], -1, p)
    return Quotient(
        radical,
        variables,
        {m: c * scale % p for m, c in sorted(numerator.items())},
        {m: c * scale % p for m, c in sorted(denominator.items())},
    )


def _random_values(generator: Any, field: Field, count: int, rng: np.random.Generator) -> Residues:
    """Random values for a transcendental constant; all but sines are "positive"."""
    values = rng.integers(2, field.p - 1, count, dtype=np.uint64)
    return values if generator.__class__ is se.sin else field.positive(values)


def _sample(
    system: SupportSystem,
    p: int,
    fixed: Mapping[Any, Residues],
    moving: list[Any],
    algebraic: list[Any],
    roots_over: int,
    count: int,
    rng: np.random.Generator,
) -> tuple[Residues, dict[tuple[Any, ...], Residues]] | None:
    """`count` random points (count, moving) and the coefficients there, separated by algebraic generators.

    roots_over: the number of square roots over the generators, each of which about half of the points lack.
    """
    # a generous surplus: each root is missing at about half of the points
    groups = count + 2 if not roots_over else (5 * count // 4 + 40) << min(roots_over, 5)
    assignment = {g: np.full(groups, v[0], dtype=np.uint64) for g, v in fixed.items()}
    for g in moving:
        assignment[g] = _random_values(g, system.fields(p), groups, rng)
    field, good = system.fields(p), np.ones(groups, dtype=bool)
    values, roots = {}, {}
    for signs in itertools.product((1, -1), repeat=len(algebraic)):
        conjugation = {w: np.full(groups, s) for w, s in zip(algebraic, signs, strict=True)}
        try:
            solution, unique, evaluator = system.solve(p, groups, assignment=assignment, conjugation=conjugation)
        except UnevaluableError:
            return None
        good &= unique
        values[signs] = solution
        roots[signs] = [np.broadcast_to(evaluator.algebraic[w], (groups, 1)) for w in algebraic]
    chosen = np.flatnonzero(good)[:count]
    if len(chosen) < count:
        return None
    half = field.residue(1, 2)
    # c = A + B·w: the outermost root, registered last, is separated first
    components: dict[tuple[Any, ...], dict[tuple[int, ...], Residues]] = {(): values}
    for k in reversed(range(len(algebraic))):
        separated: dict[tuple[Any, ...], dict[tuple[int, ...], Residues]] = {}
        for subset, table in components.items():
            even, odd = {}, {}
            for signs in {s[:k] for s in table}:
                plus, minus = table[(*signs, 1)], table[(*signs, -1)]
                root = roots[(*signs, *(1 for _ in algebraic[k:]))][k]
                even[signs] = field.scale(field.add(plus, minus), half)
                odd[signs] = field.multiply(
                    field.scale(field.subtract(plus, minus), half), field.inverse(np.ascontiguousarray(root))
                )
            separated[subset] = even
            separated[(algebraic[k], *subset)] = odd
        components = separated
    nodes = np.stack([assignment[g][chosen] for g in moving], axis=1)
    return nodes, {subset: table[()][chosen] for subset, table in components.items()}
