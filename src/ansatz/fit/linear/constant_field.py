"""Exact coefficients of a fit whose support is known: Σ c_j T_j' = f, c_j in Q(√2, …)(a, π, sin 4, …), also with i.

Modulo p the constants are numbers. For any values of the independent ones (parameters a, π, e, log 2, sin 4: the
*transcendental* generators) the small linear system gives the c_j, so they are black boxes to interpolate:

1. which generators does c_j depend on? Change them one at a time.
2. how does it depend on them? See `ansatz.fit.linear.interpolation`.
3. their residues modulo several primes become rationals, or elements of a number field Q(√2, …), by lattice reduction.

The candidate is checked modulo another prime with everything random before it is returned.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
import symengine as se

from ansatz.algebra.numbers import to_symengine_number
from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.fit.linear.interpolation import Interpolation, random_values
from ansatz.fit.linear.modular_images import Image, Lift, Quotient
from ansatz.fit.linear.rational_reconstruction import Polynomial, recognise
from ansatz.fit.linear.restricted_system import SupportSystem
from ansatz.fit.residues.prime_field import Residues

T = TypeVar("T")

MAX_PRIMES = 12
_MAX_BAD_PRIMES = 200
_MAX_CONJUGATIONS = 3


def exact_fit(
    system: SupportSystem,
    *,
    guess: tuple[int, Sequence[int]] | None = None,
    first_prime: int = 0,
    deadline: float | None = None,
) -> se.Expr | None:
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
        if deadline is not None and time.thread_time() > deadline:
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


def _next_good(primes: Iterator[int], task: Callable[[int], T | None]) -> T | None:
    """The task's result modulo the next prime in whose field every number of the system exists; None: no such prime."""
    for p in itertools.islice(primes, _MAX_BAD_PRIMES):
        try:
            return task(p)
        except (BadPrimeError, BadConstantsError):
            continue
    return None


def _check(system: SupportSystem, candidate: se.Expr, primes: Iterator[int]) -> bool:
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
    roots_over = len(evaluator.algebraic) + len(algebraic)
    coefficients = Interpolation(system, p, base, transcendental, algebraic, roots_over).coefficients()
    return None if coefficients is None else Image(system.fields(p), coefficients, evaluator.radicals)


def _relevant(
    system: SupportSystem, p: int, base: Mapping[se.Expr, Residues], algebraic: list[se.Expr], reference: Residues
) -> tuple[list[se.Expr], list[se.Expr]] | None:
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
        column[(k + 1) * tries : (k + 2) * tries] = random_values(g, system.fields(p), tries, rng)
        assignment[g] = column
    values, unique, _ = system.solve(p, blocks * tries, assignment=assignment)
    found: list[se.Expr] = []
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
