"""The standing enemy: attacks with new random numbers each time, and the campaign that runs them by the million."""

import json
import os
import random
from collections.abc import Iterable
from contextlib import suppress

import pytest
import symengine as se
from flint import arb

from ansatz.errors import ConfigError, NoValueError
from ansatz.evaluate.attack.adversaries.case import X
from ansatz.evaluate.attack.adversaries.definite_integrals import DIVERGES, integral
from ansatz.evaluate.attack.balls import Formula, constant
from ansatz.evaluate.attack.campaign import Report, Result, Settings, attack, campaign, kind_of
from ansatz.evaluate.attack.registry import KINDS
from ansatz.evaluate.attack.verdicts import _wrong_value
from ansatz.evaluate.attack.violation import Findings, Violation
from ansatz.proof.integral.definite import DefiniteResult
from ansatz.proof.verdict import Verdict

# New attacks each time, but the same ones where a change is tried: what they find is not that change's fault.
SEED = 20261121 if os.environ.get("CI") else random.SystemRandom().randrange(2**32)


def wrong_verdicts(results: Iterable[Result], settings: Settings) -> list[str]:
    """Wrong verdicts, each with the command that shows it again."""
    command = f"python benchmarks/attack.py --seed {settings.seed} --case"
    return [f"{command} {v.case}\n{v.cause}\n{v.line}" for result in results for v in result.violations]


@pytest.mark.slow
def test_no_verdict_is_wrong() -> None:
    settings = Settings(seed=SEED)
    print(f"seed {settings.seed}")
    results = [attack(number, settings) for number in range(60)]
    assert sum(len(result.verdicts) for result in results) > 100
    wrong = wrong_verdicts(results, settings)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_verdict_of_a_kind_is_wrong(kind: str) -> None:
    settings = Settings(seed=SEED, kinds=(kind,))
    print(f"seed {settings.seed}, --kinds {kind}")
    wrong = wrong_verdicts((attack(number, settings) for number in range(60)), settings)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.slow
def test_a_case_is_the_same_whenever_it_is_made() -> None:
    settings = Settings(seed=7, kinds=("singularities", "half_lines"), seconds=5)
    first = [attack(number, settings) for number in range(6)]
    again = [attack(number, settings) for number in reversed(range(6))][::-1]
    assert [(r.kind, r.verdicts, r.violations) for r in first] == [(r.kind, r.verdicts, r.violations) for r in again]
    assert {kind_of(number, 7, tuple(KINDS)) for number in range(3_000)} == set(KINDS)


def test_settings_are_looked_at() -> None:
    for wrong in ({"kinds": ("nothing",)}, {"workers": 0}, {"kinds": ()}, {"seconds": 0}):
        with pytest.raises(ConfigError):
            Settings(**wrong)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_campaign_goes_on_where_it_was_left() -> None:
    settings = Settings(verdicts=300, seed=3, kinds=("singularities",), seconds=5)
    whole = last(campaign(settings))
    some, _ = next(iter(campaign(settings)))
    kept = json.loads(json.dumps(some.to_json()))
    resumed = last(campaign(settings, Report.from_json(kept)))
    assert resumed.counts == whole.counts and resumed.next >= whole.next
    assert resumed.findings.count == whole.findings.count


def last(reports: Iterable[tuple[Report, list[Violation]]]) -> Report:
    return [report for report, _ in reports][-1]


def test_findings_keep_the_shortest_of_each_cause() -> None:
    long, short = (Violation("kind", "cause", "q" * n, "a", "proved", "x = 1") for n in (9, 3))
    findings = Findings()
    assert findings.add(long) and not findings.add(short) and not findings.add(long)
    again = Findings.from_json(json.loads(json.dumps(findings.to_json())))
    assert (len(again), again.shortest[("kind", "cause")]) == (3, short)


# ------------------------------------------------------------------------------------- definite integrals


def simpson(y: list[float], width: float) -> float:
    return width / (len(y) - 1) / 3 * (y[0] + y[-1] + 4 * sum(y[1:-1:2]) + 2 * sum(y[2:-1:2]))


def test_integrals_are_what_they_are_said_to_be() -> None:
    """By Simpson's rule, where it settles."""
    compared = 0
    for seed in range(600):
        case = integral(random.Random(seed))
        truth = case.truth({})
        if isinstance(truth, str) or {case.low, case.high} & {se.oo, -se.oo}:
            continue
        low, high = float(constant(case.low, 100).real), float(constant(case.high, 100).real)
        if not 1e-6 * max(1, abs(low)) < abs(high - low) < 30:
            continue
        f, y = Formula(case.f, X), list[float]()
        with suppress(NoValueError):
            y = [float(f.result(f.values({X: arb(low + (high - low) * k / 800)}, 200)).real) for k in range(801)]
        if not y or abs(simpson(y, high - low) - simpson(y[::2], high - low)) > 1e-7 * max(map(abs, y)):
            continue
        assert abs(simpson(y, high - low) - float(constant(truth, 2_000).real)) < 1e-4 * max(map(abs, y)), case
        compared += 1
    assert compared > 20


def test_wrong_values_are_caught() -> None:
    def said(value: se.Expr | None = None, verdict: Verdict = Verdict.PROVED, diverges: bool = False) -> DefiniteResult:
        return DefiniteResult(value, None, verdict, diverges=diverges)

    half_pi = se.pi / 2
    assert not _wrong_value(said(half_pi), {}, 2 * se.atan(se.Integer(1)))
    assert "a wrong value" in _wrong_value(said(half_pi), {}, half_pi + se.Integer(10) ** -60)
    assert "diverges" in _wrong_value(said(half_pi), {}, DIVERGES)
    assert "called divergent" in _wrong_value(said(diverges=True), {}, half_pi)
    assert not _wrong_value(said(diverges=True), {}, DIVERGES)
    assert not _wrong_value(said(verdict=Verdict.UNKNOWN), {}, half_pi)
    assert not _wrong_value(said(half_pi, Verdict.UNKNOWN), {}, DIVERGES)
