"""Verdicts on antiderivatives, judged: what a verification says against what the oracle finds.

judge(case, candidate, verification, rng) -> violations, mostly none
"""

import random
from collections.abc import Iterator

import symengine as se

from ansatz.errors import NoValueError
from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X
from ansatz.evaluate.attack.balls import constant
from ansatz.evaluate.attack.claims import Claim
from ansatz.evaluate.attack.oracle import Oracle, Wrong
from ansatz.evaluate.attack.places import BITS
from ansatz.evaluate.attack.reading import read
from ansatz.evaluate.attack.violation import Violation, text
from ansatz.proof.verdict import Verification

_SAMPLES, _TRIED = 5, 40  # choices of parameters that are looked at closely, and drawn for it
_TINY = (se.erf, se.erfc, se.tanh, se.coth, se.sech, se.csch, se.cosh, se.sinh)
_FRUITLESS = 1_500  # draws without one that meets the conditions: they cannot be met
_SHARE = 0.3  # of the places, for each choice of parameters
_EXACT = (0, 1, -1, 2, -2, 3, -3, 10, -10, 5, 1_000_003, -1_000_003, 10**12, -(10**12))
_BINARY = (-1, 1, -2, -20, -40, 30)  # exponents of two

_EVERYWHERE = Claim(asserted=True, refuted=False, text="proved, everywhere")


def parameter_value(rng: random.Random) -> se.Expr:
    """An exact dyadic number: often a special one, of any sign and size."""
    kind = rng.randrange(4)
    if kind < 2:
        return se.Integer(rng.choice(_EXACT[:7] if kind else _EXACT))
    if kind == 2:
        return rng.choice((-1, 1)) * se.Integer(2) ** rng.choice(_BINARY) * rng.choice((1, 1, 3))
    return se.Rational(rng.randint(-5 * 2**20, 5 * 2**20), 2**20)


def _may_be_tiny(e: se.Expr) -> bool:
    """Whether e holds a function whose values no precision may tell from zero, as exp(-10^30)."""
    return any(power.args[0] == se.E for power in e.atoms(se.Pow)) or bool(e.atoms(*_TINY))


class Judge:
    """Of all claims about one integrand; what the oracle needs for it is prepared once."""

    def __init__(self, case: Case, kind: str, number: int, rng: random.Random) -> None:
        self._case, self._kind, self._number, self._rng = case, kind, number, rng
        self._oracle: Oracle | None = None

    def violations(self, candidate: Candidate, found: Verification) -> Iterator[Violation]:
        """What is wrong with one verification."""
        claim = read(found, X)
        for wrong in self._wrongs(candidate, claim):
            cause = f"{'in a vague scope: ' if claim.vague else ''}{wrong.cause} [{candidate.label}]"
            yield Violation(
                self._kind, cause, text(self._case.f), text(candidate.F), claim.text, wrong.where, self._number
            )

    def _wrongs(self, candidate: Candidate, claim: Claim) -> Iterator[Wrong]:
        symbols = (self._case.f.free_symbols | candidate.F.free_symbols) - {X}
        if claim.refuted:
            yield from self._of_a_refutation(candidate, claim, bool(symbols))
        elif claim.asserted and symbols:
            yield from self._of_parameters(candidate.F, claim, sorted(symbols, key=str))
        elif claim.asserted:
            yield from self._prepared().wrongs(candidate.F, claim)

    def _prepared(self) -> Oracle:
        if self._oracle is None:
            case = self._case
            self._oracle = Oracle(case.f, X, case.specials, self._rng, bits=case.bits)
        return self._oracle

    def _of_a_refutation(self, candidate: Candidate, claim: Claim, parametric: bool) -> Iterator[Wrong]:
        if candidate.right:
            yield Wrong("a right answer is refuted", "right by construction")
        elif claim.point is None:
            yield Wrong("refuted without a point", "no point is named")
        elif candidate.right is None and not parametric and not _may_be_tiny(self._case.f - candidate.F):
            # At the point alone a difference may be too small to be seen: other places must be right, too.
            holds = self._prepared().fails_near(candidate.F, claim.point) is False
            if holds and not self._prepared().wrongs(candidate.F, _EVERYWHERE):
                yield Wrong("refuted where it holds", f"F' = f near x = {claim.point}, and wherever else was tried")

    def _of_parameters(self, F: se.Expr, claim: Claim, symbols: list[se.Symbol]) -> Iterator[Wrong]:
        found: set[str] = set()
        meeting = looked_at = tried = 0
        while looked_at < _SAMPLES and tried < (_TRIED if meeting else _FRUITLESS):
            tried += 1
            values = self._draw(symbols)
            balls = {s: constant(v, BITS) for s, v in values.items()}
            try:
                if not all(condition.holds(balls, BITS) for condition in claim.conditions):
                    continue
            except NoValueError:
                continue
            meeting += 1
            specials = list(_at(self._case.specials, values))
            try:
                oracle = Oracle(self._case.f, X, specials, self._rng, balls, bits=self._case.bits, share=_SHARE)
            except (NoValueError, ValueError):
                continue
            looked_at += 1
            for wrong in oracle.wrongs(F, claim):
                if wrong.cause not in found:
                    found.add(wrong.cause)
                    yield Wrong(f"for some parameters: {wrong.cause}", wrong.where)
        if not meeting:
            yield Wrong("conditions that no parameters meet", f"none of {tried} choices meets them")

    def _draw(self, symbols: list[se.Symbol]) -> dict[se.Symbol, se.Expr]:
        values = {s: parameter_value(self._rng) for s in symbols}
        if len(symbols) > 1 and self._rng.random() < 0.4:
            first, second = self._rng.sample(symbols, 2)
            values[first] = self._rng.choice((values[second], -values[second]))
        return values


def _at(specials: tuple[se.Expr, ...], values: dict[se.Symbol, se.Expr]) -> Iterator[se.Expr]:
    for special in specials:
        try:
            place = special.subs(values)
        except (RuntimeError, ZeroDivisionError):
            continue
        if not place.free_symbols:
            yield place


__all__ = ["Judge", "parameter_value"]
