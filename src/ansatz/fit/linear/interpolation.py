"""Coefficients of a fit as functions of the constants in it, modulo one prime: black boxes become quotients.

c = A + B·w where w is a square root over the parameters: the system is solved with w and -w (its conjugates), A and
B are separated. Each is a quotient of polynomials in the transcendental generators: univariate rational interpolation
along one generator after the other finds the degrees, linear algebra at enough points all coefficients.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import symengine as se

from ansatz.errors import UnevaluableError
from ansatz.fit.linear.modular_images import Quotient
from ansatz.fit.linear.rational_reconstruction import Polynomial, multivariate, rational_function
from ansatz.fit.linear.restricted_system import SupportSystem
from ansatz.fit.residues.prime_field import Field, Residues

MAX_UNKNOWNS = 400
_NODES = 26  # numerator and denominator of a coefficient have degrees of at most about 22 together

Components: TypeAlias = dict[tuple[se.Expr, ...], Residues]
"""Product of square roots -> its cofactor in each coefficient at each point, shape (points, terms)."""
Degrees: TypeAlias = tuple[list[int], list[int]]
"""Of a numerator and a denominator, in each generator."""


def random_values(generator: se.Expr, field: Field, count: int, rng: np.random.Generator) -> Residues:
    """Random values for a transcendental constant; all but sines are "positive"."""
    values = rng.integers(2, field.p - 1, count, dtype=np.uint64)
    return values if generator.__class__ is se.sin else field.positive(values)


@dataclass(frozen=True)
class Interpolation:
    """The coefficients' dependence on `generators` and on the square roots `algebraic` over them.

    base: the values of all transcendental generators in one solution. roots_over: the number of square roots over
    the generators, each of which about half of the points lack.
    """

    system: SupportSystem
    p: int
    base: Mapping[se.Expr, Residues]
    generators: list[se.Expr]
    algebraic: list[se.Expr]
    roots_over: int

    def coefficients(self) -> list[list[Quotient]] | None:
        """Each coefficient as a sum of quotients times square roots; None where degrees or unknowns are too many."""
        rng = np.random.default_rng([self.system.seed, 2])
        lines = []
        for g in self.generators:
            line = self._sample([g], _NODES, rng)
            if line is None:
                return None
            lines.append(line)
        result: list[list[Quotient]] = [[] for _ in self.system.terms]
        wanted: list[tuple[int, tuple[se.Expr, ...], Degrees]] = []
        for j, subset in itertools.product(range(len(result)), list(lines[0][1])):
            functions = []
            for nodes, components in lines:
                values = [int(v) for v in components[subset][:, j]]
                function = rational_function([int(n) for n in nodes[:, 0]], values, self.p)
                if function is None:
                    return None
                functions.append(function)
            numerator, denominator = functions[0]
            if not any(numerator):
                continue
            if len(self.generators) == 1:
                result[j].append(self._normal(subset, _polynomial(numerator), _polynomial(denominator)))
            else:
                degrees = [len(n) - 1 for n, _ in functions], [len(d) - 1 for _, d in functions]
                wanted.append((j, subset, degrees))
        return result if not wanted or self._add_multivariate(result, wanted, rng) else None

    def _add_multivariate(
        self,
        result: list[list[Quotient]],
        wanted: list[tuple[int, tuple[se.Expr, ...], Degrees]],
        rng: np.random.Generator,
    ) -> bool:
        """Add the quotients of known degrees to the coefficients that they are part of; whether all were found."""
        size = max(math.prod(d + 1 for d in n) + math.prod(d + 1 for d in m) for _, _, (n, m) in wanted) + 4
        if size > MAX_UNKNOWNS or (sampled := self._sample(self.generators, size, rng)) is None:
            return False
        nodes, components = sampled
        points = [[int(c) for c in node] for node in nodes]
        for j, subset, degrees in wanted:
            quotient = multivariate(points, [int(v) for v in components[subset][:, j]], degrees, self.p)
            if quotient is None:
                return False
            result[j].append(self._normal(subset, *quotient))
        return True

    def _normal(self, radical: tuple[se.Expr, ...], numerator: Polynomial, denominator: Polynomial) -> Quotient:
        """The quotient with leading denominator coefficient 1."""
        scale = pow(denominator[max(denominator)], -1, self.p)
        above, below = ({m: c * scale % self.p for m, c in sorted(part.items())} for part in (numerator, denominator))
        return Quotient(radical, tuple(self.generators), above, below)

    def _sample(
        self, moving: list[se.Expr], count: int, rng: np.random.Generator
    ) -> tuple[Residues, Components] | None:
        """`count` random points (count, moving) and the coefficients there, separated by algebraic generators."""
        field = self.system.fields(self.p)
        # a generous surplus: each root is missing at about half of the points
        groups = count + 2 if not self.roots_over else (5 * count // 4 + 40) << min(self.roots_over, 5)
        assignment = {g: np.full(groups, v[0], dtype=np.uint64) for g, v in self.base.items() if g not in moving}
        assignment |= {g: random_values(g, field, groups, rng) for g in moving}
        good = np.ones(groups, dtype=bool)
        values, roots = {}, {}
        for signs in itertools.product((1, -1), repeat=len(self.algebraic)):
            conjugation = {w: np.full(groups, s) for w, s in zip(self.algebraic, signs, strict=True)}
            try:
                values[signs], unique, evaluator = self.system.solve(
                    self.p, groups, assignment=assignment, conjugation=conjugation
                )
            except UnevaluableError:
                return None
            good &= unique
            roots[signs] = [np.broadcast_to(evaluator.algebraic[w], (groups, 1)) for w in self.algebraic]
        chosen = np.flatnonzero(good)[:count]
        if len(chosen) < count:
            return None
        components = self._separated(field, values, roots)
        nodes = np.stack([assignment[g][chosen] for g in moving], axis=1)
        return nodes, {subset: table[chosen] for subset, table in components.items()}

    def _separated(
        self, field: Field, values: dict[tuple[int, ...], Residues], roots: dict[tuple[int, ...], list[Residues]]
    ) -> Components:
        """A and B of each A + B·w, from the values for each choice of signs: the root registered last goes first."""
        half = field.residue(1, 2)
        components: dict[tuple[se.Expr, ...], dict[tuple[int, ...], Residues]] = {(): values}
        for k in reversed(range(len(self.algebraic))):
            separated: dict[tuple[se.Expr, ...], dict[tuple[int, ...], Residues]] = {}
            for subset, table in components.items():
                even, odd = {}, {}
                for signs in {s[:k] for s in table}:
                    plus, minus = table[(*signs, 1)], table[(*signs, -1)]
                    root = roots[(*signs, *(1 for _ in self.algebraic[k:]))][k]
                    even[signs] = field.scale(field.add(plus, minus), half)
                    odd[signs] = field.multiply(
                        field.scale(field.subtract(plus, minus), half), field.inverse(np.ascontiguousarray(root))
                    )
                separated[subset] = even
                separated[(self.algebraic[k], *subset)] = odd
            components = separated
        return {subset: table[()] for subset, table in components.items()}


def _polynomial(coefficients: list[int]) -> Polynomial:
    return {(k,): c for k, c in enumerate(coefficients) if c}


__all__ = ["Interpolation", "random_values"]
