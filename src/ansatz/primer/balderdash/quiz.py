"""A round of the quiz, as plain values, for a terminal or a page; nothing needs to be remembered between the calls.

    asked = new_round(seed=7)                  {"seed": 7, "terms": [twenty of them, shuffled]}
    said = mark(7, [True, False, ...])         {"score": 14, "of": 20, "results": [{"term", "real", "said"}, …]}

The seed decides the round: who keeps the seed can mark it.
"""

import random
from collections.abc import Sequence

from ansatz.errors import ConfigError
from ansatz.primer.balderdash.terms import invented, real

EACH = 10  # real terms, and as many inventions


def _deal(seed: int) -> list[tuple[str, bool]]:
    rng = random.Random(f"balderdash {seed}")
    dealt = [(term, True) for term in rng.sample(real(), EACH)]
    dealt += [(term, False) for term in rng.sample(invented(), EACH)]
    rng.shuffle(dealt)
    return dealt


def new_round(seed: int) -> dict[str, object]:
    """The terms of a round, without saying which are real."""
    return {"seed": seed, "terms": [term for term, _ in _deal(seed)]}


def mark(seed: int, answers: Sequence[bool]) -> dict[str, object]:
    """The score of the answers (true: real), and the truth; `ConfigError` for a wrong number of answers."""
    dealt = _deal(seed)
    if len(answers) != len(dealt):
        raise ConfigError(f"A round has {len(dealt)} terms; {len(answers)} answers were given.")
    results = [
        {"term": term, "real": is_real, "said": bool(said)}
        for (term, is_real), said in zip(dealt, answers, strict=True)
    ]
    return {
        "seed": seed,
        "score": sum(one["real"] == one["said"] for one in results),
        "of": len(dealt),
        "results": results,
    }
